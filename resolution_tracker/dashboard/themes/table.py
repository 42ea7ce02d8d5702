"""Chains as rows: a row for each link, the themes and links in the order of the page."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directives.downloads.table import Column, Form, Table
from resolution_tracker.dashboard.themes.chain import Chain, Link
from resolution_tracker.dashboard.themes.words import NAMES

_COUNTS = (
    "applicable", "come_due", "executed", "reported", "accepted", "substantiated", "overdue",
    "returned", "submitted", "review_overdue",
)  # fmt: skip
_SHARE = 3  # the execution rate stands after the executed


def table(chains: Sequence[Chain]) -> Table:
    """What is taken away."""
    rows = [_values(chain, link) for chain in chains for link in chain.links]
    return Table("themes", _columns(), rows, sheet=_("Themes"))


def _columns() -> list[Column]:
    counts = [
        _("Applicable"), _("Date has come"), _("Executed"), _("Reported"), _("Accepted"),
        _("Substantiated"), _("Overdue"), _("Being reworked"), _("Under review"),
        _("Review overdue"),
    ]  # fmt: skip
    columns = [Column(label, Form.NUMBER, 13) for label in counts]
    columns.insert(_SHARE, Column(_("Execution rate"), Form.SHARE, 13))
    return [
        Column(_("Theme"), width=34),
        Column(_("Level of the chain"), width=22),
        Column(_("Items"), width=14),
        Column(_("Also items"), width=14),
        Column(_("Standing"), width=24),
        *columns,
    ]


def heads() -> list[tuple[str, bool]]:
    """The same columns' heads as the page has them, and whether numbers stand below."""
    narrow = {
        _("Executed"): pgettext("column", "Executed"),
        _("Reported"): pgettext("column", "Reported"),
        _("Accepted"): pgettext("column", "Accepted"),
        _("Substantiated"): pgettext("column", "Substantiated"),
        _("Overdue"): pgettext("column", "Overdue"),
    }
    return [
        (narrow.get(str(column.label), str(column.label)), column.form != Form.TEXT)
        for column in _columns()
    ]


def _values(chain: Chain, link: Link) -> list[object]:
    counts: list[object] = [link.measures.count(name) for name in _COUNTS]
    counts.insert(_SHARE, link.measures.execution.share)
    return [
        chain.theme.short_name,
        str(NAMES[link.level]),
        ", ".join(item.number for item in link.primary),
        ", ".join(item.number for item in link.secondary),
        standing(chain, link),
        *counts,
    ]


def standing(chain: Chain, link: Link) -> str:
    """One or two words about a link."""
    if chain.is_held_by(link):
        return _("stuck here") if chain.stuck.link is link else _("holds the review")
    if link.is_empty:
        return _("no item")
    if chain.stuck and chain.stuck.link is link:
        return _("waits for review")
    if not link.measures.all:
        return ""
    if not link.is_due:
        return _("the date has not come")
    if link.measures.executed == link.measures.come_due:
        return _("all executed")
    return _("in progress")


def body(chains: Sequence[Chain]) -> SafeString:
    """The rows as HTML: each figure leads to what it counts."""
    drawn = []
    for chain in chains:
        rows = len(chain.links)
        for at, link in enumerate(chain.links):
            theme = ""
            if not at:
                name = escape(chain.theme.short_name)
                theme = f'<th scope="rowgroup" rowspan="{rows}">{name}</th>'
            drawn.append(f"<tr>{theme}{_cells(chain, link)}</tr>")
    return SafeString("\n".join(drawn))


def _cells(chain: Chain, link: Link) -> str:
    values = _values(chain, link)
    words = "".join(f"<td>{escape(str(value))}</td>" for value in values[2:5])
    if link.is_empty:
        numbers = '<td class="num">—</td>' * (len(_COUNTS) + 1)
    else:
        cells = [link.figures.number(name) for name in _COUNTS]
        cells.insert(_SHARE, link.figures.percent("execution"))
        numbers = "".join(f'<td class="num">{cell}</td>' for cell in cells)
    return f'<th scope="row">{escape(str(values[1]))}</th>{words}{numbers}'
