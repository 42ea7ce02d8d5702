"""An indicator over its last periods: what was asked, what came of it, what was to be reached."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from directives.calendar import year_name
from directives.models import Frequency, ReportingPeriod
from indicators import words
from indicators.disclosure import Outlook
from indicators.models import Asked, Indicator, Target
from indicators.pictures.readings import Reading, veil_of
from indicators.roll_up import NOTHING, Rolled

PERIODS = 8


def asked_until(indicators: Iterable[Indicator], until: Q) -> dict[int, list[Asked]]:
    """Key of each indicator → its last collections of those meant, see `Choice.asked`; the oldest
    first, of one frequency. One query; all that pages say is read along.
    """
    rows = Asked.objects.filter(until, indicator__in=[row.pk for row in indicators])
    rows = rows.select_related(
        "definition", "indicator__mechanism", "indicator__theme", "collection__period"
    ).order_by("-collection__period__starts_on", "-pk")
    found: dict[int, list[Asked]] = defaultdict(list)
    for row in rows:
        there = found[row.indicator_id]
        kind = row.collection.period.kind
        if len(there) < PERIODS and (not there or there[0].collection.period.kind == kind):
            there.append(row)
    return {key: list(reversed(there)) for key, there in found.items()}


class Goals:
    """The targets of several school years. One query."""

    def __init__(self, indicators: Iterable[Indicator]):
        rows = Target.objects.filter(indicator__in=[row.pk for row in indicators])
        self.rows = {
            (row.indicator_id, row.school_year, row.level, row.organization_id): row for row in rows
        }

    def general(self, asked: Asked) -> Target | None:
        """What the region is to reach in the year of this collection."""
        return self.rows.get((asked.indicator_id, _year(asked), "", None))

    def of_body(self, asked: Asked, organization: int, level: str) -> Target | None:
        """The nearest one: of the body, of its level, of everybody (see `targets.Targets`)."""
        key = (asked.indicator_id, _year(asked))
        own = self.rows.get((*key, "", organization))
        return own or self.rows.get((*key, level, None)) or self.general(asked)


def _year(asked: Asked) -> int:
    return asked.collection.period.school_year


@dataclass(frozen=True)
class Moment:
    """One period of a series."""

    reading: Reading
    is_comparable: bool = True  # measured as the last one is

    @property
    def asked(self) -> Asked:
        return self.reading.asked

    @property
    def period(self) -> ReportingPeriod:
        return self.asked.collection.period

    @property
    def value(self) -> Decimal | None:
        return self.reading.value if self.is_comparable else None

    @property
    def target(self) -> Decimal | None:
        target = self.reading.target
        return target.value if target and self.is_comparable else None

    @property
    def name(self) -> str:
        """«III», under a picture where there is room for little."""
        return "" if self.period.kind == Frequency.YEAR else self.period.name.split()[0]

    @property
    def year(self) -> str:
        return year_name(self.period.school_year)

    @property
    def said(self) -> str:
        """«83,4»: a picture's axis says the percent."""
        return words.bare(self.reading.figure)


@dataclass(frozen=True)
class Series:
    """The periods of an indicator, the oldest first; the last one is what the page is about."""

    moments: tuple[Moment, ...]

    @property
    def last(self) -> Reading:
        return self.moments[-1].reading


def region_series(
    rows: list[Asked], sums: Mapping[int, Rolled], goals: Goals, outlook: Outlook
) -> Series:
    """Of the region. `sums`: key of each `Asked` → its roll-up over everybody."""
    moments, before = [], None
    for row in rows:
        rolled = sums.get(row.pk, NOTHING)
        figure = rolled.figure(row)
        target = goals.general(row)
        same = row.definition.measure == rows[-1].definition.measure
        compared = before if before is not None else (target.baseline if target else None)
        reading = Reading(
            row.indicator, row, rolled, target, compared if same else None, veil_of(outlook, figure)
        )
        moments.append(Moment(reading, same))
        if same and reading.value is not None:  # a hidden one would be told by how far it moved
            before = figure.value
    return Series(tuple(moments))
