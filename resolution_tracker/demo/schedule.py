"""When the department publishes items and opens periods, as far as the year has come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directives import distribution
from directives.calendar import add_working_days, preceding_working_day, school_year_of
from directives.models import Directive, Frequency, ReportingPeriod
from organizations.models import Level, User
from resolution_tracker.demo.moments import day_of, moment

# Day of September on which an item is placed on control.
_PUBLISHED_ON = {"1": 1, "2": 1, "3": 2, "4.1": 1, "4.2": 3, "4.3": 2, "4.4": 1}
# When one-off items are due: month and day of the school year's autumn.
_DUE = {"1.2": (10, 1), "2.2": (10, 1), "4.1": (10, 1), "4.2": (12, 1)}
# A quarter is opened so many days before schools report on it.
_NOTICE = timedelta(days=10)


@dataclass(frozen=True)
class Event:
    """Something the department does at a moment: publishes, opens or closes."""

    at: datetime
    directive: Directive | None = None
    opens: ReportingPeriod | None = None
    closes: ReportingPeriod | None = None


def carry_out(by: User, now: datetime) -> dict[tuple[int, int | None], datetime]:
    """Do what has come by now; returns when each item (in each period) was dealt out."""
    school_year = school_year_of(day_of(now))
    opened: dict[tuple[int, int | None], datetime] = {}
    published: list[Directive] = []
    periods: list[ReportingPeriod] = []
    for event in sorted(_events(school_year), key=lambda event: event.at):
        if event.at > now and not _is_first_day(event, now):
            continue
        at = min(event.at, now)
        if event.directive:
            _publish(event.directive, by, at, school_year)
            published.append(event.directive)
        if event.opens:
            distribution.open_period(period=event.opens, by=by, at=at)
            periods.append(event.opens)
        if event.closes:
            distribution.close_period(period=event.closes, by=by, at=at)
        _note(opened, published, periods, at)
    return opened


def _is_first_day(event: Event, now: datetime) -> bool:
    """On the first morning of the year the first items are there, however early it is."""
    first = date(school_year_of(day_of(now)), 9, 1)
    return day_of(event.at) == day_of(now) == first


def _note(opened, published, periods, at: datetime) -> None:
    for directive in published:
        if not directive.is_periodic:
            opened.setdefault((directive.pk, None), at)
        for period in periods:
            if period.kind == directive.frequency:
                opened.setdefault((directive.pk, period.pk), at)


def _publish(directive: Directive, by: User, at: datetime, school_year: int) -> None:
    due = _DUE.get(directive.number)
    distribution.publish(
        directive=directive,
        by=by,
        at=at,
        placed_on_control_on=day_of(at),
        due_on=date(school_year, *due) if due else None,
    )


def _events(school_year: int) -> list[Event]:
    september = [date(school_year, 9, day) for day in (1, 2, 3)]
    events = []
    for place, directive in enumerate(Directive.objects.filter(published_at__isnull=True)):
        number = directive.number
        day = _PUBLISHED_ON.get(number) or _PUBLISHED_ON[number[0]]
        events.append(Event(moment(september[day - 1], 9, place * 3), directive=directive))
    return events + _period_events(school_year)


def _period_events(school_year: int) -> list[Event]:
    """Half-years open when they begin, quarters shortly before the date; the earlier one closes."""
    events: list[Event] = []
    earlier: dict[str, ReportingPeriod] = {}
    used = set(Directive.objects.values_list("frequency", flat=True))
    periods = ReportingPeriod.objects.filter(
        school_year=school_year, kind__in=used, opened_at__isnull=True
    )
    for period in periods.order_by("number"):
        at = moment(_opening_day(period), 10)
        events.append(Event(at, opens=period))
        if period.kind in earlier:
            events.append(Event(at + timedelta(minutes=20), closes=earlier[period.kind]))
        earlier[period.kind] = period
    return events


def _opening_day(period: ReportingPeriod) -> date:
    if period.kind == Frequency.QUARTER:
        return preceding_working_day(period.due_dates.get(level=Level.SCHOOL).due_on - _NOTICE)
    if period.number == 1:
        return period.starts_on
    return add_working_days(period.starts_on, 1)
