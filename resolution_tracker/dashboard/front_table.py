"""The items of the resolution with their figures, as a table to take away.

A row is a margin: an item for once, or for a period of the school year.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from directives.downloads.table import Column, Form, Table
from resolution_tracker.dashboard.front_page import FrontPage
from resolution_tracker.dashboard.items import Item
from resolution_tracker.dashboard.margins import Margin

# Whatever the columns of counts are called, these conditions stand in them.
COUNTS = (
    "applicable", "come_due", "executed", "reported", "accepted", "substantiated", "submitted",
    "returned", "overdue", "extended", "left_out",
)  # fmt: skip


def of(page: FrontPage) -> Table:
    """The rows of the page from its first item to its last, the current period first."""
    return Table("resolution", _columns(), list(_rows(page)), sheet=_("Items"))


def _columns() -> list[Column]:
    number = Form.NUMBER
    return [
        Column(_("No."), Form.TEXT, 8),
        Column(_("Item"), Form.TEXT, 60),
        Column(_("Addressee"), Form.TEXT, 24),
        Column(_("Period"), Form.TEXT, 18),
        Column(_("Due on"), Form.DAY, 12),
        Column(_("Assignments"), number),
        Column(_("Date has come"), number),
        Column(_("Executed"), number),
        Column(_("Execution rate"), Form.SHARE),
        Column(_("Reported"), number),
        Column(_("Accepted"), number),
        Column(_("Substantiated"), number),
        Column(_("Under review"), number),
        Column(_("Being reworked"), number),
        Column(_("Overdue"), number),
        Column(_("Extended"), number),
        Column(_("Left out"), number),
        Column(_("Checkpoints done"), number),
        Column(_("Checkpoints"), number),
    ]


def _rows(page: FrontPage) -> Iterator[list[object]]:
    for section in page.sections:
        for item in section.items:
            margins = [item.margin, *item.earlier] if item.margin else [None]
            for margin in margins:
                yield [*_said(item, section.name, margin), *_figures(margin)]


def _said(item: Item, addressee: str, margin: Margin | None) -> list[object]:
    directive = item.directive
    period = margin.period.full_name if margin and margin.period else ""
    due_on = margin.due_on if margin else None
    return [directive.number, directive.one_line, addressee, period, due_on]


def _figures(margin: Margin | None) -> list[object]:
    """None is an empty cell: nothing has been dealt out."""
    if margin is None:
        return [None] * (len(COUNTS) + 3)
    measures = margin.measures
    counts = [measures.count(name) for name in COUNTS]
    progress = measures.progress
    return [*counts[:3], measures.execution.share, *counts[3:], progress.n, progress.of]
