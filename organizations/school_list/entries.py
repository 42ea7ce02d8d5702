"""From rows and columns to schools: what each row says, cleaned, with what is wrong in it."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType

from django.utils.translation import gettext as _

from organizations.models import Municipality
from organizations.school_list.assembly import assemble
from organizations.school_list.batch import Batch, batches
from organizations.school_list.cells import column_readers
from organizations.school_list.entry import Problem, Reading
from organizations.school_list.header import Header, is_numbering
from organizations.school_list.names import MunicipalityIndex
from organizations.school_list.places import PlaceReader
from organizations.school_list.reader import Merged, Row, SchoolListError
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
# No schools, yet the municipality beside them is that of the rows below.
SAY_PLACE = ("kindergarten", "without_name")


def read_entries(
    rows: Iterable[Row],
    header: Header,
    municipalities: MunicipalityIndex,
    *,
    scope: Municipality | None = None,
    corrections: Mapping[tuple[int, int], str] = NOTHING,
    spellings: Mapping[str, Municipality] = NOTHING,
    merged: Iterable[Merged] = (),
) -> Reading:
    """Each school of the rows under the header; the rows are gone through once.

    `corrections` are written over the cells (row number, column index) before anything is read;
    `spellings` are what a person said a municipality's spelling means; a municipality in a cell
    `merged` over several rows is that of each of them.
    """
    filled_in: set[tuple[int, int]] = set()
    if corrections:
        rows = corrected(rows, corrections, filled_in)
    if spellings:
        municipalities = municipalities.with_spellings(spellings)
    reader = _Reader(header, municipalities, scope, filled_in)
    reader.places.mind_merged(merged)
    for batch in batches(rows):
        reader.read(batch)
    return reader.finish()


class _Reader:
    """One pass over the rows."""

    def __init__(
        self,
        header: Header,
        municipalities: MunicipalityIndex,
        scope: Municipality | None,
        filled_in: set[tuple[int, int]],
    ) -> None:
        self.header = header
        self.header_cells: list | None = None
        self.last_row = header.last_row
        self.has_begun = False
        self.reading = Reading(has_numbers=bool(header.fields & set(MARKS)))
        self.places = PlaceReader(header, municipalities, scope, self.reading, filled_in)
        self.columns = column_readers(header, self.reading)
        self.width = 1 + max((column.index for column in header.columns), default=0)

    def read(self, rows: list[Row]) -> None:
        """Take the schools of these rows."""
        rows = self._below_header(rows)
        if not rows:
            return
        batch = Batch(rows, self.width)
        batch.texts["place"] = self.places.texts(batch.columns, batch.numbers)
        for name, reader in self.columns.items():
            batch.texts[name] = reader.texts(batch.columns[reader.index])
        places = self._drop_others(batch)
        if batch.rows:
            assemble(batch, self.columns, places, self.reading)

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

    def _drop_others(self, batch: Batch) -> list[Municipality | None]:
        """Leave the schools in the batch, and say where each is from."""
        numbered = self._numbered(batch)
        names, full_names = batch.of("name"), batch.of("full_name")
        nurseries = kindergartens(names, full_names)
        settle, position = self.places.settle, len(self.reading.entries)
        kept, places = [], []
        for at, (row, text) in enumerate(zip(batch.rows, batch.of("place"), strict=True)):
            reason = "" if numbered[at] else self._reason(row, names[at] or full_names[at])
            if not reason and at in nurseries:
                reason = "kindergarten"
                message = _("A kindergarten, not a school: left out.")
                self._warn_of_name(row, message, names[at] or full_names[at])
            if reason:
                self._drop(row, reason)
                if text and reason in SAY_PLACE:
                    self.places.begin_block(row.number, text)
                continue
            places.append(settle(row.number, text, position + len(kept)))
            kept.append(at)
        batch.keep(kept)
        return places

    def _numbered(self, batch: Batch) -> Sequence[bool]:
        """Rows with the number of a school are schools, whatever else they say."""
        found = [False] * len(batch.rows)
        for name in MARKS:
            if name in batch.texts and not all(found):
                found = [
                    was or (text.isdecimal() and len(text) > 9) or (text != "" and has_number(text))
                    for was, text in zip(found, batch.texts[name], strict=True)
                ]
        return found

    def _reason(self, row: Row, name: str) -> str:
        """Why a row without numbers is not a school, or an empty string."""
        if row.cells == self.header_cells:
            return "header"
        cells = filled(row)
        is_alone = len(cells) == 1 and isinstance(cells[0], str)
        if is_alone and self.places.section(row.number, cells[0]):
            return "section"
        if reason := is_total_or_signature(name, cells):
            return reason
        if name:
            return ""
        if len(cells) > 1:
            message = _("The name of the school is missing: the row is left out.")
            self._warn_of_name(row, message)
        return "without_name"

    def _warn_of_name(self, row: Row, message: str, name: str = "") -> None:
        column = self.columns.get("full_name") or self.columns.get("name")
        self.reading.warn(
            column.problem(row.number, message, name)
            if column
            else Problem(row.number, "", message)
        )
