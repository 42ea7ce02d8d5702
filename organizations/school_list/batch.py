"""Rows that are read together: the more, the less a single cell costs."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from organizations.school_list.reader import Row

ROWS = 500


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """So many rows at a time."""
    rows = iter(rows)
    while batch := list(itertools.islice(rows, ROWS)):
        yield batch


class Batch:
    """Some rows and, by column, their texts."""

    def __init__(self, rows: list[Row], width: int) -> None:
        self.rows = rows
        self.numbers = [row.number for row in rows]
        self.texts: dict[str, Sequence[str]] = {}
        cells = [row.cells for row in rows]
        if min(map(len, cells)) < width:
            cells = [[*row, *[""] * (width - len(row))] for row in cells]
        self.columns = list(zip(*cells, strict=False))

    def keep(self, positions: Sequence[int]) -> None:
        """Forget the other rows."""
        if len(positions) < len(self.rows):
            self.rows = [self.rows[position] for position in positions]
            self.numbers = [row.number for row in self.rows]
            self.texts = {
                name: [texts[position] for position in positions]
                for name, texts in self.texts.items()
            }

    def of(self, name: str) -> Sequence[str]:
        """The texts of a column, empty ones where the list has no such column."""
        return self.texts.get(name) or [""] * len(self.rows)
