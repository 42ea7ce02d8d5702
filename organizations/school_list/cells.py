"""Columns of a list, many cells at a time: what is well written is taken as it stands.

Only a cell that is not gets the reader of its field, which says what is wrong in it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from organizations.models import Organization
from organizations.school_list import numbers, values
from organizations.school_list.entry import Problem, Report
from organizations.school_list.header import Header
from organizations.school_list.numbers import CellError, Warn
from organizations.school_list.text import as_text, tidied

TEXTS = ("full_name", "name", "address", "head_name", "note")
# Each cell's reader: (value, warn) → cleaned value, or {field: value} where it belongs elsewhere;
# CellError where it cannot be taken.
READERS: dict[str, Callable[[Any, Warn], Any]] = {
    **{name: values.text(name) for name in TEXTS[:2]},
    "inn": numbers.inn_maybe_with_kpp,
    "kpp": numbers.kpp,
    "ogrn": numbers.ogrn,
    "kind": values.kind,
    "education_levels": values.education_levels,
    "settlement": values.settlement,
    "pupils": values.pupils,
    **{name: values.text(name) for name in TEXTS[2:4]},
    "phone": values.phone,
    "email": values.email,
    "website": values.website,
    "note": values.text("note"),
    "inn_kpp": lambda value, warn: dict(
        zip(("inn", "kpp"), numbers.inn_and_kpp(value, warn), strict=True)
    ),
    "branch": values.is_branch,
    "founder": lambda value, _warn: values.answers_to_department(value),
}
COLUMN_OF = {"name": "short_name"}
# Texts that need no reader: a part of what it takes as it stands.
_PHONE = re.compile(r"(?:\+7|8) ?\(\d{3,5}\) ?\d[\d-]{4,8}")
_EMAIL = re.compile(
    r"[a-zA-Z0-9_-]{1,60}(?:\.[a-zA-Z0-9_-]{1,60}){0,2}@(?:[a-z0-9]{1,30}[.-]){1,4}[a-z]{2,20}"
)
_WEBSITE = re.compile(r"https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,3}/?")
FINE: dict[str, Callable[[str], Any]] = {
    "inn": numbers.inn_is_valid,
    "kpp": numbers.kpp_is_valid,
    "ogrn": numbers.ogrn_is_valid,
    "phone": _PHONE.fullmatch,
    "email": _EMAIL.fullmatch,
    "website": _WEBSITE.fullmatch,
}
# Look-alike letters are mended where words are Russian.
RUSSIAN = frozenset({*TEXTS, "kind", "education_levels", "settlement", "branch", "founder"})
LONGEST_NOTHING = max(map(len, values.EMPTY))
# Nothing that a list repeats is longer.
LONGEST_REMEMBERED = 200
REMEMBERED = 20_000
SHOWN = 200


@dataclass
class Misplaced:
    """A value found in the column of another field."""

    position: int
    field: str
    value: str
    reader: "ColumnReader"
    cell: str


@dataclass
class ColumnReader:
    """One column of the list, from its first row to its last."""

    name: str
    index: int
    heading: str
    report: Report
    # What was read of texts that leave nothing to say.
    known: dict[str, Any] = field(default_factory=dict)
    misplaced: list[Misplaced] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.read = READERS[self.name]
        self.fine = FINE.get(self.name)
        self.words = self.name in RUSSIAN
        if self.name in TEXTS:
            self.longest = Organization._meta.get_field(self.name).max_length

    def texts(self, cells: Sequence) -> Sequence[str]:
        """The cells as tidy text."""
        return tidied(
            [cell if cell.__class__ is str else as_text(cell) for cell in cells], words=self.words
        )

    def values(self, rows: Sequence[int], texts: Sequence[str]) -> Sequence[Any]:
        """What the cells say: "" where nothing, or nothing that can be taken."""
        if self.name in TEXTS:
            return self._texts(rows, texts)
        if fine := self.fine:
            return [
                text if not text or fine(text) else self._closer(position, rows[position], text)
                for position, text in enumerate(texts)
            ]
        known = self.known
        return [
            known[text] if text in known else self._closer(position, rows[position], text)
            for position, text in enumerate(texts)
        ]

    def _texts(self, rows: Sequence[int], texts: Sequence[str]) -> Sequence[str]:
        lengths = list(map(len, texts))
        if max(lengths) <= self.longest and min(lengths) > LONGEST_NOTHING:
            return texts
        return [
            text
            if LONGEST_NOTHING < length <= self.longest
            else self._closer(position, rows[position], text)
            for position, (text, length) in enumerate(zip(texts, lengths, strict=True))
        ]

    def _closer(self, position: int, row: int, text: str) -> Any:
        """A cell that is not simply right."""
        if text in self.known:
            return self.known[text]
        if text == "" or (self.name != "branch" and values.is_empty(text)):
            value, said = "", []
        else:
            said = []
            try:
                value = self.read(text, said.append)
            except CellError as error:
                self.report.error(self.problem(row, str(error), text))
                return ""
            for message in said:
                self.report.warn(self.problem(row, message, text))
            value = "" if value is None else value
            if isinstance(value, dict):
                return self._dealt_out(position, value, text)
        if not said and len(text) <= LONGEST_REMEMBERED and len(self.known) < REMEMBERED:
            self.known[text] = value
        return value

    def _dealt_out(self, position: int, found: dict[str, str], cell: str) -> str:
        for name, value in found.items():
            if value and name != self.name:
                self.misplaced.append(Misplaced(position, name, value, self, cell))
        return found.get(self.name, "")

    def problem(self, row: int, message: str, cell: str) -> Problem:
        """What is wrong with a cell of this column."""
        return Problem(row, self.heading, message, self.index, cell[:SHOWN])


def column_readers(header: Header, report: Report) -> dict[str, ColumnReader]:
    """By field, those the list has a column for."""
    found = {}
    for name in READERS:
        column = COLUMN_OF.get(name, name)
        index = header.index(column)
        if index is not None:
            found[name] = ColumnReader(name, index, header.heading(column), report)
    return found
