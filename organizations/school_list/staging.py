"""What a list says, put into its tables: rows by COPY, the rest beside them."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from organizations.models import (
    Guess,
    Outcome,
    RowDecision,
    SchoolList,
    SchoolListDrop,
    SchoolListPlace,
    SchoolListProblem,
    SchoolListRow,
)
from organizations.school_list import values
from organizations.school_list.comparing import TEXTS
from organizations.school_list.entry import Entry, Problem, Reading, know_full_names
from organizations.school_list.known import Known, Schools
from organizations.school_list.names import match_name, shortened
from organizations.school_list.region import Region
from organizations.sorting import sort_keys

COLUMNS = (
    *("school_list_id", "number", "more_rows", "outcome", "organization_id", "guess"),
    *("is_decided", "fields", "kept", "known_version", "municipality_id", "parent_id"),
    *("education_levels", "pupils", "is_branch", "match_name", "match_full_name", "sort_key"),
    *TEXTS,
)
NULL = r"\N"
BATCH = 2000
# Lines sent at once: as many as the server's socket takes while we write the next.
LINES = 100


def stage_rows(school_list: SchoolList, rows: Iterable["Staged"]) -> None:
    """One COPY, however many there are; until it ends, a query would wait for ever."""
    names = ", ".join(COLUMNS)
    table = SchoolListRow._meta.db_table
    # All decided beforehand: deciding about a row may ask the database.
    pk, rows = str(school_list.pk), iter(list(rows))
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        while some := list(itertools.islice(rows, LINES)):
            give_keys([row for row in some if row.outcome == Outcome.NEW])
            copy.write("".join([row.line(pk) for row in some]))


class Staged:
    """One school as it will stand in the table."""

    __slots__ = ("entry", "fills", "guess", "is_decided", "keys", "outcome", "parent", "school")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.school: Known | None = None
        self.outcome = Outcome.UNCHANGED
        self.guess = ""
        self.is_decided = True
        self.parent: int | None = None
        self.fills: dict[str, Any] = {}  # what the list does not say and follows from it
        # By which the school is found and sorted; of a known one see `comparing`.
        self.keys: tuple[str, ...] = ("", "", "")

    def line(self, school_list: str) -> str:
        """The row in PostgreSQL's text format; cleaned text holds no control characters."""
        entry, school = self.entry, self.school
        said = entry.values | self.fills if self.fills else entry.values
        municipality, pupils = entry.municipality, said.get("pupils")
        get = said.get
        texts = "\t".join([*self.keys, *[get(field, "") for field in TEXTS]])
        if "\\" in texts:
            texts = texts.replace("\\", "\\\\")
        cells = (
            school_list,
            str(entry.row),
            "{" + ",".join(map(str, entry.rows)) + "}" if entry.rows else "{}",
            self.outcome,
            str(school.pk) if school else NULL,
            self.guess,
            "t" if self.is_decided else "f",
            "{}",
            "{}",
            str(school.version) if school else NULL,
            str(municipality.pk) if municipality else NULL,
            str(self.parent) if self.parent else NULL,
            "{" + ",".join(get("education_levels", ())) + "}",
            NULL if pupils is None else str(pupils),
            "t" if entry.is_branch else "f",
            texts,
        )
        return "\t".join(cells) + "\n"


def give_keys(rows: Sequence[Staged]) -> None:
    """The keys of new schools, many together."""
    names = [row.fills.get("name") or row.entry.values.get("name", "") for row in rows]
    know_full_names([row.entry for row in rows])
    for row, name, key in zip(rows, names, sort_keys(names), strict=True):
        short = match_name(name) if "name" in row.fills else row.entry.name_key
        row.keys = (short, row.entry.full_name_key, key)


class Stager:
    """Decides of each entry what it is to the database; adds to the problems of the reading."""

    def __init__(
        self, school_list: SchoolList, reading: Reading, schools: Schools, region: Region, today
    ) -> None:
        self.reading = reading
        self.schools = schools
        self.region = region
        self.today = today
        self.decisions = {row.number: row for row in school_list.decisions.all()}
        self.matched: dict[int, Entry] = {}
        self.bad_rows = {problem.row for problem in reading.errors}

    def rows(self) -> Iterator[Staged]:
        """Each entry, decided."""
        is_any_new = False
        for entry in self.reading.entries:
            staged = self._staged(entry)
            is_any_new = is_any_new or staged.outcome == Outcome.NEW
            yield staged
        if is_any_new and not self.reading.has_numbers:
            message = _("The list has neither ОГРН nor ИНН: schools are recognised by name only.")
            self.reading.warnings.append(Problem(None, "", message))

    def _staged(self, entry: Entry) -> Staged:
        staged = Staged(entry)
        decision = self._decision(entry)
        match = self.schools.match(entry)
        if match.by == "name" and not match.conflict and decision and decision.is_same is False:
            match.school = None
        staged.school = match.school
        conflict = match.conflict
        is_left_out = bool(decision and decision.leave_out)
        if match.school is not None and not is_left_out:
            conflict = self._matched_before(entry, match.school) or conflict
        if conflict and not is_left_out:
            self.error(entry, conflict)
        if is_left_out:
            staged.outcome = Outcome.LEFT_OUT
        elif conflict or self._is_bad(entry):
            staged.outcome = Outcome.ERROR
        elif match.school is None:
            self._add(staged)
        else:
            self._compare(staged, match.school, by=match.by, decision=decision)
        return staged

    def _decision(self, entry: Entry) -> RowDecision | None:
        return self.decisions.get(entry.row) if self.decisions else None

    def _is_bad(self, entry: Entry) -> bool:
        return bool(self.bad_rows) and not self.bad_rows.isdisjoint(entry.all_rows)

    def _matched_before(self, entry: Entry, school: Known) -> str:
        first = self.matched.setdefault(school.pk, entry)
        if first is entry:
            return ""
        return _("Rows %(first)d and %(row)d are taken for the same school: %(name)s.") % {
            "first": first.row,
            "row": entry.row,
            "name": entry.label,
        }

    def error(self, entry: Entry, message: str) -> None:
        """The row as a whole cannot be taken."""
        self.reading.errors.append(Problem(entry.row, "", message))

    def _warn(self, entry: Entry, message: str) -> None:
        self.reading.warnings.append(Problem(entry.row, "", message))

    def _parent(self, entry: Entry) -> int:
        if entry.direct:
            return self.region.department
        return self.region.authorities.get(entry.municipality.pk, 0)

    def _add(self, staged: Staged) -> None:
        entry = staged.entry
        staged.parent = self._parent(entry)
        if not staged.parent:
            message = _("%(name)s has no education authority in the system yet: add it first.")
            self.error(entry, message % {"name": entry.municipality.short_name})
            staged.outcome = Outcome.ERROR
            return
        staged.outcome = Outcome.NEW
        said, fills = entry.values, staged.fills
        if "name" not in said:
            fills["name"] = shortened(said.get("full_name", ""))
        if "kind" not in said:
            fills["kind"] = values.kind_in(f"{entry.label} {said.get('full_name', '')}")
        if "education_levels" not in said:
            kind = said.get("kind") or fills["kind"]
            levels = values.LEVELS_OF_KIND.get(kind, [])
            fills["education_levels"] = [level.value for level in levels]
            if not levels:
                message = _("Education levels are unknown: items for one level will not reach it.")
                self._warn(entry, message)
        if entry.is_branch:
            message = _("A branch: it is listed and receives no assignments of its own.")
            self._warn(entry, message)
        elif self.reading.has_numbers and not (said.get("ogrn") or said.get("inn")):
            message = _("Neither ОГРН nor ИНН: the school will be recognised by its name only.")
            self._warn(entry, message)

    def _compare(self, staged: Staged, school: Known, *, by: str, decision) -> None:
        entry = staged.entry
        municipality = entry.municipality.pk if entry.municipality else school.municipality
        moved = municipality != school.municipality
        if entry.direct is not None or (moved and school.parent != self.region.department):
            staged.parent = self._parent(entry) or school.parent
        if by == "name":
            staged.guess = Guess.NAME
        elif moved:
            staged.guess = Guess.MOVED
        if staged.guess:
            staged.is_decided = bool(decision and decision.is_same)
        if moved:
            self._warn(entry, _("The school has moved to another municipality."))
        if school.closed_on is not None and school.closed_on <= self.today:
            self._warn(entry, _("The school is in the list and was closed earlier."))


def stage_the_rest(school_list: SchoolList, reading: Reading) -> None:
    """Problems, rows that are no schools, spellings of municipalities."""
    problems = [(problem, True) for problem in reading.errors]
    problems += [(problem, False) for problem in reading.warnings]
    SchoolListProblem.objects.bulk_create(
        (
            SchoolListProblem(
                school_list=school_list,
                row=problem.row,
                index=problem.index,
                column=problem.column[:300],
                value=problem.value[:200],
                message=problem.message[:500],
                is_error=is_error,
            )
            for problem, is_error in problems
        ),
        batch_size=BATCH,
    )
    drops = [
        SchoolListDrop(school_list=school_list, row=row, reason=reason, text=text)
        for row, reason, text in reading.dropped_rows
    ]
    if empty := reading.dropped["empty"]:
        drops.append(SchoolListDrop(school_list=school_list, reason="empty", rows=empty))
    SchoolListDrop.objects.bulk_create(drops, batch_size=BATCH)
    chosen = set(school_list.places.filter(is_chosen=True).values_list("spelling", flat=True))
    school_list.places.filter(is_chosen=False).delete()
    SchoolListPlace.objects.bulk_create(
        SchoolListPlace(
            school_list=school_list,
            spelling=spelling[:300],
            municipality=municipality,
            is_sure=is_sure,
            rows=rows,
        )
        for spelling, (municipality, is_sure, rows) in reading.places.items()
        if spelling[:300] not in chosen
    )
