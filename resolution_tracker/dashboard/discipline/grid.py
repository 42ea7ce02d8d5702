"""A table of bodies side by side: plain values, from which the page and its files are drawn.

Sorted by a share, nobody below ten has a place: they come last and say so. Rows are written in
plain Python: a template's loop over some hundred cells costs more than all the queries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.downloads import table
from directives.downloads.table import Form, Table
from resolution_tracker.dashboard.places.measures import SMALL
from resolution_tracker.dashboard.places.ordering import (
    NAME,
    NOTHING,
    TOO_FEW,
    Place,
    chosen,
    of_share,
    ordered,
)


class Cell(NamedTuple):
    """One figure of a row: as drawn, as files take it, where it stands in its column."""

    drawn: str
    values: tuple[object, ...]
    place: Place


@dataclass(frozen=True)
class Column:
    """A column of the page, and those of the files that hold the same; `ranks`: a share's."""

    name: str
    label: str
    taken: tuple[table.Column, ...]
    ranks: bool = False


@dataclass
class Line:
    """A row: its name as drawn and in words, its cells; `rank` where the sorting gives one."""

    head: SafeString
    words: tuple[str, ...]
    cells: list[Cell]
    rank: int | None = None


def count(drawn: str, number: float | None) -> Cell:
    """A cell that holds one number, or nothing."""
    return Cell(drawn, (number,), NOTHING if number is None else (0, number))


def share(drawn: str, n: int, of: int, *more: object) -> Cell:
    """A cell that holds a share; files take n, whatever else they are told, and the share."""
    place = of_share(n, of, by_count=False)
    return Cell(drawn, (n, *more, n / of if of else None), place)


@dataclass
class Grid:
    """`lines` come by name and are put in the order asked for; `total` stands below them."""

    name: str
    heads: tuple[table.Column, ...]
    columns: list[Column]
    lines: list[Line]
    sort: str = ""
    total: Line | None = None
    kept: dict[str, str] = field(default_factory=dict)  # what else the address says

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        self._by, self._falls = chosen(self.sort, names)
        self._at = at = names.index(self._by) if self._by in names else None
        if at is None:
            if self._falls:
                self.lines.reverse()
            return
        self.lines = ordered(self.lines, lambda line: line.cells[at].place, falls=self._falls)
        if self.is_ranked:
            _rank([(line, line.cells[at].place) for line in self.lines])

    @cached_property
    def is_ranked(self) -> bool:
        """Whether the order says who is further: a column of shares was asked for."""
        return any(column.ranks and column.name == self._by for column in self.columns)

    @property
    def taken(self) -> Table:
        """The same for files: the places too, where the page shows them."""
        ranks = (table.Column(_("Place in the order"), Form.NUMBER, 8),) if self.is_ranked else ()
        return Table(
            name=self.name,
            columns=(*ranks, *self.heads, *(one for each in self.columns for one in each.taken)),
            rows=[self._values(line) for line in self.lines],
            totals=[self._values(self.total)] if self.total else (),
        )

    def _values(self, line: Line) -> list[object]:
        ranks = [line.rank] if self.is_ranked else []
        return [*ranks, *line.words, *(value for cell in line.cells for value in cell.values)]

    @property
    def drawn(self) -> SafeString:
        """The table as HTML."""
        rows = "".join(self._drawn_line(line) for line in self.lines)
        foot = f"<tfoot>{self._drawn_line(self.total)}</tfoot>" if self.total else ""
        return SafeString(
            f'<table class="table discipline"><thead><tr>{self._headings()}</tr></thead>'
            f"<tbody>{rows}</tbody>{foot}</table>"
        )

    def _headings(self) -> str:
        """By name first; once sorted so, the other way round."""
        is_by = self._by == NAME
        now = ("descending" if self._falls else "ascending") if is_by else ""
        turned = f"-{NAME}" if is_by and not self._falls else NAME
        first = _heading(self._address(turned), self.heads[0].label, now, "")
        return first + "".join(self._heading_of(column) for column in self.columns)

    def _heading_of(self, column: Column) -> str:
        """The first press shows the largest first, the second turns it round."""
        is_by = column.name == self._by
        now = ("descending" if self._falls else "ascending") if is_by else ""
        turned = column.name if is_by and self._falls else f"-{column.name}"
        return _heading(self._address(turned), column.label, now, ' class="num"')

    def _address(self, sort: str) -> str:
        return escape(f"?{urlencode(self.kept | {'sort': sort})}#rows")

    def _drawn_line(self, line: Line) -> str:
        cells = "".join(
            f'<td class="num few">{cell.drawn}</td>'
            if cell.place == TOO_FEW
            else f'<td class="num">{cell.drawn}</td>'
            for cell in line.cells
        )
        said = self._said_of_rank(line) if line is not self.total else ""
        return f'<tr><th scope="row">{line.head}{said}</th>{cells}</tr>'

    def _said_of_rank(self, line: Line) -> str:
        if line.rank:
            said = _("place %(n)s") % {"n": line.rank}
            return f'<small class="rank">{said}</small>'
        if self._at is not None and line.cells[self._at].place == TOO_FEW:
            return f'<small class="rank">{escape(few_said())}</small>'
        return ""


def few_said() -> str:
    """«менее 10 — не ранжируется»"""
    return _("fewer than %(n)s: not ranked") % {"n": SMALL}


def _rank(lines: Iterable[tuple[Line, Place]]) -> None:
    """Equal shares have one place; the largest share is the first, however the rows are put."""
    ranked = [(place[1], line) for line, place in lines if place[0] == 0]
    shares = sorted((value for value, _line in ranked), reverse=True)
    for value, line in ranked:
        line.rank = shares.index(value) + 1


def _heading(address: str, label: object, now: str, kind: str) -> str:
    said = conditional_escape(label)
    return f'<th scope="col"{kind} aria-sort="{now or "none"}"><a href="{address}">{said}</a></th>'


def small_print(parts: Sequence[str]) -> str:
    """Lines of lesser type under a figure."""
    return "".join(f"<small>{part}</small>" for part in parts if part)
