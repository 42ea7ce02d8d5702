"""What those who decide do: look, accept, return, check again."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.calendar import REWORK_WORKING_DAYS, add_working_days
from directives.models import Assignment, Kind, Status, StatusUpdate
from directives.workflow.contributions import DECISIONS, had_a_hand, has_contributed
from directives.workflow.permissions import acting_body
from directives.workflow.proof import missing, tally
from directives.workflow.record import Entry, append, check, last_report, lock, reported_marks
from directives.workflow.refusal import Refused
from directives.workflow.state import Event


@transaction.atomic
def look(*, assignment: Assignment, by, at: datetime) -> StatusUpdate | None:
    """The reviewer has opened the report: from now on it cannot be withdrawn. Once a submission."""
    assignment = lock(assignment)
    body = acting_body(assignment, Kind.LOOKED, by)
    if assignment.status != Status.SUBMITTED or assignment.looked_at or body is None:
        return None
    if has_contributed(assignment, by):
        return None
    return append(assignment, Event(Kind.LOOKED, at), Entry(by), body)


@transaction.atomic
def accept(
    *, assignment: Assignment, by, at: datetime, text: str = "", seen: int | None = None
) -> StatusUpdate:
    """Take the assignment off control: executed, and proved as its checkpoints ask.

    `seen` is the number of the last timeline row the page showed.
    """
    assignment = lock(assignment)
    body = _check_decision(assignment, Kind.ACCEPTED, by, text, seen)
    marks = reported_marks(assignment)
    files = list(assignment.evidence.live().values_list("checkpoint_id", flat=True))
    counts = tally(assignment, marks, files)
    report = last_report(assignment)
    if not report.is_nil and missing(assignment, marks, files):
        raise Refused("missing_proof", _("The report lacks what the checkpoints ask for."))
    event = Event(Kind.ACCEPTED, at, substantiated=counts.substantiated)
    return append(assignment, event, Entry(by, text=text, answers=report), body)


@transaction.atomic
def return_for_rework(
    *,
    assignment: Assignment,
    by,
    at: datetime,
    text: str,
    rework_due_on: date | None = None,
    seen: int | None = None,
) -> StatusUpdate:
    """Send back with a reason and a date of rework (five working days by default)."""
    assignment = lock(assignment)
    body = _check_decision(assignment, Kind.RETURNED, by, text, seen)
    event = Event(Kind.RETURNED, at, rework_due_on=_rework_date(rework_due_on, at))
    return append(assignment, event, Entry(by, text=text, answers=last_report(assignment)), body)


def _check_decision(assignment: Assignment, kind: str, by, text: str, seen: int | None) -> int:
    if assignment.status != Status.SUBMITTED:
        _say_who_was_first(assignment)
    newer = assignment.timeline.filter(kind=Kind.SUBMITTED)
    if seen is not None and newer.filter(number__gt=seen).exists():
        raise Refused(
            "already_decided", _("The report was sent anew after you opened it. Read it again.")
        )
    body = check(assignment, kind, by, text)
    if has_contributed(assignment, by):
        raise Refused(
            "contributed",
            _("You took part in this report: another coordinator decides on it."),
        )
    return body


def _say_who_was_first(assignment: Assignment) -> None:
    """Refuse with the decision that came first, or with the status where there was none."""
    last = assignment.timeline.filter(kind__in=DECISIONS).order_by("-number").first()
    if last and last.status == assignment.status and last.author:
        raise Refused(
            "already_decided",
            _("Already decided: %(decision)s, %(person)s, %(when)s.")
            % {
                "decision": last.get_kind_display(),
                "person": last.author.short_name,
                "when": timezone.localtime(last.recorded_at).strftime("%d.%m.%Y %H:%M"),
            },
        )


def _rework_date(chosen: date | None, at: datetime) -> date:
    today = timezone.localtime(at).date()
    if chosen is not None and chosen < today:
        raise Refused("bad_date", _("The date of rework is in the past."), field="rework_due_on")
    return chosen or add_working_days(today, REWORK_WORKING_DAYS)


@transaction.atomic
def confirm_spot_check(*, assignment: Assignment, by, at: datetime, text: str = "") -> StatusUpdate:
    """The department looked into an accepted report and found it as it should be."""
    assignment = lock(assignment)
    body = check(assignment, Kind.SPOT_CHECKED, by)
    if had_a_hand(assignment, by):
        raise Refused(
            "contributed", _("You reported or accepted this: another coordinator checks it.")
        )
    return append(assignment, Event(Kind.SPOT_CHECKED, at), Entry(by, text=text), body)


@transaction.atomic
def reopen(
    *, assignment: Assignment, by, at: datetime, text: str, rework_due_on: date | None = None
) -> StatusUpdate:
    """Put an assignment that had left control back on it, with a reason."""
    assignment = lock(assignment)
    body = check(assignment, Kind.REOPENED, by, text)
    _check_still_asked(assignment, at)
    event = Event(Kind.REOPENED, at, rework_due_on=_rework_date(rework_due_on, at))
    return append(assignment, event, Entry(by, text=text), body)


def _check_still_asked(assignment: Assignment, at: datetime) -> None:
    """Nobody could carry out what is put back on a closed body, or for a withdrawn item."""
    closed_on = assignment.organization.closed_on
    if closed_on and closed_on <= timezone.localtime(at).date():
        raise Refused("wrong_status", _("The organization is closed."))
    if assignment.directive.withdrawn_at:
        raise Refused("wrong_status", _("The item is not on control."))


@transaction.atomic
def waive(*, assignment: Assignment, by, at: datetime, text: str) -> StatusUpdate:
    """The department's own decision: no longer relevant; leaves the denominator, listed apart."""
    assignment = lock(assignment)
    body = check(assignment, Kind.WAIVED, by, text)
    if has_contributed(assignment, by):
        raise Refused(
            "contributed", _("You took part in this report: another coordinator decides on it.")
        )
    return append(assignment, Event(Kind.WAIVED, at), Entry(by, text=text), body)
