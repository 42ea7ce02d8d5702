"""Reads a spreadsheet without trusting it: in a limited child process, see child.py."""

import itertools
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.school_list import limits

CHILD = Path(__file__).with_name("child.py")
NOT_A_TABLE = _("This is not a spreadsheet. Lists are taken as .xlsx, .xls, .ods or .csv.")
SENTENCES = {
    "empty": _("The file is empty: there is no table in it. Choose the file with the list."),
    "large": _("The file is larger than 20 MB. Leave only the list of schools in it."),
    "bomb": _(
        "Unpacked, the file is far larger than a list of schools. "
        "Copy the table itself into a new workbook."
    ),
    "memory": _(
        "The file needs more memory or time than a list of schools: there may be cells far outside "
        "the table. Copy the table itself into a new workbook."
    ),
    "broken": _("The file is damaged or not complete. Open it in Excel and save it as .xlsx."),
    "encrypted": _("The file is protected by a password. Remove the password and save it again."),
    "not_a_table": NOT_A_TABLE,
    "markup": _(
        "This is a web page or XML under the name of a spreadsheet. "
        "Open it in Excel and save it as .xlsx."
    ),
    "quote": _(
        "A quotation mark is opened in the file and never closed, so its rows run together. "
        "Save the list as .xlsx."
    ),
    "long_cell": _("A cell holds more text than 5,000 characters. Shorten it."),
    "wide": _("The table has more than 200 columns. Leave only the columns of the list."),
    "long": _("The table has more than 60,000 rows. Leave only the rows of the list."),
    "sheets": _("The workbook has more than 40 sheets. Leave only the sheet with the list."),
    "missing": _("There is no such file, or it cannot be read."),
    "no_sheet": _("There is no such sheet in the workbook. Choose another one."),
}
# What ends a child that was given something no list needs.
OVERRAN = {
    -signal.SIGABRT,
    -signal.SIGKILL,
    -signal.SIGPROF,
    -signal.SIGXCPU,
    -signal.SIGSEGV,
    -signal.SIGBUS,
}


class SchoolListError(Exception):
    """The whole list is refused; `message` is a sentence that says what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Row(NamedTuple):
    """A row with the number the sheet itself gives it."""

    number: int
    cells: list

    def cell(self, index: int | None):
        """The cell's value, or an empty string beyond the last one."""
        return self.cells[index] if index is not None and index < len(self.cells) else ""


class Merged(NamedTuple):
    """A cell merged over several rows, numbered as the sheet does; the column counts from 0."""

    column: int
    first_row: int
    last_row: int


@dataclass(frozen=True)
class Sheet:
    """A visible sheet; the name is empty for a .csv."""

    name: str
    rows: list[Row]
    merged: Sequence[Merged]


@dataclass(frozen=True)
class SheetHead:
    """The first filled rows of a visible sheet, long cells cut; `height` is its last row."""

    name: str
    rows: list[Row]
    height: int
    merged: Sequence[Merged] = ()


class Book:
    """A spreadsheet that a child process holds open; see `open_book`."""

    def __init__(self, child: subprocess.Popen) -> None:
        self._child = child
        self._ready = select.poll()
        self._ready.register(child.stdout, select.POLLIN)
        self._read = bytearray()
        self._is_reading = False
        heads = self._answer(dict).get("sheets")
        try:
            self.sheets = [
                SheetHead(name, _rows_of(rows), height, list(itertools.starmap(Merged, merged)))
                for name, height, rows, merged in heads
            ]
        except (TypeError, ValueError) as error:
            raise SchoolListError(SENTENCES["broken"]) from error

    def rows(self, sheet_name: str) -> Iterator[list[Row]]:
        """Chunks of a sheet's filled rows; read them to the end before asking for another sheet."""
        for position, head in enumerate(self.sheets):
            if head.name == sheet_name:
                return self.rows_at(position)
        raise SchoolListError(SENTENCES["no_sheet"])

    def rows_at(self, position: int) -> Iterator[list[Row]]:
        """As `rows`, by the sheet's place in `sheets`."""
        if self._is_reading:
            raise RuntimeError("the sheet asked for before was not read to its end")
        self._is_reading = True
        try:
            os.write(self._child.stdin.fileno(), b"%d\n" % position)
        except BrokenPipeError:
            raise self._death() from None
        while chunk := self._answer(list):
            yield _rows_of(chunk)
        self._is_reading = False

    def _answer(self, kind: type) -> Any:
        """The next thing the child says."""
        try:
            answer = json.loads(self._line())
        except (ValueError, RecursionError) as error:
            raise SchoolListError(SENTENCES["broken"]) from error
        if isinstance(answer, dict) and "refused" in answer:
            raise SchoolListError(_sentence(answer["refused"], answer.get("row")))
        if not isinstance(answer, kind):
            raise SchoolListError(SENTENCES["broken"])
        return answer

    def _line(self) -> bytes:
        descriptor, place = self._child.stdout.fileno(), 0
        while (end := self._read.find(b"\n", place)) < 0:
            place = len(self._read)
            if place > limits.LINE_BYTES or not self._ready.poll(limits.WALL_SECONDS * 1000):
                raise SchoolListError(SENTENCES["memory"])
            piece = os.read(descriptor, 1 << 18)
            if not piece:
                raise self._death()
            self._read += piece
        line = bytes(self._read[:end])
        del self._read[: end + 1]
        return line

    def _death(self) -> SchoolListError:
        """Why the child ended without a word."""
        try:
            overran = self._child.wait(timeout=1) in OVERRAN
        except subprocess.TimeoutExpired:
            overran = True
        return SchoolListError(SENTENCES["memory" if overran else "broken"])


def _rows_of(pairs: list) -> list[Row]:
    """What the child calls rows; it read a hostile file, so even this is checked."""
    try:
        rows = list(itertools.starmap(Row, pairs))
    except TypeError as error:
        raise SchoolListError(SENTENCES["broken"]) from error
    if not all(type(row.number) is int and type(row.cells) is list for row in rows):
        raise SchoolListError(SENTENCES["broken"])
    return rows


def _sentence(code: str, row: int | None) -> str:
    sentence = SENTENCES.get(code, SENTENCES["broken"])
    if row is None:
        return str(sentence)
    return gettext("Row %(row)d. %(sentence)s") % {"row": row, "sentence": sentence}


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """A spreadsheet parsed once, in a child of its own; SchoolListError where it is refused."""
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise SchoolListError(SENTENCES["missing"]) from error
    if size > limits.FILE_BYTES:
        raise SchoolListError(SENTENCES["large"])
    # Our own interpreter and script; nothing of our environment, where passwords may be.
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(CHILD), str(path.resolve())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={},
    ) as child:
        try:
            yield Book(child)
        finally:
            child.kill()


def read_book(path: Path) -> list[Sheet]:
    """The visible sheets of a small spreadsheet that hold anything, or SchoolListError."""
    with open_book(path) as book:
        return [
            Sheet(
                head.name,
                list(itertools.chain.from_iterable(book.rows_at(position))),
                head.merged,
            )
            for position, head in enumerate(book.sheets)
        ]
