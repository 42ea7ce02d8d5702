"""What a list would change: new, changed, unchanged, missing; and what is in conflict."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from organizations.models import Level, Municipality, Organization
from organizations.school_list import values
from organizations.school_list.entry import Entry, Problem, Reading
from organizations.school_list.matching import Known, Schools
from organizations.school_list.names import match_name, shortened


@dataclass(frozen=True)
class Addition:
    """A school the list brings."""

    entry: Entry
    values: dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A known school the list says something new of: field → (old, new)."""

    entry: Entry
    pk: int
    fields: dict[str, tuple[Any, Any]]


@dataclass
class Diff:
    """The whole of it; rows with errors are in neither of the lists until they are mended."""

    new: list[Addition] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    missing: list[Known] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    last_pk: int = 0  # the newest school compared with: a newer one makes the comparison stale


@dataclass
class Region:
    """Who schools answer to."""

    department: int
    authorities: dict[int, int]  # municipality → its authority

    @classmethod
    def load(cls) -> "Region":
        """From the database; a region without its department takes no lists."""
        bodies = Organization.objects.filter(Q(level=Level.MUNICIPAL) | Q(level=Level.DEPARTMENT))
        department, authorities = 0, {}
        for pk, level, municipality in bodies.filter(voided_at=None, closed_on=None).values_list(
            "pk", "level", "municipality_id"
        ):
            if level == Level.DEPARTMENT:
                department = pk
            else:
                authorities[municipality] = pk
        return cls(department, authorities)


def compare(
    reading: Reading,
    known: Iterable[Known],
    *,
    region: Region,
    scope: Municipality | None,
    today: date,
) -> Diff:
    """Match each entry of the list with what is known."""
    schools = Schools(known)
    return _Comparison(schools, region, scope, today).run(reading)


class _Comparison:
    def __init__(
        self, schools: Schools, region: Region, scope: Municipality | None, today: date
    ) -> None:
        self.schools = schools
        self.region = region
        self.scope = scope
        self.today = today
        self.diff = Diff(last_pk=max((school["pk"] for school in schools.all), default=0))
        self.has_numbers = True
        self.matched: dict[int, Entry] = {}

    def run(self, reading: Reading) -> Diff:
        self.diff.errors = list(reading.errors)
        self.diff.warnings = list(reading.warnings)
        self.has_numbers = reading.has_numbers
        bad_rows = {problem.row for problem in reading.errors}
        for entry in reading.entries:
            match = self.schools.match(entry)
            if match.school is not None:
                taken = self._matched_before(entry, match.school)
                match.conflict = match.conflict or taken
            if match.conflict:
                self.diff.errors.append(Problem(entry.row, "", match.conflict))
            elif bad_rows & entry.all_rows:
                continue
            elif match.school is None:
                self._add(entry)
            else:
                self._change(entry, match.school)
        if self.diff.new and not self.has_numbers:
            message = _("The list has neither ОГРН nor ИНН: schools are recognised by name only.")
            self.diff.warnings.append(Problem(None, "", message))
        self._find_missing()
        return self.diff

    def _matched_before(self, entry: Entry, school: Known) -> str:
        first = self.matched.setdefault(school["pk"], entry)
        if first is entry:
            return ""
        return _("Rows %(first)d and %(row)d are taken for the same school: %(name)s.") % {
            "first": first.row,
            "row": entry.row,
            "name": school["name"],
        }

    def _warn(self, entry: Entry, message: str) -> None:
        self.diff.warnings.append(Problem(entry.row, "", message))

    def _parent(self, entry: Entry) -> int:
        if entry.direct:
            return self.region.department
        return self.region.authorities.get(entry.municipality.pk, 0)

    def _add(self, entry: Entry) -> None:
        new = dict(entry.values)
        new.setdefault("name", shortened(new.get("full_name", "")))
        new["municipality_id"] = entry.municipality.pk
        new["parent_id"] = self._parent(entry)
        if not new["parent_id"]:
            message = _("%(name)s has no education authority in the system yet: add it first.")
            self.diff.errors.append(
                Problem(entry.row, "", message % {"name": entry.municipality.short_name})
            )
            return
        new["match_name"] = match_name(new["name"])
        self._kind_and_levels(entry, new)
        if entry.is_branch:
            new |= {"is_branch": True, "is_addressee": False}
            self._warn(entry, _("A branch: it is listed and receives no assignments of its own."))
        elif self.has_numbers and not (new.get("ogrn") or new.get("inn")):
            self._warn(
                entry, _("Neither ОГРН nor ИНН: the school will be recognised by its name only.")
            )
        self.diff.new.append(Addition(entry, new))

    def _kind_and_levels(self, entry: Entry, new: dict[str, Any]) -> None:
        """What the list does not say follows from the name, or stays open with a warning."""
        if "kind" not in new:
            new["kind"] = values.kind_in(f"{new['name']} {new.get('full_name', '')}")
        if "education_levels" not in new:
            levels = values.LEVELS_OF_KIND.get(new["kind"], [])
            new["education_levels"] = [level.value for level in levels]
            if not levels:
                self._warn(
                    entry,
                    _("Education levels are unknown: items for one level will not reach it."),
                )

    def _change(self, entry: Entry, school: Known) -> None:
        said = dict(entry.values)
        if entry.municipality is not None:
            said["municipality_id"] = entry.municipality.pk
        moved = said.get("municipality_id", school["municipality_id"]) != school["municipality_id"]
        if entry.direct is not None or (moved and school["parent_id"] != self.region.department):
            said["parent_id"] = self._parent(entry) or school["parent_id"]
        fields = {name: (school[name], new) for name, new in said.items() if school[name] != new}
        if "name" in fields:
            fields["match_name"] = (school["match_name"], match_name(said["name"]))
        if moved:
            self._warn(entry, _("The school has moved to another municipality."))
        if school["closed_on"] is not None and school["closed_on"] <= self.today:
            self._warn(entry, _("The school is in the list and was closed earlier."))
        if school["voided_at"] is not None:
            fields["voided_at"] = (school["voided_at"], None)
        if fields:
            self.diff.changed.append(Change(entry, school["pk"], fields))
        else:
            self.diff.unchanged.append(school["pk"])

    def _find_missing(self) -> None:
        """Schools at work within the scope that the list does not name."""
        for school in self.schools.all:
            if school["pk"] in self.matched or school["voided_at"] or school["is_branch"]:
                continue
            if school["closed_on"] is not None and school["closed_on"] <= self.today:
                continue
            if self.scope is None or school["municipality_id"] == self.scope.pk:
                self.diff.missing.append(school)
