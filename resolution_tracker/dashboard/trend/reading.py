"""What stood at the end of each week, by item: kept, or read from the timeline.

Weeks are kept by item and municipality. Where a person sees every body of an item, the kept sums
are theirs; what they see in part is read from the timeline, all days in one query.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.utils import timezone

from directives import completion, weeks
from directives.models import Directive, Resolution, WeekFigure
from directives.models.on_days import DAY, on_days
from directives.written import written, written_objects
from organizations.access import Viewpoint
from resolution_tracker.dashboard.sight import Sight

COUNTED = WeekFigure.COUNTS
Counts = dict[tuple[date, int], list[int]]  # by day and item, in the order of COUNTED


@dataclass(frozen=True)
class Past:
    """The ends of weeks and the day one looks at, and what stood then."""

    days: list[date]
    counts: Counts


@written_objects(Directive)
def items_in_force() -> QuerySet[Directive]:
    """Items of the resolution in force, as it has them."""
    chosen = Resolution.objects.latest_in_force()
    return Directive.objects.filter(resolution__in=chosen).order_by("sort_key")


def read(sight: Sight, items: list[Directive]) -> Past | None:
    """All that is needed of these items in at most five queries; None before the start."""
    published = [timezone.localdate(row.published_at) for row in items if row.published_at]
    start = weeks.started_on(published, sight.day)
    if start is None:
        return None
    ended = weeks.sundays(start, sight.day)
    last = {(sight.day, item): counts for item, counts in _last(sight)}
    return Past([*ended, sight.day], _ended(sight, items, ended) | last)


def _ended(sight: Sight, items: list[Directive], days: list[date]) -> Counts:
    if not days:
        return {}
    whole = _seen_whole(sight, items)
    part = tuple(row.pk for row in items if row.pk not in whole)
    found: Counts = {}
    if whole:
        for day, item, *counts in _kept(whole, days[0], days[-1]):
            found[day, item] = counts
        there = {day for day, _item in found}
        if missing := tuple(day for day in days if day not in there):
            found |= _by_key(_live(None, whole, missing))
    if part:
        found |= _by_key(_live(sight.view, part, tuple(days)))
    return found


def _by_key(rows: list[tuple]) -> Counts:
    return {(day, item): counts for day, item, counts in rows}


def _seen_whole(sight: Sight, items: list[Directive]) -> tuple[int, ...]:
    """Items of which this person sees every body: all, or those their institute supports."""
    view = sight.view
    if view.everything or sight.only_totals:
        return tuple(row.pk for row in items)
    if not view.has("institute"):
        return ()
    supported = {pk for (pk,) in _supported(tuple(sorted(view.own)))}
    return tuple(row.pk for row in items if row.pk in supported)


@written
def _supported(bodies: tuple[int, ...]) -> QuerySet:
    return Directive.objects.supported_by_bodies(bodies).order_by().values_list("pk").distinct()


@written
def _kept(items: tuple[int, ...], first: date, last: date) -> QuerySet:
    rows = WeekFigure.objects.filter(directive__in=items, day__range=(first, last)).order_by()
    sums = {f"{name}_sum": Sum(name) for name in COUNTED}
    return rows.values_list("day", "directive_id").annotate(**sums)


@written
def _live(view: Viewpoint | None, items: tuple[int, ...], days: tuple[date, ...]) -> QuerySet:
    """From the timeline; without a viewpoint of every body."""
    rows = on_days(days).filter(directive__in=items)
    rows = rows.visible_to(view) if view else rows
    return completion.counts_by(rows, DAY, "day", "directive_id", names=COUNTED)


@written
def _last(sight: Sight) -> QuerySet:
    return completion.counts_by(sight.counted, sight.day, "directive_id", names=COUNTED)
