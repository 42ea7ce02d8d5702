"""«На проверке» and the desk: who finds what there, in what order, at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives import distribution, workflow
from directives import waiting as queue
from organizations.models import Role
from tests import make

pytestmark = pytest.mark.django_db
QUEUE = reverse("review-queue")


def pks(rows) -> list[int]:
    return [row.pk for row in rows]


def test_a_report_waits_for_the_body_above(waiting, municipality, department, other_municipality):
    assert pks(queue.waiting_for(municipality)) == [waiting.pk]
    assert pks(queue.waiting_for(department)) == []
    assert pks(queue.waiting_for(other_municipality)) == []


def test_the_oldest_stands_first(vyazma, municipality):
    directive_schools = [make.make_school(vyazma) for _ in range(3)]
    directive = make.make_published()
    for hours, body in zip((3, 9, 6), directive_schools, strict=True):
        reporter = make.make_user(organization=body)
        make.submitted(
            make.assignment_of(directive, body), reporter, make.moment() - timedelta(hours=hours)
        )
    found = [row.organization for row in queue.waiting_for(municipality)]
    assert found == [directive_schools[1], directive_schools[2], directive_schools[0]]


def test_a_request_stands_in_the_same_list(assignment, school, municipality, as_):
    workflow.request_extension(
        assignment=assignment,
        by=school,
        at=make.moment(hour=9),
        until=make.TODAY + timedelta(days=20),
        text="Ремонт",
    )
    page = as_(municipality).get(QUEUE)
    assert [row.waiting.is_report for row in page.context["rows"]] == [False]
    assert "просит продлить" in page.content.decode()
    assert as_(municipality).get(QUEUE, {"kind": "report"}).context["rows"] == []


def test_a_report_made_on_behalf_waits_for_the_department(
    assignment, municipality, department, department2
):
    make.submitted(assignment, municipality, make.moment(hour=9))
    assert pks(queue.waiting_for(municipality)) == []
    assert pks(queue.waiting_for(department)) == [assignment.pk]


def test_what_one_has_a_hand_in_waits_for_the_other(department, department2):
    body = make.make_department()
    own = make.assignment_of(make.make_published("department", number="1.2"), body)
    make.submitted(own, department, make.moment(hour=9))
    assert pks(queue.waiting_for(department)) == []
    assert pks(queue.waiting_for(department2)) == [own.pk]


def test_one_does_not_answer_ones_own_request(department, department2):
    body = make.make_department()
    own = make.assignment_of(make.make_published("department", number="1.2"), body)
    workflow.request_exemption(assignment=own, by=department, at=make.moment(), text="Не наше")
    assert pks(queue.waiting_for(department)) == []
    assert pks(queue.waiting_for(department2)) == [own.pk]


def test_the_head_counts_exactly_what_the_queue_shows(
    waiting, assignment, municipality, other_municipality, department, department2, school
):
    own = make.assignment_of(
        make.make_published("department", number="1.2"), make.make_department()
    )
    make.submitted(own, department, make.moment(hour=9))
    for user in (municipality, other_municipality, department, department2, school):
        rows = list(queue.waiting_for(user))
        oldest = rows[0].waiting_since if rows else None
        assert queue.summary_for(user) == queue.Summary(len(rows), oldest), user


def test_the_head_follows_a_person_to_another_body(waiting, municipality, other_municipality):
    assert queue.summary_for(municipality).count == 1
    membership = municipality.memberships.get()
    membership.organization = other_municipality.memberships.get().organization
    membership.save()
    moved = type(municipality).objects.get(pk=municipality.pk)
    assert queue.summary_for(moved).count == 0


def test_a_viewer_looks_and_is_offered_no_decision(waiting, vyazma, as_):
    viewer = make.make_user("watcher", vyazma, Role.VIEWER)
    page = as_(viewer).get(QUEUE)
    assert [row.waiting.assignment.pk for row in page.context["rows"]] == [waiting.pk]
    assert "Принять выбранные" not in page.content.decode()
    assert reverse("assignment-review", args=[waiting.pk]) not in page.content.decode()


def test_the_queue_is_not_found_by_those_who_review_nobody(school, soiro, outsider, staff, as_):
    for person in (school, soiro, outsider, staff):
        assert as_(person).get(QUEUE).status_code == 404


@pytest.mark.parametrize("value", [str(2**70), "-1", "слово", "1' OR 1=1"])
@pytest.mark.parametrize("name", ["directive", "municipality", "kind", "page"])
def test_strange_parameters_are_passed_over(waiting, department, as_, name, value):
    assert as_(department).get(QUEUE, {name: value}).status_code == 200


def test_a_report_that_waited_six_working_days_is_overdue(assignment, school, municipality, as_):
    make.submitted(assignment, school, make.moment(make.TODAY - timedelta(days=10)))
    text = as_(municipality).get(QUEUE).content.decode()
    assert "ждёт 6 рабочих дней" in text
    assert "просрочена проверка" in text


def test_rework_says_what_it_changed(waiting, school, municipality, as_):
    workflow.return_for_rework(
        assignment=waiting, by=municipality, at=make.moment(hour=10), text="Нет даты"
    )
    draft = make.fill_draft(waiting, school, make.moment(hour=11), text="Дополнено.")
    workflow.submit(draft=draft, by=school, at=make.moment(hour=11), key=draft.key)
    summary = as_(municipality).get(QUEUE).context["rows"][0].summary
    assert (summary.is_first, summary.text_is_new, summary.marks_changed) == (False, True, 0)


def _queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_queries_do_not_grow_with_the_rows(vyazma, municipality, as_):
    directive = make.make_published()
    client = as_(municipality)

    def report(count: int) -> None:
        for _ in range(count):
            body = make.make_school(vyazma)
            reporter = make.make_user(organization=body)
            workflow_day = make.moment(hour=8)
            distribution.deal_out_to_new_bodies(organizations=[body], at=workflow_day)
            make.submitted(make.assignment_of(directive, body), reporter, make.moment(hour=9))

    report(2)
    few = {url: _queries(client, url) for url in (QUEUE, reverse("desk"))}
    report(6)
    many = {url: _queries(client, url) for url in (QUEUE, reverse("desk"))}
    assert few == many
    assert max(many.values()) <= 20


def test_the_desk_has_three_lists(waiting, vyazma, municipality, as_):
    silent = make.make_school(vyazma, name="МБОУ Тихая школа")
    own = make.make_published("municipal", number="2.2")
    distribution.deal_out_to_new_bodies(organizations=[silent], at=make.moment(hour=8))
    page = as_(municipality).get(reverse("desk"))
    text = page.content.decode()
    assert [body.organization for body in page.context["silent"]] == [silent]
    assert silent.phone in text
    assert reverse("not-reported") in text
    assert page.context["queue_count"] == 1
    assert [row.directive for row in page.context["own"]] == [own]


def test_figures_of_the_desk_count_the_rows_they_lead_to(waiting, vyazma, municipality, as_):
    silent = make.make_school(vyazma)
    distribution.deal_out_to_new_bodies(organizations=[silent], at=make.moment(hour=8))
    page = as_(municipality).get(reverse("desk"))
    rows = as_(municipality).get(
        reverse("assignment-list"), {"show": "not_reported", "level": "school", "format": "csv"}
    )
    assert page.context["silent_count"] == 1
    assert silent.name in b"".join(rows).decode("utf-8-sig")


def test_a_reporter_of_the_authority_has_only_ones_own(waiting, vyazma, as_):
    reporter = make.make_user("clerk", vyazma, Role.REPORTER)
    page = as_(reporter).get(reverse("desk"))
    assert page.status_code == 200
    assert "queue" not in page.context


def test_the_desk_is_the_authoritys(department, school, soiro, outsider, as_):
    for person in (department, school, soiro, outsider):
        assert as_(person).get(reverse("desk")).status_code == 404
