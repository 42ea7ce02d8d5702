"""A school list taken in: schools entered and changed, and assignments dealt out to them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from directives import distribution
from organizations.models import Municipality, Organization, User
from organizations.school_list.apply import Applied, apply_plan
from organizations.school_list.plan import Plan, make_plan


@dataclass(frozen=True)
class TakenIn:
    """What the list said and what was done; `applied` is None for a trial and a refusal."""

    plan: Plan
    refused: bool  # rows with errors stand in the way
    applied: Applied | None = None
    dealt_out: int = 0


def take_in(
    path: Path,
    *,
    at: datetime,
    by: User | None = None,
    municipality: Municipality | None = None,
    leave_out_errors: bool = False,
    dry_run: bool = False,
) -> TakenIn:
    """Plan and, unless it is a trial or rows have errors, apply in one transaction.

    SchoolListError where the whole file is refused.
    """
    plan = make_plan(path, today=timezone.localtime(at).date(), scope=municipality)
    leave_out = plan.error_rows if leave_out_errors else set()
    refused = any(problem.row not in leave_out for problem in plan.errors)
    if dry_run or refused:
        return TakenIn(plan, refused)
    applied, dealt_out = apply_and_deal_out(plan, at=at, by=by, leave_out=leave_out)
    return TakenIn(plan, refused, applied, dealt_out)


@transaction.atomic
def apply_and_deal_out(
    plan: Plan, *, at: datetime, by: User | None = None, leave_out: set[int] | None = None
) -> tuple[Applied, int]:
    """All of it or nothing. Returns what was applied and how many assignments were dealt out."""
    applied = apply_plan(plan, by=by, leave_out=leave_out or set())
    for body in Organization.objects.filter(pk__in=applied.moved):
        distribution.move_body(organization=body, by=by, at=at)
    touched = Organization.objects.filter(pk__in=[*applied.created, *applied.changed])
    return applied, distribution.deal_out_to_new_bodies(organizations=touched, by=by, at=at)
