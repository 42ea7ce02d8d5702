"""How the schools differ: medians, quartiles, and the value of each. Never a roll-up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles

from django.db.models import Count, Q

from directives.models import ReportingPeriod
from indicators.models import Asked, IndicatorReport, IndicatorValue, Measure
from indicators.shares import Figure
from organizations import region
from organizations.models import Level

# A median of fewer schools would say what one of them gave.
ENOUGH = 5
# Beyond so many times the middle half of the schools, a value stands out (Tukey's fences).
FENCE = Decimal("1.5")
# A value that can be compared: a number, and of a share somebody to count.
_SAYS = Q(numerator__isnull=False) & (
    Q(asked__definition__measure=Measure.COUNT) | Q(denominator__gt=0)
)


@dataclass(frozen=True)
class Median:
    """The middle value of a municipality's schools, and the period they gave it in."""

    value: Decimal
    schools: int
    period: ReportingPeriod


@dataclass(frozen=True)
class Quartiles:
    """Five numbers of a box: ends, quarters and the middle."""

    least: Decimal
    lower: Decimal
    middle: Decimal
    upper: Decimal
    most: Decimal

    def is_outlier(self, value: Decimal) -> bool:
        """Far from the middle half; where that half is all alike, nothing can be said."""
        reach = FENCE * (self.upper - self.lower)
        return bool(reach) and not self.lower - reach <= value <= self.upper + reach


def quartiles(values: Iterable[Decimal]) -> Quartiles | None:
    """With the ends counted in, between neighbours by proportion; None of no value at all."""
    ordered = sorted(values)
    if len(ordered) < 2:
        return Quartiles(*ordered * 5) if ordered else None
    lower, middle, upper = quantiles(ordered, n=4, method="inclusive")
    return Quartiles(ordered[0], lower, middle, upper, ordered[-1])


def shares_of_schools(
    asked: Asked, municipality: int | None = None, basis: str = "accepted"
) -> list[tuple[int, Figure]]:
    """Key of each school that has a value → it, by size; of one municipality or of the region.

    `asked` comes with `definition`. One query.
    """
    places = region.municipalities().values("pk") if municipality is None else [municipality]
    reports = IndicatorReport.objects.filter(
        collection=asked.collection_id, municipality__in=places, organization__level=Level.SCHOOL
    ).counted(basis)
    rows = IndicatorValue.objects.filter(_SAYS, report__in=reports, asked=asked).values_list(
        "report__organization_id", "numerator", "denominator"
    )
    found = [(school, Figure.of(asked.definition, *numbers)) for school, *numbers in rows]
    return sorted(found, key=lambda row: (row[1].value, row[0]))


def medians(report: IndicatorReport) -> dict[int, Median]:
    """Key of an indicator → the median of the schools of the report's municipality.

    Of this collection where enough of them have a value, else of the last one of the same kind
    where enough had. Yes and no have no median. Two queries; `collection.period` is read along.
    """
    chosen = _last_with_enough(report)
    if not chosen:
        return {}
    values = defaultdict(list)
    rows = _values(report).filter(asked__in=chosen)
    for asked, measure, *numbers in rows.values_list(
        "asked_id", "asked__definition__measure", "numerator", "denominator"
    ):
        values[asked].append(Figure(*numbers, measure == Measure.COUNT).value)
    periods = ReportingPeriod.objects.in_bulk({period for _indicator, period in chosen.values()})
    return {
        indicator: Median(median(values[asked]), len(values[asked]), periods[period])
        for asked, (indicator, period) in chosen.items()
    }


def _last_with_enough(report: IndicatorReport) -> dict[int, tuple[int, int]]:
    """Key of the `Asked` to take the median of → its indicator and its period."""
    rows = (
        _values(report)
        .filter(asked__indicator__asked__collection=report.collection_id)
        .order_by("-asked__collection__period__starts_on")
        .values_list("asked__indicator_id", "asked_id", "asked__collection__period_id")
        .annotate(Count("pk"))
        .filter(pk__count__gte=ENOUGH)
    )
    last: dict[int, tuple[int, int]] = {}
    for indicator, asked, period, _count in rows:
        last.setdefault(indicator, (asked, period))
    return {asked: (indicator, period) for indicator, (asked, period) in last.items()}


def _values(report: IndicatorReport):
    """What bodies like this one gave in the municipality, in this period and earlier ones."""
    period = report.collection.period
    reports = IndicatorReport.objects.filter(
        municipality=report.municipality_id,
        organization__level=report.organization.level,
        collection__period__kind=period.kind,
        collection__period__starts_on__lte=period.starts_on,
    ).counted("submitted")
    return IndicatorValue.objects.filter(_SAYS, report__in=reports).exclude(
        asked__definition__measure=Measure.YES_NO
    )
