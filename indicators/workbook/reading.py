"""Reads a workbook of values: where its header is, what its columns are, and its rows.

By the child process that reads school lists: the same limits and the same sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from indicators.workbook.columns import NEEDED, field_of
from organizations.school_list.header import Column, Header
from organizations.school_list.reader import Book, Row, SchoolListError, SheetHead, open_book
from organizations.school_list.text import clean

ROWS = 10_000
TOO_LONG = _(
    "The table has more than 10,000 rows. Upload the indicators in several workbooks, "
    "a municipality in each."
)
NO_HEADER = _(
    "No header was found: a row with the columns “Код” and “Числитель”. "
    "Download the workbook here and fill it in."
)


@dataclass(frozen=True)
class Table:
    """`columns`: field → index; `headings`: index → what the sheet calls it."""

    sheet: str
    header_row: int
    columns: dict[str, int]
    headings: dict[int, str]
    rows: list[Row]

    @property
    def header(self) -> Header:
        """As the marking of school lists wants it."""
        fields = {index: name for name, index in self.columns.items()}
        columns = [Column(i, text, fields.get(i), 1) for i, text in self.headings.items()]
        return Header(self.header_row, self.header_row, columns)

    def cell(self, row: Row, field: str) -> object:
        return row.cell(self.columns.get(field))

    def has(self, field: str) -> bool:
        return field in self.columns


def read_table(path: Path) -> Table:
    """The sheet with the values; SchoolListError where the file or its shape is refused."""
    with open_book(path) as book:
        place, head, header = _find(book.sheets)
        columns = _fields(header)
        headings = {i: text for i, cell in enumerate(header.cells) if (text := clean(cell))}
        rows = _rows(book, place, header)
    return Table(head.name, header.number, columns, headings, rows)


def _find(sheets: Sequence[SheetHead]) -> tuple[int, SheetHead, Row]:
    """The row that names most of our columns; the upper one of two alike."""
    found = [
        (len(fields), -place, -row.number, place, head, row)
        for place, head in enumerate(sheets)
        for row in head.rows
        if (fields := _fields(row)).keys() >= NEEDED
    ]
    if not found:
        raise SchoolListError(NO_HEADER)
    return max(found, key=lambda item: item[:3])[3:]


def _fields(row: Row) -> dict[str, int]:
    """Of two columns of one name the left one counts."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        if field := field_of(cell):
            found.setdefault(field, index)
    return found


def _rows(book: Book, place: int, header: Row) -> list[Row]:
    """Rows below the header; it may be repeated on every page of print."""
    rows: list[Row] = []
    for chunk in book.rows_at(place):
        rows += [row for row in chunk if row.number > header.number and row.cells != header.cells]
        if len(rows) > ROWS:
            raise SchoolListError(TOO_LONG)
    return rows
