"""What one person has to report on: the most urgent first, and what each still lacks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from directives import workflow
from directives.models import (
    Assignment,
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

    @property
    def rest(self) -> int:
        """How many lacking things are left after the first."""
        return len(self.missing) - 1

    @property
    def is_to_do(self) -> bool:
        return self.group in (RETURNED, OVERDUE, TO_DO)

    @property
    def may_say_nothing_changed(self) -> bool:
        return self.is_to_do and self.assignment.has_previous and self.draft is None

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
    reports = _last(open_ones, [Kind.SUBMITTED, Kind.INTERIM], with_marks=True)
    words = _last(open_ones, [Kind.RETURNED, Kind.REOPENED])
    files = _files(open_ones)
    items = []
    for row in assignments:
        item = Item(row, group_of(row, today), draft=drafts.get(row.pk))
        if item.is_to_do:
            report = reports.get(row.pk)
            item.key = str(key_of(row, user, report))
            item.words = words.get(row.pk) if item.group == RETURNED else None
            _measure(item, _marks(item.draft, report), files[row.pk])
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
    """With whether an earlier period's report was accepted: then «no changes» can be said."""
    earlier = Assignment.objects.filter(
        directive=OuterRef("directive"),
        organization=OuterRef("organization"),
        period__starts_on__lt=OuterRef("period__starts_on"),
        status=Status.ACCEPTED,
    )
    links = DirectiveCheckpoint.objects.select_related("checkpoint")
    return (
        assignments.annotate(has_previous=Exists(earlier))
        .select_related(*_RELATED)
        .prefetch_related(Prefetch("directive__checkpoint_links", links))
    )


def _drafts(user, assignments: Iterable[Assignment]) -> dict[int, Draft]:
    rows = Draft.objects.filter(author=user, assignment__in=[row.pk for row in assignments])
    return {row.assignment_id: row for row in rows.prefetch_related("marks__checkpoint", "files")}


def _last(
    assignments: Iterable[Assignment], kinds: list[str], with_marks: bool = False
) -> dict[int, StatusUpdate]:
    rows = StatusUpdate.objects.filter(
        assignment__in=[row.pk for row in assignments], kind__in=kinds
    )
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


def _marks(draft: Draft | None, report: StatusUpdate | None) -> list[Mark]:
    source = draft or report
    return list(source.marks.all()) if source else []


def _measure(item: Item, marks: list[Mark], files: set[int | None]) -> None:
    """What the draft, or else the last report, lacks."""
    if item.draft:
        files = files | {file.checkpoint_id for file in item.draft.files.all()}
    asked = {point.pk for point in workflow.applicable_checkpoints(item.assignment)}
    item.asked = len(asked)
    item.answered = sum(bool(mark.state) and mark.checkpoint_id in asked for mark in marks)
    item.missing = workflow.missing(item.assignment, marks, files)
