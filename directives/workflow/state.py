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
    municipality: int | None = None  # MOVED, REVIVED
    reviewer: int | None = None  # SUBMITTED, MOVED, REVIVED
    on_behalf: bool = False  # SUBMITTED
    awaits: int | None = None  # requests and their endorsement, MOVED
    passed_on: int | None = None  # MOVED: what waits there already stays
    until: date | None = None  # EXTENSION_REQUESTED, a granted date, REVIVED
    of_rework: bool = False  # EXTENSION_GRANTED: the date of rework was meant
    back_to: str = ""  # REVIVED: the status before it was cancelled
    rework_due_on: date | None = None  # RETURNED, REOPENED
    done: int | None = None  # reports: checkpoints done
    applicable: int | None = None  # reports: checkpoints applicable
    proof_count: int | None = None  # reports, withdrawn proof
    substantiated: bool = False  # ACCEPTED


def state_of(row: State) -> StateDict:
    """The state's columns of an assignment or a timeline row."""
    return {name: getattr(row, name) for name in State.state_fields()}


def is_of_rework(request: State) -> bool:
    """Whether a request for a later date was made after a return: then it means that date."""
    return request.status == Status.RETURNED


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
    if after["rework_due_on"]:  # decided upon before, and put back on control
        after["status"] = Status.RETURNED
    else:
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
    if after["accepted_at"]:
        after["returns_count"] += 1  # what a spot check sends back was not accepted at first
    after["accepted_at"] = None
    after["is_substantiated"] = False


def _extension_asked(after: StateDict, event: Event) -> None:
    after["extension_awaits_id"] = event.awaits
    after["extension_until"] = event.until or after["extension_until"]


def _extension_granted(after: StateDict, event: Event) -> None:
    until = event.until or after["extension_until"]
    if not event.of_rework:  # a late report stays late, however long its rework may take
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
    """What waits for a decision waits for the new body above, unless it was passed on."""
    after["municipality_id"] = event.municipality
    if after["status"] == Status.SUBMITTED and after["reviewer_id"] != event.reviewer:
        after |= {"reviewer_id": event.reviewer, "looked_at": None}
    for holder in ("extension_awaits_id", "exemption_awaits_id"):
        if after[holder] not in (None, event.passed_on):
            after[holder] = event.awaits


def _revived(after: StateDict, event: Event) -> None:
    after["status"] = event.back_to or Status.NOT_STARTED
    _moved(after, event)
    if event.until and after["status"] != Status.SUBMITTED:
        after["due_on"] = event.until
        if after["rework_due_on"]:
            after["rework_due_on"] = max(after["rework_due_on"], event.until)


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
    Kind.REVIVED: _revived,
    Kind.PROOF_WITHDRAWN: _proof_withdrawn,
}
