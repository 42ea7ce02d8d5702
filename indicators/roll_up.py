"""Σ numerators ÷ Σ denominators over reports, by where the bodies stand. Never a mean of shares.

Computed when asked for (decision 12): the covering index of the values makes a region's quarter a
few milliseconds, whatever else is in the database.
"""

from collections.abc import Collection as Sized
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, Func, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Concat

from directives.written import written
from indicators.models import (
    Asked,
    Indicator,
    IndicatorReport,
    ReportEntry,
)
from indicators.shares import Figure, percent
from organizations.models import Level, Organization

# What a roll-up can be divided by, and the column of the report it is.
BY = {
    "municipality": "municipality_id",
    "settlement": "settlement",
    "school_kind": "school_kind",
    "organization": "organization_id",
}
Key = int | str | None
# So many indicators are looked up one by one; of more, whole reports are read.
FEW = 3


class Rolled(NamedTuple):
    """A roll-up of one indicator over some bodies. Sums of disjoint parts are the whole."""

    numerator: int = 0
    denominator: int = 0
    bodies_in: int = 0  # whose value counts
    not_applicable: int = 0  # counted reports that had nobody to count
    absent: int = 0  # counted reports that say why there is no number
    expected: int = 0  # all that were asked

    def __add__(self, other: "Rolled") -> "Rolled":
        return total((self, other))

    @property
    def bodies_out(self) -> int:
        """Asked and not counted, for whatever reason: not zero, but not known."""
        return max(0, self.expected - self.bodies_in)

    @property
    def not_reported(self) -> int:
        """Asked, and without a counted report."""
        return max(0, self.bodies_out - self.not_applicable - self.absent)

    def value(self, is_count: bool) -> Decimal | None:
        """That of its figure, without making one: pages hold hundreds."""
        if not self.bodies_in:
            return None
        return Decimal(self.numerator) if is_count else percent(self.numerator, self.denominator)

    def figure(self, indicator: Indicator | Asked) -> Figure:
        """As a value; of no body at all, one that says nothing."""
        wording = indicator.definition if isinstance(indicator, Asked) else indicator
        if not self.bodies_in:
            empty = 0 if self.not_applicable and not wording.is_count else None
            return Figure(None, empty, wording.is_count)
        return Figure.of(wording, self.numerator, None if wording.is_count else self.denominator)


@dataclass(frozen=True, slots=True)
class Line:
    """What adding up needs to know of an `Asked`: whose value it is, and who teaches it."""

    pk: int
    collection_id: int
    level: str
    education_levels: frozenset[str]


NOTHING = Rolled()
Table = Mapping[int, Mapping[Key, Rolled]]


def total(parts: Iterable[Rolled]) -> Rolled:
    """Of the parts of any partition: the same as of the whole."""
    return Rolled(*map(sum, zip(*parts, strict=True)))


def roll_up(
    asked: Iterable[Asked],
    *,
    by: str = "municipality",
    basis: str = "accepted",
    reports: Q | None = None,
    municipalities: Sized[int | None] | None = None,
    as_of: date | None = None,
) -> Table:
    """Key of each `Asked` → key of each group → its roll-up. Two queries.

    `basis`: «accepted», or «submitted» for those that wait as well. `municipalities` narrows to
    territories (the region's own level, which stands in none, is then left out unless None is
    among them); `reports` narrows further. `asked` comes with `indicator` and `definition`.
    `as_of`: as reports and their values stood at the end of that day.
    """
    lines = [
        Line(
            row.pk,
            row.collection_id,
            row.indicator.level,
            frozenset(row.indicator.education_levels),
        )
        for row in asked
    ]
    return add_up(lines, by, basis, reports, municipalities, as_of=as_of)


def add_up(
    lines: list[Line],
    by: str = "municipality",
    basis: str = "accepted",
    reports: Q | None = None,
    municipalities: Sized[int | None] | None = None,
    beside: list[Line] | None = None,
    as_of: date | None = None,
) -> Table:
    """The same of what was read without its models, as by a page of hundreds of figures.

    Of lines `beside` only the figures are wanted, not of how many bodies they were asked.
    """
    places = None if municipalities is None else tuple(municipalities)
    every = [*lines, *(beside or [])]
    table: dict[int, dict[Key, Rolled]] = {line.pk: {} for line in every}
    expected = _expected(lines, (_collections(lines), by, places, reports, as_of))
    of_nobody: dict[Key, int] = {}
    scope = (_collections(every), by, places, reports, as_of)
    for key, group, top, bottom, counted, nobody, given in _values(_few(every), basis, *scope):
        if (groups := table.get(key)) is not None:
            asked_of = max(expected.get(key, of_nobody).get(group, 0), counted)
            groups[group] = Rolled(
                top or 0, bottom or 0, counted, nobody, given - counted - nobody, asked_of
            )
    for key, counts in expected.items():
        for group in counts.keys() - table[key].keys():
            table[key][group] = Rolled(expected=counts[group])
    return table


def _collections(lines: list[Line]) -> tuple[int, ...]:
    return tuple(sorted({line.collection_id for line in lines}))


def _few(lines: list[Line]) -> tuple[int, ...] | None:
    """Of one indicator its values are looked up; of many, all of a report stand side by side."""
    return tuple(line.pk for line in lines) if len(lines) <= FEW else None


def _scope(collections: tuple[int, ...], places: tuple | None, reports: Q | None) -> Q:
    scope = Q(collection__in=collections)
    if places is not None:
        inside = Q(municipality__in=[key for key in places if key is not None])
        scope &= (inside | Q(municipality__isnull=True)) if None in places else inside
    return scope & reports if reports is not None else scope


def is_counted(of: str = "") -> Q:
    """The values a roll-up adds up: a number, and where it is of a share somebody to divide by.

    `of`: the way to the value, as «values__».
    """
    there = Q(**{f"{of}denominator__isnull": True}) | Q(**{f"{of}denominator__gt": 0})
    return Q(**{f"{of}numerator__isnull": False}) & there


@written
def _values(
    few: tuple[int, ...] | None, basis: str, collections: tuple[int, ...], by: str,
    places: tuple | None, reports: Q | None, as_of: date | None,
) -> QuerySet:  # fmt: skip
    """Read from the values' covering index alone: why a number is absent is not asked here."""
    there = IndicatorReport.objects.as_of(as_of).filter(_scope(collections, places, reports))
    counted = there.counted(basis)
    says = is_counted("values__")
    nobody = Q(values__denominator=0)
    read = Q(values__asked__isnull=False) if few is None else Q(values__asked__in=few)
    return (
        counted.filter(read)
        .order_by()
        .values_list("values__asked_id", BY[by])
        .annotate(
            top=Sum("values__numerator", filter=says),
            bottom=Sum("values__denominator", filter=says),
            bodies_in=Count("values__asked", filter=says),
            not_applicable=Count("values__asked", filter=nobody),
            given=Count("values__asked"),
        )
    )


@written
def _population(
    collections: tuple[int, ...], by: str, places: tuple | None, reports: Q | None,
    as_of: date | None,
) -> QuerySet:  # fmt: skip
    """Who owes a report, by what is taught there. The body is looked up report by report: where
    the database holds a country, joining would read every body of it."""
    body = Organization.objects.filter(pk=OuterRef("organization")).annotate(
        taught=Concat(
            "level",
            Value(":"),
            Func(
                "education_levels",
                Value(","),
                function="array_to_string",
                output_field=TextField(),
            ),
            output_field=TextField(),
        )
    )
    return (
        IndicatorReport.objects.as_of(as_of)
        .filter(_scope(collections, places, reports))
        .expected()
        .order_by()
        .annotate(taught=Subquery(body.values("taught")[:1], output_field=TextField()))
        .values_list("collection_id", BY[by], "taught")
        .annotate(Count("pk"))
    )


@lru_cache(maxsize=256)
def _is_asked(taught: str, level: str, wanted: frozenset[str]) -> bool:
    """`taught`: the level of a body and its education levels, «school:noo,ooo»."""
    of_level, _colon, levels = taught.partition(":")
    if of_level != level:
        return False
    return (
        level != Level.SCHOOL
        or not wanted
        or not levels
        or not wanted.isdisjoint(levels.split(","))
    )


def _expected(lines: list[Line], scope: tuple) -> dict[int, dict[Key, int]]:
    """How many bodies each indicator was asked of, by group: those that owe a report.

    A body owes figures that the region gives about it just as well.
    """
    population = _population(*scope)
    known: dict[tuple, dict[Key, int]] = {}
    found: dict[int, dict[Key, int]] = {}
    for line in lines:
        asked_of = (line.collection_id, line.level, line.education_levels)
        if asked_of not in known:
            known[asked_of] = _counts(population, line)
        found[line.pk] = known[asked_of]
    return found


def _counts(population: list[tuple], line: Line) -> dict[Key, int]:
    counts: dict[Key, int] = {}
    for collection, group, taught, count in population:
        if collection == line.collection_id and _is_asked(
            taught, line.level, line.education_levels
        ):
            counts[group] = counts.get(group, 0) + count
    return counts


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
