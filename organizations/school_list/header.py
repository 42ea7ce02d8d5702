"""Finds the header of a list under its titles, and says which column holds what."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.school_list.headings import (
    LONGEST,
    UNUSED,
    field_of,
    known_field,
    sounds_like_heading,
)
from organizations.school_list.reader import Row, SchoolListError, Sheet, SheetHead
from organizations.school_list.text import clean

# Titles, letterheads and stamps stand above a header, never more than this.
ROWS_LOOKED_AT = 40
HEADER_ROWS = 3
NOT_TELLING = UNUSED | {None}
LIKELY = 6
NAMES = ("full_name", "short_name")
EMPTY = ("", None)
# What stands in cells of schools and never in a heading.
DATA = re.compile(r"\d{5}|@|//|«")
S = TypeVar("S", Sheet, SheetHead)


@dataclass(frozen=True)
class Column:
    """A column of the sheet; `field` is None where nothing of ours fits."""

    index: int
    heading: str
    field: str | None
    certainty: float


@dataclass(frozen=True)
class Header:
    """Where the header stands and what its columns mean; `last_row` > `row` for a header of two."""

    row: int
    last_row: int
    columns: list[Column]

    def __post_init__(self) -> None:
        by_field = {column.field: column for column in self.columns if column.field}
        object.__setattr__(self, "_by_field", by_field)

    def index(self, field: str) -> int | None:
        """The position of the field's column."""
        column = self._by_field.get(field)
        return column.index if column else None

    def heading(self, field: str) -> str:
        """What the person called the column; ИНН may sit in «ИНН/КПП»."""
        column = self._by_field.get(field)
        if column is None and field in ("inn", "kpp"):
            column = self._by_field.get("inn_kpp")
        return column.heading if column else ""

    @property
    def fields(self) -> set[str]:
        """What the list tells."""
        return set(self._by_field)

    def as_dict(self) -> dict[str, str | None]:
        """{heading: field}, for people and programs."""
        return {column.heading: column.field for column in self.columns}


def find_header(sheets: Sequence[S]) -> tuple[S, Header]:
    """The sheet with the list and its header; the one that explains most columns wins."""
    likely = sorted(_candidates(sheets), key=_likelihood, reverse=True)
    # Guessing at misspelt headings is dear: only where most columns are named as usual.
    found = [(sheet, _header(rows, sheet)) for _known, sheet, rows in likely[:LIKELY]]
    found = [(_score(header), sheet, header) for sheet, header in found if _is_header(header)]
    if not found:
        raise SchoolListError(
            _(
                "No header was found: a row with the names of the columns, the name of the school "
                "among them. Add it above the list."
            )
        )
    _best, sheet, header = max(found, key=lambda item: item[0])
    return sheet, header


def tentative_header(heads: Sequence[SheetHead]) -> tuple[SheetHead, Header] | None:
    """Where no header was found: a row that may be one, for a person to look at.

    Only columns with a usual name have a field; the name of the school is not among them. None
    where nothing is a table: two rows and two columns.
    """
    tables = [head for head in heads if len(head.rows) >= 2 and _width(head) >= 2]
    if not tables:
        return None
    known, head, rows = max(_candidates(tables), key=_likelihood, default=(0, tables[0], []))
    if known < 2:
        head = max(tables, key=lambda head: len(head.rows))
        rows = [_first_of_texts(head)]
    header = _header(rows, head)
    surely = known >= 2
    columns = [
        replace(column, field=column.field if surely and column.certainty == 1 else None)
        for column in header.columns
    ]
    return head, Header(header.row, header.last_row, columns)


def header_at(head: SheetHead, row: int, last_row: int | None = None) -> Header:
    """The header that a person pointed at, in the sheet's own rows."""
    rows = [one for one in head.rows if row <= one.number <= (last_row or row)]
    if not rows:
        raise SchoolListError(
            gettext("Row %(row)d is empty or too far down for a header. Choose another one.")
            % {"row": row}
        )
    header = _header(rows, head)
    return Header(row, max(row, last_row or row), header.columns)


def _width(head: SheetHead) -> int:
    return max(len(row.cells) for row in head.rows)


def _first_of_texts(head: SheetHead) -> Row:
    """The first row with a text in about every column; titles have fewer."""
    texts = [
        sum(isinstance(cell, str) and bool(clean(cell)) for cell in row.cells) for row in head.rows
    ]
    enough = max(2, statistics.median(texts) / 2)
    return next(
        (row for row, count in zip(head.rows, texts, strict=True) if count >= enough), head.rows[0]
    )


def _candidates(sheets: Sequence[S]) -> Iterator[tuple[float, S, list[Row]]]:
    """Rows, and two or three under each other, of which a cell is called as columns are."""
    for sheet in sheets:
        rows = [row for row in sheet.rows[:ROWS_LOOKED_AT] if not is_numbering(row)]
        usual = [_known([row]) for row in rows]
        enough = max(0.5, max(usual, default=0) / 4)
        for place, row in enumerate(rows):
            for height in range(1, HEADER_ROWS + 1):
                group = rows[place : place + height]
                in_a_row = len(group) == height == group[-1].number - row.number + 1
                if not in_a_row or max(usual[place : place + height]) < enough:
                    continue
                known = usual[place] if height == 1 else _known(group)
                if known:
                    yield known, sheet, group


def _likelihood(candidate: tuple[float, S, list[Row]]) -> tuple[float, int]:
    known, _sheet, rows = candidate
    return known, -len(rows)


def _known(rows: list[Row]) -> float:
    """How many columns bear a usual name; half for one that at least sounds like it."""
    known, hints = set(), 0
    for _index, text, lowest in _headings(rows):
        if len(text) > LONGEST or DATA.search(text):
            continue
        field = known_field(text) or (known_field(lowest) if lowest != text else None)
        if field:
            known.add(field)
        else:
            hints += sounds_like_heading(text)
    return len(known - NOT_TELLING) + hints / 2


def _is_header(header: Header) -> bool:
    return len(header.fields) >= 2 and any(name in header.fields for name in NAMES)


def _score(header: Header) -> tuple[float, int, int]:
    """More columns, surer; then one row rather than two; then the upper one."""
    used = sum(column.certainty for column in header.columns if column.field)
    return used, header.row - header.last_row, -header.row


def _header(rows: list[Row], sheet: Sheet | SheetHead) -> Header:
    guesses = [(index, text, *_field_of(text, lowest)) for index, text, lowest in _headings(rows)]
    guesses = sorted(guesses + _nameless(guesses, rows, sheet))
    # The surest column takes the field; of two as sure, the left one.
    owners: dict[str, int] = {}
    surest_first = sorted(guesses, key=lambda guess: (-guess[3], guess[0]))
    for index, _heading, field, certainty in surest_first:
        if field and field not in UNUSED and certainty:
            owners.setdefault(field, index)
    seen: dict[str, int] = {}
    columns = []
    for index, heading, field, certainty in guesses:
        seen[heading] = seen.get(heading, 0) + 1
        shown = heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"
        owned = field is not None and owners.get(field) == index
        columns.append(Column(index, shown, field if owned else None, certainty))
    return Header(rows[0].number, rows[-1].number, columns)


def _field_of(text: str, lowest: str) -> tuple[str | None, float]:
    """Of a group and a column under it: both together, or the column's own name."""
    found = field_of(text)
    if found[1] < 1 and text != lowest and known_field(lowest):
        return known_field(lowest), 0.95
    return found


def _nameless(guesses: list[tuple], rows: list[Row], sheet: Sheet | SheetHead) -> list[tuple]:
    """Columns that hold something and are called nothing: a person may know what it is."""
    below = [row for row in sheet.rows[:ROWS_LOOKED_AT] if row.number > rows[-1].number]
    held = {index for row in below for index, cell in enumerate(row.cells) if cell not in EMPTY}
    named = {guess[0] for guess in guesses}
    return [(index, f"({letters(index)})", None, 0.0) for index in held - named]


def letters(index: int) -> str:
    """A column as a spreadsheet calls it: 0 is A, 26 is AA."""
    text = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        text, index = chr(ord("A") + letter) + text, index - 1
    return text


def _headings(rows: list[Row]) -> list[tuple[int, str, str]]:
    """Above each column: all texts, and the lowest; upper ones spread right, as merged cells do."""
    texts = [[clean(cell) for cell in row.cells] for row in rows]
    width = max(map(len, texts))
    if len(rows) == 1:
        return [(index, text, text) for index, text in enumerate(texts[0]) if text]
    for line in texts:
        line.extend([""] * (width - len(line)))
    headings, groups = [], [""] * len(rows)
    for index in range(width):
        column = [line[index] for line in texts]
        filled = [level for level, text in enumerate(column) if text]
        if not filled:
            continue
        # A group holds on to the columns below it until the next one begins.
        for level in range(len(rows)):
            if column[level] or level >= filled[0]:
                groups[level] = column[level]
        text = " ".join(filter(None, groups[: filled[-1] + 1]))
        headings.append((index, text, column[filled[-1]]))
    return headings


def is_numbering(row: Row) -> bool:
    """A row of column numbers under a header: 1, 2, 3 …; А, Б, 1, 2 … in statistics."""
    values = [str(cell).strip(" .()") for cell in row.cells if cell not in EMPTY]
    letters_first = 0
    while letters_first < len(values) and values[letters_first].lower() in ("а", "б", "в", "a"):
        letters_first += 1
    numbers = values[letters_first:]
    return len(values) >= 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)] != []
