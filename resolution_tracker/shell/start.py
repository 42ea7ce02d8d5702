"""Where a person begins, and what an empty system needs first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from directives.models import Resolution
from organizations.access import Viewpoint
from organizations.models import Level, Membership, Organization, Role, User


def landing(view: Viewpoint) -> str:
    """Name of the page this person's work begins with; empty for those without a role."""
    if view.has("department") or view.has("institute"):
        return "resolution"
    if view.has("municipal", "reporter", "coordinator"):
        return "desk"
    if view.reports:
        return "my-assignments"
    if view.own:
        return "resolution"
    if view.is_staff:
        return "staff-home"
    return "resolution" if view.is_reader else ""


@dataclass(frozen=True)
class Step:
    """One thing to do in an empty system, and whether it is done."""

    name: str
    is_done: bool


def _department_can_place() -> QuerySet[Membership]:
    """Without a coordinator of the department nothing is ever placed on control."""
    return Membership.objects.filter(
        role=Role.COORDINATOR, organization__level=Level.DEPARTMENT, user__is_active=True
    )


def first_steps() -> list[Step]:
    """What staff do before anybody else can work; empty when all is done."""
    steps = [
        Step("resolution", Resolution.objects.exists()),
        Step("schools", Organization.objects.at(Level.SCHOOL).exists()),
        Step("people", _department_can_place().exists()),
    ]
    return [] if all(step.is_done for step in steps) else steps


def helpers() -> QuerySet[User]:
    """Whom a person without a role can ask: a few of the staff who can be written to."""
    people = User.objects.filter(is_staff=True, is_active=True).exclude(email="")
    return people.order_by("last_name", "username")[:3]
