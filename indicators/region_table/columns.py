"""Columns of the roll-up page: what a period's page shows, read without its models.

The page holds hundreds of figures and must cost little (docs/decisions/0012): what one needs of an
indicator is read as rows, by queries written once.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from directives.models import ReportingPeriod
from directives.written import written
from indicators.models import Asked, Measure
from indicators.periods import before, shown
from indicators.roll_up import Line


@dataclass(frozen=True)
class Column:
    """An indicator as a period asked it, and its `Asked` of the time before."""

    pk: int
    collection_id: int
    indicator: int
    code: str
    level: str
    education_levels: list[str]
    mechanism: int | None
    theme: int | None
    name: str
    measure: str
    unit: str
    direction: str
    mechanism_name: str | None
    theme_name: str | None
    period: ReportingPeriod
    earlier: tuple[int, int] | None = None  # that `Asked` and its collection

    @cached_property
    def is_count(self) -> bool:
        return self.measure == Measure.COUNT

    @property
    def year(self) -> int:
        return self.period.school_year

    @property
    def line(self) -> Line:
        return Line(self.pk, self.collection_id, self.level, frozenset(self.education_levels))

    @property
    def line_before(self) -> Line:
        return Line(*self.earlier, self.level, frozenset(self.education_levels))


def columns_of(period: ReportingPeriod, periods: list[ReportingPeriod]) -> list[Column]:
    """In the order of the catalogue, an indicator once, with its latest. One query.

    `periods` are all those with a collection (`indicators.periods.collected`).
    """
    current = {row.collection_key: row for row in shown(periods, period)}
    previous = [found for row in current.values() if (found := before(periods, row))]
    rows = _asked(*sorted({*current, *(row.collection_key for row in previous)}))
    earlier = {row[2]: row[:2] for row in rows if row[1] not in current}
    latest = {
        row[2]: Column(*row, current[row[1]], earlier.get(row[2]))
        for row in sorted(rows, key=lambda row: _end(current, row))
        if row[1] in current
    }
    return [latest[pk] for pk in dict.fromkeys(row[2] for row in rows) if pk in latest]


def _end(current: dict[int, ReportingPeriod], row: tuple) -> int:
    return current[row[1]].ends_on.toordinal() if row[1] in current else 0


@written
def _asked(*collections: int) -> QuerySet:
    return (
        Asked.objects.filter(collection__in=collections)
        .order_by("indicator__position", "indicator__code")
        .values_list(
            "pk",
            "collection_id",
            "indicator_id",
            "indicator__code",
            "indicator__level",
            "indicator__education_levels",
            "indicator__mechanism_id",
            "indicator__theme_id",
            "definition__name",
            "definition__measure",
            "definition__unit",
            "definition__direction",
            "indicator__mechanism__name",
            "indicator__theme__short_name",
        )
    )
