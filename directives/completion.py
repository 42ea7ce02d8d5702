"""How far it is: every measure of the field, defined once, for pages and exports alike.

Counts come from `conditions`; ratios are pairs of those counts, so that none can exceed 100 %.
Sources of the formulas: the field's execution control practice (docs/glossary.md).
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import add

from django.db.models import CharField, Count, IntegerField, Max, Q, QuerySet, Value

from directives.counting import COUNTS, Counts, CountsOfStatus, by_status
from directives.models import CheckpointMark, Kind, ReportingPeriod, StatusUpdate
from directives.models.as_of import QueryAsOf, end_of
from directives.models.assignment import AssignmentQuerySet


@dataclass(frozen=True)
class Ratio:
    """`n` of `of`, each with the name of the condition whose rows it counts."""

    n: int
    of: int
    n_name: str
    of_name: str

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where there is nothing to divide by."""
        return self.n / self.of if self.of else None

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down: 99.6 never reads 100."""
        return self.n * 100 // self.of if self.of else None


# ratio: (counted, of which)
RATIOS: dict[str, tuple[str, str]] = {
    "execution": ("executed", "come_due"),
    "timeliness": ("on_time", "come_due"),
    "timeliness_original": ("on_time_original", "come_due"),
    "completeness": ("expected_reported", "come_due"),
    "reporting": ("reported", "applicable"),
    "acceptance": ("accepted", "applicable"),
    "substantiation": ("substantiated", "applicable"),
    "first_pass": ("first_pass", "accepted"),
}


class Measures:
    """The counts of one group of assignments, and their ratios. Absent groups count zero."""

    def __init__(self, counts: dict[str, int] | None = None) -> None:
        self.counts = counts or {}

    @classmethod
    def of(cls, names: tuple[str, ...], counts: list[int]) -> "Measures":
        """From a row of `counts_by`."""
        return cls(dict(zip(names, counts, strict=True)))

    def __getattr__(self, name: str) -> int | Ratio:
        if name in RATIOS:
            n_name, of_name = RATIOS[name]
            return Ratio(self.count(n_name), self.count(of_name), n_name, of_name)
        if name in COUNTS:
            return self.count(name)
        raise AttributeError(name)

    def count(self, name: str) -> int:
        """KeyError where it was not among the names measured: never a zero in its place."""
        return self.counts[name] if self.counts else 0

    @classmethod
    def sum(cls, groups: Iterable["Measures"]) -> "Measures":
        """Counts of all the groups together."""
        rows = [group.counts for group in groups if group.counts]
        return cls({name: sum([row[name] for row in rows]) for name in rows[0]} if rows else {})

    @property
    def progress(self) -> Ratio:
        """Checkpoints done of those that apply; not rows, so it links to the applicable ones."""
        done, whole = self.count("checkpoints_done"), self.count("checkpoints_applicable")
        return Ratio(done, whole, "applicable", "applicable")

    @property
    def bar(self) -> list[tuple[str, int]]:
        """Disjoint parts of the applicable: accepted, under review, overdue, and the rest."""
        parts = [(name, self.count(name)) for name in ("accepted", "submitted", "overdue")]
        rest = self.count("applicable") - sum(count for _, count in parts)
        return [*parts, ("rest", rest)]


def measure(assignments: AssignmentQuerySet, today: date) -> Measures:
    """Every count of these assignments, in one query."""
    counts = assignments.aggregate(counts=Counts(today, COUNTS))["counts"]
    return Measures.of(COUNTS, counts or [0] * len(COUNTS))


def measure_by(
    assignments: AssignmentQuerySet, today: date, *fields: str
) -> dict[Hashable, Measures]:
    """Counts by the values of the fields, in one query; the key is a tuple for several fields."""
    rows = counts_by(assignments, today, *fields)
    return {
        key[0] if len(fields) == 1 else tuple(key): Measures.of(COUNTS, counts)
        for *key, counts in rows
    }


def counts_by(
    assignments: AssignmentQuerySet, today: date, *fields: str, names: tuple[str, ...] = COUNTS
) -> QuerySet:
    """Rows of the fields' values and the list of the counts named, for `Measures.of`."""
    return assignments.order_by().values_list(*fields).annotate(counts=Counts(today, names))


def counts_by_status(
    assignments: AssignmentQuerySet, today: date, *fields: str, names: tuple[str, ...]
) -> QuerySet:
    """Rows of the fields' values, a status and a list of counts, for `folded`.

    Twenty conditions asked of each row cost more than the rest of the query: where the status is
    known most are. For few groups: each comes once a status.
    """
    rows = assignments.order_by().values_list(*fields, "status")
    return rows.annotate(counts=CountsOfStatus(today, names))


def folded(rows: Iterable[tuple], today: date, names: tuple[str, ...]) -> dict[tuple, Measures]:
    """The measures named by the fields' values, from rows of `counts_by_status`."""
    places, found = by_status(today, names).places, {}
    for *key, status, counts in rows:
        given = [0 if place is None else counts[place] for place in places[status]]
        before = found.get(whole := tuple(key))
        found[whole] = given if before is None else list(map(add, before, given))
    return {key: Measures(dict(zip(names, sums, strict=True))) for key, sums in found.items()}


def current_periods(today: date) -> dict[str, ReportingPeriod]:
    """The latest period of each frequency opened by this day: what a periodic item's margin
    speaks of."""
    opened = ReportingPeriod.objects.filter(opened_at__lt=end_of(today), starts_on__lte=today)
    return {period.kind: period for period in opened.order_by("starts_on")}


def current(assignments: AssignmentQuerySet, today: date) -> AssignmentQuerySet:
    """One-off assignments and those of the current periods."""
    periods = [period.pk for period in current_periods(today).values()]
    return assignments.filter(Q(period__isnull=True) | Q(period__in=periods))


def by_overdue(assignments: AssignmentQuerySet, today: date) -> QuerySet:
    """(municipality id, where it is, how many are overdue, …), the one with the most first."""
    return (
        assignments.overdue(today)
        .filter(municipality__isnull=False)
        .order_by()
        .values_list("municipality", "municipality__name_in")
        .annotate(count=Count("pk"), latest=Max("due_on"))
        .order_by("-count", "latest", "municipality")
    )


def by_next_due(assignments: AssignmentQuerySet, today: date) -> QuerySet:
    """(date, how many have not reported) for the dates to come, the nearest first."""
    return (
        assignments.showing("not_reported", today)
        .filter(due_on__gte=today)
        .order_by()
        .values_list("due_on")
        .annotate(count=Count("pk"))
        .order_by("due_on")
    )


def extremes(assignments: AssignmentQuerySet, today: date) -> QuerySet:
    """Both in one query: (municipality id, where it is, how many are overdue, …) of the one with
    the most, and (None, None, how many have not reported, date) of the nearest date to come."""
    nowhere = (Value(None, IntegerField()), Value(None, CharField()))
    nearest = by_next_due(assignments, today).values_list(*nowhere, "count", "due_on")
    worst = by_overdue(assignments, today).values_list(
        "municipality", "municipality__name_in", "count", "latest"
    )
    return worst[:1].union(nearest[:1], all=True)


def worst_municipality(assignments: AssignmentQuerySet, today: date):
    """(municipality id, where it is, count) with the most overdue, or None where none is."""
    first = by_overdue(assignments, today).first()
    return first[:3] if first else None


def next_due(assignments: AssignmentQuerySet, today: date):
    """(date, how many have not reported) for the nearest date to come, or None."""
    return by_next_due(assignments, today).first()


def last_reports(assignments: AssignmentQuerySet) -> QuerySet[StatusUpdate]:
    """The last report of each assignment: every report carries all the marks.

    Of assignments as of a day, the last one known by then.
    """
    reports = StatusUpdate.objects.filter(
        assignment__in=assignments.order_by().values("pk"),
        kind__in=[Kind.SUBMITTED, Kind.INTERIM],
    )
    if isinstance(assignments.query, QueryAsOf):
        reports = reports.filter(recorded_at__lt=assignments.query.at)
    return reports.order_by("assignment", "-number").distinct("assignment")


def checkpoint_marks(assignments: AssignmentQuerySet) -> QuerySet:
    """Rows of a checkpoint, a mark and how many bodies gave it so in their last report."""
    marks = CheckpointMark.objects.filter(update__in=last_reports(assignments).values("pk"))
    return marks.values_list("checkpoint", "state").annotate(count=Count("pk"))


def checkpoint_counts(rows: Iterable[tuple[int, str, int]]) -> dict[int, dict[str, int]]:
    """The same by checkpoint: how many bodies marked it done, or not applicable."""
    found: dict[int, dict[str, int]] = {}
    for checkpoint, state, count in rows:
        found.setdefault(checkpoint, {})[state] = count
    return found
