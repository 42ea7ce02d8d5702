"""Dealing out: exactly one assignment for each body that is asked."""

from datetime import date, timedelta

import pytest

from directives import distribution, workflow
from directives.models import Assignment, Status
from organizations.models import Level
from tests.make import (
    TODAY,
    accepted,
    assignment_of,
    make_authority,
    make_checkpoint,
    make_department,
    make_directive,
    make_institute,
    make_municipality,
    make_period,
    make_periodic,
    make_published,
    make_school,
    moment,
)

pytestmark = pytest.mark.django_db


def test_each_level_gets_its_own(vyazma, a_school):
    make_authority()
    make_school(vyazma, parent=make_department())
    make_institute()
    counts = {level: make_published(level).assignments.count() for level in Level}
    assert counts == {"department": 1, "municipal": 2, "institute": 1, "school": 2}


def test_a_school_is_asked_by_its_education_levels(vyazma):
    nine_years = make_school(vyazma, education_levels=["noo", "ooo"])
    evening = make_school(vyazma, education_levels=["soo"])
    unknown = make_school(vyazma, education_levels=[])
    point = make_checkpoint(education_levels=["soo"])
    directive = make_published(
        education_levels=["noo", "ooo"], checkpoints=[make_checkpoint(), point]
    )
    asked = set(directive.assignments.values_list("organization", flat=True))
    assert asked == {nine_years.pk, unknown.pk}
    assert evening.pk not in asked
    assert assignment_of(directive, nine_years).checkpoints_applicable == 1
    assert assignment_of(directive, unknown).checkpoints_applicable == 2


def test_branches_closed_and_voided_bodies_are_not_asked(vyazma):
    make_school(vyazma, is_branch=True, is_addressee=False)
    make_school(vyazma, closed_on=TODAY - timedelta(days=100))
    make_school(vyazma, voided_at=moment())
    assert make_published().assignments.count() == 0


def test_a_due_date_on_a_day_off_moves_to_the_working_day_before(a_school):
    directive = make_published(due_on=date(2026, 11, 29))
    assert directive.due_on == date(2026, 11, 27)


def test_a_periodic_item_is_dealt_out_with_each_period(a_school):
    first, second = make_period(number=1), make_period(number=2)
    distribution.open_period(period=first, by=None, at=moment())
    directive = make_periodic()
    assert directive.assignments.count() == 1
    distribution.open_period(period=second, by=None, at=moment())
    assert set(directive.assignments.values_list("period", flat=True)) == {first.pk, second.pk}


def test_publishing_or_opening_twice_is_refused(a_school):
    directive, period = make_published(), make_period()
    distribution.open_period(period=period, by=None, at=moment())
    with pytest.raises(workflow.Refused):
        distribution.publish(
            directive=directive, by=None, at=moment(), placed_on_control_on=TODAY, due_on=TODAY
        )
    with pytest.raises(workflow.Refused):
        distribution.open_period(period=period, by=None, at=moment())


def test_a_school_taken_in_later_gets_its_own_and_is_not_late_at_once(vyazma, a_school):
    directive = make_published(due_on=TODAY - timedelta(days=20))
    late = make_school(vyazma)
    assert distribution.deal_out_to_new_bodies(organizations=[late], at=moment()) == 1
    assert distribution.deal_out_to_new_bodies(at=moment()) == 0
    assert assignment_of(directive, late).due_on == date(2026, 12, 7)


def test_closing_before_the_date_cancels_and_after_it_changes_nothing(a_school, vyazma):
    past = assignment_of(make_published(due_on=TODAY - timedelta(days=30)), a_school)
    coming = assignment_of(make_published(), a_school)
    distribution.close_body(organization=a_school, closed_on=TODAY, by=None, at=moment())
    past.refresh_from_db()
    coming.refresh_from_db()
    assert past.status == Status.NOT_STARTED
    assert coming.status == Status.CANCELLED
    assert coming.timeline.last().text


def test_what_was_accepted_stays_when_the_body_closes(a_school, school, municipality):
    assignment = assignment_of(make_published(), a_school)
    accepted(assignment, school, municipality)
    distribution.close_body(organization=a_school, closed_on=TODAY, by=None, at=moment())
    assignment.refresh_from_db()
    assert assignment.status == Status.ACCEPTED


def test_a_reopened_body_gets_its_cancelled_assignments_back(a_school):
    assignment = assignment_of(make_published(), a_school)
    distribution.close_body(organization=a_school, closed_on=TODAY, by=None, at=moment())
    a_school.refresh_from_db()
    a_school.closed_on = None
    a_school.save()
    assert distribution.deal_out_to_new_bodies(organizations=[a_school], at=moment()) == 1
    assignment.refresh_from_db()
    assert assignment.status == Status.NOT_STARTED


def test_a_move_takes_open_assignments_along(a_school, school, municipality):
    done, todo = (assignment_of(make_published(), a_school) for _ in range(2))
    accepted(done, school, municipality)
    a_school.municipality = make_municipality()
    a_school.parent = make_authority(a_school.municipality)
    a_school.save()
    assert distribution.move_body(organization=a_school, by=None, at=moment()) == 1
    done.refresh_from_db()
    todo.refresh_from_db()
    assert todo.municipality == a_school.municipality
    assert done.municipality != a_school.municipality


def test_withdrawing_an_item_cancels_what_is_open(a_school, vyazma, school, municipality):
    make_school(vyazma)
    directive = make_published()
    accepted(assignment_of(directive, a_school), school, municipality)
    distribution.withdraw_directive(directive=directive, by=None, at=moment(), text="Отозван")
    statuses = set(directive.assignments.values_list("status", flat=True))
    assert statuses == {Status.ACCEPTED, Status.CANCELLED}


def test_a_period_needs_a_date_for_each_level_that_reports(a_school):
    make_periodic()
    period = make_period()
    period.due_dates.filter(level=Level.SCHOOL).delete()
    with pytest.raises(workflow.Refused) as refusal:
        distribution.open_period(period=period, by=None, at=moment())
    assert refusal.value.code == "bad_date"


def test_an_unpublished_item_deals_out_nothing(a_school):
    make_directive()
    distribution.deal_out_to_new_bodies(at=moment())
    assert not Assignment.objects.exists()
