"""The grid as HTML, in plain Python: a template loop over the cells would cost more than all the
rest of the page (docs/decisions/0008). A cell's step is its colour and the length of the line
below its number; the legend says both."""

from collections.abc import Sequence
from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directives.figures import spaced
from organizations.models import Level
from resolution_tracker.dashboard.filters import REGIONAL
from resolution_tracker.dashboard.places.choice import Choice
from resolution_tracker.dashboard.places.grid import EMPTY, TOTAL, Counted, Grid, Item, Row
from resolution_tracker.dashboard.places.measures import BESIDE, SMALL
from resolution_tracker.dashboard.places.ordering import NAME
from resolution_tracker.templatetags.wording import NO_BREAK, NOTHING, THIN

LEVELS = {
    Level.DEPARTMENT: gettext_lazy("Department"),
    Level.MUNICIPAL: gettext_lazy("Municipal authorities"),
    Level.INSTITUTE: gettext_lazy("Institute"),
    Level.SCHOOL: gettext_lazy("Schools"),
}
# In a column's context a translation may hold soft hyphens: the heads are wider than the figures.
HEADS = {
    "applicable": pgettext_lazy("column", "Assignments"),
    "reported": pgettext_lazy("column", "Reported"),
    "accepted": pgettext_lazy("column", "Accepted"),
    "substantiated": pgettext_lazy("column", "Substantiated"),
    "extended": pgettext_lazy("column", "Extended"),
}
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
# The three honest numbers open their formulas, the other counts their rows.
RATIOS = {"reported": "reporting", "accepted": "acceptance", "substantiated": "substantiation"}


def between() -> str:
    """« из »: what stands between the numbers of a fraction."""
    return (_("%(n)s of %(of)s") % {"n": "", "of": ""}).replace(" ", THIN)


def said(cell: Counted, of: str, *, is_late: bool) -> str:
    """«89 %», «3 из 7» where there are too few for a share, the number of what is overdue.

    `of` is `between()`. Per cent are rounded down, as `completion.Ratio` does.
    """
    n, whole, _step = cell
    if not whole:
        return NOTHING
    if is_late:
        return str(n) if n < 1000 else spaced(n)
    return f"{n}{of}{whole}" if whole < SMALL else f"{n * 100 // whole}{NO_BREAK}%"


@lru_cache(maxsize=4)
def around(name: str) -> tuple[str, str]:
    """What stands before and after the key in an address: one look, not one for each row."""
    before, _key, after = reverse(name, args=[7]).rpartition("7")
    return before, after


class Pen:
    """What stays the same from cell to cell, made once a page."""

    def __init__(self, grid: Grid) -> None:
        sight, measure = grid.sight, grid.measure
        self.grid, self.sight = grid, sight
        self.is_late = measure.is_late
        self.of = between()
        self.kind = "late" if measure.is_late else "step"
        self.scope = grid.choice.scope
        self.list = self._begun(reverse("assignment-list")) if not sight.only_totals else ""
        self.honest = {name: self._figure(ratio) for name, ratio in RATIOS.items()}
        self.cell = self._figure(measure.ratio) if measure.ratio else self._rows(measure.n)
        before, after = around("school-grid")
        self.schools = before, escape(sight.address(after, **self.scope))

    def _begun(self, path: str, **more: str) -> str:
        """An address of this page's scope, open for one more condition, as an attribute."""
        address = self.sight.address(path, **self.scope, **more)
        return escape(address + ("&" if "?" in address else "?"))

    def _figure(self, ratio: str) -> str:
        return self._begun(reverse("figure-detail", args=[ratio]))

    def _rows(self, show: str) -> str:
        """Nothing for a reader, who opens no rows."""
        return f"{self.list}show={show}&amp;" if self.list else ""

    def drawn(self, cell: Counted, end: str, also: str = "") -> str:
        """A cell of the measure; `also` is a second class."""
        n, of, step = cell
        if not of:
            return f'<td class="none{also}">{NOTHING}</td>'
        text = said(cell, self.of, is_late=self.is_late)
        look = f"{self.kind}-{step}" if step else "few"
        told = f' title="{n}{self.of}{of}"' if of >= SMALL else ""
        if not self.cell:
            return f'<td class="{look}{also}"{told}>{text}</td>'
        count = f' data-count="{n}"' if self.is_late else ""
        return f'<td class="{look}{also}"{told}><a href="{self.cell}{end}"{count}>{text}</a></td>'

    def number(self, name: str, count: int, whole: int, end: str) -> str:
        """A count beside the measure, and of how many it is."""
        if not count:
            return '<td class="none">0</td>'
        address = self.honest.get(name) or self._rows(name)
        told = "" if name == "applicable" else f' title="{count}{self.of}{whole}"'
        text = spaced(count)
        if not address:
            return f"<td{told}>{text}</td>"
        return f'<td{told}><a href="{address}{end}" data-count="{count}">{text}</a></td>'


def place_scope(row: Row) -> str:
    """The condition that narrows a list or a figure to the row's territory."""
    return f"municipality={row.where.pk or REGIONAL}"


def table(grid: Grid, caption: str) -> SafeString:
    """The whole table with its head and its sum."""
    pen = Pen(grid)
    body = "".join([_row(pen, row, name_of(pen, row), place_scope(row)) for row in grid.rows])
    foot = ""
    if len(grid.rows) > 1:
        foot = f"<tfoot>{_row(pen, grid.whole, escape(grid.whole.where.name), '')}</tfoot>"
    return SafeString(
        f'<table class="table grid"><caption class="visually-hidden">{escape(caption)}</caption>'
        f"<thead>{head(grid, _('Municipality'))}</thead><tbody>{body}</tbody>{foot}</table>"
    )


def name_of(pen: Pen, row: Row) -> str:
    """The territory's name: to its schools, or to the rows of the regional level."""
    name = escape(row.where.name)
    if not pen.list:
        return name
    if row.where.pk is None:
        return f'<a href="{pen.list}{place_scope(row)}">{name}</a>'
    before, after = pen.schools
    return f'<a href="{before}{row.where.pk}{after}">{name}</a>'


def _row(pen: Pen, row: Row, name: str, place: str) -> str:
    grid, cells = pen.grid, row.cells
    end = f"&amp;{place}" if place else ""
    drawn = [pen.drawn(cells.get(item.pk, EMPTY), f"directive={item.pk}{end}")
             for item in grid.items]  # fmt: skip
    whole = row.counts["applicable"]
    beside = [pen.number(one, row.counts[one], whole, place) for one in BESIDE]
    anchor = f' id="m{row.where.pk}"' if row.where.pk else ""
    return (
        f'<tr{anchor}><th scope="row">{name}</th>{pen.drawn(row.total, place, " whole")}'
        f"{''.join(drawn)}{''.join(beside)}</tr>"
    )


def head(grid: Grid, first: str) -> str:
    """Two lines: the levels over their items, then what sorts."""
    sort = Sorting(grid.choice, grid.sorted_by)
    items = "".join([sort.heading(one.number, one.number, one.one_line) for one in grid.items])
    beside = "".join([sort.heading(name, str(HEADS[name])) for name in BESIDE])
    total = sort.heading(TOTAL, str(grid.measure.short))
    above = levels(grid.items, len(BESIDE), before=2) if grid.items else ""
    return f"{above}<tr>{sort.heading(NAME, first, falls=False)}{total}{items}{beside}</tr>"


def levels(items: Sequence[Item], beside: int, before: int = 1) -> str:
    """The line above the head: whom the items ask, and what is counted over all of them.

    `before`: how many columns stand before the items.
    """
    asked = [item.level for item in items]
    spans = [(LEVELS[level], asked.count(level)) for level in dict.fromkeys(asked)]
    drawn = [
        f'<th scope="colgroup" colspan="{count}">{escape(words)}</th>'
        for words, count in [*spans, (_("All items"), beside)]
    ]
    return f'<tr class="grid__levels"><td colspan="{before}"></td>{"".join(drawn)}</tr>'


class Sorting:
    """Headings that sort: the first press shows the largest first, the second turns it round.

    They lead to the table itself: the keyboard goes on from there, not from the page's top.
    """

    def __init__(self, choice: Choice, sorted_by: tuple[str, bool]) -> None:
        self.by, self.falls = sorted_by
        address = choice.address(sort="")
        self.begun = escape(address + ("" if address.endswith("?") else "&"))

    def heading(self, name: str, label: str, title: str = "", *, falls: bool = True) -> str:
        """`falls`: whether the first press begins with the largest."""
        is_chosen = name == self.by
        turned = not self.falls if is_chosen else falls
        now = f' aria-sort="{"descending" if self.falls else "ascending"}"' if is_chosen else ""
        told = f' title="{escape(title)}"' if title else ""
        sort = f"sort={'-' if turned else ''}{name}"
        return (
            f'<th scope="col"{now}><a href="{self.begun}{sort}#rows"{told}>{escape(label)}</a></th>'
        )
