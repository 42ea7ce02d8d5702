"""Does what a checked list says, in one transaction or not at all, from the staged rows."""

from dataclasses import dataclass, field
from datetime import datetime

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from organizations.models import SchoolList, User
from organizations.school_list.comparing import TEXTS
from organizations.school_list.reader import SchoolListError

# Lists are applied and undone one after another: two at once could both bring the same school.
LOCK = 0x5C4001
CHANGED_MEANWHILE = _(
    "Schools have been changed since the list was checked. Check it again and apply what it shows."
)
HAS_ERRORS = _("The list has errors: mend the rows or leave them out.")
UNDECIDED = _("Some schools were recognised by a guess: decide about each of them first.")
JOINED_TO_THE_CLOSED = _(
    "A school is joined to one that the same list closes or joins to another. Choose another."
)
UNANSWERED = _("Say of each school that the list does not name what became of it.")

# All at once, those to be closed too: dealing out has a lock of its own, which others take after
# the row they change; a row locked later than that could wait for them for ever.
_LOCK_CHANGED = """
SELECT o.id FROM organizations_organization o
 WHERE o.id IN (SELECT organization_id FROM organizations_schoollistrow
                 WHERE school_list_id = %(list)s AND outcome = 'changed'
                 UNION ALL
                SELECT organization_id FROM organizations_schoollistmissing
                 WHERE school_list_id = %(list)s AND fate IN ('closed', 'joined'))
 ORDER BY o.id FOR NO KEY UPDATE OF o
"""
_CHANGED_SINCE = """
SELECT EXISTS (
  SELECT FROM organizations_schoollistrow r
    LEFT JOIN organizations_organization o ON o.id = r.organization_id
   WHERE r.school_list_id = %(list)s AND r.outcome IN ('changed', 'unchanged')
     AND o.xmin::text::bigint IS DISTINCT FROM r.known_version)
"""
_DENIED = " OR ".join(
    f"r.{name} <> '' AND o.{name} <> '' AND r.{name} <> o.{name}" for name in ("ogrn", "inn")
)
_SAME_NAME = (
    "(r.match_name <> '' AND r.match_name IN (o.match_name, o.match_full_name)"
    " OR r.match_full_name <> '' AND r.match_full_name IN (o.match_name, o.match_full_name))"
)
# A school that is there now and would have been taken for one the list calls new.
_CAME_SINCE = [
    """
    SELECT 1 FROM organizations_schoollistrow r
      JOIN organizations_organization o ON o.ogrn = r.ogrn AND NOT o.is_branch
     WHERE r.school_list_id = %(list)s AND r.outcome = 'new' AND r.ogrn <> '' AND NOT r.is_branch
     LIMIT 1
    """,
    f"""
    SELECT 1 FROM organizations_schoollistrow r
      JOIN organizations_organization o ON o.inn = r.inn AND o.is_branch = r.is_branch
       AND o.level = 'school' AND NOT (r.kpp <> '' AND o.kpp <> '' AND r.kpp <> o.kpp)
     WHERE r.school_list_id = %(list)s AND r.outcome = 'new' AND r.inn <> ''
       AND NOT (o.voided_at IS NOT NULL AND ({_DENIED}))
       AND (NOT r.is_branch OR {_SAME_NAME})
     LIMIT 1
    """,  # noqa: S608 - names of our own columns
    *(
        f"""
        SELECT 1 FROM organizations_schoollistrow r
          JOIN organizations_organization o
            ON o.municipality_id = r.municipality_id AND o.{theirs} = r.{ours}
           AND o.level = 'school' AND o.is_branch = r.is_branch
          LEFT JOIN organizations_rowdecision d
            ON d.school_list_id = r.school_list_id AND d.number = r.number
         WHERE r.school_list_id = %(list)s AND r.outcome = 'new' AND r.{ours} <> ''
           AND d.is_same IS DISTINCT FROM FALSE
           AND NOT ((o.voided_at IS NOT NULL OR o.closed_on IS NOT NULL) AND ({_DENIED}))
         LIMIT 1
        """  # noqa: S608 - names of our own columns
        for ours in ("match_name", "match_full_name")
        for theirs in ("match_name", "match_full_name")
    ),
]
_CASES = ", ".join(
    f"{name} = CASE WHEN '{name}' = ANY (r.fields) THEN r.{name} ELSE o.{name} END"
    for name in (*TEXTS, "education_levels", "pupils")
)
_NAME_KEYS = ", ".join(
    f"{key} = CASE WHEN '{name}' = ANY (r.fields) THEN r.{key} ELSE o.{key} END"
    for key, name in (
        ("match_name", "name"),
        ("sort_key", "name"),
        ("match_full_name", "full_name"),
    )
)
_LINKS = ", ".join(
    f"{name}_id = CASE WHEN '{name}' = ANY (r.fields) THEN r.{name}_id ELSE o.{name}_id END"
    for name in ("municipality", "parent")
)
_CHANGE = f"""
UPDATE organizations_organization o
   SET {_CASES}, {_NAME_KEYS}, {_LINKS}, voided_at = NULL,
       own_contacts = CASE WHEN o.own_contacts && r.fields
         THEN ARRAY(SELECT f FROM unnest(o.own_contacts) f WHERE f <> ALL (r.fields))
         ELSE o.own_contacts END
  FROM organizations_schoollistrow r
 WHERE r.school_list_id = %(list)s AND r.outcome = 'changed' AND o.id = r.organization_id
RETURNING o.id, r.fields && ARRAY['municipality', 'parent']::varchar[]
"""  # noqa: S608 - names of our own columns
_STAGED = (
    *("municipality_id", "parent_id", "match_name", "match_full_name", "sort_key"),
    *("education_levels", "pupils", "is_branch"),
    *TEXTS,
)
_CREATE = f"""
INSERT INTO organizations_organization
       (level, {", ".join(_STAGED)}, is_addressee, own_contacts, created_at)
SELECT 'school', {", ".join(_STAGED)}, NOT is_branch, '{{}}', %(at)s
  FROM organizations_schoollistrow
 WHERE school_list_id = %(list)s AND outcome = 'new'
 ORDER BY number
RETURNING id
"""  # noqa: S608


@dataclass
class Applied:
    """What was done, by ids of organizations."""

    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)  # to another municipality or parent


def one_after_another() -> None:
    """Wait for whoever applies or undoes a list now; until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def history_of(school_list: SchoolList, *, by: User | None):
    """Changes made in this block are kept as made by this list: it is undone by them."""
    return pghistory.context(user=by.pk if by else None, school_list=school_list.pk)


def refuse_unready(school_list: SchoolList) -> None:
    """SchoolListError while something waits for a person."""
    if school_list.refusal or school_list.header_row is None:
        raise SchoolListError(school_list.refusal or HAS_ERRORS)
    if school_list.error_rows:
        raise SchoolListError(HAS_ERRORS)
    if school_list.undecided:
        raise SchoolListError(UNDECIDED)
    if school_list.unanswered:
        raise SchoolListError(UNANSWERED)
    if school_list.joined_to_the_closed.exists():
        raise SchoolListError(JOINED_TO_THE_CLOSED)


def plan_anew(cursor) -> None:
    """Before many rows of a table with history change: its trigger's plan is made for them.

    The trigger joins the old rows to the new ones by the plan of its first call in the session.
    Made for one row, it is a nested loop: 8,000 rows then take 39 s instead of 0.2.
    """
    cursor.execute("DISCARD PLANS")


@transaction.atomic
def apply_rows(school_list: SchoolList, *, at: datetime) -> Applied:
    """Enter new schools and change known ones; call inside `history_of`.

    SchoolListError while something waits for a person, and where what the list was compared with
    has changed since.
    """
    refuse_unready(school_list)
    one_after_another()
    names = {"list": school_list.pk, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_CHANGED, names)
        for question in (_CHANGED_SINCE, *_CAME_SINCE):
            cursor.execute(question, names)
            if (row := cursor.fetchone()) and row[0]:
                raise SchoolListError(CHANGED_MEANWHILE)
        plan_anew(cursor)
        cursor.execute(_CHANGE, names)
        changed = cursor.fetchall()
        try:
            with transaction.atomic():
                cursor.execute(_CREATE, names)
        except IntegrityError as error:
            raise SchoolListError(CHANGED_MEANWHILE) from error
        created = [pk for (pk,) in cursor.fetchall()]
    return Applied(
        created=created,
        changed=[pk for pk, _moved in changed],
        moved=[pk for pk, moved in changed if moved],
    )
