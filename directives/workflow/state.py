"""What an event does to the state of an assignment: one pure function, for one and for many."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from directives.models import Kind, State, Status
from directives.workflow.table import TRANSITIONS

StateDict = dict[str, object]


@dataclass(frozen=True)
class Event:
    """What happened, with the facts the state takes from it. Times are aware datetimes."""

    kind: str
    at: datetime
    municipality: int | None = None  # MOVED
    reviewer: int | None = None  # SUBMITTED
    on_behalf: bool = False  # SUBMITTED
    awaits: int | None = None  # requests and their endorsement
    until: date | None = None  # EXTENSION_REQUESTED, and a granted date
    rework_due_on: date | None = None  # RETURNED, REOPENED
    done: int | None = None  # reports: checkpoints done
    applicable: int | None = None  # reports: checkpoints applicable
    proof_count: int | None = None  # reports, withdrawn proof
    substantiated: bool = False  # ACCEPTED


def state_of(row: State) -> StateDict:
    """The state's columns of an assignment or a timeline row."""
    return {name: getattr(row, name) for name in State.state_fields()}


def advance(before: StateDict, event: Event) -> StateDict:
    """The state after the event. Whether it may happen is not asked here."""
    after = dict(before)
    end = TRANSITIONS[event.kind].end
    if end is not None:
        after["status"] = end
    if step := _STEPS.get(event.kind):
        step(after, event)
    if after["status"] in (Status.ACCEPTED, Status.NOT_APPLICABLE, Status.WAIVED, Status.CANCELLED):
        after |= {"extension_awaits_id": None, "extension_until": None, "exemption_awaits_id": None}
    return after


def _report(after: StateDict, event: Event) -> None:
    after["checkpoints_done"] = event.done
    after["checkpoints_applicable"] = event.applicable
    after["proof_count"] = event.proof_count
    after["is_on_behalf"] = event.on_behalf


def _interim(after: StateDict, event: Event) -> None:
    _report(after, event)
    if after["status"] == Status.NOT_STARTED:
        after["status"] = Status.IN_PROGRESS


def _submitted(after: StateDict, event: Event) -> None:
    _report(after, event)
    day = timezone.localtime(event.at).date()
    after["first_submitted_on"] = after["first_submitted_on"] or day
    after["submitted_at"] = event.at
    after["looked_at"] = None
    after["reviewer_id"] = event.reviewer


def _withdrawn(after: StateDict, event: Event) -> None:
    if after["rework_due_on"]:
        after["status"] = Status.RETURNED
    if not after["returns_count"]:
        after["first_submitted_on"] = None  # nobody has looked: as if it had not been sent
    after["submitted_at"] = None


def _looked(after: StateDict, event: Event) -> None:
    after["looked_at"] = event.at


def _returned(after: StateDict, event: Event) -> None:
    after["rework_due_on"] = event.rework_due_on
    after["returns_count"] += 1


def _accepted(after: StateDict, event: Event) -> None:
    after["accepted_at"] = event.at
    after["is_substantiated"] = event.substantiated


def _reopened(after: StateDict, event: Event) -> None:
    after["rework_due_on"] = event.rework_due_on
    after["accepted_at"] = None
    after["is_substantiated"] = False


def _extension_asked(after: StateDict, event: Event) -> None:
    after["extension_awaits_id"] = event.awaits
    after["extension_until"] = event.until or after["extension_until"]


def _extension_granted(after: StateDict, event: Event) -> None:
    until = event.until or after["extension_until"]
    after["due_on"] = until
    if after["rework_due_on"]:
        after["rework_due_on"] = max(after["rework_due_on"], until)
    after["extensions_count"] += 1
    after |= {"extension_awaits_id": None, "extension_until": None}


def _extension_refused(after: StateDict, event: Event) -> None:
    after |= {"extension_awaits_id": None, "extension_until": None}


def _exemption_asked(after: StateDict, event: Event) -> None:
    after["exemption_awaits_id"] = event.awaits


def _exemption_refused(after: StateDict, event: Event) -> None:
    after["exemption_awaits_id"] = None


def _moved(after: StateDict, event: Event) -> None:
    after["municipality_id"] = event.municipality


def _proof_withdrawn(after: StateDict, event: Event) -> None:
    after["proof_count"] = event.proof_count


_STEPS = {
    Kind.INTERIM: _interim,
    Kind.SUBMITTED: _submitted,
    Kind.WITHDRAWN: _withdrawn,
    Kind.LOOKED: _looked,
    Kind.RETURNED: _returned,
    Kind.ACCEPTED: _accepted,
    Kind.REOPENED: _reopened,
    Kind.EXTENSION_REQUESTED: _extension_asked,
    Kind.EXTENSION_ENDORSED: _extension_asked,
    Kind.EXTENSION_GRANTED: _extension_granted,
    Kind.EXTENSION_REFUSED: _extension_refused,
    Kind.EXEMPTION_REQUESTED: _exemption_asked,
    Kind.EXEMPTION_ENDORSED: _exemption_asked,
    Kind.EXEMPTION_REFUSED: _exemption_refused,
    Kind.MOVED: _moved,
    Kind.PROOF_WITHDRAWN: _proof_withdrawn,
}
