"""What the rows of a list turn into."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from organizations.models import Municipality


@dataclass(frozen=True)
class Problem:
    """What is wrong, where: the sheet's own row and the heading its author wrote."""

    row: int | None
    column: str
    message: str
    index: int | None = None  # of the column; None: the row as a whole
    value: str = ""  # the cell as it stands in the file

    def as_dict(self) -> dict[str, Any]:
        return {"row": self.row, "column": self.column, "message": self.message}


@dataclass
class Entry:
    """One school of the list; `values` holds only what the list says, by field of Organization."""

    row: int
    municipality: Municipality | None
    values: dict[str, Any]
    keys: frozenset[str]  # normalised names, any of which may match
    is_branch: bool = False
    direct: bool | None = None  # answers to the department; None: the list does not say
    rows: list[int] = field(default_factory=list)  # further rows of the same school

    @property
    def label(self) -> str:
        return self.values.get("name") or self.values.get("full_name", "")

    @property
    def all_rows(self) -> set[int]:
        return {self.row, *self.rows}


# Spelling of a municipality → (what it was taken for, whether that is sure, rows that say it).
Places = dict[str, tuple[Municipality | None, bool, int]]


@dataclass
class Reading:
    """Everything a sheet says."""

    entries: list[Entry] = field(default_factory=list)
    dropped: Counter = field(default_factory=Counter)  # by reason
    # (row, reason, what stands in it) of each dropped row but the empty ones
    dropped_rows: list[tuple[int, str, str]] = field(default_factory=list)
    places: Places = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    has_numbers: bool = True  # whether there is a column with ОГРН or ИНН at all
