"""The tables of an item's, a municipality's and an organization's page, to take away.

Each has exactly the rows of its page in their order, and the counts the page shows.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from directives.completion import Measures
from directives.downloads.table import Column, Form, Table
from directives.models import Assignment
from resolution_tracker.dashboard.bodies import COLUMNS as OF_SCHOOLS
from resolution_tracker.dashboard.bodies import MunicipalityPage, OrganizationPage
from resolution_tracker.dashboard.item_page import COLUMNS as OF_MUNICIPALITIES
from resolution_tracker.dashboard.item_page import ItemPage
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.templatetags.drawing import status_of

CHECKPOINTS = "checkpoints"
LEFT_OUT = "left-out"


def of_item(page: ItemPage, name: str) -> Table:
    """The table of the page the address names; the first one if it names none."""
    if name == CHECKPOINTS:
        return _checkpoints(page)
    if name == LEFT_OUT:
        return _left_out(page)
    if page.municipalities or page.sight.only_totals:
        rows = [(place, margin.measures) for _pk, place, margin in page.municipalities]
        label = _("Municipality")
        return _measured("municipalities", label, OF_MUNICIPALITIES, rows, _("By municipality"))
    return _assignments("bodies", page.bodies, page.sight, _("Organization"), lambda row: (
        row.organization.name,
    ))  # fmt: skip


def of_municipality(page: MunicipalityPage) -> Table:
    """Its schools."""
    rows = [(row.organization.name, row.margin.measures) for row in page.schools]
    return _measured("schools", _("School"), OF_SCHOOLS, rows, _("Schools"))


def of_organization(page: OrganizationPage) -> Table:
    """Its assignments."""
    return _assignments("assignments", page.rows, page.sight, _("Item"), lambda row: (
        row.directive.number,
        row.directive.one_line,
        row.period.full_name if row.period else "",
    ), (Column(_("Text"), width=60), Column(_("Period"), width=18)))  # fmt: skip


def _measured(
    name: str, label: str, columns: list, rows: Iterable[tuple[str, Measures]], sheet: str
) -> Table:
    numbers = [Column(str(words), Form.NUMBER) for _condition, words in columns]
    cells = [
        [said, *(measures.count(condition) for condition, _words in columns)]
        for said, measures in rows
    ]
    return Table(name, [Column(label, width=36), *numbers], cells, sheet=sheet)


def _assignments(name, rows: list[Assignment], sight: Sight, label: str, said, more=()) -> Table:
    """`said`: what the first columns, `label` and `more`, say of a row."""
    columns = [
        Column(label, width=12 if more else 36),
        *more,
        Column(_("Status"), width=22),
        Column(_("Due on"), Form.DAY, 12),
        Column(_("Originally due on"), Form.DAY, 12),
        Column(_("First submitted"), Form.DAY, 12),
        Column(_("Accepted"), Form.MOMENT, 17),
        Column(_("Checkpoints done"), Form.NUMBER),
        Column(_("Checkpoints"), Form.NUMBER),
    ]
    cells = [[*said(row), *_state(row, sight)] for row in rows]
    return Table(name, columns, cells, sheet=_("Assignments"))


def _state(row: Assignment, sight: Sight) -> list[object]:
    return [
        _status(row, sight),
        row.acts_by,
        row.original_due_on,
        row.first_submitted_on,
        row.accepted_at,
        row.checkpoints_done,
        row.checkpoints_applicable,
    ]


def _status(row: Assignment, sight: Sight) -> str:
    chip = status_of(row, sight.day)
    return f"{chip.label}, {chip.also}" if chip.also else str(chip.label)


def _checkpoints(page: ItemPage) -> Table:
    columns = [
        Column(_("Checkpoint"), width=60),
        Column(_("Done"), Form.NUMBER),
        Column(_("Not done"), Form.NUMBER),
        Column(_("Not applicable"), Form.NUMBER),
    ]
    counts = [row.count for row in page.checkpoints]
    rows = [[row.checkpoint.title, row.done, row.missing, row.away] for row in counts]
    return Table("checkpoints", columns, rows, sheet=_("Checkpoints"))


def _left_out(page: ItemPage) -> Table:
    columns = [
        Column(_("Organization"), width=36),
        Column(_("Status"), width=22),
        Column(_("Reason"), width=60),
    ]
    rows = [[row.organization.name, _status(row, page.sight), row.reason] for row in page.left_out]
    return Table("left-out", columns, rows, sheet=_("Left out of the count"))
