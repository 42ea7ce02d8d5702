"""Reporting: what a body may send, and when."""

from datetime import timedelta

import pytest

from directives import distribution, workflow
from directives.models import Evidence, Status, StatusUpdate
from tests.make import (
    TODAY,
    assignment_of,
    fill_draft,
    key,
    make_period,
    make_periodic,
    make_published,
    make_user,
    moment,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(a_school):
    return assignment_of(make_published(), a_school)


def test_first_draft_records_the_start(assignment, school):
    workflow.drafts.open_draft(assignment=assignment, by=school, at=moment())
    assignment.refresh_from_db()
    assert assignment.status == Status.IN_PROGRESS
    assert list(assignment.timeline.values_list("kind", flat=True)) == ["assigned", "started"]


def test_submitting_turns_the_draft_into_an_update(assignment, school, vyazma):
    update = submitted(assignment, school)
    assignment.refresh_from_db()
    assert assignment.status == Status.SUBMITTED
    assert assignment.reviewer == vyazma
    assert assignment.first_submitted_on == TODAY
    assert (assignment.checkpoints_done, assignment.checkpoints_applicable) == (1, 1)
    assert update.marks.get().order_number == "12-од"
    assert not assignment.drafts.exists()


def test_submitting_twice_does_it_once(assignment, school):
    draft = fill_draft(assignment, school, moment())
    first = workflow.submit(draft=draft, by=school, at=moment(), key=draft.key)
    draft.pk = 0
    second = workflow.submit(draft=draft, by=school, at=moment(), key=draft.key)
    assert first == second
    assert StatusUpdate.objects.filter(kind="submitted").count() == 1


def test_a_final_report_without_proof_is_refused(assignment, school):
    draft = workflow.drafts.open_draft(assignment=assignment, by=school, at=moment())
    point = workflow.applicable_checkpoints(assignment)[0]
    done = {"state": "done", "order_number": "", "order_date": None, "link": "", "comment": ""}
    workflow.drafts.save_draft(draft=draft, text="Сделано", marks={point.pk: done}, at=moment())
    with pytest.raises(workflow.Refused) as refusal:
        workflow.submit(draft=draft, by=school, at=moment(), key=draft.key)
    assert refusal.value.code == "missing_proof"


def test_an_empty_report_is_refused(assignment, school):
    draft = workflow.drafts.open_draft(assignment=assignment, by=school, at=moment())
    with pytest.raises(workflow.Refused) as refusal:
        workflow.report_interim(draft=draft, by=school, at=moment(), key=draft.key)
    assert refusal.value.code == "empty"


def test_an_interim_report_never_closes(assignment, school):
    draft = fill_draft(assignment, school, moment())
    workflow.report_interim(draft=draft, by=school, at=moment(), key=draft.key)
    assignment.refresh_from_db()
    assert assignment.status == Status.IN_PROGRESS
    assert assignment.first_submitted_on is None
    assert assignment.checkpoints_done == 1


def test_a_file_proves_a_checkpoint_and_moves_with_the_draft(assignment, school):
    draft = workflow.drafts.open_draft(assignment=assignment, by=school, at=moment())
    point = workflow.applicable_checkpoints(assignment)[0]
    done = {"state": "done", "order_number": "", "order_date": None, "link": "", "comment": ""}
    workflow.drafts.save_draft(draft=draft, text="Сделано", marks={point.pk: done}, at=moment())
    file = Evidence.objects.create(
        assignment=assignment, draft=draft, checkpoint=point, name="приказ.pdf", size=10,
        content_type="application/pdf", sha256="0" * 64, uploaded_by=school, uploaded_at=moment(),
    )  # fmt: skip
    update = workflow.submit(draft=draft, by=school, at=moment(), key=draft.key)
    file.refresh_from_db()
    assert file.update == update
    assert file.is_live


def test_a_submission_is_withdrawn_until_the_reviewer_has_looked(assignment, school, municipality):
    submitted(assignment, school)
    workflow.withdraw(assignment=assignment, by=school, at=moment())
    assignment.refresh_from_db()
    assert assignment.status == Status.IN_PROGRESS
    assert assignment.first_submitted_on is None
    submitted(assignment, school)
    workflow.look(assignment=assignment, by=municipality, at=moment())
    with pytest.raises(workflow.Refused) as refusal:
        workflow.withdraw(assignment=assignment, by=school, at=moment())
    assert refusal.value.code == "looked"


def test_no_changes_refers_to_the_last_accepted_period(a_school, school, municipality):
    first, second = make_period(number=1), make_period(number=2)
    from_day = moment(TODAY - timedelta(days=50))
    directive = make_periodic()
    distribution.open_period(period=first, by=None, at=from_day)
    report = assignment_of(directive, a_school, first)
    submitted(report, school)
    workflow.accept(assignment=report, by=municipality, at=moment())
    distribution.open_period(period=second, by=None, at=moment())
    now = assignment_of(directive, a_school, second)
    update = workflow.submit_nil(assignment=now, by=school, at=moment(), key=key())
    assert update.is_nil
    assert update.marks.get().order_number == "12-од"
    assert workflow.accept(assignment=now, by=municipality, at=moment()).status == Status.ACCEPTED


def test_no_changes_needs_something_before(a_school, school):
    period = make_period()
    directive = make_periodic()
    distribution.open_period(period=period, by=None, at=moment())
    with pytest.raises(workflow.Refused) as refusal:
        workflow.submit_nil(
            assignment=assignment_of(directive, a_school, period), by=school, at=moment(), key=key()
        )
    assert refusal.value.code == "nothing_before"


def test_a_shared_checkpoint_is_answered_once(a_school, school):
    first = make_published()
    point = first.checkpoints.get()
    second = make_published(checkpoints=[point])
    submitted(assignment_of(first, a_school), school)
    known = workflow.drafts.prefill(assignment_of(second, a_school))
    assert known[point.pk].mark.order_number == "12-од"
    assert known[point.pk].source.directive == first


def test_on_behalf_is_marked_and_goes_to_the_department(
    assignment, municipality, department, vyazma
):
    submitted(assignment, municipality)
    assignment.refresh_from_db()
    assert assignment.is_on_behalf
    assert assignment.reviewer == vyazma.parent
    with pytest.raises(workflow.Refused):
        workflow.accept(assignment=assignment, by=municipality, at=moment())
    workflow.accept(assignment=assignment, by=department, at=moment())


def test_another_body_may_not_report(assignment, other_school, soiro, department):
    for user in (other_school, soiro, department, make_user()):
        with pytest.raises(workflow.Refused):
            workflow.drafts.open_draft(assignment=assignment, by=user, at=moment())
