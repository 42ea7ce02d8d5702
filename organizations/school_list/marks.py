"""What is said where in a list that is given back with its errors marked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from organizations.school_list.header import Header

# A cell of Excel holds 32,767 characters; nobody reads more than this.
LONGEST = 2_000
LAST = 1 << 20
# Data, as the headings are: the file is read back in whatever language the screens speak.
HEADING = "Что исправить"


class Mistake(Protocol):
    """What is to be marked: `row` None for the whole file, `index` None for the whole row."""

    row: int | None
    index: int | None
    message: str
    is_error: bool


@dataclass
class Marks:
    """What is said where; rows are the sheet's own, indexes count columns from zero."""

    header: Header
    sheet: str
    heading: str = HEADING
    # Row → text of the column, is an error, is about the row as a whole.
    rows: dict[int, tuple[str, bool, bool]] = field(default_factory=dict)
    cells: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    # Cells a person has mended already: what they wrote.
    written: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        problems: Iterable[Mistake],
        *,
        sheet: str,
        header: Header,
        written: Mapping[tuple[int, int], str],
    ) -> "Marks":
        marks = cls(header, sheet, written=written)
        headings = {column.index: column.heading for column in header.columns}
        by_row: dict[int, list[Mistake]] = defaultdict(list)
        for problem in problems:
            if problem.row is not None:
                by_row[problem.row].append(problem)
        for row, found in sorted(by_row.items()):
            found.sort(key=_order)
            lines = [_line(one, headings) for one in found]
            whole = any(one.index is None for one in found)
            marks.rows[row] = ("\n".join(lines)[:LONGEST], found[0].is_error, whole)
            for one in found:
                if one.index is not None:
                    text, is_error = marks.cells.get((row, one.index), ("", one.is_error))
                    joined = f"{text}\n{one.message}" if text else str(one.message)
                    marks.cells[row, one.index] = (joined[:LONGEST], is_error)
        return marks

    def as_dict(self) -> dict[str, Any]:
        """For the child process."""
        return {
            "sheet": self.sheet,
            "header_row": self.header.row,
            "last_row": self.header.last_row,
            "heading": self.heading,
            "rows": [[row, *said] for row, said in self.rows.items()],
            "cells": [[row, index, *said] for (row, index), said in self.cells.items()],
            "written": [[row, index, text] for (row, index), text in self.written.items()],
        }


def _order(problem: Mistake) -> tuple[bool, int]:
    """Errors first, then from left to right; what is said of the row as a whole comes last."""
    return not problem.is_error, LAST if problem.index is None else problem.index


def _line(problem: Mistake, headings: dict[int, str]) -> str:
    heading, message = headings.get(problem.index, ""), str(problem.message)
    if heading and heading.casefold() not in message.casefold():
        message = f"{heading}: {message}"
    return message if problem.is_error else _("Please check. %(message)s") % {"message": message}
