"""How many indicators of each item have reached their target, for the margin of the front page.

Of the region, for everybody alike. Two queries, their text written once (decision 8): figures of
closed collections are kept, and only what is open is added up.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from directives.written import written
from indicators.models import Asked, Indicator, IndicatorReport, Measure, Target
from indicators.periods import over
from indicators.roll_up import is_counted
from indicators.shares import Figure, Standing, standing
from organizations import region

Row = dict[str, Any]
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


def standings_of_directives(today: date) -> dict[int, Counts]:
    """Key of each directive that an indicator in use speaks for → how its indicators stand."""
    rows = [(items, _read(closed), _read(open_)) for items, closed, open_ in _of_indicators(today)]
    waiting = sorted({row["collection"] for _items, _closed, open_ in rows for row in open_})
    sums = {key: (top, bottom) for key, top, bottom in _sums(*waiting)}
    found: dict[int, Counter[str]] = {}
    for items, closed, open_ in rows:
        valued = [row for row in open_ if row["asked"] in sums]
        last = sorted([*closed, *valued], key=_moment, reverse=True)[:2]
        name = _standing(last, sums)
        for directive in items:
            found.setdefault(directive, Counter())[name] += 1
    return {key: Counts(counter, counter.total()) for key, counter in found.items()}


def _read(rows: list[str | Row]) -> list[Row]:
    return [json.loads(row) if isinstance(row, str) else row for row in rows]


def _moment(row: Row) -> tuple[str, int]:
    """Dates as JSON has them sort as dates do."""
    return row["starts"], row["asked"]


def _standing(last: list[Row], sums: dict[int, tuple[int, int | None]]) -> str:
    if not last:
        return Standing.NO_DATA
    figures = [_figure(row, sums) for row in last]
    if figures[0].is_small:
        return Standing.NO_TARGET
    now = last[0]
    target = now["target"] or {"value": None, "baseline": None}
    before = figures[1].value if figures[1:] else _decimal(target["baseline"])
    return standing(figures[0].value, _decimal(target["value"]), before, now["direction"])


def _figure(row: Row, sums: dict[int, tuple[int, int | None]]) -> Figure:
    top, bottom = row["top"], row["bottom"]
    if top is None:
        top, bottom = sums.get(row["asked"], (None, None))
    return Figure(top, bottom, row["measure"] == Measure.COUNT)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


@written
def _of_indicators(today: date) -> QuerySet:
    """Of each indicator: its items, the last two kept figures of collections that are over, and
    what is over and still open. Whether that has a value, adding it up will tell."""
    asked = (
        Asked.objects.filter(over(today), indicator=OuterRef("pk"))
        .order_by("-collection__period__starts_on", "-pk")
        .values(said=_said())
    )
    items = Indicator.directives.through.objects.filter(indicator=OuterRef("pk"))
    return (
        Indicator.objects.in_use()
        .filter(Exists(items))
        .order_by()
        .values_list(
            ArraySubquery(items.values("directive_id")),
            ArraySubquery(asked.filter(closed_figure__bodies_in__gt=0)[:2]),
            ArraySubquery(asked.filter(closed_figure__isnull=True)),
        )
    )


def _said() -> JSONObject:
    target = Target.objects.filter(
        indicator=OuterRef("indicator"),
        school_year=OuterRef("collection__period__school_year"),
        level="",
        organization__isnull=True,
    ).order_by()
    return JSONObject(
        asked="pk",
        collection="collection_id",
        starts="collection__period__starts_on",
        measure="definition__measure",
        direction="definition__direction",
        top="closed_figure__numerator",
        bottom="closed_figure__denominator",
        target=Subquery(target.values(pair=JSONObject(value="value", baseline="baseline"))[:1]),
    )


@written
def _sums(*collections: int) -> QuerySet:
    """Of all that is asked in them, as `roll_up` adds it up: from the values' index alone."""
    return (
        IndicatorReport.objects.counted("accepted")
        .filter(region.stands_in(), is_counted("values__"), collection__in=collections)
        .order_by()
        .values_list("values__asked_id")
        .annotate(top=Sum("values__numerator"), bottom=Sum("values__denominator"))
    )
