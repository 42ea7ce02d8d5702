"""Accepting and returning: one by one and several at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives import distribution, workflow
from directives.models import Kind, Status
from organizations.models import Role
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_query_per_row")]


def review(assignment) -> str:
    return reverse("assignment-review", args=[assignment.pk])


def shown(page) -> int:
    """The `seen` a page's form carries."""
    return page.context["accept_form"].initial["seen"]


def test_opening_is_recorded_and_the_school_can_no_longer_withdraw(
    waiting, school, municipality, as_
):
    as_(municipality).get(review(waiting))
    as_(municipality).get(review(waiting))
    assert waiting.timeline.filter(kind=Kind.LOOKED).count() == 1
    with pytest.raises(workflow.Refused):
        workflow.withdraw(assignment=waiting, by=school, at=make.moment(hour=13))


def test_reading_by_the_department_is_not_a_look(waiting, department, as_):
    assert as_(department).get(review(waiting)).status_code == 200
    assert not waiting.timeline.filter(kind=Kind.LOOKED).exists()


def test_accepting_leads_to_the_next_in_the_queue(waiting, vyazma, municipality, as_):
    body = make.make_school(vyazma)
    distribution.deal_out_to_new_bodies(organizations=[body], at=make.moment(hour=8))
    other = make.assignment_of(waiting.directive, body)
    make.submitted(other, make.make_user(organization=body), make.moment(hour=10))
    client = as_(municipality)
    query = f"?directive={waiting.directive_id}"
    seen = shown(client.get(review(waiting)))
    answer = client.post(review(waiting) + query, {"decision": "accept", "seen": seen})
    assert answer.url == review(other) + query
    waiting.refresh_from_db()
    assert waiting.status == Status.ACCEPTED
    assert "Принято:" in client.get(answer.url).content.decode()


def test_the_last_decision_leads_to_the_empty_queue(waiting, municipality, as_):
    client = as_(municipality)
    answer = client.post(review(waiting), {"decision": "accept"}, follow=True)
    assert answer.redirect_chain == [(reverse("review-queue"), 302)]
    assert "Вашего решения ничего не ждёт" in answer.content.decode()


def test_returning_needs_a_reason_and_proposes_five_working_days(waiting, municipality, as_):
    client = as_(municipality)
    page = client.get(review(waiting))
    rework = page.context["return_form"].initial["rework_due_on"]
    assert rework == make.TODAY + timedelta(days=7)
    answer = client.post(review(waiting), {"decision": "return", "rework_due_on": rework})
    assert answer.status_code == 200
    assert "Укажите причину" in answer.content.decode()
    client.post(review(waiting), {"decision": "return", "rework_due_on": rework, "text": "Нет №"})
    waiting.refresh_from_db()
    assert (waiting.status, waiting.rework_due_on) == (Status.RETURNED, rework)


def test_a_date_of_rework_in_the_past_is_refused_beside_its_field(waiting, municipality, as_):
    data = {"decision": "return", "text": "Нет №", "rework_due_on": "2020-01-01"}
    page = as_(municipality).post(review(waiting), data)
    assert "rework_due_on" in page.context["return_form"].errors
    assert "Нет №" in page.content.decode()


def test_of_two_people_deciding_one_is_told_who_was_first(waiting, vyazma, municipality, as_):
    second = make.make_user("second", vyazma, Role.COORDINATOR)
    seen = shown(as_(second).get(review(waiting)))
    workflow.accept(assignment=waiting, by=municipality, at=make.moment(hour=12))
    data = {"decision": "return", "seen": seen, "text": "Мой длинный текст",
            "rework_due_on": "2026-12-01"}  # fmt: skip
    page = as_(second).post(review(waiting), data)
    text = page.content.decode()
    assert page.status_code == 200
    assert municipality.short_name in text
    assert "23.11.2026 12:00" in text
    assert "Мой длинный текст" in text
    waiting.refresh_from_db()
    assert waiting.status == Status.ACCEPTED


def test_a_report_sent_anew_meanwhile_is_read_again(waiting, school, municipality, as_):
    seen = waiting.timeline.count()
    workflow.withdraw(assignment=waiting, by=school, at=make.moment(hour=10))
    make.submitted(waiting, school, make.moment(hour=11))
    client = as_(municipality)
    page = client.post(review(waiting), {"decision": "accept", "seen": seen})
    waiting.refresh_from_db()
    assert waiting.status == Status.SUBMITTED
    again = page.context["accept_form"]["seen"].value()
    client.post(review(waiting), {"decision": "accept", "seen": again})
    waiting.refresh_from_db()
    assert waiting.status == Status.ACCEPTED


def test_nobody_accepts_what_they_contributed_to(department):
    own = make.assignment_of(
        make.make_published("department", number="1.2"), make.make_department()
    )
    make.submitted(own, department, make.moment(hour=9))
    own.refresh_from_db()
    assert own.status == Status.SUBMITTED


def test_a_contributor_sees_why_there_is_no_button(department, as_):
    own = make.assignment_of(
        make.make_published("department", number="1.2"), make.make_department()
    )
    make.submitted(own, department, make.moment(hour=9))
    text = as_(department).get(review(own)).content.decode()
    assert "решение принимает другой координатор" in text
    assert 'value="accept"' not in text
    refused = as_(department).post(review(own), {"decision": "accept"})
    assert "Вы участвовали в этом отчёте" in refused.content.decode()


def test_who_may_not_decide_may_not_open(waiting, school, other_municipality, other_school,
                                         outsider, soiro, viewer, as_):  # fmt: skip
    assert as_(school).get(review(waiting)).status_code == 403
    assert as_(viewer).get(review(waiting)).status_code == 403
    for person in (other_municipality, other_school, outsider, soiro):
        assert as_(person).get(review(waiting)).status_code == 404
        assert as_(person).post(review(waiting), {"decision": "accept"}).status_code == 404


def test_the_page_costs_the_same_for_a_long_history(waiting, school, municipality, as_):
    client = as_(municipality)
    client.get(review(waiting))

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(review(waiting))
        return len(found)

    short = count()
    for _ in range(4):
        at = make.moment(hour=10)
        workflow.return_for_rework(assignment=waiting, by=municipality, at=at, text="Ещё раз")
        make.submitted(waiting, school, at)
    client.get(review(waiting))
    assert count() <= short + 1  # the marks of the report before
    assert short <= 25


def _several(vyazma, count: int):
    directive = make.make_published()
    rows = []
    for _ in range(count):
        body = make.make_school(vyazma)
        distribution.deal_out_to_new_bodies(organizations=[body], at=make.moment(hour=8))
        row = make.assignment_of(directive, body)
        make.submitted(row, make.make_user(organization=body), make.moment(hour=9))
        rows.append(row)
    return rows


def chosen(rows) -> list[str]:
    return [f"{row.pk}:{row.timeline.count()}" for row in rows]


def statuses(rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


BULK = reverse("review-bulk")


def test_several_are_accepted_after_one_confirmation(vyazma, municipality, as_):
    rows = _several(vyazma, 3)
    client = as_(municipality)
    data = {"chosen": chosen(rows), "decision": "accept"}
    page = client.post(BULK, data)
    assert len(page.context["rows"]) == 3
    assert statuses(rows) == [Status.SUBMITTED] * 3
    done = client.post(BULK, data | {"confirmed": "yes"}, follow=True)
    assert done.redirect_chain == [(BULK, 302)]
    assert statuses(rows) == [Status.ACCEPTED] * 3
    assert "Принято 3 отчёта" in done.content.decode()


def test_what_cannot_be_done_is_listed_and_the_rest_is_done(vyazma, municipality, as_):
    rows = _several(vyazma, 3)
    data = {"chosen": chosen(rows), "decision": "return", "confirmed": "yes",
            "text": "Нет дат", "rework_due_on": "2026-12-01"}  # fmt: skip
    second = make.make_user("second", vyazma, Role.COORDINATOR)
    workflow.accept(assignment=rows[1], by=second, at=make.moment(hour=11))
    page = as_(municipality).post(BULK, data, follow=True)
    assert statuses(rows) == [Status.RETURNED, Status.ACCEPTED, Status.RETURNED]
    [(left, reason)] = page.context["left"]
    assert left == rows[1]
    assert second.short_name in reason


def test_returning_several_needs_a_reason(vyazma, municipality, as_):
    rows = _several(vyazma, 2)
    data = {"chosen": chosen(rows), "decision": "return", "confirmed": "yes"}
    page = as_(municipality).post(BULK, data)
    assert "text" in page.context["form"].errors
    assert statuses(rows) == [Status.SUBMITTED] * 2


def test_others_reports_cannot_be_slipped_in(waiting, other_municipality, as_):
    data = {"chosen": chosen([waiting]), "decision": "accept", "confirmed": "yes"}
    as_(other_municipality).post(BULK, data)
    assert statuses([waiting]) == [Status.SUBMITTED]


@pytest.mark.parametrize("value", ["", "x", f"{2**70}:1", "1:-1", "\x00:1", "1:2:3"])
def test_nonsense_is_not_chosen(municipality, as_, value):
    page = as_(municipality).post(BULK, {"chosen": [value], "decision": "accept"})
    assert page.status_code == 200
    assert page.context["rows"] == []
