"""The roll-up as a file: the rows of the page in its order; numbers as numbers, in its colours."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directives.downloads.table import Column, Form, Graded, Table
from indicators.downloads import cells
from indicators.region_table.choice import BASES, BY
from indicators.region_table.table import Cell, Page


def table(page: Page) -> Table:
    """Rows and the whole region; then what is to be reached and who is counted."""
    first = _("Municipality") if page.choice.by == "municipality" else _("Schools")
    columns = [Column(first, width=30)]
    columns += [
        Column(one.code, Form.NUMBER if one.is_count else Form.SHARE, 11) for one in page.columns
    ]
    rows = [[row.name, *map(value, page.cells[row.key])] for row in page.rows]
    return Table("roll-up", columns, rows, sheet=_("Roll-up"), totals=list(_below(page)))


def _below(page: Page) -> Iterator[list[object]]:
    yield [_("The whole region"), *map(value, page.whole)]
    goals = [(column, page.goals.general(column)) for column in page.columns]
    yield [_("Target"), *(cells.number(goal[0], column.is_count) if goal else None
                          for column, goal in goals)]  # fmt: skip
    yield [_("Bodies counted"), *(Graded(one.bodies_in, 0, Form.NUMBER) for one in page.sums)]
    yield [_("Bodies not counted"), *(Graded(one.bodies_out, 0, Form.NUMBER) for one in page.sums)]


def value(cell: Cell) -> object:
    """A number; a word where there is none; nothing where nobody was asked."""
    if cell.standing is None:
        return None
    if cell.veil:
        return cell.veil
    if cell.value is not None:
        return cells.number(cell.value, cell.is_count, cell.standing)
    if cell.is_not_applicable:
        return pgettext("figure", "not applicable")
    return _("no data")


def conditions(page: Page) -> list[tuple[str, str]]:
    choice = page.choice
    said = [
        (_("Period"), page.period.full_name),
        (_("Counted"), str(BASES[choice.basis])),
        (_("Division"), str(BY[choice.by])),
    ]
    if choice.mechanism:
        names = {str(row.mechanism): row.mechanism_name for row in page.asked}
        said.append((_("Mechanism"), names.get(choice.mechanism) or choice.mechanism))
    if choice.theme:
        names = {str(row.theme): row.theme_name for row in page.asked}
        said.append((_("Theme"), names.get(choice.theme) or choice.theme))
    return said


def notes(page: Page) -> list[str]:
    """What the figures are, what the colours mean, what the codes stand for."""
    said = [
        _("Shares in percent. Σ numerators ÷ Σ denominators: never a mean of shares."),
        _("Green: the target is met; yellow: improving; red: behind."),
    ]
    return said + [
        f"{one.code} — {one.name} ({one.unit}; {one.period.full_name})" for one in page.columns
    ]
