"""Asking for a later date or to be exempted, and answering.

A municipality that extends and exempts its own schools would make its own score: its agreement only
passes the request on, and the department consents.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.calendar import preceding_working_day
from directives.models import Assignment, Kind, StatusUpdate
from directives.workflow.permissions import first_reviewer
from directives.workflow.record import Entry, append, check, lock
from directives.workflow.refusal import Refused
from directives.workflow.state import Event, is_of_rework
from organizations.models import Level, Organization

_KINDS = {
    "extension": (
        Kind.EXTENSION_REQUESTED,
        Kind.EXTENSION_ENDORSED,
        Kind.EXTENSION_GRANTED,
        Kind.EXTENSION_REFUSED,
    ),
    "exemption": (
        Kind.EXEMPTION_REQUESTED,
        Kind.EXEMPTION_ENDORSED,
        Kind.EXEMPTION_GRANTED,
        Kind.EXEMPTION_REFUSED,
    ),
}


@transaction.atomic
def request_extension(
    *, assignment: Assignment, by, at: datetime, until: date, text: str
) -> StatusUpdate:
    """Ask, before the date, for a later one, with reasons."""
    assignment = lock(assignment)
    body = check(assignment, Kind.EXTENSION_REQUESTED, by, text)
    if assignment.extension_awaits_id:
        raise Refused("request_open", _("A request for a later date already waits."))
    if timezone.localtime(at).date() > assignment.acts_by:
        raise Refused("not_before_due", _("A later date is asked for before the date has passed."))
    until = preceding_working_day(until)
    if until <= assignment.acts_by:
        raise Refused("bad_date", _("Propose a working day after the current date."), "until")
    event = Event(
        Kind.EXTENSION_REQUESTED,
        at,
        awaits=first_reviewer(assignment.organization, on_behalf=False),
        until=until,
    )
    return append(assignment, event, Entry(by, text=text), body)


@transaction.atomic
def request_exemption(*, assignment: Assignment, by, at: datetime, text: str) -> StatusUpdate:
    """Say that the item does not apply to this body, with a reason."""
    assignment = lock(assignment)
    body = check(assignment, Kind.EXEMPTION_REQUESTED, by, text)
    if assignment.exemption_awaits_id:
        raise Refused("request_open", _("A request to be exempted already waits."))
    awaits = first_reviewer(assignment.organization, on_behalf=False)
    event = Event(Kind.EXEMPTION_REQUESTED, at, awaits=awaits)
    return append(assignment, event, Entry(by, text=text), body)


@transaction.atomic
def answer_request(
    *, assignment: Assignment, by, at: datetime, kind: str, agree: bool, text: str = ""
) -> StatusUpdate:
    """Agree or refuse (with a reason). Below the department, agreeing passes the request on.

    `kind` is "extension" or "exemption".
    """
    requested, endorsed, granted, refused = _KINDS[kind]
    assignment = lock(assignment)
    holder = getattr(assignment, f"{kind}_awaits")
    if holder is None:
        raise Refused("already_decided", _("The request has already been answered."))
    request = assignment.timeline.filter(kind=requested).order_by("-number").first()
    if request.author_id == by.pk:
        raise Refused("contributed", _("You made this request: another coordinator answers it."))
    outcome, awaits = refused, None
    if agree:
        outcome, awaits = (granted, None) if _decides(holder) else (endorsed, holder.parent_id)
    body = check(assignment, outcome, by, text)
    event = Event(outcome, at, awaits=awaits, of_rework=is_of_rework(request))
    return append(assignment, event, Entry(by, text=text, answers=request), body)


def _decides(holder: Organization) -> bool:
    return holder.level == Level.DEPARTMENT
