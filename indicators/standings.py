"""How many indicators of each item have reached their target, for the margin of the front page.

Of the region, for everybody alike. Three queries in two trips, planned once (decision 8): figures
of closed collections are kept, and only what is open is added up.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from directives.written import Asking, planned, together
from indicators.closed_figures import is_kept
from indicators.models import Asked, Indicator, IndicatorReport, Measure, Target
from indicators.periods import over
from indicators.roll_up import is_counted
from indicators.shares import Figure, Standing, standing
from organizations import region

_LATEST = ("-collection__period__starts_on", "-pk")
_PAIR = ArrayField(DecimalField(max_digits=12, decimal_places=2))
# A mark only doubles the word.
MARKS = {
    Standing.MET: "✓",
    Standing.IMPROVING: "↗",
    Standing.BEHIND: "▾",
    Standing.NO_TARGET: "○",
    Standing.NO_DATA: "—",
}


@dataclass(frozen=True)
class Counts:
    """Of one item's indicators: how many stand how. Of too few there is no mark."""

    standings: Counter[str]
    total: int

    def count(self, name: str) -> int:
        return self.standings[name]


class Said(NamedTuple):
    """One indicator as it was asked in one collection; its figure, where that is closed."""

    indicator: int
    asked: int
    collection: int
    measure: str
    direction: str
    top: int | None  # none where it is to be added up
    bottom: int | None
    goal: list[Decimal | None] | None  # target and baseline of the year


def standings_of_directives(today: date, as_of: date | None = None) -> dict[int, Counts]:
    """Key of each directive that an indicator in use speaks for → how its indicators stand."""
    speaking, asked = together(*asking(today, as_of))
    return counted(speaking, asked, *together(asking_sums(asked, as_of)))


def asking(today: date, as_of: date | None) -> tuple[Asking, Asking]:
    """Who speaks for what, and what was asked of them: for `counted`."""
    return _speaking.asking(), _asked.asking(today, as_of)


def asking_sums(asked: list[tuple], as_of: date | None) -> Asking:
    """What is to be added up of what was asked."""
    said = map(Said._make, asked)
    return _sums.asking(as_of, *sorted({row.collection for row in said if row.top is None}))


def counted(speaking: list[tuple], asked: list[tuple], sums: list[tuple]) -> dict[int, Counts]:
    """The standings of what was read."""
    added: dict[int, dict] = {}
    for key, top, bottom in sums:
        was = added.get(key, {"top": 0, "bottom": None})
        whole = None if was["bottom"] is bottom is None else (was["bottom"] or 0) + (bottom or 0)
        added[key] = {"top": was["top"] + top, "bottom": whole}
    last: dict[int, list[Said]] = {}
    for row in map(Said._make, asked):
        said = last.setdefault(row.indicator, [])
        if len(said) < 2:
            if row.top is not None:
                said.append(row)
            elif row.asked in added:
                said.append(row._replace(**added[row.asked]))
    names = {key: _standing_of(*said) for key, said in last.items() if said}
    found: dict[int, Counter[str]] = {}
    for indicator, directive in speaking:
        found.setdefault(directive, Counter())[names.get(indicator, Standing.NO_DATA)] += 1
    return {key: Counts(counter, counter.total()) for key, counter in found.items()}


def _standing_of(now: Said, before: Said | None = None) -> str:
    """By the last two that have a value."""
    earlier = _figure(before) if before else None
    return _standing(_figure(now), tuple(now.goal or (None, None)), earlier, now.direction)


def _figure(row: Said) -> tuple[int, int | None, bool]:
    return row.top, row.bottom, row.measure == Measure.COUNT


@lru_cache(maxsize=2048)
def _standing(now: tuple, goal: tuple, before: tuple | None, direction: str) -> str:
    figure, (target, baseline) = Figure(*now), goal
    if figure.is_small:
        return Standing.NO_TARGET
    earlier = Figure(*before).value if before else baseline
    return standing(figure.value, target, earlier, direction)


@planned
def _speaking() -> QuerySet:
    """Indicators in use and the items they speak for."""
    links = Indicator.directives.through.objects.filter(indicator__is_in_use=True)
    return links.values_list("indicator_id", "directive_id")


@planned
def _asked(today: date, as_of: date | None) -> QuerySet:
    """What was asked and is over, the latest first: the last two kept figures of each indicator,
    and all that is still open. Whether that has a value, adding it up will tell."""
    is_open = ~is_kept(as_of)
    spoken = Indicator.directives.through.objects.filter(indicator=OuterRef("indicator"))
    place = Window(
        RowNumber(),
        partition_by=["indicator", Case(When(is_open, then=Value(1)), default=Value(0))],
        order_by=_LATEST,
    )
    return (
        Asked.objects.filter(over(today, as_of), Exists(spoken), indicator__is_in_use=True)
        .filter(is_open | Q(closed_figure__bodies_in__gt=0))
        .annotate(
            place=place,
            goal=_goal(),
            top=_unless(is_open, "closed_figure__numerator"),
            bottom=_unless(is_open, "closed_figure__denominator"),
        )
        .filter(is_open | Q(place__lte=2))
        .order_by(*_LATEST)
        .values_list(
            "indicator",
            "pk",
            "collection",
            "definition__measure",
            "definition__direction",
            "top",
            "bottom",
            "goal",
        )
    )


def _unless(is_open: Q, column: str) -> Case:
    """A kept figure; none of what was open."""
    return Case(When(is_open, then=None), default=F(column))


def _goal() -> Subquery:
    """The region's target of the year and its baseline."""
    target = Target.objects.filter(
        indicator=OuterRef("indicator"),
        school_year=OuterRef("collection__period__school_year"),
        level="",
        organization__isnull=True,
    ).order_by()
    pair = Func("value", "baseline", template="ARRAY[%(expressions)s]", output_field=_PAIR)
    return Subquery(target.values(pair=pair)[:1])


@planned
def _sums(as_of: date | None, *collections: int) -> QuerySet:
    """Of all that is asked in them, as `roll_up` adds it up: from the values' index alone.

    The region's territories and its own level apart: one condition for both would read a country.
    """
    reports = IndicatorReport.objects.as_of(as_of).counted("accepted")
    below, above = (
        reports.filter(region.stands(is_above), is_counted("values__"), collection__in=collections)
        .order_by()
        .values_list("values__asked_id")
        .annotate(top=Sum("values__numerator"), bottom=Sum("values__denominator"))
        for is_above in (False, True)
    )
    return below.union(above, all=True)
