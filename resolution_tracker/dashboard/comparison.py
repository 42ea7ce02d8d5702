"""Bodies side by side, the worst first where the address asks for it: `?sort=-overdue`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from directives.completion import Measures


@dataclass(frozen=True)
class Heading:
    """One column of counts: its words, the address that sorts by it, and how it is sorted now."""

    name: str
    label: str
    address: str
    sorted: str  # "ascending", "descending" or nothing

    @property
    def aria(self) -> str:
        return self.sorted or "none"


class Comparison:
    """The order of a table whose columns are counts; by name until one of them is chosen."""

    def __init__(self, columns: Iterable[tuple[str, object]], asked: str, **scope: object) -> None:
        self.columns = list(columns)
        known = {name for name, _label in self.columns}
        self._name = asked.removeprefix("-") if asked.removeprefix("-") in known else ""
        self._falls = asked.startswith("-")
        self._scope = {name: value for name, value in scope.items() if value is not None}

    @property
    def headings(self) -> list[Heading]:
        """The first press shows the largest first, the second turns it round."""
        return [self._heading(name, str(label)) for name, label in self.columns]

    def _heading(self, name: str, label: str) -> Heading:
        chosen = name == self._name
        sort = name if chosen and self._falls else f"-{name}"
        now = ("descending" if self._falls else "ascending") if chosen else ""
        return Heading(name, label, f"?{urlencode(self._scope | {'sort': sort})}", now)

    def ordered(self, rows: list, measures_of: Callable[[object], Measures]) -> list:
        """The rows, which come by name; equal ones keep that order."""
        if not self._name:
            return rows
        sign = -1 if self._falls else 1
        return sorted(rows, key=lambda row: sign * measures_of(row).count(self._name))
