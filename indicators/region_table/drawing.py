"""The roll-up page's tables as HTML, in plain Python: a template loop over the cells would cost
more than all the rest of the page (docs/decisions/0008, 0012). Marks are drawn by the stylesheet;
what they mean is said once, below the table, and each cell points there."""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directives.figures import spaced
from indicators import words
from indicators.region_table.columns import Column
from indicators.region_table.table import SMALL, Cell, Page
from indicators.roll_up import Rolled
from indicators.shares import Standing
from indicators.standings import MARKS

RATED = (Standing.MET, Standing.IMPROVING, Standing.BEHIND)


@lru_cache(maxsize=8192)
def bare(value, is_count: bool) -> str:
    """«83,4»: the page says once that shares are in percent."""
    return words.value_said(value, True) if is_count else words.percent_said(value)[:-2]


def table(page: Page) -> SafeString:
    """The whole table; `page` has at least one column."""
    ends = [f'href="{_detail(page, column)}"' for column in page.columns]
    body = "".join(
        [_row(row.name, page.cells[row.key], ends, row.key in page.mine) for row in page.rows]
    )
    whole = _row(_("The whole region"), page.whole, ends)
    return SafeString(
        f'<table class="table table--many wide">{_head(page)}<tbody>{body}</tbody>'
        f"<tfoot>{whole}</tfoot></table>"
    )


@lru_cache(maxsize=1)
def _address() -> tuple[str, str]:
    """What stands before and after the key: one look at the addresses, not one for each."""
    before, _key, after = reverse("indicator-detail", args=[7]).rpartition("7")
    return before, after


def _detail(page: Page, column: Column) -> str:
    before, after = _address()
    basis = "" if page.choice.basis == "accepted" else f"&amp;basis={page.choice.basis}"
    day = f"&amp;as_of={page.choice.as_of}" if page.choice.as_of else ""
    return f"{before}{column.indicator}{after}?period={page.choice.period}{basis}{day}"


def _row(name: str, cells: list[Cell], links: list[str], is_own: bool = False) -> str:
    drawn = "".join([_cell(*pair) for pair in zip(cells, links, strict=True)])
    if not is_own:
        return f'<tr><th scope="row">{escape(name)}</th>{drawn}</tr>'
    mark = f'<span class="visually-hidden"> ({escape(pgettext("territory", "yours"))})</span>'
    return f'<tr class="own"><th scope="row">{escape(name)}{mark}</th>{drawn}</tr>'


# Each cell says which of the marks below the table is its own.
_MARKED = {
    str(name): (f'<td class="{name}"><a aria-describedby="is-{name}" ', "</a></td>")
    for name in (*RATED, SMALL)
}


def _cell(cell: Cell, link: str) -> str:
    value, stands, veil, is_count, nobody = cell
    if stands is None:
        return "<td></td>"
    if veil:
        return f"<td>{escape(veil)}</td>"
    if value is None:
        return f"<td>{_nobody() if nobody else _nothing()}</td>"
    before, after = _MARKED.get(stands, ("<td><a ", "</a></td>"))
    return f"{before}{link}>{bare(value, is_count)}{after}"


def _nobody() -> str:
    whole, short = escape(pgettext("figure", "not applicable")), _("n/a")
    return f'<abbr title="{whole}">{short}</abbr>'


def _nothing() -> str:
    return f'<abbr title="{escape(_("no data"))}">{MARKS[Standing.NO_DATA]}</abbr>'


def _head(page: Page) -> str:
    first = _("Municipality") if page.choice.by == "municipality" else _("Schools")
    address, of = escape(page.choice.address(sort="")), _("of %(of)s")
    codes = "".join([_heading(page, column, address) for column in page.columns])
    goals = "".join(_goal(page, column) for column in page.columns)
    counted = "".join([_counted(one, of) for one in page.sums])
    return (
        f'<thead><tr><th scope="col">{escape(first)}</th>{codes}</tr>'
        f'<tr><th scope="row">{escape(_("Target"))}</th>{goals}</tr>'
        f'<tr><th scope="row">{escape(_("Bodies counted"))}</th>{counted}</tr></thead>'
    )


def _counted(rolled: Rolled, of: str) -> str:
    said = of % {"of": spaced(rolled.expected)}
    return f"<td>{spaced(rolled.bodies_in)} <small>{said}</small></td>"


def _heading(page: Page, column: Column, address: str) -> str:
    """The first press shows the largest first, the second turns it round."""
    key, sort = str(column.indicator), page.choice.sort
    now = {f"-{key}": "descending", key: "ascending"}.get(sort)
    period = "" if column.period == page.period else f"<small>{escape(column.period.name)}</small>"
    return (
        f'<th scope="col"{f" aria-sort={now}" if now else ""}><a href="{address}&amp;sort='
        f'{key if sort == f"-{key}" else f"-{key}"}" '
        f'title="{escape(column.name)}">{escape(column.code)}</a>{period}</th>'
    )


def _goal(page: Page, column: Column) -> str:
    goal = page.goals.general(column)
    return f"<td>{bare(goal[0], column.is_count)}</td>" if goal else "<td></td>"


def legend(page: Page) -> SafeString:
    """What the codes stand for: name, unit, period, the region's figure, who is counted."""
    rows = "".join(
        _legend_row(page, *row) for row in zip(page.columns, page.sums, page.whole, strict=True)
    )
    heads = (_("Code"), _("Indicator"), _("Period"), _("The whole region"), _("Bodies counted"),
             _("Not counted"))  # fmt: skip
    kinds = ["", "", "", *[' class="num"'] * 3]
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>'
        for name, kind in zip(heads, kinds, strict=True)
    )
    return SafeString(
        f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _legend_row(page: Page, column: Column, rolled: Rolled, cell: Cell) -> str:
    said = cell.veil or _said(cell)
    return (
        f'<tr><th scope="row">{escape(column.code)}</th>'
        f'<td><a href="{_detail(page, column)}">{escape(column.name)}</a></td>'
        f"<td>{escape(column.period.full_name)}</td><td class=num>{said}</td>"
        f"<td class=num>{spaced(rolled.bodies_in)}</td>"
        f"<td class=num>{spaced(rolled.bodies_out)}</td></tr>"
    )


def _said(cell: Cell) -> str:
    if cell.value is None:
        return pgettext("figure", "not applicable") if cell.is_not_applicable else _("no data")
    return bare(cell.value, cell.is_count) + ("" if cell.is_count else f"{words.NO_BREAK}%")


def marks() -> list[tuple[str, str]]:
    """Name of the class and words of each mark, for the line below the table."""
    said = [(str(name), words.standing_word(name)) for name in RATED]
    return [*said, (SMALL, _("fewer than 10: not rated"))]
