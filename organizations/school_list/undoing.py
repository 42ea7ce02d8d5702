"""Takes an applied list back, by the history its application left.

A body the list brought is voided, a body it changed gets the values it had before. What somebody
changed since then stays: undoing the list must not undo their work.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, SchoolList, User
from organizations.school_list.applying import history_of, one_after_another, plan_anew

CHANGED_LATER = _("changed again since then")

_KEPT = {"id", "created_at"}
_COLUMNS = [
    column.column for column in Organization._meta.concrete_fields if column.column not in _KEPT
]
_NOW, _THEN = (", ".join(f"{row}.{name}" for name in _COLUMNS) for row in "oe")
# For each body the list touched: the event before it (none: the list brought the body), and
# whether it is another now than the list left it. What was changed and taken back is as it was:
# the last of several lists is undone first.
_TOUCHED = f"""
WITH mine AS (
  SELECT pgh_obj_id, min(pgh_id) AS first, max(pgh_id) AS last
    FROM organizations_organizationevent WHERE pgh_context_id = %(context)s GROUP BY pgh_obj_id
)
SELECT mine.pgh_obj_id,
       (SELECT max(e.pgh_id) FROM organizations_organizationevent e
         WHERE e.pgh_obj_id = mine.pgh_obj_id AND e.pgh_id < mine.first) AS before,
       EXISTS (SELECT FROM organizations_organizationevent e
                WHERE e.pgh_obj_id = mine.pgh_obj_id AND e.pgh_id > mine.last)
         AND EXISTS (SELECT FROM organizations_organizationevent e
                       JOIN organizations_organization o ON o.id = e.pgh_obj_id
                      WHERE e.pgh_id = mine.last
                        AND ({_NOW}) IS DISTINCT FROM ({_THEN})) AS is_newer
  FROM mine ORDER BY mine.pgh_obj_id
"""  # noqa: S608 - names of our own columns
_RESTORE = f"""
UPDATE organizations_organization o
   SET {", ".join(f"{name} = e.{name}" for name in _COLUMNS)}
  FROM organizations_organizationevent e, organizations_organization now
 WHERE e.pgh_id = ANY (%(events)s) AND o.id = e.pgh_obj_id AND now.id = o.id
RETURNING o.id,
          now.municipality_id IS DISTINCT FROM e.municipality_id
            OR now.parent_id IS DISTINCT FROM e.parent_id,
          now.closed_on IS DISTINCT FROM e.closed_on
            OR now.voided_at IS DISTINCT FROM e.voided_at
"""  # noqa: S608 - names of our own columns
_VOID = """
UPDATE organizations_organization SET voided_at = %(at)s WHERE id = ANY (%(bodies)s)
"""


@dataclass
class Touched:
    """What undoing would do, by ids of bodies."""

    brought: list[int] = field(default_factory=list)
    changed: dict[int, int] = field(default_factory=dict)  # body → the event to go back to
    newer: list[int] = field(default_factory=list)  # changed since: they stay


@dataclass
class Undone:
    """What was undone, by ids of bodies."""

    voided: list[int] = field(default_factory=list)
    restored: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)  # back to where they stood
    turned: list[int] = field(default_factory=list)  # closed or void, and now not; or again


def touched_by(school_list: SchoolList) -> Touched:
    """The bodies an applied list brought or changed, and what stands in the way."""
    found = Touched()
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {"context": school_list.history})
        for body, before, is_newer in cursor.fetchall():
            if is_newer:
                found.newer.append(body)
            elif before is None:
                found.brought.append(body)
            else:
                found.changed[body] = before
    return found


@transaction.atomic
def undo_rows(
    school_list: SchoolList, *, by: User | None, at: datetime, leave: Iterable[int] = ()
) -> Undone:
    """Take back everything nobody touched since, except the bodies of `leave`."""
    one_after_another()
    left = set(leave)
    bodies = Organization.objects.filter(
        pk__in=[*(found := touched_by(school_list)).brought, *found.changed]
    )
    list(bodies.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    found = touched_by(school_list)  # as it is now that nobody can change it
    brought = [pk for pk in found.brought if pk not in left]
    events = [event for pk, event in found.changed.items() if pk not in left]
    with history_of(school_list, by=by), connection.cursor() as cursor:
        plan_anew(cursor)
        cursor.execute(_VOID, {"at": at, "bodies": brought})
        plan_anew(cursor)
        cursor.execute(_RESTORE, {"events": events})
        restored = cursor.fetchall()
    return Undone(
        voided=brought,
        restored=[pk for pk, _moved, _turned in restored],
        moved=[pk for pk, moved, _turned in restored if moved],
        turned=[pk for pk, _moved, turned in restored if turned],
    )
