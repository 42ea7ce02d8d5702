"""Working days of the field."""

from datetime import date

import pytest

from directives import calendar


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 11, 22), date(2026, 11, 20)),  # a Sunday
        (date(2026, 11, 4), date(2026, 11, 3)),  # Unity Day
        (date(2027, 1, 6), date(2026, 12, 31)),  # New Year holidays
        (date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_a_date_on_a_day_off_moves_back(day, moved):
    assert calendar.preceding_working_day(day) in {moved, date(2026, 12, 30)}
    assert calendar.is_working_day(calendar.preceding_working_day(day))


def test_five_working_days_skip_the_weekend():
    assert calendar.add_working_days(date(2026, 11, 23), 5) == date(2026, 11, 30)
    assert calendar.add_working_days(date(2026, 11, 30), -5) == date(2026, 11, 23)


def test_working_days_between():
    assert calendar.working_days_between(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert calendar.working_days_between(date(2026, 11, 23), date(2026, 11, 20)) == 0


def test_the_school_year_begins_in_september():
    assert calendar.school_year_of(date(2026, 8, 31)) == 2025
    assert calendar.school_year_of(date(2026, 9, 1)) == 2026
