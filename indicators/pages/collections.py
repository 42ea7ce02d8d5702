"""The periods of a few school years as the page of collections shows them."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from directives.calendar import year_name
from directives.models import Frequency, ReportingPeriod
from indicators import completeness
from indicators.completeness import Completeness
from indicators.models import (
    Collection,
    CollectionEntry,
    Indicator,
    IndicatorReport,
    Source,
)
from organizations.models import Level

# The school years shown, against the current one, in the order of the page.
AROUND = (0, -1, 1)


@dataclass
class Row:
    """A period and what has come of its collection."""

    period: ReportingPeriod
    due: list[tuple[str, date]]  # the level in words, and its date
    would_ask: int  # indicators that opening it now would ask
    collection: Collection | None = None
    counts: Completeness = field(default_factory=Completeness)
    entries: list[CollectionEntry] = field(default_factory=list)


@dataclass
class Year:
    """A school year with its periods; without any of them they are offered to be made."""

    number: int
    rows: list[Row]

    @property
    def name(self) -> str:
        return year_name(self.number)

    @property
    def entries(self) -> list[tuple[Row, CollectionEntry]]:
        """What has been done with its collections, the last first."""
        found = [(row, entry) for row in self.rows for entry in row.entries]
        return sorted(found, key=lambda pair: pair[1].recorded_at, reverse=True)

    @property
    def is_whole(self) -> bool:
        """Four quarters, two half-years and the year."""
        return len(self.rows) == 7


def years_around(current: int) -> list[Year]:
    """This school year, the last one and the next one. A fixed number of queries."""
    numbers = [current + offset for offset in AROUND]
    periods = list(
        ReportingPeriod.objects.filter(school_year__in=numbers)
        .prefetch_related("due_dates")
        .order_by("starts_on", "kind")
    )
    collections = _collections(periods)
    entries = _entries(collections)
    counts = completeness.measure(
        IndicatorReport.objects.filter(collection__in=collections.values()), "collection_id"
    )
    asks = dict(
        Indicator.objects.in_use().order_by().values_list("frequency").annotate(Count("pk"))
    )
    levels = _levels()
    rows: dict[int, list[Row]] = {number: [] for number in numbers}
    for period in periods:
        row = Row(period, _due(period, levels), asks.get(period.kind, 0))
        if collection := collections.get(period.pk):
            row.collection = collection
            row.counts = counts.get(collection.pk, row.counts)
            row.entries = entries.get(collection.pk, [])
        rows[period.school_year].append(row)
    return [Year(number, _in_order(rows[number])) for number in numbers]


def _in_order(rows: list[Row]) -> list[Row]:
    kinds = list(Frequency)
    return sorted(rows, key=lambda row: (kinds.index(row.period.kind), row.period.number))


def _collections(periods: list[ReportingPeriod]) -> dict[int, Collection]:
    rows = Collection.objects.filter(period__in=periods).annotate(
        asks=Count("asked"),
        computed=Count("asked", filter=Q(asked__indicator__source=Source.COMPUTED)),
    )
    return {row.period_id: row for row in rows}


def _entries(collections: dict[int, Collection]) -> dict[int, list[CollectionEntry]]:
    found: dict[int, list[CollectionEntry]] = {}
    rows = CollectionEntry.objects.filter(collection__in=collections.values())
    for entry in rows.select_related("author").order_by("pk"):
        found.setdefault(entry.collection_id, []).append(entry)
    return found


def _levels() -> list[str]:
    """Those that report on indicators, from the schools up; an authority has its roll-up."""
    asked = set(
        Indicator.objects.in_use()
        .filter(source=Source.REPORTED)
        .order_by()
        .values_list("level", flat=True)
        .distinct()
    )
    return [level for level in reversed(Level) if level in asked | {Level.SCHOOL, Level.MUNICIPAL}]


def _due(period: ReportingPeriod, levels: list[str]) -> list[tuple[str, date]]:
    days = {row.level: row.due_on for row in period.due_dates.all()}
    return [(str(Level(level).label), days.get(level)) for level in levels]
