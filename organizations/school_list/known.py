"""Which known school a row speaks of: by ОГРН, then by ИНН (and КПП), then by place and name."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from organizations.models import Organization
from organizations.school_list.entry import Entry

# xmin is the version of the row: whatever changes it gives it another.
_KNOWN = """
SELECT id, xmin::text::bigint, municipality_id, parent_id, inn, kpp, ogrn, is_branch, closed_on,
       voided_at IS NOT NULL
  FROM organizations_organization WHERE level = 'school' ORDER BY id
"""


class Known(NamedTuple):
    """A school ever entered, closed and voided ones too, by its marks."""

    pk: int
    version: int
    municipality: int
    parent: int
    inn: str
    kpp: str
    ogrn: str
    is_branch: bool
    closed_on: date | None
    is_voided: bool


@dataclass
class Match:
    """The school found, if any; `conflict` says why the row cannot be taken as it is."""

    school: Known | None = None
    by: str = ""  # ogrn, inn or name
    conflict: str = ""


def _is_denied(entry: Entry, school: Known) -> bool:
    """Whether the numbers of the list say that it is not this school."""
    ogrn, inn = entry.values.get("ogrn"), entry.values.get("inn")
    return bool(
        (ogrn and school.ogrn and ogrn != school.ogrn) or (inn and school.inn and inn != school.inn)
    )


class Schools:
    """Known schools, found by any of their marks."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN)
            self.by_pk = {row[0]: Known._make(row) for row in cursor}
        self.by_ogrn: dict[str, Known] = {}
        self.by_inn: dict[str, list[Known]] = defaultdict(list)
        for school in self.by_pk.values():
            if school.ogrn and not school.is_branch:
                self.by_ogrn[school.ogrn] = school
            if school.inn:
                self.by_inn[school.inn].append(school)

    @cached_property
    def by_name(self) -> dict[tuple[int, str], list[Known]]:
        """Read only where numbers do not decide."""
        found: dict[tuple[int, str], list[Known]] = defaultdict(list)
        for pk, names in self.names.items():
            school = self.by_pk[pk]
            for name in names:
                found[school.municipality, name].append(school)
        return found

    @cached_property
    def names(self) -> dict[int, frozenset[str]]:
        """The normalised names of each school."""
        rows = Organization.objects.at("school").order_by()
        return {
            pk: frozenset({short, full} - {""})
            for pk, short, full in rows.values_list("pk", "match_name", "match_full_name")
            if pk in self.by_pk
        }

    def match(self, entry: Entry) -> Match:
        """The school of an entry, or the conflict that a person must settle."""
        values = entry.values
        ogrn, inn = values.get("ogrn"), values.get("inn")
        if ogrn and not entry.is_branch and (school := self.by_ogrn.get(ogrn)):
            return Match(school, "ogrn")
        if inn and inn in self.by_inn and (candidates := self._by_inn(entry, inn)):
            several = _("Several schools have this ИНН: write ОГРН.")
            return self._one(entry, candidates, "inn", several)
        if entry.municipality is None or not self.by_pk:
            return Match()
        candidates = []
        for key in entry.keys:
            for school in self.by_name.get((entry.municipality.pk, key), []):
                if school in candidates or school.is_branch != entry.is_branch:
                    continue
                # A school that is gone leaves its name to another with numbers of its own.
                is_gone = school.is_voided or school.closed_on is not None
                if not (is_gone and _is_denied(entry, school)):
                    candidates.append(school)
        if not candidates:
            return Match()
        several = _("Several schools have this name: write ОГРН or ИНН.")
        return self._one(entry, candidates, "name", several)

    def _by_inn(self, entry: Entry, inn: str) -> list[Known]:
        kpp = entry.values.get("kpp")
        found = [
            school
            for school in self.by_inn[inn]
            if school.is_branch == entry.is_branch
            and not (kpp and school.kpp and school.kpp != kpp)
            and not (school.is_voided and _is_denied(entry, school))
        ]
        if entry.is_branch:  # the number is the parent's: it tells no branch from another
            return [school for school in found if self.names[school.pk] & entry.keys]
        return found

    def _one(self, entry: Entry, candidates: list[Known], by: str, several: str) -> Match:
        if len(candidates) > 1:
            candidates = [school for school in candidates if self.names[school.pk] & entry.keys]
        if len(candidates) != 1:
            return Match(conflict=several)
        [school] = candidates
        for said, known, label in (
            (entry.values.get("ogrn"), school.ogrn, "ОГРН"),
            (entry.values.get("inn"), school.inn, "ИНН"),
        ):
            if said and known and said != known:
                name = Organization.objects.get(pk=school.pk).name
                message = _("%(name)s is known with another %(number)s: %(known)s.")
                conflict = message % {"name": name, "number": label, "known": known}
                return Match(school, by, conflict)
        return Match(school, by)
