"""Finds the header of a list under its titles, and says which column holds what."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from organizations.school_list.headings import UNUSED, field_of, known_field
from organizations.school_list.reader import Row, SchoolListError, Sheet
from organizations.school_list.text import clean

# Titles, letterheads and stamps stand above a header, never more than this.
ROWS_LOOKED_AT = 40
NOT_TELLING = UNUSED | {None}
LIKELY = 6
NAMES = ("full_name", "short_name")


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


def find_header(sheets: list[Sheet]) -> tuple[Sheet, Header]:
    """The sheet with the list and its header; the one that explains most columns wins."""
    likely = sorted(
        ((_known(rows), sheet, rows) for sheet in sheets for rows in _candidates(sheet)),
        key=lambda candidate: -candidate[0],
    )
    # Guessing at misspelt headings is dear: only where several columns are named as usual.
    found = [(sheet, _header(rows)) for known, sheet, rows in likely[:LIKELY] if known]
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


def _candidates(sheet: Sheet) -> Iterator[list[Row]]:
    """Every row, and every pair of rows, that could be a header."""
    rows = sheet.rows[:ROWS_LOOKED_AT]
    for row, below in itertools.zip_longest(rows, rows[1:]):
        yield [row]
        if below is not None and below.number == row.number + 1:
            yield [row, below]


def _known(rows: list[Row]) -> int:
    """How many columns bear a usual name."""
    return len({known_field(heading) for _index, heading in _headings(rows)} - NOT_TELLING)


def _is_header(header: Header) -> bool:
    return len(header.fields) >= 2 and any(name in header.fields for name in NAMES)


def _score(header: Header) -> tuple[float, int, int]:
    """More columns, surer; then one row rather than two; then the upper one."""
    used = sum(column.certainty for column in header.columns if column.field)
    return used, header.row - header.last_row, -header.row


def _header(rows: list[Row]) -> Header:
    headings = _headings(rows)
    guesses = [(index, heading, *field_of(heading)) for index, heading in headings]
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


def _headings(rows: list[Row]) -> list[tuple[int, str]]:
    """The text above each column; of two rows the upper one spreads right, as merged cells do."""
    upper = [clean(cell) for cell in rows[0].cells]
    if len(rows) == 1:
        return [(index, text) for index, text in enumerate(upper) if text]
    lower = [clean(cell) for cell in rows[1].cells]
    headings, last = [], ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        last = above or (last if below else "")
        text = " ".join(filter(None, (above or last, below)))
        if text:
            headings.append((index, text))
    return headings


def is_numbering(row: Row) -> bool:
    """A row of column numbers under a header: 1, 2, 3 …"""
    values = [str(cell).strip().rstrip(".") for cell in row.cells if cell not in ("", None)]
    return len(values) >= 2 and values == [str(n) for n in range(1, len(values) + 1)]
