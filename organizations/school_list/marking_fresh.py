"""A marked list written anew, from what the reader read: for .csv, .xls, .ods and large files."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from organizations.reference.formats import CONTROL
from organizations.school_list.layout import OPTIONS, SHEET
from organizations.school_list.marking_child import AUTHOR, COMMENTS, SHADES, WIDTH
from organizations.school_list.marks import Marks
from organizations.school_list.reader import Row, open_book
from organizations.school_list.rows import corrected

# A larger number loses its last digits in Excel: «1026799001008» is short enough, a sum is not.
LARGEST_NUMBER = 10**15
LONGEST = 32_767
WIDEST = 60
ROWS_MEASURED = 200
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def write_fresh(path: Path, marks: Marks, output: IO[bytes]) -> None:
    """One sheet with the rows of the list under their own numbers and in their own columns.

    Read twice: the first time for how wide it is, so that nothing has to stay in memory.
    """
    widths, column = _measured(_rows(path, marks), marks)
    with xlsxwriter.Workbook(output, OPTIONS) as book:
        sheet = book.add_worksheet(_NOT_IN_A_NAME.sub(" ", marks.sheet).strip("' ")[:31] or SHEET)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.set_column(column, column, WIDTH)
        _Writer(book, sheet, marks, column).write(_rows(path, marks))


def _rows(path: Path, marks: Marks) -> Iterator[Row]:
    with open_book(path) as book:
        rows = itertools.chain.from_iterable(book.rows(marks.sheet))
        yield from corrected(rows, marks.written)


def _measured(rows: Iterator[Row], marks: Marks) -> tuple[list[int], int]:
    """Widths of the columns by the first rows, and the column of the marks.

    It comes after the last one, or stands where an earlier return of the same list had it.
    """
    widths: list[int] = []
    marked_before = None
    for count, row in enumerate(rows):
        widths += [8] * (len(row.cells) - len(widths))
        if count < ROWS_MEASURED and len(row.cells) > 1:
            for index, cell in enumerate(row.cells):
                widths[index] = min(WIDEST, max(widths[index], len(str(cell)) + 1))
        if row.number == marks.header.row and marks.heading in row.cells:
            marked_before = row.cells.index(marks.heading)
    return widths, len(widths) if marked_before is None else marked_before


class _Writer:
    def __init__(self, book: Workbook, sheet: Worksheet, marks: Marks, column: int) -> None:
        self.sheet = sheet
        self.marks = marks
        self.column = column
        self.comments = 0
        wrapped = {"text_wrap": True, "valign": "top"}
        self.looks = {key: book.add_format({"bg_color": _rgb(key)}) for key in SHADES}
        self.said = {key: book.add_format({"bg_color": _rgb(key)} | wrapped) for key in SHADES}
        self.bold = book.add_format({"bold": True, "border": 1} | wrapped)

    def write(self, rows: Iterator[Row]) -> None:
        header, header_cells, last = self.marks.header, None, 0
        for row in rows:
            cells = [*row.cells[: self.column], "", *row.cells[self.column + 1 :]]
            if row.number == header.row:
                header_cells = row.cells
            in_header = header.row <= row.number <= header.last_row
            for index, value in enumerate(cells):
                self._write(row.number - 1, index, value, self.bold if in_header else None)
            if row.cells == header_cells:
                self._write(row.number - 1, self.column, self.marks.heading, self.bold)
            self._say(row.number, len(cells))
            last = row.number
        self._finish(last)

    def _write(self, row: int, column: int, value: object, usual=None) -> None:
        text, is_error = self.marks.cells.get((row + 1, column), ("", None))
        look = usual if is_error is None else self.looks[is_error]
        whole = self.marks.rows.get(row + 1)
        if look is None and whole and whole[2] and column < self.column:
            look = self.looks[whole[1]]
        if isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, look)
        elif isinstance(value, int | float) and abs(value) < LARGEST_NUMBER:
            self.sheet.write_number(row, column, value, look)
        elif value not in ("", None):
            self.sheet.write_string(row, column, CONTROL.sub("", str(value))[:LONGEST], look)
        elif look is not None:
            self.sheet.write_blank(row, column, None, look)
        if text and self.comments < COMMENTS:
            self.comments += 1
            size = {"author": AUTHOR, "width": 320, "height": 110}
            self.sheet.write_comment(row, column, CONTROL.sub("", text), size)

    def _say(self, number: int, written: int) -> None:
        """The text of the row, and marks of cells that stand empty beyond its last one."""
        if number not in self.marks.rows:
            return
        text, is_error, _whole = self.marks.rows[number]
        for column in range(written, self.column):
            self._write(number - 1, column, "")
        self.sheet.write_string(number - 1, self.column, CONTROL.sub("", text), self.said[is_error])

    def _finish(self, last: int) -> None:
        """Filters, and the first error in view."""
        header = self.marks.header
        errors = [row for row, said in self.marks.rows.items() if said[1]]
        first = min(errors, default=0)
        top = max(first - 4, header.last_row)
        self.sheet.freeze_panes(header.last_row, 0, top, 0)
        if last > header.last_row:
            self.sheet.autofilter(header.last_row - 1, 0, last - 1, self.column)
        if first:
            columns = [index for row, index in self.marks.cells if row == first]
            self.sheet.set_selection(
                first - 1, min(columns, default=0), first - 1, min(columns, default=0)
            )


def _rgb(is_error: bool) -> str:
    return f"#{SHADES[is_error][2:]}"
