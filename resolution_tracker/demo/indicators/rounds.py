"""Which periods have been collected by now, when each was opened, and when closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directives.calendar import add_working_days, preceding_working_day, school_year_of
from directives.models import Frequency, ReportingPeriod
from directives.school_year import create_periods
from organizations.models import Level
from resolution_tracker.demo.moments import day_of, moment
from resolution_tracker.reference_indicators import load_targets

QUARTERS = 8  # that are over
_YEARS_BEFORE = 2
_NOTICE = timedelta(days=40)
_CLOSED_AFTER = 8  # working days after the department's date


@dataclass(frozen=True, eq=False)
class Round:
    """One collection of the story."""

    period: ReportingPeriod
    due: dict[str, date]
    opened_at: datetime
    closed_at: datetime | None
    place: float  # 0 at the beginning of the story, 1 at its last whole quarter
    is_last: bool  # the last quarter that is over: still under review
    is_over: bool

    @property
    def kind(self) -> str:
        return self.period.kind

    @property
    def school_year(self) -> int:
        return self.period.school_year


def all_rounds(now: datetime) -> list[Round]:
    """In the order of their ends: a year counts from its halves. Earlier school years get their
    periods and targets.
    """
    today = day_of(now)
    year = school_year_of(today)
    for earlier in range(year - _YEARS_BEFORE, year):
        create_periods(school_year=earlier)
        load_targets(earlier)
    periods = list(
        ReportingPeriod.objects.filter(starts_on__lte=today)
        .prefetch_related("due_dates")
        .order_by("ends_on", "-starts_on")
    )
    over = [row for row in periods if row.kind == Frequency.QUARTER and row.ends_on < today]
    over = over[-QUARTERS:]
    first, last = over[0], over[-1]
    found = [_round(row, first, last, now) for row in periods if row.ends_on > first.starts_on]
    return [row for row in found if row.opened_at <= now]


def _round(
    period: ReportingPeriod, first: ReportingPeriod, last: ReportingPeriod, now: datetime
) -> Round:
    due = {row.level: preceding_working_day(row.due_on) for row in period.due_dates.all()}
    closed_at = moment(add_working_days(due[Level.DEPARTMENT], _CLOSED_AFTER), 17)
    is_closed = closed_at <= now and period != last
    whole = (last.ends_on - first.starts_on).days
    return Round(
        period,
        due,
        _opening(period, due, now),
        closed_at if is_closed else None,
        min(1.0, (period.ends_on - first.starts_on).days / whole),
        is_last=period == last,
        is_over=period.ends_on < day_of(now),
    )


def _opening(period: ReportingPeriod, due: dict[str, date], now: datetime) -> datetime:
    """Quarters open when they begin, the others some weeks before the schools report."""
    day = period.starts_on
    if period.kind != Frequency.QUARTER:
        day = max(day, preceding_working_day(due[Level.SCHOOL] - _NOTICE))
    at = moment(day, 9)
    return min(at, now) if day == day_of(now) else at
