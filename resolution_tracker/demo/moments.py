"""Days and hours of an office, and the demo's one source of chance."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from directives.calendar import add_working_days, preceding_working_day


def chance(*place: object) -> random.Random:
    """A source of chance for one place of the story: the same place gives the same choices."""
    return random.Random("/".join(map(str, place)))  # noqa: S311 - a story, not a secret


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """An aware moment of a day, in local time."""
    return datetime.combine(day, time(hour, minute), timezone.get_current_timezone())


def day_of(at: datetime) -> date:
    """The local day of a moment."""
    return timezone.localtime(at).date()


def during(day: date, rng: random.Random, first: int = 9, last: int = 16) -> datetime:
    """Some minute of the day between the hours."""
    return moment(day, rng.randint(first, last), rng.randint(0, 59))


def after(at: datetime, days: int, rng: random.Random, first: int = 10, last: int = 16) -> datetime:
    """Some minute of the working day `days` (one or more) after a moment."""
    return during(add_working_days(day_of(at), days), rng, first, last)


def working_days_before(now: datetime, days: int) -> date:
    """The working day `days` before today."""
    return add_working_days(day_of(now), -days)


def between(first: date, last: date, share: float) -> date:
    """The working day at this share of the way, never before the first day."""
    day = first + timedelta(days=round((last - first).days * share))
    return max(first, preceding_working_day(day))
