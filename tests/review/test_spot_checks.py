"""The department looks into accepted reports, reopens, waives."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives import distribution
from directives.models import Kind, Status
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("spot-check-list")


@pytest.fixture
def done(assignment, school, municipality):
    make.accepted(assignment, school, municipality, make.moment(hour=9))
    assignment.refresh_from_db()
    return assignment


def address(name: str, assignment) -> str:
    return reverse(name, args=[assignment.pk])


def test_accepted_reports_are_listed(done, department, as_):
    page = as_(department).get(LIST)
    assert list(page.context["page"]) == [done]


def test_a_sample_gets_a_seed_and_the_address_repeats_it(department, vyazma, municipality, as_):
    directive = make.make_published()
    for _ in range(6):
        body = make.make_school(vyazma)
        distribution.deal_out_to_new_bodies(organizations=[body], at=make.moment(hour=8))
        make.accepted(
            make.assignment_of(directive, body),
            make.make_user(organization=body),
            municipality,
            make.moment(hour=9),
        )
    client = as_(department)
    answer = client.get(LIST, {"sample": "3", "directive": directive.pk})
    assert "seed=" in answer.url
    assert f"directive={directive.pk}" in answer.url
    first = [row.pk for row in client.get(answer.url).context["page"]]
    again = [row.pk for row in client.get(answer.url).context["page"]]
    assert len(first) == 3
    assert first == again
    seeds = [
        tuple(row.pk for row in client.get(LIST, {"sample": 3, "seed": seed}).context["page"])
        for seed in range(8)
    ]
    assert len(set(seeds)) > 1


def test_queries_of_the_list_do_not_grow(department, vyazma, municipality, as_):
    directive = make.make_published()
    client = as_(department)

    def more(count: int) -> int:
        for _ in range(count):
            body = make.make_school(vyazma)
            distribution.deal_out_to_new_bodies(organizations=[body], at=make.moment(hour=8))
            reporter = make.make_user(organization=body)
            assignment = make.assignment_of(directive, body)
            make.accepted(assignment, reporter, municipality, make.moment(hour=9))
        client.get(LIST)
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        return len(found)

    assert more(1) == more(4) <= 15


def test_confirming_is_written_down(done, department, as_):
    answer = as_(department).post(address("assignment-confirm", done), {})
    assert answer.url == LIST
    assert done.timeline.last().kind == Kind.SPOT_CHECKED
    page = as_(department).get(LIST)
    assert page.context["results"] == {"confirmed": 1, "reopened": 0}


def test_reopening_needs_a_reason_and_puts_it_back_on_control(done, department, as_):
    client, url = as_(department), address("assignment-reopen", done)
    assert "text" in client.post(url, {"rework_due_on": "2026-12-01"}).context["reopen_form"].errors
    client.post(url, {"rework_due_on": "2026-12-01", "text": "Приказ не тот"})
    done.refresh_from_db()
    assert done.status == Status.RETURNED
    assert as_(department).get(LIST).context["results"]["reopened"] == 1


def test_waiving_needs_a_reason(assignment, department, as_):
    client, url = as_(department), address("assignment-waive", assignment)
    assert "text" in client.post(url, {}).context["form"].errors
    client.post(url, {"text": "Проект завершён"})
    assignment.refresh_from_db()
    assert assignment.status == Status.WAIVED


def test_a_decision_that_no_longer_stands_keeps_the_words(assignment, department, as_):
    page = as_(department).post(address("assignment-confirm", assignment), {"text": "Мои слова"})
    assert page.status_code == 200
    assert "Мои слова" in page.content.decode()


@pytest.mark.parametrize("name", ["assignment-confirm", "assignment-reopen", "assignment-waive"])
def test_only_the_departments_coordinators(done, municipality, school, viewer, other_school, as_,
                                           name):  # fmt: skip
    for person, status in ((municipality, 403), (school, 403), (viewer, 403), (other_school, 404)):
        for method in ("get", "post"):
            assert getattr(as_(person), method)(address(name, done)).status_code == status
    assert as_(viewer).get(LIST).status_code == 404
    assert as_(municipality).get(LIST).status_code == 404


@pytest.mark.parametrize("value", [str(2**70), "-1", "0", "слово"])
@pytest.mark.parametrize("name", ["directive", "municipality", "sample", "seed", "page"])
def test_strange_parameters_are_passed_over(done, department, as_, name, value):
    assert as_(department).get(LIST, {name: value}, follow=True).status_code == 200
