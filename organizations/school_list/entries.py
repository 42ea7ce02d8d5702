"""From rows and columns to schools: what each row says, cleaned, with what is wrong in it."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Municipality
from organizations.school_list.cells import Misplaced, column_readers
from organizations.school_list.entry import Entry, Problem, Reading
from organizations.school_list.header import Header, is_numbering
from organizations.school_list.names import MunicipalityIndex, is_branch, shortened
from organizations.school_list.places import PlaceReader
from organizations.school_list.reader import Row, SchoolListError
from organizations.school_list.rows import (
    corrected,
    excerpt,
    filled,
    has_number,
    is_total_or_signature,
    kindergartens,
)

NOTHING: Mapping = MappingProxyType({})
MARKS = ("ogrn", "inn", "inn_kpp")
# Columns that say something of a school and are no field of it.
ABOUT = frozenset({"inn_kpp", "branch", "founder"})
LONGEST_NAME = 250
# What is said of a value found in the column of another field.
MOVED = {
    "email": gettext_lazy("“%(value)s” is an e-mail address: it is moved to the e-mail."),
    "website": gettext_lazy("“%(value)s” is the address of a site: it is moved to the site."),
}
NOT_MOVED = gettext_lazy("“%(value)s” belongs to another column, which is filled in; left out.")
# Rows read together: the more, the less a single cell costs.
BATCH = 500


def read_entries(
    rows: Iterable[Row],
    header: Header,
    municipalities: MunicipalityIndex,
    *,
    scope: Municipality | None = None,
    corrections: Mapping[tuple[int, int], str] = NOTHING,
    spellings: Mapping[str, Municipality] = NOTHING,
) -> Reading:
    """Each school of the rows under the header; the rows are gone through once.

    `corrections` are written over the cells (row number, column index) before anything is read;
    `spellings` are what a person said a municipality's spelling means.
    """
    if corrections:
        rows = corrected(rows, corrections)
    if spellings:
        municipalities = municipalities.with_spellings(spellings)
    reader = _Reader(header, municipalities, scope)
    for batch in _batches(rows):
        reader.read(batch)
    return reader.finish()


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


class _Batch:
    """Some rows and, by column, their texts."""

    def __init__(self, rows: list[Row], width: int) -> None:
        self.rows = rows
        self.numbers = [row.number for row in rows]
        self.texts: dict[str, Sequence[str]] = {}
        cells = [row.cells for row in rows]
        if min(map(len, cells)) < width:
            cells = [[*row, *[""] * (width - len(row))] for row in cells]
        self.columns = list(zip(*cells, strict=False))

    def keep(self, positions: Sequence[int]) -> None:
        """Forget the other rows."""
        if len(positions) < len(self.rows):
            self.rows = [self.rows[position] for position in positions]
            self.numbers = [row.number for row in self.rows]
            self.texts = {
                name: [texts[position] for position in positions]
                for name, texts in self.texts.items()
            }

    def of(self, name: str) -> Sequence[str]:
        """The texts of a column, empty ones where the list has no such column."""
        return self.texts.get(name) or [""] * len(self.rows)


class _Reader:
    """One pass over the rows."""

    def __init__(
        self, header: Header, municipalities: MunicipalityIndex, scope: Municipality | None
    ) -> None:
        self.header = header
        self.header_cells: list | None = None
        self.last_row = header.last_row
        self.has_begun = False
        self.reading = Reading(has_numbers=bool(header.fields & set(MARKS)))
        self.places = PlaceReader(header, municipalities, scope, self.reading)
        self.columns = column_readers(header, self.reading)
        self.width = 1 + max((column.index for column in header.columns), default=0)

    def read(self, rows: list[Row]) -> None:
        """Take the schools of these rows."""
        rows = self._below_header(rows)
        if not rows:
            return
        batch = _Batch(rows, self.width)
        batch.texts["place"] = self.places.texts(batch.columns, len(rows))
        for name, reader in self.columns.items():
            batch.texts[name] = reader.texts(batch.columns[reader.index])
        places = self._drop_others(batch)
        if batch.rows:
            self._take(batch, places)

    def finish(self) -> Reading:
        """What was read, problems in the order of rows."""
        reading = self.reading
        if not self.has_begun:
            raise SchoolListError(
                _(
                    "There are no rows under the header. "
                    "Enter the schools and upload the file again."
                )
            )
        if not (self.places.is_told or self.places.has_sections):
            raise SchoolListError(
                _(
                    "The list has no column with the municipality. "
                    "Add it, or say which municipality the list is from."
                )
            )
        self.places.finish()
        for problems in (reading.errors, reading.warnings):
            problems.sort(key=attrgetter("row"))
        return reading

    def _below_header(self, rows: list[Row]) -> list[Row]:
        """Without what stands above; empty rows between are counted."""
        below = []
        first = self.header.last_row
        for row in rows:
            number = row.number
            if number <= first:
                if number == self.header.row:
                    self.header_cells = row.cells
                continue
            if number - self.last_row > 1:
                self.reading.dropped["empty"] += number - self.last_row - 1
            if not self.has_begun and is_numbering(row):
                self._drop(row, "numbering")
            else:
                below.append(row)
            self.has_begun = True
            self.last_row = number
        return below

    def _drop(self, row: Row, reason: str) -> None:
        self.reading.dropped[reason] += 1
        self.reading.dropped_rows.append((row.number, reason, excerpt(row)))

    def _drop_others(self, batch: _Batch) -> list[Municipality | None]:
        """Leave the schools in the batch, and say where each is from."""
        numbered = self._numbered(batch)
        nurseries = kindergartens(batch.of("name"), batch.of("full_name"))
        settle, position = self.places.settle, len(self.reading.entries)
        kept, places = [], []
        for at, (row, text) in enumerate(zip(batch.rows, batch.of("place"), strict=True)):
            reason = "" if numbered[at] else self._reason_to_drop(row, batch, at)
            if not reason and at in nurseries:
                reason = "kindergarten"
                self._warn(row, "full_name", _("A kindergarten, not a school: left out."))
            if reason:
                self._drop(row, reason)
                continue
            places.append(settle(row.number, text, position + len(kept)))
            kept.append(at)
        batch.keep(kept)
        return places

    def _numbered(self, batch: _Batch) -> Sequence[bool]:
        """Rows with the number of a school are schools, whatever else they say."""
        found = [False] * len(batch.rows)
        for name in MARKS:
            if name in batch.texts and not all(found):
                found = [
                    was or (text.isdecimal() and len(text) > 9) or (text != "" and has_number(text))
                    for was, text in zip(found, batch.texts[name], strict=True)
                ]
        return found

    def _reason_to_drop(self, row: Row, batch: _Batch, at: int) -> str:
        """Why a row without numbers is not a school, or an empty string."""
        if row.cells == self.header_cells:
            return "header"
        cells = filled(row)
        is_alone = len(cells) == 1 and isinstance(cells[0], str)
        if is_alone and self.places.section(row.number, cells[0]):
            return "section"
        name = batch.of("name")[at] or batch.of("full_name")[at]
        if reason := is_total_or_signature(name, cells):
            return reason
        if name:
            return ""
        if len(cells) > 1:
            message = _("The name of the school is missing: the row is left out.")
            self._warn(row, "full_name", message)
        return "without_name"

    def _take(self, batch: _Batch, places: list[Municipality | None]) -> None:
        """Read the columns, put the rows together."""
        read = {
            name: reader.values(batch.numbers, batch.texts[name])
            for name, reader in self.columns.items()
        }
        about = {name: read.pop(name) for name in ABOUT & read.keys()}
        for reader in self.columns.values():
            for found in reader.misplaced:
                self._put_in_place(found, batch, read)
            reader.misplaced.clear()
        nothing = [""] * len(batch.rows)
        names = _short_names(read, nothing)
        branches = _branches(names, read.get("full_name", nothing), about.get("branch", nothing))
        fields = list(read)
        entries = self.reading.entries
        for row, place, said, is_a_branch, direct in zip(
            batch.numbers,
            places,
            zip(*read.values(), strict=True),
            branches,
            about.get("founder", nothing),
            strict=True,
        ):
            found = dict(zip(fields, said, strict=True))
            if "" in said:  # an empty cell never erases
                found = {name: value for name, value in found.items() if value != ""}
            entries.append(Entry(row, place, found, is_a_branch, None if direct == "" else direct))
        for row, name, full_name in zip(
            batch.rows, names, read.get("full_name", nothing), strict=True
        ):
            if not (name or full_name):
                self._error(row, "full_name", _("The name of the school is missing."))

    def _put_in_place(self, found: Misplaced, batch: _Batch, read: dict[str, Sequence]) -> None:
        """A value from the column of another field, if its own is empty."""
        column = read[found.field] = list(read.get(found.field) or [""] * len(batch.rows))
        there = column[found.position]
        row = batch.numbers[found.position]
        message = ""
        if not there:
            column[found.position] = found.value
            message = MOVED.get(found.field)
        elif there != found.value:
            message = NOT_MOVED
        if message:
            text = message % {"value": found.value[:60]}
            self.reading.warn(found.reader.problem(row, text, found.cell))

    def _error(self, row: Row, column: str, message: str) -> None:
        self.reading.error(self._problem(row, column, message))

    def _warn(self, row: Row, column: str, message: str) -> None:
        self.reading.warn(self._problem(row, column, message))

    def _problem(self, row: Row, column: str, message: str) -> Problem:
        return Problem(row.number, self.header.heading(column), message, self.header.index(column))


def _short_names(read: dict[str, Sequence], nothing: list[str]) -> Sequence[str]:
    """A list with one column of names gives full names or short ones: tell them apart."""
    names, full_names = read.get("name", nothing), read.get("full_name", nothing)
    if "" not in names or full_names is nothing:
        return names
    names, full_names = list(names), list(full_names)
    for position, full in enumerate(full_names):
        if full and not names[position] and "учрежден" not in full.lower():
            names[position] = short = shortened(full)
            if len(short) < LONGEST_NAME:  # nothing is cut off
                full_names[position] = ""
    read["name"], read["full_name"] = names, full_names
    return names


def _branches(
    names: Sequence[str], full_names: Sequence[str], said: Sequence[bool | str]
) -> list[bool]:
    """What the column of branches says; where it is silent, what the names do."""
    told = [answer is True for answer in said]
    if "филиал" in "\n".join((*names, *full_names)).lower():
        told = [
            (is_branch(name) or is_branch(full_name)) if answer == "" else answer
            for answer, name, full_name in zip(said, names, full_names, strict=True)
        ]
    return told
