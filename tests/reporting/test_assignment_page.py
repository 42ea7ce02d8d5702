"""One page per assignment: what is asked, where it stands, what one may do, what has happened."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directives import workflow
from tests import make


def open_page(client, user, assignment) -> str:
    client.force_login(user)
    return client.get(reverse("assignment-detail", args=[assignment.pk])).content.decode()


def address(name: str, assignment) -> str:
    return f'"{reverse(name, args=[assignment.pk])}"'


def test_a_reporter_is_offered_the_report_and_the_requests(client, assignment, school):
    text = open_page(client, school, assignment)

    for name in ("assignment-report", "request-extension", "request-exemption"):
        assert address(name, assignment) in text
    for name in ("assignment-review", "assignment-withdraw", "assignment-waive"):
        assert address(name, assignment) not in text


def test_a_reviewer_is_offered_the_review_and_the_report_on_behalf(
    client, assignment, school, municipality
):
    assert "Внести отчёт за организацию" in open_page(client, municipality, assignment)
    make.submitted(assignment, school)

    text = open_page(client, municipality, assignment)

    assert address("assignment-review", assignment) in text


def test_the_department_is_offered_its_own_decisions(client, assignment, school, municipality,
                                                     department):  # fmt: skip
    assert address("assignment-waive", assignment) in open_page(client, department, assignment)
    make.accepted(assignment, school, municipality)

    text = open_page(client, department, assignment)

    for name in ("assignment-reopen", "assignment-confirm"):
        assert address(name, assignment) in text


@pytest.mark.parametrize("who", ["viewer", "staff"])
def test_those_who_only_look_are_offered_nothing(client, request, assignment, who):
    text = open_page(client, request.getfixturevalue(who), assignment)

    for name in ("assignment-report", "assignment-review", "assignment-waive", "request-extension"):
        assert address(name, assignment) not in text


def test_the_timeline_tells_who_when_what_and_with_what(form, client, school, municipality,
                                                        assignment):  # fmt: skip
    form.upload()
    form.submit()
    workflow.return_for_rework(
        assignment=assignment, by=municipality, at=make.moment(hour=14), text="Не та ссылка."
    )

    text = open_page(client, school, assignment)

    for said in ("План утверждён.", "Не та ссылка.", "приказ.pdf", "12-од", "Утверждён план",
                 municipality.short_name, "Изменены 2 контрольные точки"):  # fmt: skip
        assert said in text


def test_an_extended_date_shows_the_original_too(client, assignment, school, municipality,
                                                 department):  # fmt: skip
    until = make.TODAY + timedelta(days=15)
    workflow.request_extension(
        assignment=assignment, by=school, at=make.moment(), until=until, text="Ремонт."
    )
    for who in (municipality, department):
        workflow.answer_request(
            assignment=assignment, by=who, at=make.moment(hour=14), kind="extension", agree=True
        )

    text = open_page(client, school, assignment)

    assert "8\u00a0декабря" in text
    assert "первоначально 1\u00a0декабря" in text


def test_a_report_to_mend_names_the_day_it_must_be_back_first(client, assignment, school,
                                                               municipality):  # fmt: skip
    make.submitted(assignment, school)
    workflow.return_for_rework(
        assignment=assignment, by=municipality, at=make.moment(hour=13), text="Не та ссылка."
    )

    text = open_page(client, school, assignment)

    assert text.index("Доработать до") < text.index("Представить до")


def test_what_needs_no_report_asks_for_none(client, assignment, school, department):
    workflow.waive(assignment=assignment, by=department, at=make.moment(), text="Утратил силу.")

    text = open_page(client, school, assignment)

    assert "Отчёта не было, и он не нужен." in text
    assert "пока нет" not in text


def test_queries_do_not_grow_with_the_timeline(client, assignment, school, municipality,
                                               django_assert_max_num_queries):  # fmt: skip
    for number in range(5):
        at = make.moment(hour=9 + number)
        make.submitted(assignment, school, at)
        workflow.return_for_rework(
            assignment=assignment, by=municipality, at=at, text=f"Причина {number}"
        )
        assignment.refresh_from_db()
    client.force_login(school)

    with django_assert_max_num_queries(18):
        client.get(reverse("assignment-detail", args=[assignment.pk]))


@pytest.mark.parametrize("pk", [0, 2**63, 2**70])
@pytest.mark.parametrize("tail", ["", "report/", "report/files/", "no-changes/"])
def test_a_number_that_cannot_be_is_not_found(client, school, pk, tail):
    client.force_login(school)

    assert client.get(f"/assignments/{pk}/{tail}").status_code == 404
    assert client.post(f"/files/{pk}/remove/").status_code == 404
