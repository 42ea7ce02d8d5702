"""What one person has to report on: the most urgent first, and what each still lacks."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from directives import workflow
from directives.models import (
    Assignment,
    CheckpointMark,
    DirectiveCheckpoint,
    Draft,
    Evidence,
    Kind,
    Mark,
    Status,
    StatusUpdate,
)
from directives.report_draft import key_of

RETURNED, OVERDUE, TO_DO, WAITING, DONE = "returned", "overdue", "to_do", "waiting", "done"
MOST_DONE = 30
_RELATED = ("directive", "organization", "period", "reviewer", "extension_awaits",
            "exemption_awaits")  # fmt: skip


@dataclass
class Item:
    """One assignment in plain words: what is asked, until when, what is missing."""

    assignment: Assignment
    group: str
    key: str = ""
    draft: Draft | None = None
    missing: list[workflow.Missing] = field(default_factory=list)
    answered: int = 0
    asked: int = 0
    words: StatusUpdate | None = None
    report: StatusUpdate | None = None  # the last one, while it is still to do

    @property
    def is_withdrawn(self) -> bool:
        """Its author has taken it back and not yet written on it again."""
        sent = self.report is not None and self.report.kind == Kind.SUBMITTED
        return sent and self.assignment.status == Status.IN_PROGRESS and self.draft is None

    @property
    def is_carried(self) -> bool:
        """The form opens with what the last accepted period said."""
        return self.has_previous and self.draft is None and self.report is None

    @property
    def has_previous(self) -> bool:
        return self.assignment.previous_id is not None

    @property
    def rest(self) -> int:
        """How many lacking things are left after the first."""
        return len(self.missing) - 1

    @property
    def is_to_do(self) -> bool:
        return self.group in (RETURNED, OVERDUE, TO_DO)

    @property
    def may_say_nothing_changed(self) -> bool:
        return self.is_to_do and self.has_previous and self.draft is None

    @property
    def urgency(self) -> tuple:
        """Returned, overdue, the rest by date; what waits and what is done, the last first."""
        place = (RETURNED, OVERDUE, TO_DO, WAITING, DONE).index(self.group)
        row = self.assignment
        if self.is_to_do:
            return place, row.acts_by.toordinal(), self.draft is not None, row.pk
        return place, -row.updated_at.timestamp(), False, row.pk


def work_of(user, today: date) -> list[Item]:
    """All assignments this person reports on. A fixed number of queries."""
    assignments = list(_with_previous(Assignment.objects.reportable_by(user)))
    open_ones = [row for row in assignments if row.is_open]
    drafts = _drafts(user, open_ones)
    pks = [row.pk for row in open_ones]
    earlier = [row.previous_id for row in open_ones if row.previous_id]
    reports = _last(pks + earlier, [Kind.SUBMITTED, Kind.INTERIM], with_marks=True)
    words = _last(pks, [Kind.RETURNED, Kind.REOPENED])
    files = _files(open_ones)
    elsewhere = _answered_elsewhere([row for row in open_ones if row.pk not in drafts])
    items = []
    for row in assignments:
        item = Item(row, group_of(row, today), draft=drafts.get(row.pk))
        if item.is_to_do:
            item.report = reports.get(row.pk)
            item.key = str(key_of(row, user, item.report))
            item.words = words.get(row.pk) if item.group == RETURNED else None
            previous = reports.get(row.previous_id)
            known = _known(row, item.report, previous, elsewhere)
            _measure(item, item.draft.marks.all() if item.draft else known, files[row.pk])
        items.append(item)
    return sorted(items, key=lambda item: item.urgency)


def group_of(assignment: Assignment, today: date) -> str:
    if assignment.status == Status.RETURNED:
        return RETURNED
    if assignment.is_overdue(today):
        return OVERDUE
    if assignment.status == Status.SUBMITTED:
        return WAITING
    return TO_DO if assignment.is_open else DONE


def _with_previous(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With the last accepted report of an earlier period: then «no changes» can be said."""
    earlier = Assignment.objects.filter(
        directive=OuterRef("directive"),
        organization=OuterRef("organization"),
        period__starts_on__lt=OuterRef("period__starts_on"),
        status=Status.ACCEPTED,
    ).order_by("-period__starts_on")
    links = DirectiveCheckpoint.objects.select_related("checkpoint")
    return (
        assignments.annotate(previous_id=Subquery(earlier.values("pk")[:1]))
        .select_related(*_RELATED)
        .prefetch_related(Prefetch("directive__checkpoint_links", links))
    )


def _drafts(user, assignments: Iterable[Assignment]) -> dict[int, Draft]:
    rows = Draft.objects.filter(author=user, assignment__in=[row.pk for row in assignments])
    return {row.assignment_id: row for row in rows.prefetch_related("marks__checkpoint", "files")}


def _last(
    assignments: Collection[int], kinds: list[str], with_marks: bool = False
) -> dict[int, StatusUpdate]:
    rows = StatusUpdate.objects.filter(assignment__in=assignments, kind__in=kinds)
    rows = rows.order_by("assignment", "-number").distinct("assignment")
    if with_marks:
        rows = rows.prefetch_related("marks__checkpoint")
    return {row.assignment_id: row for row in rows}


def _files(assignments: Iterable[Assignment]) -> dict[int, set[int | None]]:
    found: dict[int, set[int | None]] = defaultdict(set)
    sent = Evidence.objects.filter(assignment__in=[row.pk for row in assignments]).live()
    for pk, checkpoint in sent.values_list("assignment_id", "checkpoint_id"):
        found[pk].add(checkpoint)
    return found


def _answered_elsewhere(assignments: list[Assignment]) -> dict[int, list[CheckpointMark]]:
    """By body, what it has said of these items' checkpoints anywhere; the latest first."""
    points = {
        link.checkpoint_id for row in assignments for link in row.directive.checkpoint_links.all()
    }
    marks = CheckpointMark.objects.filter(
        checkpoint__in=points,
        update__assignment__organization__in={row.organization_id for row in assignments},
        update__kind__in=[Kind.SUBMITTED, Kind.INTERIM],
    ).select_related("checkpoint", "update__assignment")
    found: dict[int, list[CheckpointMark]] = defaultdict(list)
    for mark in marks.order_by("-update__recorded_at", "-pk"):
        found[mark.update.assignment.organization_id].append(mark)
    return found


def _known(
    assignment: Assignment,
    report: StatusUpdate | None,
    previous: StatusUpdate | None,
    elsewhere: dict[int, list[CheckpointMark]],
) -> list[Mark]:
    """What the form would open with: as `workflow.drafts.prefill`, for a whole list at once."""
    known: dict[int, Mark] = {}
    for source in filter(None, (report, previous)):
        for mark in source.marks.all():
            known.setdefault(mark.checkpoint_id, mark)
    for mark in elsewhere[assignment.organization_id]:
        if mark.update.assignment_id != assignment.pk:
            known.setdefault(mark.checkpoint_id, mark)
    return list(known.values())


def _measure(item: Item, marks: Iterable[Mark], files: set[int | None]) -> None:
    """What the draft, or else what is known already, lacks."""
    marks = list(marks)
    if item.draft:
        files = files | {file.checkpoint_id for file in item.draft.files.all()}
    asked = {point.pk for point in workflow.applicable_checkpoints(item.assignment)}
    item.asked = len(asked)
    item.answered = sum(bool(mark.state) and mark.checkpoint_id in asked for mark in marks)
    item.missing = workflow.missing(item.assignment, marks, files)
