"""The transition table: which action leads from which status to which, and who may take it."""

from dataclasses import dataclass
from enum import Enum

from directives.models import Kind, Status


class Actor(Enum):
    """In which part a person acts on an assignment."""

    REPORTER = "reporter"  # of the body itself
    SUPERIOR = "superior"  # a coordinator directly above a school, on its behalf
    REVIEWER = "reviewer"  # a coordinator of the body that decides on this submission
    HOLDER = "holder"  # a coordinator of the body the open request waits for
    DEPARTMENT = "department"  # a coordinator of the department
    SYSTEM = "system"  # dealing out: a consequence of publishing, closing, moving


@dataclass(frozen=True)
class Transition:
    """`end` of None leaves the status as it is (but see `state.advance`)."""

    start: frozenset[str]
    end: str | None
    actors: frozenset[Actor]


def _row(start: set[Status], end: Status | None, *actors: Actor) -> Transition:
    return Transition(frozenset(start), end, frozenset(actors))


_TO_DO = {Status.NOT_STARTED, Status.IN_PROGRESS, Status.RETURNED}
_OPEN = _TO_DO | {Status.SUBMITTED}
_DECIDED = {Status.ACCEPTED, Status.NOT_APPLICABLE, Status.WAIVED}

TRANSITIONS: dict[str, Transition] = {
    Kind.STARTED: _row({Status.NOT_STARTED}, Status.IN_PROGRESS, Actor.REPORTER, Actor.SUPERIOR),
    Kind.INTERIM: _row(_TO_DO, None, Actor.REPORTER, Actor.SUPERIOR),
    Kind.SUBMITTED: _row(_TO_DO, Status.SUBMITTED, Actor.REPORTER, Actor.SUPERIOR),
    Kind.WITHDRAWN: _row({Status.SUBMITTED}, Status.IN_PROGRESS, Actor.REPORTER, Actor.SUPERIOR),
    Kind.PROOF_WITHDRAWN: _row(
        {Status.IN_PROGRESS, Status.RETURNED}, None, Actor.REPORTER, Actor.SUPERIOR
    ),
    Kind.LOOKED: _row({Status.SUBMITTED}, None, Actor.REVIEWER),
    Kind.RETURNED: _row({Status.SUBMITTED}, Status.RETURNED, Actor.REVIEWER),
    Kind.ACCEPTED: _row({Status.SUBMITTED}, Status.ACCEPTED, Actor.REVIEWER),
    Kind.EXTENSION_REQUESTED: _row(_TO_DO, None, Actor.REPORTER),
    Kind.EXTENSION_ENDORSED: _row(_OPEN, None, Actor.HOLDER),
    Kind.EXTENSION_GRANTED: _row(_OPEN, None, Actor.HOLDER),
    Kind.EXTENSION_REFUSED: _row(_OPEN, None, Actor.HOLDER),
    Kind.EXEMPTION_REQUESTED: _row(_TO_DO, None, Actor.REPORTER),
    Kind.EXEMPTION_ENDORSED: _row(_OPEN, None, Actor.HOLDER),
    Kind.EXEMPTION_GRANTED: _row(_OPEN, Status.NOT_APPLICABLE, Actor.HOLDER),
    Kind.EXEMPTION_REFUSED: _row(_OPEN, None, Actor.HOLDER),
    Kind.WAIVED: _row(_OPEN, Status.WAIVED, Actor.DEPARTMENT),
    Kind.SPOT_CHECKED: _row({Status.ACCEPTED}, None, Actor.DEPARTMENT),
    Kind.REOPENED: _row(_DECIDED, Status.RETURNED, Actor.DEPARTMENT),
    Kind.CANCELLED: _row(_OPEN, Status.CANCELLED, Actor.SYSTEM),
    Kind.REVIVED: _row({Status.CANCELLED}, None, Actor.SYSTEM),
    Kind.MOVED: _row(_OPEN, None, Actor.SYSTEM),
}

# Which kinds carry a report: text, checkpoint marks and files.
REPORTS = frozenset({Kind.INTERIM, Kind.SUBMITTED})
