"""Working days of a Russian office: five-day week less public holidays.

Transfers of days off that the government announces year by year come with the `holidays` package.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

# Defaults of the field (DOMAIN): five working days to rework, five to review.
REWORK_WORKING_DAYS = 5
REVIEW_WORKING_DAYS = 5


@lru_cache(maxsize=32)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("RU", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays_of(day.year)


def preceding_working_day(day: date) -> date:
    """The day itself, or the working day before: where a due date on a day off moves."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day` (before it, if negative)."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; 0 when end is not later."""
    return sum(
        is_working_day(start + timedelta(days=offset))
        for offset in range(1, max(0, (end - start).days) + 1)
    )


def review_cutoff(today: date) -> datetime:
    """Submissions before this moment have waited more than five working days by `today`."""
    day = add_working_days(today, -REVIEW_WORKING_DAYS)
    return timezone.make_aware(datetime.combine(day, time.min))


def school_year_of(day: date) -> int:
    """The year in which the school year of this day begins (1 September)."""
    return day.year if day.month >= 9 else day.year - 1


def year_name(school_year: int) -> str:
    """2026 → «2026/27»."""
    return f"{school_year}/{(school_year + 1) % 100:02}"
