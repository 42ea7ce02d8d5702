"""Reporting periods: made for a school year, dated, opened, closed."""

from datetime import date

import pytest
from django.urls import reverse

from directives.models import Assignment, ReportingPeriod
from directives.school_year import create_periods
from organizations.models import Level
from tests import make

pytestmark = pytest.mark.django_db


def address(name: str, period) -> str:
    return reverse(name, args=[period.pk])


def edit(**changes) -> dict[str, str]:
    data = {"name": "I четверть", "starts_on": "2026-09-01", "ends_on": "2026-10-30"}
    return data | {f"due_{level}": "2026-11-10" for level in Level} | changes


def test_a_school_year_has_four_quarters_two_halves_and_itself():
    made = create_periods(school_year=2026)
    assert [(row.kind, row.number) for row in made] == [
        ("quarter", 1), ("quarter", 2), ("quarter", 3), ("quarter", 4),
        ("half_year", 1), ("half_year", 2), ("year", 1),
    ]  # fmt: skip
    first = made[0]
    assert (first.starts_on, first.ends_on) == (date(2026, 9, 1), date(2026, 10, 30))
    assert made[-1].ends_on == date(2027, 8, 31)


def test_those_below_report_before_those_above():
    for period in create_periods(school_year=2026):
        due = dict(period.due_dates.values_list("level", "due_on"))
        assert due[Level.SCHOOL] < due[Level.MUNICIPAL] <= due[Level.DEPARTMENT]
        assert due[Level.MUNICIPAL] == due[Level.INSTITUTE]


def test_due_dates_fall_on_working_days():
    second = create_periods(school_year=2026)[1]
    due = dict(second.due_dates.values_list("level", "due_on"))
    assert due[Level.SCHOOL] == date(2026, 12, 18)  # the 20th is a Sunday


def test_making_a_year_again_makes_only_what_is_missing(page):
    page.post(reverse("period-add"), {"school_year": "2026"})
    assert ReportingPeriod.objects.count() == 7
    ReportingPeriod.objects.get(kind="year").delete()
    page.post(reverse("period-add"), {"school_year": "2026"})
    assert ReportingPeriod.objects.count() == 7
    answer = page.post(reverse("period-add"), {"school_year": "2026"}, follow=True)
    assert "уже есть" in answer.content.decode()


@pytest.mark.parametrize("year", ["", "1900", str(2**70), "-1", "слово"])
def test_only_years_of_the_list_are_made(page, year):
    page.post(reverse("period-add"), {"school_year": year})
    assert not ReportingPeriod.objects.exists()


def test_dates_are_changed_until_the_period_opens(page):
    period = make.make_period()
    page.post(address("period-edit", period), edit(due_school="2026-10-17"))
    assert period.due_dates.get(level=Level.SCHOOL).due_on == date(2026, 10, 16)
    page.post(address("period-open", period))
    page.post(address("period-edit", period), edit(due_school="2026-10-01"))
    assert period.due_dates.get(level=Level.SCHOOL).due_on == date(2026, 10, 16)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_school": ""}, "due_school"),
        ({"due_municipal": "2026-08-01"}, "due_municipal"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"ends_on": "2026-08-31"}, "__all__"),
        ({"name": ""}, "name"),
    ],
)
def test_wrong_dates_are_said_beside_their_field(page, changes, field):
    period = make.make_period()
    answer = page.post(address("period-edit", period), edit(**changes))
    assert field in answer.context["form"].errors


def test_opening_is_told_first_and_deals_out(page, vyazma):
    make.make_school(vyazma)
    make.make_school(vyazma)
    make.make_periodic()
    make.make_periodic(Level.MUNICIPAL)
    make.make_periodic(frequency="year")
    period = make.make_period()
    told = page.get(address("period-open", period))
    assert told.context["total"] == 3
    page.post(address("period-open", period))
    assert Assignment.objects.filter(period=period).count() == 3


def test_a_period_opens_once(page):
    period = make.make_period()
    page.post(address("period-open", period))
    again = page.post(address("period-open", period))
    assert again.context["refusal"].code == "already_decided"


def test_a_period_without_dates_does_not_open(page, vyazma):
    make.make_school(vyazma)
    make.make_periodic()
    period = make.make_period()
    period.due_dates.all().delete()
    page.post(address("period-open", period))
    period.refresh_from_db()
    assert period.opened_at is None


def test_closing_ends_the_dealing_out(page, vyazma):
    make.make_school(vyazma)
    make.make_periodic()
    period = make.make_period()
    assert page.post(address("period-close", period)).context["refusal"].code == "wrong_status"
    page.post(address("period-open", period))
    page.post(address("period-close", period))
    period.refresh_from_db()
    assert period.closed_at is not None
    assert Assignment.objects.get().is_open
