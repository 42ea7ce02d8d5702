"""What must hold of any telling, whatever the day: asked of the database anew."""

from collections import defaultdict
from itertools import pairwise

from directives import workflow
from directives.models import (
    Assignment,
    Checkpoint,
    CheckpointMark,
    Directive,
    Evidence,
    Kind,
    Status,
    StatusUpdate,
)
from directives.workflow.state import Event, advance, state_of
from directives.workflow.table import REPORTS, TRANSITIONS
from organizations.models import Level, Membership, Organization
from resolution_tracker.demo.moments import day_of

_DECISIONS = {Kind.ACCEPTED, Kind.RETURNED, Kind.REOPENED}


def timelines() -> dict[int, list[StatusUpdate]]:
    """Every timeline, its assignment, item and bodies loaded once for all rows."""
    bodies = Organization.objects.in_bulk()
    for body in bodies.values():
        body.parent = bodies.get(body.parent_id)
    items, assignments = Directive.objects.in_bulk(), Assignment.objects.in_bulk()
    for assignment in assignments.values():
        assignment.directive = items[assignment.directive_id]
        assignment.organization = bodies[assignment.organization_id]
    found = defaultdict(list)
    for row in StatusUpdate.objects.order_by("assignment", "number"):
        row.assignment = assignments[row.assignment_id]
        row.acting_organization = bodies.get(row.acting_organization_id)
        found[row.assignment_id].append(row)
    return found


def everything_holds(now) -> None:
    """All of it, in the order in which a failure tells most."""
    found = timelines()
    assert set(found) == set(Assignment.objects.values_list("pk", flat=True))
    for rows in found.values():
        in_order(rows, now)
        replays(rows)
        follows_the_table(rows)
        requests_in_time(rows)
        decided_by_others(rows)
    reports_are_proved(found)
    deciders_have_the_role(found)
    assert workflow.rebuild() == 0


def in_order(rows, now) -> None:
    """Numbered without a gap, never back in time, never after now; dealt out first."""
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    moments = [row.recorded_at for row in rows]
    assert moments == sorted(moments)
    assert moments[-1] <= now
    assert rows[0].kind == Kind.ASSIGNED
    assert all(row.author_id for row in rows)


def replays(rows) -> None:
    """The state function, given what each row says happened, leads to each row's state."""
    for before, row in pairwise(rows):
        assert advance(state_of(before), event_of(row)) == state_of(row), row


def event_of(row) -> Event:
    granted = row.kind == Kind.EXTENSION_GRANTED
    return Event(
        row.kind,
        row.recorded_at,
        municipality=row.municipality_id,
        reviewer=row.reviewer_id,
        on_behalf=row.is_on_behalf,
        awaits=row.extension_awaits_id if "extension" in row.kind else row.exemption_awaits_id,
        until=row.due_on if granted else row.extension_until,
        rework_due_on=row.rework_due_on,
        done=row.checkpoints_done,
        applicable=row.checkpoints_applicable,
        proof_count=row.proof_count,
        substantiated=row.is_substantiated,
    )


def follows_the_table(rows) -> None:
    """Each action was open from the status it found."""
    for before, row in pairwise(rows):
        assert before.status in TRANSITIONS[row.kind].start, row


def requests_in_time(rows) -> None:
    """One of a kind at a time, a later date asked for before the date; below, only endorsed."""
    for before, row in pairwise(rows):
        if row.kind == Kind.EXTENSION_REQUESTED:
            assert before.extension_awaits_id is None
            assert day_of(row.recorded_at) <= before.acts_by < row.extension_until
        if row.kind == Kind.EXEMPTION_REQUESTED:
            assert before.exemption_awaits_id is None
        if row.kind in (Kind.EXTENSION_GRANTED, Kind.EXEMPTION_GRANTED, Kind.WAIVED):
            assert row.acting_organization.level == Level.DEPARTMENT
            assert row.status == Status.NOT_APPLICABLE or row.kind != Kind.EXEMPTION_GRANTED
        if row.kind in (Kind.EXTENSION_ENDORSED, Kind.EXEMPTION_ENDORSED):
            assert row.acting_organization.level == Level.MUNICIPAL


def decided_by_others(rows) -> None:
    """By the reviewer that stood on the submission, and never by one who contributed."""
    contributors: set[int] = set()
    for before, row in pairwise(rows):
        if row.kind in REPORTS:
            contributors.add(row.author_id)
            assert row.is_on_behalf == (row.acting_organization_id != _body(row).pk)
        if row.kind in (Kind.ACCEPTED, Kind.RETURNED):
            assert row.author_id not in contributors, row
            assert row.acting_organization_id == before.reviewer_id == _reviewer(before), row
        if row.kind in _DECISIONS:
            contributors.clear()


def _body(row):
    return row.assignment.organization


def _reviewer(row) -> int:
    """Told anew: the parent; the department for its own and for reports on behalf."""
    body = _body(row)
    if body.level == Level.DEPARTMENT:
        return body.pk
    return body.parent.parent_id if row.is_on_behalf else body.parent_id


def deciders_have_the_role(found) -> None:
    """Whoever decided coordinates the body they acted for."""
    coordinates = set(
        Membership.objects.filter(role="coordinator").values_list("user", "organization")
    )
    for rows in found.values():
        for row in rows:
            if row.kind in _DECISIONS | {Kind.WAIVED, Kind.SPOT_CHECKED, Kind.LOOKED}:
                assert (row.author_id, row.acting_organization_id) in coordinates


def reports_are_proved(found) -> None:
    """No final report lacks proof; what it says was not dated later than it was sent."""
    marks, files = defaultdict(list), defaultdict(list)
    points = Checkpoint.objects.in_bulk()
    for mark in CheckpointMark.objects.all():
        mark.checkpoint = points[mark.checkpoint_id]
        marks[mark.update_id].append(mark)
    for file in Evidence.objects.filter(update__isnull=False).select_related("update"):
        files[file.assignment_id].append((file.update.number, file.checkpoint_id))
        assert file.uploaded_by_id == file.update.author_id
    for pk, rows in found.items():
        for row in rows:
            if row.kind not in REPORTS:
                continue
            assignment = row.assignment
            attached = [point for number, point in files[pk] if number <= row.number]
            said = workflow.tally(assignment, marks[row.pk], attached)
            assert (said.done, said.applicable) == (
                row.checkpoints_done,
                row.checkpoints_applicable,
            )
            days = [mark.order_date for mark in marks[row.pk] if mark.order_date]
            assert all(day <= day_of(row.recorded_at) for day in days)
            if row.kind == Kind.SUBMITTED and not row.is_nil:
                assert not workflow.missing(assignment, marks[row.pk], attached), row
