"""Weeks that are over: what is kept equals what the timeline says."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directives import completion, weeks
from directives.models import Assignment, Resolution, WeekFigure
from directives.models.on_days import DAY, on_days
from resolution_tracker.week_jobs import keep_weeks
from tests import make, recount
from tests.dashboard.conftest import region  # noqa: F401 - the small region

pytestmark = pytest.mark.django_db
NAMES = WeekFigure.COUNTS


def by_hand(day: date) -> dict[tuple, list[int]]:
    """The counts of a day from raw rows of the timeline, in plain Python."""
    rows = recount.states(day)
    groups = recount.count_by(
        rows, day, lambda row: (row.assignment.directive_id, row.municipality_id)
    )
    return {key: [counts[name] for name in NAMES] for key, counts in groups.items()}


def kept() -> dict[tuple, list[int]]:
    rows = WeekFigure.objects.values_list("day", "directive", "municipality", *NAMES)
    return {row[:3]: list(row[3:]) for row in rows}


def all_by_hand(days: list[date]) -> dict[tuple, list[int]]:
    return {(day, *key): counts for day in days for key, counts in by_hand(day).items()}


def test_weeks_end_on_sundays_that_are_over():
    thursday, sunday = date(2026, 9, 3), date(2026, 9, 6)
    assert weeks.sundays(thursday, sunday) == []
    assert weeks.sundays(thursday, sunday + timedelta(days=1)) == [sunday]
    assert weeks.sundays(sunday, date(2026, 9, 20)) == [sunday, date(2026, 9, 13)]
    assert weeks.sundays(thursday, date(2026, 9, 1)) == []


def test_a_trend_begins_with_the_first_publication_of_the_school_year():
    day = make.TODAY
    assert weeks.started_on([], day) is None
    assert weeks.started_on([day + timedelta(days=1)], day) is None
    assert weeks.started_on([date(2026, 10, 1), date(2026, 9, 20)], day) == date(2026, 9, 20)
    assert weeks.started_on([date(2025, 10, 1)], day) == date(2026, 9, 1)


def test_what_is_kept_equals_the_raw_timeline(region):  # noqa: F811
    days = weeks.sundays(make.TODAY - timedelta(days=40), make.TODAY)
    assert weeks.keep(make.TODAY) == len(days) == 6

    assert kept() == all_by_hand(days)
    assert any(counts[NAMES.index("accepted")] for counts in kept().values())
    assert any(counts[NAMES.index("overdue")] for counts in kept().values())


def test_several_days_at_once_are_the_same_as_each_day(region):  # noqa: F811
    days = [make.TODAY - timedelta(days=back) for back in (45, 39, 23, 22, 5, 0)]
    counted = completion.counts_by(on_days(days), DAY, "day", "directive_id", names=NAMES)
    found = {(day, directive): counts for day, directive, counts in counted}
    for day in days:
        then = Assignment.objects.as_of(day)
        expected = dict(completion.counts_by(then, day, "directive_id", names=NAMES))
        assert {key[1]: counts for key, counts in found.items() if key[0] == day} == expected


def test_it_is_kept_once_and_only_what_is_missing_is_counted(region):  # noqa: F811
    weeks.keep(make.TODAY - timedelta(days=7))
    before = kept()
    assert weeks.keep(make.TODAY) == 1
    with CaptureQueriesContext(connection) as queries:
        assert weeks.keep(make.TODAY) == 0
    assert not any("INSERT" in query["sql"] for query in queries)
    assert before.items() < kept().items()


def test_a_week_that_is_over_is_not_moved_by_what_comes_later(region, department):  # noqa: F811
    weeks.keep(make.TODAY)
    before = kept()
    late = make.assignment_of(region.due, region.schools[5])
    make.submitted(late, make.make_user(organization=region.schools[5]), make.moment())

    assert weeks.rebuild(make.TODAY) == 0
    assert kept() == before


def test_rebuilding_finds_what_differs_and_sets_it_right(region):  # noqa: F811
    weeks.keep(make.TODAY)
    right = kept()
    one, other = WeekFigure.objects.order_by("pk")[:2]
    WeekFigure.objects.filter(pk=one.pk).update(overdue=77)
    other.delete()
    WeekFigure.objects.create(day=make.TODAY, directive=region.due)  # a Monday: no end of a week

    assert weeks.rebuild(make.TODAY) == 3
    assert kept() == right
    assert weeks.rebuild(make.TODAY) == 0


def test_the_command_says_how_many_differed(region, capsys):  # noqa: F811
    call_command("rebuild_weeks")
    assert capsys.readouterr().out.startswith(f"{WeekFigure.objects.count()} figures")


def test_only_the_resolution_in_force_is_kept(region):  # noqa: F811
    Resolution.objects.update(status=Resolution.Status.ARCHIVED)
    assert weeks.keep(make.TODAY) == 0


def test_the_worker_keeps_a_week_an_hour_after_it_is_over(region, monkeypatch):  # noqa: F811
    sunday = make.TODAY - timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: make.moment(hour=0) + timedelta(minutes=59))
    keep_weeks(timestamp=0)
    assert not WeekFigure.objects.filter(day=sunday).exists()
    monkeypatch.setattr(timezone, "now", lambda: make.moment(hour=1))
    keep_weeks(timestamp=0)
    assert WeekFigure.objects.filter(day=sunday).exists()


def test_nothing_is_kept_before_anything_is_published():
    make.make_directive()
    assert weeks.keep(make.TODAY) == 0
    assert not WeekFigure.objects.exists()
