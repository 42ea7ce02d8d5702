"""The roll-up page's figures, and how each stands. Nothing is drawn here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from directives.models import ReportingPeriod
from indicators import periods as all_periods
from indicators import shares
from indicators.disclosure import Outlook, beside_hidden
from indicators.models import Measure
from indicators.region_table.choice import Choice
from indicators.region_table.columns import Column, columns_of
from indicators.region_table.goals import Goal, Goals
from indicators.region_table.rows import Row, rows_by, territories
from indicators.roll_up import NOTHING, Rolled, Table, add_up, total
from indicators.shares import Standing
from organizations.access import Viewpoint
from organizations.models import Level

SMALL = "small"  # fewer than ten: no colour and no rank
FEW = 3  # schools of a settlement or kind: the figure of fewer tells of single ones


class Cell(NamedTuple):
    """A value where it stands; `standing` of None where nobody was asked."""

    value: Decimal | None
    standing: str | None
    veil: str = ""  # stands in place of a figure the reader may not see, and says why
    is_count: bool = False
    is_not_applicable: bool = False

    @property
    def is_ranked(self) -> bool:
        return self.standing not in (None, SMALL) and self.value is not None and not self.veil


@dataclass(frozen=True)
class Page:
    """All that is said of a period. `columns` are those chosen among `asked`."""

    choice: Choice
    period: ReportingPeriod
    periods: list[ReportingPeriod]
    asked: list[Column]
    columns: list[Column]
    rows: list[Row]
    cells: dict[object, list[Cell]]  # by the row's key
    whole: list[Cell]
    sums: list[Rolled]  # of the whole
    goals: Goals
    mine: frozenset = frozenset()  # keys of the rows of the reader's own authorities


def read(user, asked: Mapping[str, str], today: date, as_of: date | None = None) -> Page | None:
    """What the address asks for; None where indicators were never collected.

    Seven queries at most, however many rows there are.
    """
    collected = all_periods.known(all_periods.collected(), as_of)
    period = all_periods.chosen(collected, asked.get("period", ""), today)
    if period is None:
        return None
    choice = Choice.of(asked, period.pk, as_of)
    there = columns_of(period, collected)
    columns = [row for row in there if choice.takes(row.mechanism, row.theme)]
    if choice.by != "municipality":  # only schools have a settlement and a kind
        columns = [row for row in columns if row.level == Level.SCHOOL]
    places = territories()
    now, before = _rolled(columns, choice, places)
    keys = {key for groups in now.values() for key in groups}
    rows = rows_by(choice.by, places, keys)
    goals, outlook = Goals(columns), Outlook.of(user)
    by_column = [
        _cells(one, rows, now[one.pk], before.get(one.pk, {}), goals, outlook) for one in columns
    ]
    cells = {row.key: [of[at] for of in by_column] for at, row in enumerate(rows)}
    sums = [total(now[column.pk].values()) for column in columns]
    whole = [of[-1] for of in by_column]
    own = Viewpoint.of(user).own
    mine = frozenset(row.key for row in rows if row.is_municipality and row.authority in own)
    return Page(
        choice, period, all_periods.quarters(collected), there, columns,
        _ordered(rows, columns, cells, choice.sort), cells, whole, sums, goals, mine,
    )  # fmt: skip


def _rolled(columns: list[Column], choice: Choice, places: list[Row]) -> tuple[Table, Table]:
    """Of the period and of the one before, added up together; the second by the same keys."""
    lines = [column.line for column in columns]
    earlier = [column.line_before for column in columns if column.earlier is not None]
    inside = [*(row.key for row in places), None]
    table = add_up(
        lines, choice.by, choice.basis, municipalities=inside, beside=earlier, as_of=choice.as_of
    )
    before = {
        column.pk: table[column.earlier[0]] for column in columns if column.earlier is not None
    }
    return {column.pk: table[column.pk] for column in columns}, before


def _cells(column: Column, rows: list[Row], now: Mapping, before: Mapping, goals: Goals,
           outlook: Outlook) -> list[Cell]:  # fmt: skip
    """Of each row in its order, and the whole at the end."""
    found = []
    for row, goal in zip(rows, goals.of(column, rows), strict=True):
        rolled = now.get(row.key, NOTHING)
        place = row.key if row.is_municipality else None
        cell = _cell(column, rolled, before.get(row.key, NOTHING), goal, outlook, place)
        if row.is_kind and 0 < rolled.bodies_in < FEW and not outlook.sees():
            cell = cell._replace(veil=_("fewer than 3 schools"))
        found.append(cell)
    if column.measure != Measure.SHARE and any(row.is_kind for row in rows):
        counted = [now.get(row.key, NOTHING).bodies_in for row in rows]
        at = beside_hidden(counted, [bool(cell.veil) for cell in found])
        if at is not None:
            found[at] = found[at]._replace(veil=_("not shown"))
    whole, last = total(now.values()), total(before.values())
    return [*found, _cell(column, whole, last, goals.general(column), outlook, None)]


def _cell(column: Column, rolled: Rolled, before: Rolled, goal: Goal | None, outlook: Outlook,
          place: int | None) -> Cell:  # fmt: skip
    if not rolled.bodies_in:
        nobody = bool(rolled.not_applicable) and not column.is_count
        return Cell(None, Standing.NO_DATA, "", False, nobody) if rolled.expected else NOT_ASKED
    is_count = column.is_count
    value = rolled.value(is_count)
    if not is_count and rolled.denominator < shares.SMALL:
        hides = outlook.hides(rolled.figure(column), municipality=place)
        return Cell(value, SMALL, _("fewer than 10") if hides else "")
    if goal is None:
        return Cell(value, Standing.NO_TARGET, "", is_count)
    target, baseline = goal
    last = before.value(is_count) if before.bodies_in else baseline
    stands = shares.standing(value, target, last, column.direction)
    return Cell(value, stands, "", is_count)


NOT_ASKED = Cell(None, None)


def _ordered(rows: list[Row], columns: list[Column], cells: dict, sort: str) -> list[Row]:
    """By the indicator the address names; those without a rank last, in the order of names."""
    at = next((n for n, one in enumerate(columns) if str(one.indicator) == sort.lstrip("-")), None)
    if at is None:
        return rows
    ranked = [row for row in rows if cells[row.key][at].is_ranked]
    ranked.sort(key=lambda row: cells[row.key][at].value, reverse=sort.startswith("-"))
    return [*ranked, *(row for row in rows if not cells[row.key][at].is_ranked)]
