"""What the rows of a list turn into."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from organizations.models import Municipality
from organizations.school_list.names import match_name, match_names

TOGETHER = 500


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


class Entry:
    """One school of the list; `values` holds only what the list says, by field of Organization.

    Values may be shared between entries: they are replaced, never changed in place.
    """

    __slots__ = (
        *("_full_key", "_more_keys", "_name_key", "direct", "is_branch", "municipality"),
        *("row", "rows", "values"),
    )

    def __init__(
        self,
        row: int,
        municipality: Municipality | None,
        values: dict[str, Any],
        is_branch: bool = False,
        direct: bool | None = None,
    ) -> None:
        self.row = row
        self.municipality = municipality
        self.values = values
        self.is_branch = is_branch
        self.direct = direct  # answers to the department; None: the list does not say
        self.rows: tuple[int, ...] = ()  # further rows of the same school
        self._name_key: str | None = None
        self._full_key: str | None = None
        self._more_keys: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        return self.values.get("name") or self.values.get("full_name", "")

    @property
    def all_rows(self) -> set[int]:
        return {self.row, *self.rows}

    @property
    def name_key(self) -> str:
        """The short name, normalised. Kept: names are dear, and needed only here and there."""
        if self._name_key is None:
            self._name_key = match_name(self.values.get("name", ""))
        return self._name_key

    @property
    def full_name_key(self) -> str:
        """The full name, normalised."""
        if self._full_key is None:
            self._full_key = match_name(self.values.get("full_name", ""))
        return self._full_key

    @property
    def keys(self) -> frozenset[str]:
        """Normalised names, any of which may match."""
        return (self._more_keys | {self.name_key, self.full_name_key}) - {""}

    def absorb(self, other: "Entry") -> None:
        """Take in another row of the same school: it fills what this one left empty."""
        keys = self.keys | other.keys
        self.values = other.values | self.values
        self.rows += (other.row, *other.rows)
        self._name_key = self._full_key = None
        self._more_keys = keys


def know_names(entries: Sequence[Entry]) -> None:
    """Normalise the short names of many entries at once."""
    for some, keys in _keys_of(entries, "name"):
        for entry, key in zip(some, keys, strict=True):
            entry._name_key = key


def know_full_names(entries: Sequence[Entry]) -> None:
    """The same of their full names."""
    for some, keys in _keys_of(entries, "full_name"):
        for entry, key in zip(some, keys, strict=True):
            entry._full_key = key


def _keys_of(entries: Sequence[Entry], field: str) -> Iterator[tuple[Sequence[Entry], list[str]]]:
    for start in range(0, len(entries), TOGETHER):
        some = entries[start : start + TOGETHER]
        yield some, match_names([entry.values.get(field, "") for entry in some])


# Spelling of a municipality → (what it was taken for, whether that is sure, rows that say it).
Places = dict[str, tuple[Municipality | None, bool, int]]


@dataclass
class Report:
    """What is wrong with a list."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def error(self, problem: Problem) -> None:
        """The row cannot be taken until it is mended."""
        self.errors.append(problem)

    def warn(self, problem: Problem) -> None:
        """The row is taken, and something is to be known of it."""
        self.warnings.append(problem)


@dataclass
class Reading(Report):
    """Everything a sheet says."""

    entries: list[Entry] = field(default_factory=list)
    dropped: Counter = field(default_factory=Counter)  # by reason
    # (row, reason, what stands in it) of each dropped row but the empty ones
    dropped_rows: list[tuple[int, str, str]] = field(default_factory=list)
    places: Places = field(default_factory=dict)
    has_numbers: bool = True  # whether there is a column with ОГРН or ИНН at all
