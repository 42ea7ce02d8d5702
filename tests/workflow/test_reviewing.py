"""Deciding: who accepts, returns and looks again."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from directives import workflow
from directives.models import Status
from organizations.models import Level, Role
from tests.make import (
    TODAY,
    accepted,
    assignment_of,
    make_department,
    make_institute,
    make_published,
    make_school,
    make_user,
    moment,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(a_school):
    return assignment_of(make_published(), a_school)


def refusal_of(action, **kwargs) -> str:
    with pytest.raises(workflow.Refused) as refusal:
        action(**kwargs)
    return refusal.value.code


def test_acceptance_closes_and_is_substantiated(assignment, school, municipality):
    accepted(assignment, school, municipality)
    assignment.refresh_from_db()
    assert assignment.status == Status.ACCEPTED
    assert assignment.is_substantiated
    assert assignment.accepted_at == moment() + timedelta(hours=1)


def test_acceptance_needs_live_proof(assignment, school, municipality, a_school):
    point = assignment.directive.checkpoints.get()
    draft = workflow.drafts.open_draft(assignment=assignment, by=school, at=moment())
    mark = {"state": "done", "order_number": "", "order_date": None, "link": "", "comment": ""}
    workflow.drafts.save_draft(draft=draft, text="Готово", marks={point.pk: mark}, at=moment())
    file = draft.files.create(
        assignment=assignment, checkpoint=point, name="a.pdf", size=1, sha256="0" * 64,
        content_type="application/pdf", uploaded_by=school, uploaded_at=moment(),
    )  # fmt: skip
    workflow.submit(draft=draft, by=school, at=moment(), key=draft.key)
    file.refresh_from_db()
    file.withdrawn_at = moment()
    file.save()
    code = refusal_of(workflow.accept, assignment=assignment, by=municipality, at=moment())
    assert code == "missing_proof"


def test_a_return_needs_a_reason_and_gives_five_working_days(assignment, school, municipality):
    submitted(assignment, school)
    code = refusal_of(
        workflow.return_for_rework, assignment=assignment, by=municipality, at=moment(), text=" "
    )
    assert code == "no_reason"
    workflow.return_for_rework(
        assignment=assignment, by=municipality, at=moment(), text="Нет номера приказа"
    )
    assignment.refresh_from_db()
    assert assignment.status == Status.RETURNED
    assert assignment.rework_due_on == date(2026, 11, 30)
    assert assignment.returns_count == 1


def test_rework_date_is_not_in_the_past(assignment, school, municipality):
    submitted(assignment, school)
    code = refusal_of(
        workflow.return_for_rework, assignment=assignment, by=municipality, at=moment(),
        text="Нет приказа", rework_due_on=TODAY - timedelta(days=1),
    )  # fmt: skip
    assert code == "bad_date"


def test_first_submission_in_time_stays_in_time_after_a_return(assignment, school, municipality):
    submitted(assignment, school)
    workflow.return_for_rework(assignment=assignment, by=municipality, at=moment(), text="Мало")
    submitted(assignment, school, moment(TODAY + timedelta(days=20)))
    assignment.refresh_from_db()
    assert assignment.first_submitted_on == TODAY


def test_nobody_accepts_what_they_contributed_to(department, department2):
    assignment = assignment_of(make_published(Level.DEPARTMENT, number="1.1"), make_department())
    submitted(assignment, department)
    code = refusal_of(workflow.accept, assignment=assignment, by=department, at=moment())
    assert code == "contributed"
    workflow.accept(assignment=assignment, by=department2, at=moment())


def test_the_department_reviews_the_institute_and_direct_schools(department, soiro, municipality):
    institute = assignment_of(make_published(Level.INSTITUTE, number="3.1"), make_institute())
    accepted(institute, soiro, department)
    body = make_school(parent=make_department(), name="Областной лицей")
    reporter = make_user("lyceum", body, Role.REPORTER)
    direct = assignment_of(make_published(number="4.9"), body)
    submitted(direct, reporter)
    assert refusal_of(workflow.accept, assignment=direct, by=municipality, at=moment())
    workflow.accept(assignment=direct, by=department, at=moment())


def test_the_second_decision_is_told_of_the_first(assignment, school, municipality, vyazma):
    colleague = make_user("colleague", vyazma, Role.COORDINATOR, last_name="Ильина")
    submitted(assignment, school)
    workflow.accept(assignment=assignment, by=colleague, at=moment())
    with pytest.raises(workflow.Refused) as refusal:
        workflow.return_for_rework(
            assignment=assignment, by=municipality, at=moment(), text="Не то"
        )
    assert refusal.value.code == "already_decided"
    assert "Ильина" in str(refusal.value)


def test_a_decision_on_what_has_been_sent_anew_is_refused(assignment, school, municipality):
    seen = submitted(assignment, school).number
    workflow.withdraw(assignment=assignment, by=school, at=moment())
    submitted(assignment, school)
    code = refusal_of(
        workflow.accept, assignment=assignment, by=municipality, at=moment(), seen=seen
    )
    assert code == "already_decided"


def test_looking_is_recorded_once_and_only_by_the_reviewer(
    assignment, school, municipality, department
):
    submitted(assignment, school)
    assert workflow.look(assignment=assignment, by=department, at=moment()) is None
    assert workflow.look(assignment=assignment, by=municipality, at=moment())
    assert workflow.look(assignment=assignment, by=municipality, at=moment()) is None


def test_spot_check_confirms_or_reopens(assignment, school, municipality, department):
    accepted(assignment, school, municipality)
    workflow.confirm_spot_check(assignment=assignment, by=department, at=moment())
    assert refusal_of(
        workflow.reopen, assignment=assignment, by=municipality, at=moment(), text="Проверка"
    )
    workflow.reopen(assignment=assignment, by=department, at=moment(), text="Ссылка не открывается")
    assignment.refresh_from_db()
    assert assignment.status == Status.RETURNED
    assert assignment.accepted_at is None


def test_waiving_is_the_departments(assignment, municipality, department):
    assert refusal_of(
        workflow.waive, assignment=assignment, by=municipality, at=moment(), text="Утратило силу"
    )
    workflow.waive(assignment=assignment, by=department, at=moment(), text="Утратило силу")
    assignment.refresh_from_db()
    assert assignment.status == Status.WAIVED


@pytest.mark.django_db(transaction=True)
def test_two_people_deciding_at_once_one_wins(assignment, school, municipality, vyazma):
    colleague = make_user("colleague", vyazma, Role.COORDINATOR)
    submitted(assignment, school)
    barrier, outcomes = threading.Barrier(2), []

    def decide(person):
        try:
            barrier.wait(10)
            workflow.accept(assignment=assignment, by=person, at=moment())
            outcomes.append("accepted")
        except workflow.Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[who]) for who in (municipality, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["accepted", "already_decided"]
    assert assignment.timeline.filter(kind="accepted").count() == 1
