"""Requests for a later date and to be exempted: asked before, consented to by the department."""

from datetime import date, timedelta

import pytest

from directives import workflow
from directives.models import Status
from organizations.models import Level
from tests.make import (
    TODAY,
    assignment_of,
    make_institute,
    make_published,
    moment,
    submitted,
)

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 12, 15)


@pytest.fixture
def assignment(a_school):
    return assignment_of(make_published(), a_school)


def ask(assignment, by, **kwargs):
    arguments = {"at": moment(), "until": UNTIL, "text": "Отпуск юриста"} | kwargs
    return workflow.request_extension(assignment=assignment, by=by, **arguments)


def answer(assignment, by, *, agree=True, kind="extension", text=""):
    return workflow.answer_request(
        assignment=assignment, by=by, at=moment(), kind=kind, agree=agree, text=text
    )


def test_extension_goes_through_the_municipality_to_the_department(
    assignment, school, municipality, department, vyazma
):
    original = assignment.due_on
    request = ask(assignment, school)
    assignment.refresh_from_db()
    assert assignment.extension_awaits == vyazma
    answer(assignment, municipality)
    assignment.refresh_from_db()
    assert assignment.due_on == original
    assert assignment.extension_awaits == vyazma.parent
    granted = answer(assignment, department)
    assignment.refresh_from_db()
    assert granted.answers == request
    assert (assignment.due_on, assignment.original_due_on) == (UNTIL, original)
    assert assignment.extensions_count == 1
    assert assignment.extension_awaits is None


def test_the_department_alone_answers_those_directly_below(soiro, department):
    assignment = assignment_of(make_published(Level.INSTITUTE, number="3.2"), make_institute())
    ask(assignment, soiro)
    answer(assignment, department)
    assignment.refresh_from_db()
    assert assignment.due_on == UNTIL


def test_a_refusal_needs_a_reason_and_keeps_the_date(assignment, school, municipality):
    ask(assignment, school)
    with pytest.raises(workflow.Refused):
        answer(assignment, municipality, agree=False)
    answer(assignment, municipality, agree=False, text="Времени было достаточно")
    assignment.refresh_from_db()
    assert assignment.extension_awaits is None
    assert assignment.due_on == assignment.original_due_on


def test_one_request_of_a_kind_is_open_at_a_time(assignment, school):
    ask(assignment, school)
    with pytest.raises(workflow.Refused) as refusal:
        ask(assignment, school)
    assert refusal.value.code == "request_open"


def test_a_later_date_is_asked_for_before_the_term(assignment, school):
    with pytest.raises(workflow.Refused) as refusal:
        ask(assignment, school, at=moment(assignment.due_on + timedelta(days=1)))
    assert refusal.value.code == "not_before_due"


@pytest.mark.parametrize("until", [TODAY, date(2026, 12, 1)])
def test_the_proposed_date_is_later(assignment, school, until):
    with pytest.raises(workflow.Refused) as refusal:
        ask(assignment, school, until=until)
    assert refusal.value.code == "bad_date"


def test_a_proposed_day_off_moves_to_the_working_day_before(assignment, school):
    ask(assignment, school, until=date(2026, 12, 13))
    assignment.refresh_from_db()
    assert assignment.extension_until == date(2026, 12, 11)


def test_exemption_needs_the_departments_consent(assignment, school, municipality, department):
    workflow.request_exemption(
        assignment=assignment, by=school, at=moment(), text="Нет классов этого уровня"
    )
    answer(assignment, municipality, kind="exemption")
    assignment.refresh_from_db()
    assert assignment.is_open
    answer(assignment, department, kind="exemption")
    assignment.refresh_from_db()
    assert assignment.status == Status.NOT_APPLICABLE


def test_answering_twice_is_told(assignment, school, municipality):
    ask(assignment, school)
    answer(assignment, municipality, agree=False, text="Нет")
    with pytest.raises(workflow.Refused) as refusal:
        answer(assignment, municipality)
    assert refusal.value.code == "already_decided"


def test_nobody_answers_their_own_request(department, department2):
    directive = make_published(Level.DEPARTMENT, number="1.2")
    assignment = directive.assignments.get()
    ask(assignment, department)
    with pytest.raises(workflow.Refused) as refusal:
        answer(assignment, department)
    assert refusal.value.code == "contributed"
    answer(assignment, department2)


def test_acceptance_ends_the_open_requests(assignment, school, municipality):
    ask(assignment, school)
    submitted(assignment, school)
    workflow.accept(assignment=assignment, by=municipality, at=moment())
    assignment.refresh_from_db()
    assert assignment.extension_awaits is None
