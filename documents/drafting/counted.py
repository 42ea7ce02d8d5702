"""The figures of a document, read in a fixed number of queries, whatever the region's size."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Max, Min, Prefetch, Q, Sum

from directives.completion import Measures, counts_by
from directives.counting import COUNTS
from directives.models import (
    Assignment,
    CheckpointMark,
    Kind,
    ReportingPeriod,
    StatusUpdate,
)
from documents.drafting.scope import Scope
from organizations.models import Level, Organization

_REPORTS = (Kind.SUBMITTED, Kind.INTERIM)


@dataclass
class Group:
    """One item in one period (None for a one-off item), over all bodies of the scope."""

    period: ReportingPeriod | None
    measures: Measures
    first_due: date
    last_due: date
    bodies: int
    body: int
    proofs: int
    worst: list[tuple[int, str, int]] = field(default_factory=list)  # key, words, how many overdue

    @property
    def is_single(self) -> bool:
        return self.measures.all == 1


@dataclass
class Report:
    """An assignment whose own words are read, as it stood, with its reports."""

    assignment: Assignment
    updates: list[StatusUpdate]  # the last first

    @property
    def update(self) -> StatusUpdate | None:
        """The last one: every report carries all the marks."""
        return next(iter(self.updates), None)

    @property
    def spoken(self) -> StatusUpdate | None:
        """The one that says most: a report sent again often tells only what was corrected."""
        sent = [row for row in self.updates if row.kind == Kind.SUBMITTED and not row.is_nil]
        return max(sent, key=lambda row: (len(row.text), row.number), default=None)

    @property
    def words(self) -> str:
        """Empty where nothing was said but «no changes»."""
        return " ".join(self.spoken.text.split()) if self.spoken else ""


@dataclass
class Counted:
    """Everything a draft is made of, by the key of the item."""

    groups: dict[int, list[Group]]
    reports: dict[int, list[Report]]
    bodies: dict[int, str]

    def single(self, directive: int, period: ReportingPeriod | None) -> Report | None:
        """The one assignment of a group of one; None where its words are not read."""
        wanted = period.pk if period else None
        rows = [
            row for row in self.reports.get(directive, []) if row.assignment.period_id == wanted
        ]
        return rows[0] if len(rows) == 1 else None


def read(scope: Scope) -> Counted:
    groups = _groups(scope)
    _add_worst(scope, groups)
    single = {row.body for rows in groups.values() for row in rows if row.bodies == 1}
    names = dict(Organization.objects.filter(pk__in=single).values_list("pk", "name"))
    return Counted(groups, _reports(scope), names)


def _groups(scope: Scope) -> dict[int, list[Group]]:
    rows = counts_by(scope.assignments, scope.day, "directive", "period").annotate(
        first=Min("original_due_on"),
        last=Max("due_on"),
        bodies=Count("organization", distinct=True),
        body=Max("organization"),
        proofs=Sum("proof_count"),
    )
    rows = list(rows)
    periods = ReportingPeriod.objects.in_bulk({row[1] for row in rows if row[1]})
    found = defaultdict(list)
    for directive, period, counts, *more in rows:
        group = Group(periods.get(period), Measures.of(COUNTS, counts), *more)
        found[directive].append(group)
    for groups in found.values():
        groups.sort(key=lambda group: (group.period.starts_on, group.period.pk)
                    if group.period else (date.min, 0))  # fmt: skip
    return dict(found)


def _add_worst(scope: Scope, groups: dict[int, list[Group]]) -> None:
    """Where the most are overdue: municipalities of a region, bodies of a municipality."""
    if scope.document.organization_id:
        return
    if scope.document.is_of_the_region:
        key, name = "municipality", "municipality__name_in"
    else:
        key, name = "organization", "organization__name"
    rows = (
        scope.assignments.overdue(scope.day)
        .filter(**{f"{key}__isnull": False})
        .order_by()
        .values_list("directive", "period", key, name)
        .annotate(count=Count("pk"))
        .order_by("-count", name)
    )
    at = {
        (directive, group.period.pk if group.period else None): group
        for directive, of_item in groups.items()
        for group in of_item
    }
    for directive, period, pk, words, count in rows:
        at[directive, period].worst.append((pk, words, count))


def _reports(scope: Scope) -> dict[int, list[Report]]:
    """Of bodies whose own words a document tells: all but schools; of a school in its own."""
    rows = scope.assignments
    if not scope.document.organization_id:
        rows = rows.exclude(directive__level=Level.SCHOOL)
    rows = list(
        rows.select_related("organization", "municipality", "period").order_by(
            F("municipality__sort_key").asc(nulls_first=True), "organization__sort_key", "pk"
        )
    )
    marks = CheckpointMark.objects.filter(~Q(order_number="") | ~Q(link="")).select_related(
        "checkpoint"
    )
    updates = (
        StatusUpdate.objects.filter(
            assignment__in=[row.pk for row in rows],
            kind__in=_REPORTS,
            recorded_at__lt=scope.over_at,
        )
        .order_by("assignment", "-number")
        .prefetch_related(Prefetch("marks", marks.order_by("checkpoint__code")))
    )
    sent = defaultdict(list)
    for update in updates:
        sent[update.assignment_id].append(update)
    found = defaultdict(list)
    for row in rows:
        found[row.directive_id].append(Report(row, sent[row.pk]))
    return dict(found)
