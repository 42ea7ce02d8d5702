"""Staged rows against the schools they were recognised as: set-based, in the database.

An empty value of the list says nothing, so it never differs. A contact that the school itself
corrected is kept unless a person decided for the list's.
"""

from datetime import date

from django.db import connection
from django.db.models import Count, Q

from organizations.models import (
    Guess,
    Outcome,
    SchoolList,
    SchoolListRow,
)
from organizations.school_list.names import match_name
from organizations.sorting import sort_key

CONTACTS = ("address", "head_name", "phone", "email", "website")
TEXTS = (
    *("name", "full_name", "inn", "kpp", "ogrn", "kind", "settlement", "note"),
    *CONTACTS,
)
# More freshly copied rows than these, and the planner has to be told of them.
UNSURPRISING = 2000
# Of these alone: a look at the arrays and texts of every row takes half a second.
_JOINED = ("school_list_id", "organization_id", "outcome", "ogrn", "inn", "number")
# Fields a list may change; of texts and arrays an empty value says nothing.
DIFFERS = {
    **{name: f"r.{name} <> '' AND r.{name} <> o.{name}" for name in TEXTS},
    "education_levels": "r.education_levels <> '{}' AND r.education_levels <> o.education_levels",
    "pupils": "r.pupils <> o.pupils OR r.pupils IS NOT NULL AND o.pupils IS NULL",
    "municipality": "r.municipality_id <> o.municipality_id",
    "parent": "r.parent_id <> o.parent_id",
    "voided_at": "o.voided_at IS NOT NULL",
}
_FIELDS = ", ".join(f"CASE WHEN {test} THEN '{name}' END" for name, test in DIFFERS.items())
# The schools whose row differs, with the names of what differs.
_DIFFERENCES = f"""
SELECT r.id,
       array_remove(ARRAY[{_FIELDS}]::varchar[], NULL) AS differs,
       CASE WHEN d.take_contacts THEN '{{}}' ELSE o.own_contacts END AS own
  FROM organizations_schoollistrow r
  JOIN organizations_organization o ON o.id = r.organization_id
  LEFT JOIN organizations_rowdecision d
    ON d.school_list_id = r.school_list_id AND d.number = r.number
 WHERE r.school_list_id = %(list)s AND r.outcome = 'unchanged'
   AND ({" OR ".join(f"({test})" for test in DIFFERS.values())})
"""  # noqa: S608 - names of our own columns
_MARK = f"""
UPDATE organizations_schoollistrow r
   SET fields = ARRAY(SELECT f FROM unnest(x.differs) f WHERE f <> ALL (x.own)),
       kept = ARRAY(SELECT f FROM unnest(x.differs) f WHERE f = ANY (x.own)),
       outcome = CASE WHEN x.differs <@ x.own THEN 'unchanged' ELSE 'changed' END
  FROM ({_DIFFERENCES}) x
 WHERE r.id = x.id
"""  # noqa: S608
_MISSING = """
INSERT INTO organizations_schoollistmissing (school_list_id, organization_id, fate)
SELECT %(list)s, o.id, ''
  FROM organizations_organization o
 WHERE o.level = 'school' AND o.voided_at IS NULL AND NOT o.is_branch
   AND (o.closed_on IS NULL OR o.closed_on > %(today)s)
   AND (%(scope)s::bigint IS NULL OR o.municipality_id = %(scope)s)
   AND NOT EXISTS (SELECT FROM organizations_schoollistrow r
                    WHERE r.school_list_id = %(list)s AND r.organization_id = o.id)
    ON CONFLICT DO NOTHING
"""
_FOUND_AGAIN = """
DELETE FROM organizations_schoollistmissing m
 USING organizations_schoollistrow r
 WHERE m.school_list_id = %(list)s AND r.school_list_id = m.school_list_id
   AND r.organization_id = m.organization_id
"""


_AT_WORK = "o.voided_at IS NULL AND (o.closed_on IS NULL OR o.closed_on > %(today)s)"
# Of these nothing is to be asked any more.
_GONE_MEANWHILE = f"""
DELETE FROM organizations_schoollistmissing m
 USING organizations_organization o
 WHERE m.school_list_id = %(list)s AND o.id = m.organization_id
   AND NOT ({_AT_WORK} AND NOT o.is_branch)
"""  # noqa: S608 - our own words
# What a school was to be joined to is gone: it is asked again.
_NOTHING_TO_JOIN = f"""
UPDATE organizations_schoollistmissing m SET fate = '', closed_on = NULL, successor_id = NULL
  FROM organizations_organization o
 WHERE m.school_list_id = %(list)s AND o.id = m.successor_id AND NOT ({_AT_WORK})
"""  # noqa: S608


def compare(school_list: SchoolList, today: date) -> None:
    """Say of each staged row what it would change, and which schools the list does not name."""
    names = {
        "list": school_list.pk,
        "scope": school_list.municipality_id,
        "today": today,
    }
    with connection.cursor() as cursor:
        if school_list.rows.count() > UNSURPRISING:
            cursor.execute("SET LOCAL default_statistics_target = 10")
            cursor.execute(f"ANALYZE organizations_schoollistrow ({', '.join(_JOINED)})")
        cursor.execute(_MARK, names)
        _mark_renamed(school_list)
        school_list.rows.exclude(guess="").filter(outcome=Outcome.UNCHANGED).update(is_decided=True)
        for sentence in (_FOUND_AGAIN, _GONE_MEANWHILE, _NOTHING_TO_JOIN):
            cursor.execute(sentence, names)
        cursor.execute(_MISSING, names)
    if school_list.municipality_id:
        outside = ~Q(organization__municipality=school_list.municipality_id)
        school_list.absent.filter(outside).delete()


def _mark_renamed(school_list: SchoolList) -> None:
    """Rows whose number is known under quite another name; new names get their keys."""
    decided = set(school_list.decisions.filter(is_same=True).values_list("number", flat=True))
    renamed = school_list.rows.filter(
        Q(fields__contains=["name"]) | Q(fields__contains=["full_name"])
    ).select_related("organization")
    found = []
    for row in renamed.iterator(chunk_size=2000):
        row.match_name, row.match_full_name = match_name(row.name), match_name(row.full_name)
        row.sort_key = sort_key(row.name)
        body = row.organization
        said = {row.match_name, row.match_full_name} - {""}
        if not row.guess and said.isdisjoint({body.match_name, body.match_full_name}):
            row.guess, row.is_decided = Guess.RENAMED, row.number in decided
        found.append(row)
    SchoolListRow.objects.bulk_update(
        found,
        ["match_name", "match_full_name", "sort_key", "guess", "is_decided"],
        batch_size=1000,
    )


def count(school_list: SchoolList) -> None:
    """The figures of the list, from its tables; not saved."""
    rows = {
        row["outcome"]: row["n"]
        for row in school_list.rows.order_by().values("outcome").annotate(n=Count("pk"))
    }
    for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED):
        setattr(school_list, outcome, rows.get(outcome, 0))
    school_list.schools = sum(rows.values())
    left_out = set(school_list.decisions.filter(leave_out=True).values_list("number", flat=True))
    errors = set(
        school_list.problems.filter(is_error=True).order_by().values_list("row", flat=True)
    )
    school_list.error_rows = len(errors - left_out)
    school_list.left_out = len(left_out)
    school_list.warnings = school_list.problems.filter(is_error=False).count()
    school_list.undecided = school_list.rows.filter(is_decided=False).count()
    school_list.missing = school_list.absent.count()
    school_list.dropped = sum(school_list.drops.values_list("rows", flat=True))
