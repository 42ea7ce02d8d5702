"""The same table and the same state function for many assignments at once.

Used where assignments change together: dealing out, closing, moving, and filling the demo.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, models, transaction
from django.utils import timezone

from directives.calendar import REWORK_WORKING_DAYS, add_working_days
from directives.models import (
    Assignment,
    CheckpointMark,
    Evidence,
    Kind,
    Mark,
    State,
    StatusUpdate,
)
from directives.workflow.permissions import first_reviewer
from directives.workflow.projection import rebuild
from directives.workflow.proof import missing, tally
from directives.workflow.record import (
    check,
    check_reason,
    check_status,
    copy_marks,
    is_system,
    project,
)
from directives.workflow.refusal import Refused
from directives.workflow.state import Event, advance, is_of_rework, state_of
from directives.workflow.table import REPORTS

_BATCH = 1000
_REQUESTS = {
    Kind.EXTENSION_ENDORSED: Kind.EXTENSION_REQUESTED,
    Kind.EXTENSION_GRANTED: Kind.EXTENSION_REQUESTED,
    Kind.EXTENSION_REFUSED: Kind.EXTENSION_REQUESTED,
    Kind.EXEMPTION_ENDORSED: Kind.EXEMPTION_REQUESTED,
    Kind.EXEMPTION_GRANTED: Kind.EXEMPTION_REQUESTED,
    Kind.EXEMPTION_REFUSED: Kind.EXEMPTION_REQUESTED,
}


@dataclass
class Step:
    """One action on one assignment. `marks` and `files` are unsaved and belong to a report."""

    assignment: Assignment
    kind: str
    at: datetime
    by: object = None
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    files: list[Evidence] = field(default_factory=list)
    until: date | None = None
    rework_due_on: date | None = None
    back_to: str = ""  # REVIVED: the status it had
    is_nil: bool = False


@dataclass
class _Ledger:
    """What the rules need to remember of one assignment while its steps are taken."""

    number: int = 0
    marks: list[Mark] = field(default_factory=list)
    files: list[int | None] = field(default_factory=list)
    contributors: set[int] = field(default_factory=set)
    helped: bool = False  # the body above has entered a part of this round's report
    last: dict[str, StatusUpdate] = field(default_factory=dict)

    def begin_round(self) -> None:
        self.contributors.clear()
        self.helped = False


@transaction.atomic
def run(steps: Iterable[Step]) -> list[StatusUpdate]:
    """Take the steps in order of time; Refused on the first that the rules do not allow.

    The assignments come with `directive` and `organization__parent` loaded, and have no reports
    in the database yet that a step would build upon (dealing out and system steps always may).
    """
    steps = sorted(steps, key=lambda step: step.at)
    ledgers = _open_ledgers(steps)
    updates, marks, files = [], [], []
    for pk, step in zip(_reserve(StatusUpdate, len(steps)), steps, strict=True):
        update = _take(step, ledgers[step.assignment.pk], pk)
        updates.append(update)
        marks += copy_marks(update, step.marks)
        for file in step.files:
            file.assignment, file.update = step.assignment, update
            files.append(file)
    StatusUpdate.objects.bulk_create(updates, batch_size=_BATCH)
    CheckpointMark.objects.bulk_create(marks, batch_size=_BATCH)
    Evidence.objects.bulk_create(files, batch_size=_BATCH)
    rebuild({step.assignment.pk for step in steps})
    return updates


def record(
    assignments: Iterable[Assignment], kind: str, *, by, at: datetime, text: str = ""
) -> list[StatusUpdate]:
    """The same system step for each of the assignments."""
    return run([Step(item, kind, at, by, text) for item in assignments])


@transaction.atomic
def deal_out(assignments: list[Assignment], *, by, at: datetime) -> list[Assignment]:
    """Store new assignments with the first row of their timeline."""
    for assignment in assignments:
        assignment.updated_at = at
    created = Assignment.objects.bulk_create(assignments, batch_size=_BATCH)
    StatusUpdate.objects.bulk_create(
        [
            StatusUpdate(
                assignment=assignment,
                number=1,
                kind=Kind.ASSIGNED,
                author=by,
                recorded_at=at,
                **state_of(assignment),
            )
            for assignment in created
        ],
        batch_size=_BATCH,
    )
    return created


def _open_ledgers(steps: list[Step]) -> dict[int, _Ledger]:
    """Lock the assignments, always in the same order, and read where they stand now."""
    pks = {step.assignment.pk for step in steps}
    rows = Assignment.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    states = {row.pop("pk"): row for row in rows.values("pk", *State.state_fields())}
    for step in steps:
        for name, value in states[step.assignment.pk].items():
            setattr(step.assignment, name, value)
    numbers = dict(
        StatusUpdate.objects.filter(assignment__in=pks)
        .values_list("assignment")
        .annotate(models.Max("number"))
    )
    return {pk: _Ledger(numbers.get(pk, 0)) for pk in pks}


def _take(step: Step, ledger: _Ledger, pk: int) -> StatusUpdate:
    assignment = step.assignment
    body = None
    if is_system(step.kind):
        check_status(assignment.status, step.kind)
        check_reason(step.kind, step.text)
    else:
        body = check(assignment, step.kind, step.by, step.text)
    event = _event(step, ledger, body)
    state = advance(state_of(assignment), event)
    ledger.number += 1
    answers = ledger.last.get(_REQUESTS.get(step.kind, Kind.SUBMITTED))
    update = StatusUpdate(
        pk=pk,
        assignment=assignment,
        number=ledger.number,
        kind=step.kind,
        author=step.by,
        acting_organization_id=body,
        recorded_at=step.at,
        text=step.text.strip(),
        is_nil=step.is_nil,
        answers=answers if step.kind in _ANSWERS else None,
        **state,
    )
    ledger.last[step.kind] = update
    project(assignment, state, step.at)
    return update


_ANSWERS = {*_REQUESTS, Kind.ACCEPTED, Kind.RETURNED}


def _event(step: Step, ledger: _Ledger, body: int | None) -> Event:
    assignment = step.assignment
    if step.kind in REPORTS:
        return _report(step, ledger, body)
    if step.kind == Kind.ACCEPTED:
        return _acceptance(step, ledger)
    if step.kind in (Kind.RETURNED, Kind.REOPENED):
        ledger.begin_round()
        today = timezone.localtime(step.at).date()
        rework = step.rework_due_on or add_working_days(today, REWORK_WORKING_DAYS)
        return Event(step.kind, step.at, rework_due_on=rework)
    if step.kind in (Kind.EXTENSION_REQUESTED, Kind.EXEMPTION_REQUESTED):
        awaits = first_reviewer(assignment.organization, on_behalf=False)
        return Event(step.kind, step.at, awaits=awaits, until=step.until)
    if step.kind in (Kind.EXTENSION_ENDORSED, Kind.EXEMPTION_ENDORSED):
        awaits = assignment.organization.parent.parent_id
        return Event(step.kind, step.at, awaits=awaits)
    if step.kind in (Kind.MOVED, Kind.REVIVED):
        return _following(step)
    if step.kind == Kind.EXTENSION_GRANTED:
        asked = ledger.last.get(Kind.EXTENSION_REQUESTED)
        return Event(step.kind, step.at, until=step.until, of_rework=is_of_rework(asked))
    return Event(step.kind, step.at)


def moves(assignment: Assignment) -> bool:
    """Whether a move of its body has left it behind: in territory, reviewer or open requests."""
    before = state_of(assignment)
    return advance(before, _following(Step(assignment, Kind.MOVED, timezone.now()))) != before


def _following(step: Step) -> Event:
    """Where an assignment stands when it follows its body."""
    body = step.assignment.organization
    return Event(
        step.kind,
        step.at,
        municipality=body.municipality_id,
        reviewer=first_reviewer(body, step.assignment.is_on_behalf),
        awaits=first_reviewer(body, on_behalf=False),
        passed_on=first_reviewer(body, on_behalf=True),
        until=step.until,
        back_to=step.back_to,
    )


def _report(step: Step, ledger: _Ledger, body: int | None) -> Event:
    assignment = step.assignment
    ledger.marks = step.marks
    ledger.files += [file.checkpoint_id for file in step.files]
    ledger.contributors |= {step.by.pk}
    counts = tally(assignment, ledger.marks, ledger.files)
    is_final = step.kind == Kind.SUBMITTED
    if is_final and not step.is_nil and missing(assignment, ledger.marks, ledger.files):
        raise Refused("missing_proof", "missing proof in a bulk step")
    on_behalf = ledger.helped = ledger.helped or body != assignment.organization_id
    return Event(
        step.kind,
        step.at,
        reviewer=first_reviewer(assignment.organization, on_behalf) if is_final else None,
        on_behalf=on_behalf,
        done=counts.done,
        applicable=counts.applicable,
        proof_count=counts.proofs,
    )


def _acceptance(step: Step, ledger: _Ledger) -> Event:
    if step.by.pk in ledger.contributors:
        raise Refused("contributed", "an acceptance by a contributor in a bulk step")
    ledger.begin_round()
    counts = tally(step.assignment, ledger.marks, ledger.files)
    return Event(step.kind, step.at, substantiated=counts.substantiated)


def _reserve(model: type[models.Model], count: int) -> list[int]:
    """Primary keys ahead of the rows, so that rows of one batch may refer to each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]
