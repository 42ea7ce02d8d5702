"""Reads a spreadsheet without trusting it: in a limited child process, see child.py."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.school_list import limits

CHILD = Path(__file__).with_name("child.py")
SENTENCES = {
    "empty": _("The file is empty."),
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
    "not_a_table": _("This is not a spreadsheet. Lists are taken as .xlsx, .xls, .ods or .csv."),
    "binary": _("This is not a spreadsheet. Lists are taken as .xlsx, .xls, .ods or .csv."),
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
}


class SchoolListError(Exception):
    """The whole list is refused; `message` is a sentence that says what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Row:
    """A row with the number the sheet itself gives it."""

    number: int
    cells: list

    def cell(self, index: int | None):
        """The cell's value, or an empty string beyond the last one."""
        return self.cells[index] if index is not None and index < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """A visible sheet; the name is empty for a .csv."""

    name: str
    rows: list[Row]


def read_book(path: Path) -> list[Sheet]:
    """The visible sheets of a spreadsheet that hold anything, or SchoolListError."""
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise SchoolListError(SENTENCES["missing"]) from error
    if size > limits.FILE_BYTES:
        raise SchoolListError(SENTENCES["large"])
    answer = _run_child(path)
    if "refused" in answer:
        raise SchoolListError(SENTENCES[answer["refused"]])
    sheets = [
        Sheet(name, [Row(number, cells) for number, cells in rows])
        for name, rows in answer["sheets"]
        if rows
    ]
    if not sheets:
        raise SchoolListError(SENTENCES["empty"])
    return sheets


def _run_child(path: Path) -> dict:
    """What the child printed; a child that died was given something no list needs."""
    command = [sys.executable, "-I", str(CHILD), str(path.resolve())]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script
            command, capture_output=True, timeout=limits.WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SchoolListError(SENTENCES["memory"]) from error
    if done.returncode in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU, -signal.SIGSEGV):
        raise SchoolListError(SENTENCES["memory"])
    if done.returncode != 0 or len(done.stdout) > limits.OUTPUT_BYTES:
        raise SchoolListError(SENTENCES["broken"])
    return json.loads(done.stdout)
