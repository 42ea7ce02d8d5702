"""The timeline: append-only, and the source of everything the assignment says."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.db.utils import IntegrityError

from directives import workflow
from directives.models import Assignment, CheckpointMark, State, StatusUpdate
from directives.workflow.state import state_of
from tests.make import (
    TODAY,
    accepted,
    assignment_of,
    make_checkpoint,
    make_directive,
    make_published,
    moment,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(a_school):
    return assignment_of(make_published(), a_school)


@pytest.mark.parametrize("model", [StatusUpdate, CheckpointMark])
def test_a_row_can_be_neither_changed_nor_deleted(assignment, school, model):
    submitted(assignment, school)
    row = model.objects.last()
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{row._meta.fields[-1].name: None})
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")


def test_each_row_keeps_the_state_it_led_to(assignment, school, municipality):
    submitted(assignment, school)
    workflow.return_for_rework(assignment=assignment, by=municipality, at=moment(), text="Мало")
    assignment.refresh_from_db()
    rows = list(assignment.timeline.all())
    assert [row.status for row in rows] == [
        "not_started", "in_progress", "submitted", "returned",
    ]  # fmt: skip
    assert state_of(rows[-1]) == state_of(assignment)


def test_as_of_a_date_is_the_last_row_before_it(assignment, school, municipality):
    submitted(assignment, school, moment(TODAY - timedelta(days=9)))
    workflow.accept(assignment=assignment, by=municipality, at=moment())
    then = assignment.timeline.filter(recorded_at__lt=moment(TODAY - timedelta(days=1))).last()
    assert then.status == "submitted"


def test_rebuilding_mends_a_spoiled_projection(assignment, school, municipality):
    accepted(assignment, school, municipality)
    assert workflow.rebuild() == 0
    Assignment.objects.filter(pk=assignment.pk).update(returns_count=7, due_on=TODAY)
    assert workflow.rebuild() == 1
    assignment.refresh_from_db()
    assert assignment.returns_count == 0
    assert workflow.rebuild([assignment.pk]) == 0


def test_every_state_column_is_projected():
    columns = {field.column for field in State._meta.get_fields()}
    assert columns <= {field.column for field in Assignment._meta.get_fields() if field.concrete}


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "submitted"}, "submitted_waits_for_a_reviewer"),
        ({"status": "returned"}, "returned_has_a_rework_date"),
        ({"status": "accepted"}, "accepted_has_its_moment"),
        ({"checkpoints_done": 9}, "progress_cannot_exceed_the_whole"),
    ],
)
def test_what_must_never_be_false_is_a_constraint(assignment, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(**values)


def test_a_decision_needs_a_reason_in_the_database_too(assignment, school):
    row = submitted(assignment, school)
    row.pk, row.number, row.kind, row.text, row.submission_key = None, 99, "returned", "", None
    with pytest.raises(IntegrityError, match="decision_needs_reason"), transaction.atomic():
        row.save(force_insert=True)


def test_checkpoints_of_a_published_item_are_frozen(assignment):
    point = assignment.directive.checkpoints.get()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        assignment.directive.checkpoint_links.all().delete()
    point.title = "Другое"
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        point.save()
    assignment.directive.checkpoint_links.create(checkpoint=make_checkpoint(), position=9)


def test_checkpoints_of_an_unpublished_item_may_change():
    directive = make_directive()
    point = directive.checkpoints.get()
    point.title = "Другое"
    point.save()
    directive.checkpoint_links.all().delete()
