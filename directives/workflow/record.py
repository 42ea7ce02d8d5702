"""Appending one row to the timeline: the only way an assignment changes, one at a time."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from directives.models import Assignment, CheckpointMark, Kind, Mark, Status, StatusUpdate
from directives.models.timeline import NEEDS_REASON
from directives.workflow.permissions import acting_body
from directives.workflow.refusal import Refused
from directives.workflow.state import Event, advance, state_of
from directives.workflow.table import TRANSITIONS, Actor


@dataclass(frozen=True)
class Entry:
    """What the timeline row says besides the state it led to."""

    by: object
    text: str = ""
    answers: StatusUpdate | None = None
    is_nil: bool = False
    key: UUID | None = None
    marks: list[Mark] = field(default_factory=list)


def lock(assignment: Assignment) -> Assignment:
    """The row as it is now, held until the transaction ends: two people meet here.

    Never the key as well: a file being attached refers to the row meanwhile and must not wait.
    """
    return (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("directive", "organization__parent", "period")
        .get(pk=assignment.pk)
    )


def check(assignment: Assignment, kind: str, by, text: str = "") -> int:
    """The body `by` acts for; Refused where role, status or reason do not allow the action."""
    body = acting_body(assignment, kind, by)
    if body is None:
        raise Refused("not_allowed", _("This action is not yours to take."))
    check_status(assignment.status, kind)
    check_reason(kind, text)
    return body


def check_status(status: str, kind: str) -> None:
    if status not in TRANSITIONS[kind].start:
        raise Refused(
            "wrong_status",
            _("This cannot be done now: the assignment is “%(status)s”.")
            % {"status": Status(status).label},
        )


def check_reason(kind: str, text: str) -> None:
    if kind in NEEDS_REASON and not text.strip():
        raise Refused("no_reason", _("Give the reason."), field="text")


def is_system(kind: str) -> bool:
    return Actor.SYSTEM in TRANSITIONS[kind].actors


def append(assignment: Assignment, event: Event, entry: Entry, body: int | None) -> StatusUpdate:
    """Write the timeline row, its marks and the projection. The assignment is locked."""
    state = advance(state_of(assignment), event)
    last = assignment.timeline.order_by("-number").values_list("number", flat=True).first()
    update = StatusUpdate.objects.create(
        assignment=assignment,
        number=(last or 0) + 1,
        kind=event.kind,
        author=entry.by,
        acting_organization_id=body,
        recorded_at=event.at,
        text=entry.text.strip(),
        is_nil=entry.is_nil,
        answers=entry.answers,
        submission_key=entry.key,
        **state,
    )
    CheckpointMark.objects.bulk_create(copy_marks(update, entry.marks))
    project(assignment, state, event.at)
    assignment.save(update_fields=[*state, "updated_at"])
    return update


def copy_marks(update: StatusUpdate, marks: list[Mark]) -> list[CheckpointMark]:
    """Marks with something in them, as rows of this update."""
    return [
        CheckpointMark(
            update=update,
            checkpoint_id=mark.checkpoint_id,
            **{name: getattr(mark, name) for name in Mark.CONTENT},
        )
        for mark in marks
        if mark.state or mark.comment
    ]


def project(assignment: Assignment, state: dict[str, object], at: datetime) -> None:
    """Copy the state of the last row onto the assignment."""
    for name, value in state.items():
        setattr(assignment, name, value)
    assignment.updated_at = at


def last_report(assignment: Assignment) -> StatusUpdate | None:
    """The last row that carries marks: a submission or an interim report."""
    return (
        assignment.timeline.filter(kind__in=[Kind.SUBMITTED, Kind.INTERIM])
        .order_by("-number")
        .first()
    )


def reported_marks(assignment: Assignment) -> list[CheckpointMark]:
    """The marks as last reported, with their checkpoints."""
    report = last_report(assignment)
    return list(report.marks.select_related("checkpoint")) if report else []
