"""Requests: the municipality supports, the department grants."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directives import workflow
from directives.models import Kind, Status
from organizations.models import Role
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.TODAY + timedelta(days=22)


def address(assignment) -> str:
    return reverse("answer-request", args=[assignment.pk])


@pytest.fixture
def extension(assignment, school):
    workflow.request_extension(
        assignment=assignment, by=school, at=make.moment(hour=9), until=LATER, text="Ремонт"
    )
    assignment.refresh_from_db()
    return assignment


@pytest.fixture
def exemption(assignment, school):
    workflow.request_exemption(
        assignment=assignment, by=school, at=make.moment(hour=9), text="Нет старших классов"
    )
    assignment.refresh_from_db()
    return assignment


def test_the_page_says_what_was_asked_and_who_consents(extension, municipality, as_):
    text = as_(municipality).get(address(extension)).content.decode()
    assert "Ремонт" in text
    assert "уйдёт в департамент" in text
    assert "Первоначальный срок" in text


def test_support_passes_the_request_on_and_consent_moves_the_date(
    extension, municipality, department, as_
):
    data = {"kind": "extension", "agree": "yes"}
    as_(municipality).post(address(extension), data)
    extension.refresh_from_db()
    before = extension.due_on
    assert extension.extension_awaits == make.make_department()
    assert before < LATER
    as_(department).post(address(extension), data)
    extension.refresh_from_db()
    assert (extension.due_on, extension.original_due_on) == (LATER, before)
    assert extension.extension_awaits is None


def test_refusing_needs_a_reason(extension, municipality, as_):
    data = {"kind": "extension", "agree": "no", "text": ""}
    page = as_(municipality).post(address(extension), data)
    assert "Укажите причину" in page.content.decode()
    as_(municipality).post(address(extension), data | {"text": "Срок достаточен"})
    extension.refresh_from_db()
    assert extension.extension_awaits is None
    assert extension.timeline.last().kind == Kind.EXTENSION_REFUSED


def test_an_exemption_leaves_the_count_with_the_departments_consent(
    exemption, municipality, department, as_
):
    for person in (municipality, department):
        as_(person).post(address(exemption), {"kind": "exemption", "agree": "yes"})
    exemption.refresh_from_db()
    assert exemption.status == Status.NOT_APPLICABLE


def test_the_second_to_answer_is_told_who_was_first(extension, vyazma, municipality, as_):
    second = make.make_user("second", vyazma, Role.COORDINATOR)
    data = {"kind": "extension", "agree": "yes"}
    as_(municipality).post(address(extension), data)
    page = as_(second).post(
        address(extension), {"kind": "extension", "agree": "no", "text": "Против, потому что"}
    )
    text = page.content.decode()
    assert "Уже рассмотрено" in text
    assert municipality.short_name in text
    assert "Против, потому что" in text


@pytest.mark.parametrize("data", [{}, {"kind": "other", "agree": "yes"}, {"kind": "extension"}])
def test_an_incomplete_answer_does_nothing(extension, municipality, as_, data):
    assert as_(municipality).post(address(extension), data).status_code == 200
    extension.refresh_from_db()
    assert extension.extension_awaits is not None


def test_who_may_not_answer(extension, school, other_municipality, viewer, as_):
    data = {"kind": "extension", "agree": "yes"}
    assert as_(school).post(address(extension), data).status_code == 403
    assert as_(viewer).post(address(extension), data).status_code == 403
    assert as_(other_municipality).post(address(extension), data).status_code == 404
