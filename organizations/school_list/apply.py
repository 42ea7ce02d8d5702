"""Does what a plan says, in one transaction, or nothing."""

from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import dataclass, field

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from organizations.models import Level, Organization, User
from organizations.school_list.diff import Change
from organizations.school_list.plan import Plan
from organizations.school_list.reader import SchoolListError
from organizations.sorting import sort_key

# Lists are applied one after another: two at once could both bring the same school.
LOCK = 0x5C4001
BATCH = 1000
CHANGED_MEANWHILE = _(
    "Schools have been changed since the list was checked. Check it again and apply what it shows."
)


@dataclass
class Applied:
    """What was done, by ids of organizations."""

    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)  # to another municipality or parent


@transaction.atomic
def apply_plan(plan: Plan, *, by: User | None = None, leave_out: Collection[int] = ()) -> Applied:
    """Enter new schools and change known ones; rows of `leave_out` are passed over.

    Refused with SchoolListError while a row with an error is not left out, and where what the plan
    was compared with has changed since.
    """
    left = set(leave_out)
    if any(problem.row not in left for problem in plan.errors):
        raise SchoolListError(_("The list has errors: mend the rows or leave them out."))
    additions = [item for item in plan.diff.new if not left & item.entry.all_rows]
    changes = [item for item in plan.diff.changed if not left & item.entry.all_rows]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    context = pghistory.context(user=by.pk) if by else nullcontext()
    with context:
        _refuse_newcomers(plan)
        changed = _change(changes)
        created = _create([item.values for item in additions])
    return Applied(
        created=[body.pk for body in created],
        changed=[body.pk for body in changed],
        moved=[
            change.pk for change in changes if {"municipality_id", "parent_id"} & set(change.fields)
        ],
    )


def _refuse_newcomers(plan: Plan) -> None:
    """A school entered since the plan was made may be one that the plan calls new."""
    if Organization.objects.at(Level.SCHOOL).filter(pk__gt=plan.diff.last_pk).exists():
        raise SchoolListError(CHANGED_MEANWHILE)


def _create(rows: list[dict]) -> list[Organization]:
    bodies = [Organization(level=Level.SCHOOL, **row) for row in rows]
    try:
        return Organization.objects.bulk_create(bodies, batch_size=BATCH)
    except IntegrityError as error:
        raise SchoolListError(CHANGED_MEANWHILE) from error


def _change(changes: list[Change]) -> list[Organization]:
    bodies = Organization.objects.select_for_update(of=("self",), no_key=True).in_bulk(
        [change.pk for change in changes]
    )
    names = set()
    for change in changes:
        body = bodies.get(change.pk)
        for name, (old, new) in change.fields.items():
            if body is None or getattr(body, name) != old:
                raise SchoolListError(CHANGED_MEANWHILE)
            setattr(body, name, new)
            names.add(name.removesuffix("_id"))
        body.sort_key = sort_key(body.name)
    if names:
        Organization.objects.bulk_update(
            bodies.values(), sorted(names | {"sort_key"}), batch_size=BATCH
        )
    return list(bodies.values())
