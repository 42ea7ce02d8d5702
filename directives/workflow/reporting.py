"""What those who carry out do: begin, report, withdraw."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives.models import Assignment, Draft, Evidence, Kind, Mark, Status, StatusUpdate
from directives.workflow.contributions import has_help_from_above
from directives.workflow.permissions import acting_body, first_reviewer
from directives.workflow.proof import missing, tally
from directives.workflow.record import Entry, append, check, lock, reported_marks
from directives.workflow.refusal import Refused
from directives.workflow.state import Event


@transaction.atomic
def start(*, assignment: Assignment, by, at: datetime) -> StatusUpdate | None:
    """Work has begun: recorded once, with the first draft. None where it already had."""
    assignment = lock(assignment)
    if assignment.status != Status.NOT_STARTED:
        return None
    body = check(assignment, Kind.STARTED, by)
    return append(assignment, Event(Kind.STARTED, at), Entry(by), body)


@transaction.atomic
def submit(*, draft: Draft, by, at: datetime, key: UUID) -> StatusUpdate:
    """Send the draft for review. The same key a second time returns the first submission.

    Refused with `missing_proof` while something the checkpoints ask for is lacking.
    """
    return _send(draft, Kind.SUBMITTED, by, at, key)


@transaction.atomic
def report_interim(*, draft: Draft, by, at: datetime, key: UUID) -> StatusUpdate:
    """Tell how far it is. It never closes the assignment and asks for no decision."""
    return _send(draft, Kind.INTERIM, by, at, key)


def _send(draft: Draft, kind: str, by, at: datetime, key: UUID) -> StatusUpdate:
    assignment = lock(draft.assignment)
    if sent := StatusUpdate.objects.filter(submission_key=key, assignment=assignment).first():
        return sent
    body = check(assignment, kind, by)
    draft = _lock_draft(draft)
    marks = list(draft.marks.select_related("checkpoint"))
    files = [file.checkpoint_id for file in draft.files.select_for_update(of=("self",))]
    files += assignment.evidence.live().values_list("checkpoint_id", flat=True)
    if not (draft.text.strip() or files or any(mark.state for mark in marks)):
        raise Refused("empty", _("Write what has been done or mark a checkpoint."), field="text")
    if kind == Kind.SUBMITTED and missing(assignment, marks, files):
        raise Refused("missing_proof", _("The report lacks what the checkpoints ask for."))
    event = _report_event(assignment, kind, at, body, marks, files)
    entry = Entry(by, text=draft.text, key=key, marks=marks)
    update = append(assignment, event, entry, body)
    draft.files.update(update=update, draft=None)
    draft.delete()
    return update


def _lock_draft(draft: Draft) -> Draft:
    """The draft as it is now: a file being attached or removed comes before or after, not between.

    The assignment is locked first, here as everywhere.
    """
    if found := Draft.objects.select_for_update().filter(pk=draft.pk).first():
        return found
    raise Refused("wrong_status", _("The report has already been sent."))


def _report_event(
    assignment: Assignment, kind: str, at: datetime, body: int, marks: list[Mark], files: list
) -> Event:
    counts = tally(assignment, marks, files)
    # A body accepts no report that it has helped to write: the one above it does.
    on_behalf = body != assignment.organization_id or has_help_from_above(assignment)
    reviewer = None
    if kind == Kind.SUBMITTED:
        reviewer = first_reviewer(assignment.organization, on_behalf)
    return Event(
        kind,
        at,
        reviewer=reviewer,
        on_behalf=on_behalf,
        done=counts.done,
        applicable=counts.applicable,
        proof_count=counts.proofs,
    )


def previous_accepted(assignment: Assignment) -> Assignment | None:
    """The last accepted assignment of the same item and body in an earlier period."""
    if assignment.period is None:
        return None
    return (
        Assignment.objects.filter(
            directive=assignment.directive,
            organization=assignment.organization,
            period__starts_on__lt=assignment.period.starts_on,
            status=Status.ACCEPTED,
        )
        .order_by("-period__starts_on")
        .first()
    )


@transaction.atomic
def submit_nil(*, assignment: Assignment, by, at: datetime, key: UUID) -> StatusUpdate:
    """«No changes»: a report that counts as received, with the marks last accepted."""
    assignment = lock(assignment)
    if sent := StatusUpdate.objects.filter(submission_key=key, assignment=assignment).first():
        return sent
    body = check(assignment, Kind.SUBMITTED, by)
    previous = previous_accepted(assignment)
    if previous is None:
        raise Refused(
            "nothing_before", _("There is no accepted report of an earlier period to refer to.")
        )
    marks = reported_marks(previous)
    files = list(assignment.evidence.live().values_list("checkpoint_id", flat=True))
    event = _report_event(assignment, Kind.SUBMITTED, at, body, marks, files)
    return append(assignment, event, Entry(by, is_nil=True, key=key, marks=marks), body)


@transaction.atomic
def withdraw(*, assignment: Assignment, by, at: datetime) -> StatusUpdate:
    """Take the submission back while the reviewer has not looked."""
    assignment = lock(assignment)
    body = check(assignment, Kind.WITHDRAWN, by)
    if assignment.looked_at:
        raise Refused("looked", _("The reviewer has already opened the report."))
    return append(assignment, Event(Kind.WITHDRAWN, at), Entry(by), body)


@transaction.atomic
def withdraw_proof(*, evidence: Evidence, by, at: datetime, text: str) -> StatusUpdate:
    """Say that a sent file no longer proves anything: it stays listed, but is not live."""
    assignment = lock(evidence.assignment)
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    body = check(assignment, Kind.PROOF_WITHDRAWN, by, text)
    if not evidence.is_live:
        raise Refused("wrong_status", _("This file has already been withdrawn."))
    evidence.withdrawn_at = at
    evidence.save(update_fields=["withdrawn_at"])
    files = list(assignment.evidence.live().values_list("checkpoint_id", flat=True))
    counts = tally(assignment, reported_marks(assignment), files)
    text = f"{evidence.name}: {text.strip()}"
    event = Event(Kind.PROOF_WITHDRAWN, at, proof_count=counts.proofs)
    return append(assignment, event, Entry(by, text=text), body)


def may_report(assignment: Assignment, user) -> bool:
    """Whether the user reports on it by role, for the body itself or on its behalf."""
    return acting_body(assignment, Kind.SUBMITTED, user) is not None
