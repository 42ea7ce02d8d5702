"""Who may take which action on an assignment, and for which body they act."""

from datetime import date

from directives.models import Assignment, Kind
from directives.workflow.table import TRANSITIONS, Actor
from organizations.access import Viewpoint
from organizations.models import Level, Organization

EXTENSION_ANSWERS = {Kind.EXTENSION_ENDORSED, Kind.EXTENSION_GRANTED, Kind.EXTENSION_REFUSED}


def department() -> Organization:
    """The one department; every region has one before anything is published."""
    return Organization.objects.get(level=Level.DEPARTMENT)


def acting_body(assignment: Assignment, kind: str, user) -> int | None:
    """The body for which this user may take the action by role, or None. Asks no status."""
    view = Viewpoint.of(user)
    for actor in (
        Actor.REPORTER,
        Actor.SUPERIOR,
        Actor.REVIEWER,
        Actor.HOLDER,
        Actor.DEPARTMENT,
    ):
        if actor in TRANSITIONS[kind].actors and (body := _BODIES[actor](assignment, kind, view)):
            return body
    return None


def _reporter(assignment: Assignment, kind: str, view: Viewpoint) -> int | None:
    return assignment.organization_id if assignment.organization_id in view.reports else None


def _superior(assignment: Assignment, kind: str, view: Viewpoint) -> int | None:
    if kind == Kind.WITHDRAWN and not assignment.is_on_behalf:
        return None  # a reviewer returns with a reason what others have sent
    body = assignment.organization
    if body.level == Level.SCHOOL and body.parent_id in view.coordinates:
        return body.parent_id
    return None


def _reviewer(assignment: Assignment, kind: str, view: Viewpoint) -> int | None:
    return assignment.reviewer_id if assignment.reviewer_id in view.coordinates else None


def _holder(assignment: Assignment, kind: str, view: Viewpoint) -> int | None:
    asked_later = kind in EXTENSION_ANSWERS
    holder = assignment.extension_awaits_id if asked_later else assignment.exemption_awaits_id
    return holder if holder in view.coordinates else None


def _department(assignment: Assignment, kind: str, view: Viewpoint) -> int | None:
    for role in view.roles:
        if role.level == Level.DEPARTMENT and role.role == "coordinator":
            return role.organization
    return None


_BODIES = {
    Actor.REPORTER: _reporter,
    Actor.SUPERIOR: _superior,
    Actor.REVIEWER: _reviewer,
    Actor.HOLDER: _holder,
    Actor.DEPARTMENT: _department,
}

# The names pages use, and the timeline kinds behind them.
ACTIONS = {
    "start": Kind.STARTED,
    "submit": Kind.SUBMITTED,
    "report_interim": Kind.INTERIM,
    "submit_nil": Kind.SUBMITTED,
    "withdraw": Kind.WITHDRAWN,
    "withdraw_proof": Kind.PROOF_WITHDRAWN,
    "accept": Kind.ACCEPTED,
    "return_for_rework": Kind.RETURNED,
    "request_extension": Kind.EXTENSION_REQUESTED,
    "request_exemption": Kind.EXEMPTION_REQUESTED,
    "answer_extension": Kind.EXTENSION_REFUSED,
    "answer_exemption": Kind.EXEMPTION_REFUSED,
    "waive": Kind.WAIVED,
    "reopen": Kind.REOPENED,
    "confirm_spot_check": Kind.SPOT_CHECKED,
}


def allowed(assignment: Assignment, user, today: date) -> frozenset[str]:
    """Names of the actions this user may take now; the pages offer exactly these.

    Rules that read the timeline (who contributed, what is missing) speak when the action is taken.
    """
    return frozenset(
        name
        for name, kind in ACTIONS.items()
        if assignment.status in TRANSITIONS[kind].start
        and acting_body(assignment, kind, user)
        and _stands(name, assignment, today)
    )


def _stands(name: str, assignment: Assignment, today: date) -> bool:
    """What an action needs of the assignment's own columns, besides the status."""
    if name == "withdraw":
        return assignment.looked_at is None
    if name == "request_extension":
        return assignment.extension_awaits_id is None and today <= assignment.acts_by
    if name == "request_exemption":
        return assignment.exemption_awaits_id is None
    if name == "submit_nil":
        return assignment.period_id is not None
    return True


def first_reviewer(organization: Organization, on_behalf: bool) -> int:
    """Who decides on a report: the parent; the department for its own and for those on behalf."""
    if organization.level == Level.DEPARTMENT:
        return organization.pk
    if on_behalf:
        parent = organization.parent
        return parent.parent_id or parent.pk
    return organization.parent_id
