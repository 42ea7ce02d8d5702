"""Nobody is made late, or on time, by somebody else's act; nobody decides on their own work."""

from datetime import timedelta

import pytest

from directives import distribution, workflow
from directives.models import Assignment, Kind, Status
from organizations.models import Level, Role
from tests.make import (
    TODAY,
    accepted,
    assignment_of,
    fill_draft,
    key,
    make_authority,
    make_department,
    make_municipality,
    make_period,
    make_periodic,
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


def days(count: int):
    return moment(TODAY + timedelta(days=count))


def test_a_reopened_report_withdrawn_again_keeps_its_first_day(
    assignment, school, municipality, department
):
    accepted(assignment, school, municipality)
    workflow.reopen(assignment=assignment, by=department, at=days(1), text="Нет приложения")
    submitted(assignment, school, days(2))
    workflow.withdraw(assignment=assignment, by=school, at=days(2))
    assignment.refresh_from_db()
    assert (assignment.status, assignment.first_submitted_on) == (Status.RETURNED, TODAY)


def test_what_a_spot_check_reopened_was_not_accepted_at_first(
    assignment, school, municipality, department
):
    accepted(assignment, school, municipality)
    workflow.reopen(assignment=assignment, by=department, at=days(1), text="Нет приложения")
    accepted(assignment, school, municipality, days(2))
    assert not Assignment.objects.showing("first_pass", TODAY).exists()


def test_a_reviewer_cannot_withdraw_what_a_school_has_sent(assignment, school, municipality):
    """It would lose the day of its first submission, without a reason."""
    submitted(assignment, school)
    assignment.refresh_from_db()
    assert "withdraw" not in workflow.allowed(assignment, municipality, TODAY)
    with pytest.raises(workflow.Refused) as refusal:
        workflow.withdraw(assignment=assignment, by=municipality, at=days(0))
    assert refusal.value.code == "not_allowed"


def test_who_sent_a_report_on_behalf_may_withdraw_it(assignment, municipality):
    submitted(assignment, municipality)
    workflow.withdraw(assignment=assignment, by=municipality, at=days(0))
    assignment.refresh_from_db()
    assert assignment.status == Status.IN_PROGRESS


def extended(assignment, school, municipality, department, until, asked=None, answered=None):
    workflow.request_extension(
        assignment=assignment, by=school, at=asked or days(0), until=until, text="Отпуск"
    )
    for by in (municipality, department):
        workflow.answer_request(
            assignment=assignment, by=by, at=answered or asked or days(0), kind="extension",
            agree=True,
        )  # fmt: skip


def test_more_time_for_rework_does_not_make_a_late_report_timely(
    assignment, school, municipality, department
):
    due_on = assignment.due_on
    submitted(assignment, school, days(20))
    workflow.return_for_rework(assignment=assignment, by=municipality, at=days(21), text="Мало")
    until = TODAY + timedelta(days=37)
    extended(assignment, school, municipality, department, until, asked=days(22))
    assignment.refresh_from_db()
    assert (assignment.due_on, assignment.rework_due_on) == (due_on, until)
    accepted(assignment, school, municipality, days(30))
    assert Assignment.objects.showing("accepted_late", TODAY + timedelta(days=40)).exists()


def test_an_extension_asked_in_time_counts_though_it_is_answered_after_a_return(
    assignment, school, municipality, department
):
    until = TODAY + timedelta(days=37)
    workflow.request_extension(
        assignment=assignment, by=school, at=days(0), until=until, text="Отпуск"
    )
    submitted(assignment, school, days(20))
    workflow.return_for_rework(assignment=assignment, by=municipality, at=days(21), text="Мало")
    for by in (municipality, department):
        workflow.answer_request(
            assignment=assignment, by=by, at=days(22), kind="extension", agree=True
        )
    assignment.refresh_from_db()
    assert assignment.due_on == assignment.rework_due_on == until


def test_a_body_does_not_accept_what_it_helped_to_write(
    assignment, school, municipality, vyazma, department
):
    """The only coordinator wrote the interim report: the assignment must not be stuck."""
    draft = fill_draft(assignment, municipality, days(0))
    workflow.report_interim(draft=draft, by=municipality, at=days(0), key=key())
    submitted(assignment, school, days(1))
    assignment.refresh_from_db()
    assert assignment.reviewer == vyazma.parent
    workflow.accept(assignment=assignment, by=department, at=days(2))


def test_help_from_above_in_an_earlier_round_is_forgotten(
    assignment, school, municipality, vyazma, department
):
    submitted(assignment, municipality, days(0))
    workflow.return_for_rework(assignment=assignment, by=department, at=days(1), text="Мало")
    submitted(assignment, school, days(2))
    assignment.refresh_from_db()
    assert assignment.reviewer == vyazma
    assert not assignment.is_on_behalf


def test_nobody_checks_what_they_have_accepted(assignment, municipality, department, department2):
    accepted(assignment, municipality, department)
    with pytest.raises(workflow.Refused) as refusal:
        workflow.confirm_spot_check(assignment=assignment, by=department, at=days(1))
    assert refusal.value.code == "contributed"
    workflow.confirm_spot_check(assignment=assignment, by=department2, at=days(1))


def test_nobody_waives_what_they_have_reported(department, department2):
    assignment = assignment_of(make_published(Level.DEPARTMENT), make_department())
    submitted(assignment, department)
    with pytest.raises(workflow.Refused) as refusal:
        workflow.waive(assignment=assignment, by=department, at=days(0), text="Не нужно")
    assert refusal.value.code == "contributed"
    workflow.waive(assignment=assignment, by=department2, at=days(0), text="Не нужно")


@pytest.mark.parametrize("ended", ["closed", "withdrawn"])
def test_what_nobody_can_carry_out_any_more_is_not_reopened(
    ended, assignment, a_school, school, municipality, department
):
    accepted(assignment, school, municipality)
    if ended == "closed":
        distribution.close_body(organization=a_school, closed_on=TODAY, by=None, at=days(0))
    else:
        distribution.withdraw_directive(
            directive=assignment.directive, by=None, at=days(0), text="Отозван"
        )
    with pytest.raises(workflow.Refused) as refusal:
        workflow.reopen(assignment=assignment, by=department, at=days(1), text="Нет приложения")
    assert refusal.value.code == "wrong_status"


def test_a_nil_report_counts_the_files_that_are_there(a_school, school, municipality):
    first, second = make_period(number=1), make_period(number=2)
    for period in (first, second):
        distribution.open_period(period=period, by=None, at=days(-50))
    directive = make_periodic()
    accepted(assignment_of(directive, a_school, first), school, municipality, days(-9))
    assignment = assignment_of(directive, a_school, second)
    draft = fill_draft(assignment, school, days(-8))
    draft.files.create(
        assignment=assignment, name="Приказ.pdf", size=1, content_type="application/pdf",
        sha256="0" * 64, uploaded_by=school, uploaded_at=days(-8),
    )  # fmt: skip
    workflow.report_interim(draft=draft, by=school, at=days(-8), key=key())
    update = workflow.submit_nil(assignment=assignment, by=school, at=days(0), key=key())
    assert update.proof_count == 2


class TestMove:
    """A school moves, with a report and both requests waiting."""

    @pytest.fixture
    def new_parent(self, a_school):
        authority = make_authority(make_municipality())
        a_school.parent, a_school.municipality = authority, authority.municipality
        return authority

    def move(self, a_school):
        a_school.save()
        return distribution.move_body(organization=a_school, by=None, at=days(1))

    def test_the_new_authority_decides(self, assignment, school, a_school, new_parent):
        submitted(assignment, school)
        assert self.move(a_school) == 1
        assert self.move(a_school) == 0
        assignment.refresh_from_db()
        assert assignment.reviewer == new_parent
        user = make_user("new", new_parent, Role.COORDINATOR)
        workflow.look(assignment=assignment, by=user, at=days(1))
        workflow.accept(assignment=assignment, by=user, at=days(1))

    def test_requests_go_along_but_not_those_passed_on(
        self, assignment, school, municipality, a_school, new_parent, vyazma
    ):
        given = {"assignment": assignment, "at": days(0), "text": "Причина"}
        workflow.request_extension(**given, by=school, until=TODAY + timedelta(days=30))
        workflow.request_exemption(**given, by=school)
        workflow.answer_request(**given, by=municipality, kind="exemption", agree=True)
        assert self.move(a_school) == 1
        assignment.refresh_from_db()
        assert assignment.extension_awaits == new_parent
        assert assignment.exemption_awaits == vyazma.parent

    def test_answering_to_another_in_the_same_municipality_is_a_move_too(
        self, assignment, school, a_school, vyazma
    ):
        submitted(assignment, school)
        a_school.parent = vyazma.parent
        assert self.move(a_school) == 1
        assignment.refresh_from_db()
        assert assignment.reviewer == vyazma.parent
        assert assignment.timeline.last().kind == Kind.MOVED


class TestRevive:
    """A closing entered by mistake is taken back."""

    def close_and_reopen(self, a_school, back_at=None):
        distribution.close_body(organization=a_school, closed_on=TODAY, by=None, at=days(0))
        a_school.refresh_from_db()
        a_school.closed_on = None
        a_school.save()
        distribution.deal_out_to_new_bodies(organizations=[a_school], at=back_at or days(1))

    def test_a_report_under_review_is_under_review_again(self, assignment, school, a_school):
        submitted(assignment, school)
        self.close_and_reopen(a_school)
        assignment.refresh_from_db()
        assert assignment.status == Status.SUBMITTED
        assert assignment.first_submitted_on == TODAY

    def test_rework_goes_on(self, assignment, school, municipality, a_school):
        submitted(assignment, school)
        workflow.return_for_rework(assignment=assignment, by=municipality, at=days(0), text="Мало")
        self.close_and_reopen(a_school)
        assignment.refresh_from_db()
        assert assignment.status == Status.RETURNED

    def test_nobody_is_late_for_the_time_they_were_not_asked(self, assignment, a_school):
        original = assignment.due_on
        self.close_and_reopen(a_school, back_at=days(60))
        assignment.refresh_from_db()
        assert assignment.due_on > TODAY + timedelta(days=60)
        assert assignment.original_due_on == original
        assert not assignment.is_overdue(TODAY + timedelta(days=60))

    def test_it_stands_where_the_body_stands_now(self, assignment, a_school):
        distribution.close_body(organization=a_school, closed_on=TODAY, by=None, at=days(0))
        a_school.refresh_from_db()
        new = make_school(make_authority(make_municipality()))
        a_school.closed_on, a_school.parent = None, new.parent
        a_school.municipality = new.municipality
        a_school.save()
        distribution.deal_out_to_new_bodies(organizations=[a_school], at=days(1))
        assignment.refresh_from_db()
        assert assignment.municipality == new.municipality
