"""Which known school a row speaks of: by ОГРН, then by ИНН (and КПП), then by place and name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from organizations.models import Organization
from organizations.school_list.entry import Entry
from organizations.school_list.names import match_name

# A school as the database has it, by field.
Known = dict[str, Any]
FIELDS = (
    *("pk", "name", "full_name", "match_name", "inn", "kpp", "ogrn", "kind", "education_levels"),
    *("settlement", "pupils", "address", "head_name", "phone", "email", "website", "note"),
    *("municipality_id", "parent_id", "is_branch", "closed_on", "voided_at"),
)


def known_schools() -> list[Known]:
    """All schools ever entered: a closed or voided one is recognised too."""
    return list(Organization.objects.at("school").order_by("pk").values(*FIELDS))


@dataclass
class Match:
    """The school found, if any; `conflict` says why the row cannot be taken as it is."""

    school: Known | None = None
    conflict: str = ""


class Schools:
    """Known schools, found by any of their marks."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.all = list(known)
        self.by_ogrn = {
            school["ogrn"]: school
            for school in self.all
            if school["ogrn"] and not school["is_branch"]
        }
        self.by_inn: dict[str, list[Known]] = defaultdict(list)
        for school in self.all:
            if school["inn"]:
                self.by_inn[school["inn"]].append(school)

    @cached_property
    def by_name(self) -> dict[tuple[int, str], list[Known]]:
        """Computed only where numbers do not decide: names are dear to normalise."""
        found: dict[tuple[int, str], list[Known]] = defaultdict(list)
        for school in self.all:
            names = {match_name(school["name"]), match_name(school["full_name"])} - {""}
            for name in names:
                found[school["municipality_id"], name].append(school)
        return found

    def match(self, entry: Entry) -> Match:
        """The school of an entry, or the conflict that a person must settle."""
        ogrn, inn = entry.values.get("ogrn"), entry.values.get("inn")
        if ogrn and not entry.is_branch and (school := self.by_ogrn.get(ogrn)):
            return Match(school)
        if inn and (candidates := self._by_inn(entry, inn)):
            return self._one(entry, candidates, _("Several schools have this ИНН: write ОГРН."))
        if entry.municipality is None:
            return Match()
        candidates = []
        for key in entry.keys:
            for school in self.by_name.get((entry.municipality.pk, key), []):
                if school not in candidates and school["is_branch"] == entry.is_branch:
                    candidates.append(school)
        if not candidates:
            return Match()
        return self._one(entry, candidates, _("Several schools have this name: write ОГРН or ИНН."))

    def _by_inn(self, entry: Entry, inn: str) -> list[Known]:
        kpp = entry.values.get("kpp")
        return [
            school
            for school in self.by_inn.get(inn, [])
            if school["is_branch"] == entry.is_branch
            and not (kpp and school["kpp"] and school["kpp"] != kpp)
        ]

    def _one(self, entry: Entry, candidates: list[Known], several: str) -> Match:
        if len(candidates) > 1:
            candidates = [
                school
                for school in candidates
                if {match_name(school["name"]), match_name(school["full_name"])} & entry.keys
            ]
        if len(candidates) != 1:
            return Match(conflict=several)
        [school] = candidates
        for field, label in (("ogrn", "ОГРН"), ("inn", "ИНН")):
            said = entry.values.get(field)
            if said and school[field] and said != school[field]:
                message = _("%(name)s is known with another %(number)s: %(known)s.")
                return Match(
                    school,
                    message % {"name": school["name"], "number": label, "known": school[field]},
                )
        return Match(school)
