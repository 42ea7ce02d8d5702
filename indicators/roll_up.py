"""Σ numerators ÷ Σ denominators over reports, by where the bodies stand. Never a mean of shares.

Computed when asked for (decision 12): the covering index of the values makes a region's quarter a
few milliseconds, whatever else is in the database.
"""

from collections import defaultdict
from collections.abc import Collection as Sized
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from indicators.models import (
    Asked,
    Indicator,
    IndicatorReport,
    IndicatorValue,
    ReportEntry,
)
from indicators.shares import Figure
from organizations.models import Level

# What a roll-up can be divided by, and the column of the report it is.
BY = {
    "municipality": "municipality_id",
    "settlement": "settlement",
    "school_kind": "school_kind",
    "organization": "organization_id",
}
Key = int | str | None


@dataclass(frozen=True, slots=True)
class Rolled:
    """A roll-up of one indicator over some bodies. Sums of disjoint parts are the whole."""

    numerator: int = 0
    denominator: int = 0
    bodies_in: int = 0  # whose value counts
    not_applicable: int = 0  # counted reports that had nobody to count
    absent: int = 0  # counted reports that say why there is no number
    expected: int = 0  # all that were asked

    def __add__(self, other: "Rolled") -> "Rolled":
        return Rolled(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.bodies_in + other.bodies_in,
            self.not_applicable + other.not_applicable,
            self.absent + other.absent,
            self.expected + other.expected,
        )

    @property
    def bodies_out(self) -> int:
        """Asked and not counted, for whatever reason: not zero, but not known."""
        return max(0, self.expected - self.bodies_in)

    @property
    def not_reported(self) -> int:
        """Asked, and without a counted report."""
        return max(0, self.bodies_out - self.not_applicable - self.absent)

    def figure(self, indicator: Indicator | Asked) -> Figure:
        """As a value; of no body at all, one that says nothing."""
        wording = indicator.definition if isinstance(indicator, Asked) else indicator
        if not self.bodies_in:
            empty = 0 if self.not_applicable and not wording.is_count else None
            return Figure(None, empty, wording.is_count)
        return Figure.of(wording, self.numerator, None if wording.is_count else self.denominator)


NOTHING = Rolled()
Table = Mapping[int, Mapping[Key, Rolled]]


def total(parts: Iterable[Rolled]) -> Rolled:
    """Of the parts of any partition: the same as of the whole."""
    return sum(parts, NOTHING)


def roll_up(
    asked: Iterable[Asked],
    *,
    by: str = "municipality",
    basis: str = "accepted",
    reports: Q | None = None,
    municipalities: Sized[int] | None = None,
) -> Table:
    """Key of each `Asked` → key of each group → its roll-up. Two queries.

    `basis`: «accepted», or «submitted» for those that wait as well. `municipalities` narrows to
    territories (the region's own level, which stands in none, is then left out unless None is
    among them); `reports` narrows further. `asked` comes with `indicator` and `definition`.
    """
    asked = list(asked)
    scope = _scope(asked, reports, municipalities)
    expected = _expected(asked, scope, by)
    table: dict[int, dict[Key, Rolled]] = {row.pk: {} for row in asked}
    for key, group, *numbers in _values(asked, scope, by, basis):
        table[key][group] = Rolled(*[number or 0 for number in numbers], expected=0)
    for key, groups in expected.items():
        for group, count in groups.items():
            there = table[key].get(group, NOTHING)
            table[key][group] = there + Rolled(expected=max(count, there.bodies_in))
    return table


def _scope(asked: list[Asked], reports: Q | None, municipalities: Sized[int] | None) -> Q:
    scope = Q(collection__in={row.collection_id for row in asked})
    if municipalities is not None:
        inside = Q(municipality__in=[key for key in municipalities if key is not None])
        if None in municipalities:
            inside |= Q(municipality__isnull=True)
        scope &= inside
    return scope & reports if reports is not None else scope


def _values(asked: list[Asked], scope: Q, by: str, basis: str):
    counted = IndicatorReport.objects.filter(scope).counted(basis)
    counts = Q(numerator__isnull=False) & (Q(denominator__isnull=True) | Q(denominator__gt=0))
    return (
        IndicatorValue.objects.filter(report__in=counted, asked__in=asked)
        .order_by()
        .values_list("asked_id", f"report__{BY[by]}")
        .annotate(
            top=Sum("numerator", filter=counts),
            bottom=Sum("denominator", filter=counts),
            bodies_in=Count("pk", filter=counts),
            not_applicable=Count("pk", filter=Q(denominator=0, absence="")),
            absent=Count("pk", filter=Q(numerator__isnull=True) & ~Q(absence="")),
        )
    )


def _expected(asked: list[Asked], scope: Q, by: str) -> dict[int, dict[Key, int]]:
    """How many bodies each indicator was asked of, by group: those that owe a report.

    A body owes figures that the region gives about it just as well.
    """
    rows = (
        IndicatorReport.objects.filter(scope)
        .expected()
        .order_by()
        .values_list(
            "collection_id", BY[by], "organization__level", "organization__education_levels"
        )
        .annotate(Count("pk"))
    )
    population = list(rows)
    found: dict[int, dict[Key, int]] = {}
    for row in asked:
        counts: dict[Key, int] = defaultdict(int)
        wanted = set(row.indicator.education_levels)
        for collection, group, level, taught, count in population:
            if collection != row.collection_id or level != row.indicator.level:
                continue
            if level != Level.SCHOOL or not wanted or not taught or wanted & set(taught):
                counts[group] += count
        found[row.pk] = counts
    return found


def of_schools_below(report_or_entry: IndicatorReport | ReportEntry) -> dict[int, Rolled]:
    """Key of each `Asked` of schools → the roll-up of the schools this authority reviews.

    Accepted reports of the same collection; the authority attaches it to its own report.
    """
    report = getattr(report_or_entry, "report", report_or_entry)
    asked = Asked.objects.filter(
        collection=report.collection_id, indicator__level=Level.SCHOOL
    ).select_related("indicator", "definition")
    below = Q(organization__parent=report.organization_id)
    table = roll_up(asked, by="municipality", reports=below)
    return {key: total(groups.values()) for key, groups in table.items()}
