"""The grid of one municipality as HTML: statuses as marks with their words, counts as links."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from directives.conditions import LABELS
from directives.figures import spaced
from organizations.models import Level
from resolution_tracker.dashboard.places.drawing import HEADS, Sorting, around, between, levels
from resolution_tracker.dashboard.places.ordering import NAME
from resolution_tracker.dashboard.places.schools import COLUMNS, PAIRS, Row, SchoolGrid
from resolution_tracker.templatetags.wording import NOTHING

MARKS = {
    "accepted": "✓",
    "submitted": "◐",
    "returned": "↩",
    "overdue": "▲",
    "in_progress": "◔",
    "not_started": "○",
    "not_applicable": "—",
    "waived": "—",
    "cancelled": "—",
}
TITLES: dict[str, str | Promise] = HEADS | {
    "executed": pgettext_lazy("column", "Executed"),
    "on_time": pgettext_lazy("column", "On time"),
    "checkpoints_done": pgettext_lazy("column", "Checkpoints"),
    "overdue": pgettext_lazy("column", "Overdue"),
}
_RATIOS = {
    "executed": "execution",
    "on_time": "timeliness",
    "checkpoints_done": "progress",
    "reported": "reporting",
    "accepted": "acceptance",
    "substantiated": "substantiation",
}


class Pen:
    """What stays the same from cell to cell, made once a page."""

    def __init__(self, grid: SchoolGrid) -> None:
        self.grid, self.of = grid, between()
        self.rows = self._begun("assignment-list")
        self.figures = {
            name: self._begun("figure-detail", ratio) for name, ratio in _RATIOS.items()
        }
        self.after = escape(grid.sight.address(around("organization-detail")[1]))
        self.words = {name: str(LABELS[name]) for name in MARKS}
        self.marks = {
            name: f'<span class="mark-{name}">{mark}</span>' for name, mark in MARKS.items()
        }

    def _begun(self, name: str, *arguments: str) -> str:
        choice = self.grid.choice
        address = choice.sight.address(reverse(name, args=arguments), **choice.scope)
        return escape(address + ("&" if "?" in address else "?"))

    def status(self, statuses: list[str] | None, body: str, item: int) -> str:
        """A mark for each period, and their words."""
        if not statuses:
            return f'<td class="none">{NOTHING}</td>'
        words = ", ".join([self.words[status] for status in statuses])
        marks = "".join([self.marks[status] for status in statuses])
        return (
            f'<td><a href="{self.rows}{body}&amp;directive={item}" title="{words}"'
            f' aria-label="{words}">{marks}</a></td>'
        )

    def count(self, name: str, counts: dict[str, int], scope: str) -> str:
        """A number, or «5 из 6»."""
        n = counts[name]
        if name in PAIRS:
            whole = counts[PAIRS[name]]
            if not whole:
                return f'<td class="none">{NOTHING}</td>'
            text = f"{spaced(n)}{self.of}{spaced(whole)}"
            return f'<td><a href="{self.figures[name]}{scope}">{text}</a></td>'
        if not n:
            return '<td class="none">0</td>'
        address = self.figures.get(name) or f"{self.rows}show={name}&amp;"
        late = ' class="figure--late"' if name == "overdue" else ""
        return f'<td><a href="{address}{scope}" data-count="{n}"{late}>{spaced(n)}</a></td>'


def table(grid: SchoolGrid, caption: str) -> SafeString:
    """The whole table with its head and its sum."""
    pen = Pen(grid)
    body = "".join([_row(pen, row) for row in grid.rows])
    foot = ""
    if len(grid.rows) > 1:
        blank = f'<td colspan="{len(grid.items)}"></td>' if grid.items else ""
        scope = f"municipality={grid.where.pk}"
        sums = "".join([pen.count(name, grid.whole, scope) for name in COLUMNS])
        name = escape(_("Grand total"))
        foot = f'<tfoot><tr><th scope="row">{name}</th>{blank}{sums}</tr></tfoot>'
    return SafeString(
        f'<table class="table grid grid--bodies"><caption class="visually-hidden">{escape(caption)}'
        f"</caption><thead>{_head(grid)}</thead><tbody>{body}</tbody>{foot}</table>"
    )


def _row(pen: Pen, row: Row) -> str:
    grid, body, cells = pen.grid, row.body, row.cells
    before, _after = around("organization-detail")
    # What a school that has moved had elsewhere is counted there.
    scope = f"organization={body.pk}&amp;municipality={grid.where.pk}"
    drawn = [pen.status(cells.get(item.pk), scope, item.pk) for item in grid.items]
    drawn += [pen.count(name, row.counts, scope) for name in COLUMNS]
    address = f"{before}{body.pk}{pen.after}"
    kind = ' class="authority"' if body.level == Level.MUNICIPAL else ""
    return (
        f'<tr{kind}><th scope="row"><a href="{address}">{escape(body.name)}</a></th>'
        f"{''.join(drawn)}</tr>"
    )


def _head(grid: SchoolGrid) -> str:
    """Names and statuses begin with the first: of statuses that is the furthest behind."""
    sort = Sorting(grid.choice, grid.sorted_by)
    first = sort.heading(NAME, _("Organization"), falls=False)
    items = "".join(
        [sort.heading(one.number, one.number, one.one_line, falls=False) for one in grid.items]
    )
    counts = "".join([sort.heading(name, str(TITLES[name])) for name in COLUMNS])
    return f"{levels(grid.items, len(COLUMNS))}<tr>{first}{items}{counts}</tr>"


def marks() -> list[tuple[str, str, str]]:
    """The class, the mark and the words of each status, for the legend."""
    shown = [name for name in MARKS if name not in ("waived", "cancelled")]
    said = {"not_applicable": _("does not apply, waived, or not asked")}
    return [(name, MARKS[name], said.get(name) or str(LABELS[name])) for name in shown]


def words_of(statuses: list[str]) -> str:
    """A cell of a file."""
    return capfirst(", ".join(str(LABELS[status]) for status in statuses))
