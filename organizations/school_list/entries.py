"""From rows and columns to schools: what each row says, cleaned, with what is wrong in it."""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from organizations.models import Municipality
from organizations.school_list import numbers, values
from organizations.school_list.entry import Entry, Problem, Reading
from organizations.school_list.header import Header, is_numbering
from organizations.school_list.names import (
    Found,
    MunicipalityIndex,
    is_branch,
    is_kindergarten,
    match_name,
    shortened,
)
from organizations.school_list.numbers import CellError
from organizations.school_list.reader import Row, SchoolListError
from organizations.school_list.text import clean, display, fold

# Each cell's reader: (value, warn) → cleaned value; CellError where it cannot be taken.
READERS: dict[str, Callable[[Any, Callable[[str], None]], Any]] = {
    "full_name": values.text("full_name"),
    "name": values.text("name"),
    "inn": numbers.inn,
    "kpp": numbers.kpp,
    "ogrn": numbers.ogrn,
    "kind": values.kind,
    "education_levels": values.education_levels,
    "settlement": values.settlement,
    "pupils": values.pupils,
    "address": values.text("address"),
    "head_name": values.text("head_name"),
    "phone": values.phone,
    "email": values.email,
    "website": values.website,
    "note": values.text("note"),
}
COLUMN_OF = {"name": "short_name"}
# Of a school, be it mistyped; a count of schools or a signature in that column is shorter.
NUMBER = re.compile(r"\d{5}|\de\+")
TOTALS = re.compile(r"(итого|всего|итог)\b")
SIGNATURE = re.compile(
    r"(исп\.|исполнитель|начальник|заместитель|председатель|руководитель|директор|главный|подпись"
    r"|примечани|\*|_{3})"
)
NOTHING: Mapping = MappingProxyType({})
EXCERPT = 120
YES = frozenset({"да", "филиал", "1", "yes", "+"})
NO = frozenset({"нет", "no"})


def read_entries(
    rows: Iterable[Row],
    header: Header,
    municipalities: MunicipalityIndex,
    *,
    scope: Municipality | None = None,
    corrections: Mapping[tuple[int, int], str] = NOTHING,
    spellings: Mapping[str, Municipality] = NOTHING,
) -> Reading:
    """Each school of the rows under the header.

    `corrections` are written over the cells (row number, column index) before anything is read;
    `spellings` are what a person said a municipality's spelling means.
    """
    rows = _corrected(rows, corrections)
    if spellings:
        municipalities = municipalities.with_spellings(spellings)
    if (
        not header.fields & {"municipality", "oktmo"}
        and scope is None
        # It may still stand in rows of its own between the schools.
        and not any(_section(row, municipalities) for row in rows if row.number > header.last_row)
    ):
        raise SchoolListError(
            _(
                "The list has no column with the municipality. "
                "Add it, or say which municipality the list is from."
            )
        )
    return _Reader(rows, header, municipalities, scope).read()


def _corrected(rows: Iterable[Row], corrections: Mapping[tuple[int, int], str]) -> list[Row]:
    """The rows with the cells a person mended."""
    by_row: dict[int, dict[int, str]] = {}
    for (number, index), text in corrections.items():
        by_row.setdefault(number, {})[index] = text
    return [_with_cells(row, by_row[row.number]) if row.number in by_row else row for row in rows]


def _with_cells(row: Row, mended: dict[int, str]) -> Row:
    cells = list(row.cells)
    cells += [""] * (max(mended) + 1 - len(cells))
    for index, text in mended.items():
        cells[index] = text
    return Row(row.number, cells)


def _section(row: Row, municipalities: MunicipalityIndex) -> Municipality | None:
    """A row that only names the municipality of the rows below."""
    filled = list(itertools.islice((cell for cell in row.cells if clean(cell)), 2))
    if len(filled) != 1 or isinstance(filled[0], int | float):
        return None
    found = municipalities.find(filled[0])
    return found.municipality if found and found.sure else None


class _Reader:
    """One pass over the rows; keeps what is above: the municipality of a block."""

    def __init__(
        self,
        rows: list[Row],
        header: Header,
        municipalities: MunicipalityIndex,
        scope: Municipality | None,
    ) -> None:
        self.rows = [row for row in rows if row.number > header.last_row]
        self.header_cells = next((row.cells for row in rows if row.number == header.row), None)
        self.header = header
        self.municipalities = municipalities
        self.scope = scope
        self.reading = Reading()
        self.above: Municipality | None = None
        self.indexes = {
            name: index
            for name in READERS
            if (index := header.index(COLUMN_OF.get(name, name))) is not None
        }
        self.in_blocks = self._municipality_stands_once_a_block()

    def read(self) -> Reading:
        self.reading.has_numbers = bool({"inn", "ogrn", "inn_kpp"} & self.header.fields)
        last = self.header.last_row
        for position, row in enumerate(self.rows):
            self._drop("empty", row.number - last - 1)
            last = row.number
            reason = self._reason_to_drop(row, first=position == 0)
            if reason:
                self._drop(reason)
                said = " · ".join(filter(None, map(display, row.cells)))
                self.reading.dropped_rows.append((row.number, reason, said[:EXCERPT]))
                continue
            self._read_row(row)
        return self.reading

    def _drop(self, reason: str, count: int = 1) -> None:
        if count > 0:
            self.reading.dropped[reason] += count

    def _reason_to_drop(self, row: Row, *, first: bool) -> str:
        """Why a row is not a school, or an empty string."""
        if first and is_numbering(row):
            return "numbering"
        if row.cells == self.header_cells:
            return "header"
        if section := _section(row, self.municipalities):
            self.above = section
            self._count_place(next(filter(None, map(clean, row.cells))), Found(section, sure=True))
            return "section"
        name = self._name_cells(row)
        marks = (fold(self._cell(row, mark)) for mark in ("inn", "ogrn", "inn_kpp"))
        if any(NUMBER.search(mark.replace(" ", "")) for mark in marks):
            return self._kindergarten(row, name)
        texts = [fold(cell) for cell in row.cells if isinstance(cell, str) and clean(cell)]
        if any(TOTALS.match(text) for text in texts):
            return "totals"
        signed = [fold(name)] if name else texts
        if len(texts) <= 3 and any(SIGNATURE.match(text) for text in signed):
            return "signature"
        if name:
            return self._kindergarten(row, name)
        if len(texts) > 1:
            self._warn(
                row, "full_name", _("The name of the school is missing: the row is left out.")
            )
        return "without_name"

    def _kindergarten(self, row: Row, name: str) -> str:
        if not is_kindergarten(name):
            return ""
        self._warn(row, "full_name", _("A kindergarten, not a school: left out."))
        return "kindergarten"

    def _name_cells(self, row: Row) -> str:
        return display(self._cell(row, "short_name")) or display(self._cell(row, "full_name"))

    def _cell(self, row: Row, name: str) -> Any:
        return row.cell(self.header.index(name))

    def _read_row(self, row: Row) -> None:
        entry_values = self._values(row)
        self._name(row, entry_values)
        municipality = self._municipality(row)
        label = entry_values.get("name") or entry_values.get("full_name", "")
        if not label:
            self._error(row, "full_name", _("The name of the school is missing."))
        full_name = entry_values.get("full_name", "")
        branch = self._is_branch(row, label, full_name)
        founder = self._cell(row, "founder")
        direct = None if values.is_empty(founder) else values.answers_to_department(founder)
        keys = {match_name(name) for name in (entry_values.get("name"), full_name) if name}
        self.reading.entries.append(
            Entry(row.number, municipality, entry_values, frozenset(keys - {""}), branch, direct)
        )

    def _is_branch(self, row: Row, label: str, full_name: str) -> bool:
        said = fold(self._cell(row, "branch"))
        if said in NO:  # whatever the name sounds like
            return False
        return said in YES or is_branch(label) or is_branch(full_name)

    def _values(self, row: Row) -> dict[str, Any]:
        """What the cells say, without the empty ones: an empty cell never erases."""
        found: dict[str, Any] = {}
        for name, index in self.indexes.items():
            value = row.cell(index)
            if values.is_empty(value):
                continue
            cleaned = self._cleaned(row, name, READERS[name], value)
            if cleaned not in (None, "", []):
                found[name] = cleaned
        joined = self._cell(row, "inn_kpp")
        if not values.is_empty(joined):
            inn, kpp = self._cleaned(row, "inn", numbers.inn_and_kpp, joined) or ("", "")
            found |= {key: value for key, value in (("inn", inn), ("kpp", kpp)) if value}
        return found

    def _cleaned(self, row: Row, name: str, reader: Callable, value: Any) -> Any:
        column = COLUMN_OF.get(name, name)
        try:
            return reader(value, lambda message: self._warn(row, column, message))
        except CellError as error:
            self._error(row, column, str(error))
            return None

    def _name(self, row: Row, found: dict[str, Any]) -> None:
        """A list with one column of names gives full names or short ones: tell them apart."""
        full = found.get("full_name", "")
        if full and "name" not in found and not _is_official(full):
            found["name"] = shortened(full)
            del found["full_name"]

    def _municipality(self, row: Row) -> Municipality | None:
        value = self._cell(row, "municipality")
        if not clean(value):
            value = self._cell(row, "oktmo")
        if not clean(value):
            return self._municipality_above(row)
        found = self.municipalities.find(value)
        self._count_place(clean(value), found)
        if found is None:
            self._error(
                row,
                "municipality",
                _("No such municipality: “%(value)s”.") % {"value": clean(value)[:80]},
            )
            self.above = None
            return None
        if not found.sure:
            self._warn(
                row,
                "municipality",
                _("“%(value)s” is taken for %(name)s.")
                % {"value": clean(value)[:80], "name": found.municipality.short_name},
            )
        self.above = found.municipality
        return self._within_scope(row, found.municipality)

    def _count_place(self, spelling: str, found: Found | None) -> None:
        known = self.reading.places.get(spelling)
        self.reading.places[spelling] = (
            found.municipality if found else None,
            bool(found and found.sure),
            known[2] + 1 if known else 1,
        )

    def _municipality_above(self, row: Row) -> Municipality | None:
        """Of the block, where the list writes it once a block; of the scope otherwise."""
        if self.above is not None and self.in_blocks:
            return self._within_scope(row, self.above)
        if self.scope is None:
            self._error(row, "municipality", _("The municipality is missing."))
        return self.scope

    def _within_scope(self, row: Row, municipality: Municipality) -> Municipality:
        if self.scope is not None and municipality != self.scope:
            self._error(
                row,
                "municipality",
                _("The school is from %(name)s, the list was announced as from %(scope)s.")
                % {"name": municipality.short_name, "scope": self.scope.short_name},
            )
        return municipality

    def _municipality_stands_once_a_block(self) -> bool:
        """A value repeated on adjoining rows means that each row speaks for itself."""
        index = self.header.index("municipality")
        if index is None:
            index = self.header.index("oktmo")
        cells = [clean(row.cell(index)) for row in self.rows]
        return not any(above and above == below for above, below in itertools.pairwise(cells))

    def _error(self, row: Row, column: str, message: str) -> None:
        self.reading.errors.append(self._problem(row, column, message))

    def _warn(self, row: Row, column: str, message: str) -> None:
        self.reading.warnings.append(self._problem(row, column, message))

    def _problem(self, row: Row, column: str, message: str) -> Problem:
        index = self.header.index(column)
        if index is None and column in ("inn", "kpp"):
            index = self.header.index("inn_kpp")
        value = display(row.cell(index))[:EXCERPT]
        return Problem(row.number, self.header.heading(column), message, index, value)


def _is_official(name: str) -> bool:
    """«муниципальное бюджетное общеобразовательное учреждение …», not «МБОУ …»."""
    return "учрежден" in fold(name)
