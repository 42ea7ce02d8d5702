"""Rows of a sheet that are no schools: totals, signatures, numbering, kindergartens."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from organizations.school_list.names import is_kindergarten
from organizations.school_list.reader import Row
from organizations.school_list.text import display, fold

# Of a school, be it mistyped; a count of schools or a signature in that column is shorter.
NUMBER = re.compile(r"\d{5}|\de\+", re.IGNORECASE)
TOTALS = re.compile(r"(итого|всего|итог)\b")
SIGNATURE = re.compile(
    r"(исп\.|исполнитель|начальник|заместитель|председатель|руководитель|директор|главный|подпись"
    r"|примечани|\*|_{3})"
)
EXCERPT = 120
KINDERGARTEN_WORDS = ("детск", "доу", "дошкольн")


def has_number(text: str) -> bool:
    """Whether a cell holds the number of a school, right or wrong."""
    return NUMBER.search(text.replace(" ", "")) is not None


def filled(row: Row) -> list:
    """The cells that say anything."""
    return [cell for cell in row.cells if cell not in ("", None) and display(cell)]


def is_total_or_signature(name: str, cells: Sequence) -> str:
    """Of a row without numbers: the reason why it is no school, or an empty string."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if any(TOTALS.match(fold(text)) for text in (*texts[:1], name)):
        return "totals"
    signed = [name] if name else texts
    if len(texts) <= 3 and any(SIGNATURE.match(fold(text)) for text in signed):
        return "signature"
    return ""


def kindergartens(*columns: Sequence[str]) -> set[int]:
    """Positions of names that are those of kindergartens."""
    found = set()
    for names in columns:
        lower = "\n".join(names).lower()
        if any(word in lower for word in KINDERGARTEN_WORDS):
            found |= {position for position, name in enumerate(names) if is_kindergarten(name)}
    return found


def excerpt(row: Row) -> str:
    """What stands in a row, shortly."""
    return " · ".join(filter(None, map(display, row.cells)))[:EXCERPT]


def corrected(
    rows: Iterable[Row],
    corrections: Mapping[tuple[int, int], str],
    filled_in: set[tuple[int, int]] | None = None,
) -> Iterator[Row]:
    """The rows with the cells a person mended; those empty in the file are noted as filled in."""
    by_row: dict[int, dict[int, str]] = {}
    for (number, index), text in corrections.items():
        by_row.setdefault(number, {})[index] = text
    for row in rows:
        if row.number in by_row:
            mended = by_row[row.number]
            if filled_in is not None:
                filled_in |= {(row.number, at) for at in mended if not display(row.cell(at))}
            row = _mended(row, mended)
        yield row


def _mended(row: Row, cells_by_index: dict[int, str]) -> Row:
    cells = list(row.cells)
    cells += [""] * (max(cells_by_index) + 1 - len(cells))
    for index, text in cells_by_index.items():
        cells[index] = text
    return Row(row.number, cells)
