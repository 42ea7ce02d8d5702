"""The ends of weeks: how far it was then, kept for those who look at everything.

What is over does not change, because the timeline is append-only: `keep` is the only writer of
`WeekFigure` and writes each ended week once, `rebuild` writes all of them anew.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from directives import completion
from directives.calendar import school_year_of
from directives.models import Assignment, Directive, Resolution, WeekFigure

_LOCK = 0x5C4005
Key = tuple[int, int | None]  # item and municipality


def sundays(start: date, until: date) -> list[date]:
    """Last days of the weeks that were over before `until`, the first the week of `start`."""
    day = start + timedelta(days=6 - start.weekday())
    return [day + timedelta(weeks=number) for number in range(max(0, -((day - until).days // 7)))]


def started_on(published: Iterable[date], day: date) -> date | None:
    """Where a trend begins: the first publication, but not before this day's school year."""
    first = min((one for one in published if one <= day), default=None)
    return max(first, date(school_year_of(day), 9, 1)) if first else None


def keep(until: date) -> int:
    """Write the weeks that were over before this day and are not there; how many it wrote.

    Of the resolution in force. Two at once write each week once.
    """
    with transaction.atomic():
        _alone()
        days = _weeks(until)
        there = set(_kept().filter(day__in=days).values_list("day", flat=True).distinct())
        missing = [day for day in days if day not in there]
        for day in missing:
            _write(day, figures_on(day))
    return len(missing)


@transaction.atomic
def rebuild(until: date) -> int:
    """Write all weeks of the resolution in force anew from the timeline; how many rows differed."""
    _alone()
    days = _weeks(until)
    differed, _by_model = _kept().exclude(day__in=days).delete()
    for day in days:
        kept = {
            (row.directive_id, row.municipality_id): [getattr(row, name) for name in row.COUNTS]
            for row in _kept().filter(day=day)
        }
        fresh = figures_on(day)
        if kept != fresh:
            differed += sum(kept.get(key) != fresh.get(key) for key in kept.keys() | fresh.keys())
            _kept().filter(day=day).delete()
            _write(day, fresh)
    return differed


def figures_on(day: date) -> dict[Key, list[int]]:
    """WeekFigure.COUNTS by item and municipality when this day was over, from the timeline."""
    rows = Assignment.objects.as_of(day).filter(
        directive__resolution__in=Resolution.objects.latest_in_force()
    )
    by = ("directive_id", "municipality_id")
    counted = completion.counts_by(rows, day, *by, names=WeekFigure.COUNTS)
    return {(directive, place): counts for directive, place, counts in counted}


def _alone() -> None:
    """Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _kept():
    return WeekFigure.objects.filter(directive__resolution__in=Resolution.objects.latest_in_force())


def _weeks(until: date) -> list[date]:
    """From the first publication on, whatever the school year."""
    items = Directive.objects.filter(resolution__in=Resolution.objects.latest_in_force())
    first = items.aggregate(first=Min("published_at"))["first"]
    return sundays(timezone.localdate(first), until) if first else []


def _write(day: date, figures: dict[Key, list[int]]) -> None:
    WeekFigure.objects.bulk_create(
        WeekFigure(
            day=day,
            directive_id=directive,
            municipality_id=place,
            **dict(zip(WeekFigure.COUNTS, counts, strict=True)),
        )
        for (directive, place), counts in figures.items()
    )
