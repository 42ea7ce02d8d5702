"""The form's three tables: one structure for the page, CSV, XLSX and the .docx."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from directives.downloads.table import Column, Form, Graded, Table
from directives.figures import spaced
from documents.models import DocumentItem, IndicatorRow, Standing, SummaryRow
from indicators.shares import SMALL

# The one cell that has a colour, doubled by its word: a step of the grids.
STEPS = {Standing.EXECUTED: 5, Standing.IN_WORK: 3, Standing.OVERDUE: 1}

ITEM_COLUMNS = (
    Column(pgettext_lazy("form", "No."), Form.NUMBER, 6),
    Column(pgettext_lazy("form", "Item no."), Form.TEXT, 9),
    Column(pgettext_lazy("form", "Assignment (item of the resolution)"), Form.TEXT, 45),
    Column(pgettext_lazy("form", "Responsible executor"), Form.TEXT, 30),
    Column(pgettext_lazy("form", "Date of execution"), Form.TEXT, 18),
    Column(pgettext_lazy("form", "Information on execution"), Form.TEXT, 70),
    Column(pgettext_lazy("form", "Supporting documents"), Form.TEXT, 35),
    Column(pgettext_lazy("form", "Status"), Form.TEXT, 16),
)
SUMMARY_COLUMNS = (
    Column(pgettext_lazy("form", "Executor"), Form.TEXT, 45),
    Column(pgettext_lazy("form", "Items in all"), Form.NUMBER, 12),
    Column(pgettext_lazy("form", "Executed"), Form.NUMBER, 12),
    Column(pgettext_lazy("form", "of them late"), Form.NUMBER, 16),
    Column(pgettext_lazy("form", "In work"), Form.NUMBER, 12),
    Column(pgettext_lazy("form", "Overdue"), Form.NUMBER, 12),
    Column(pgettext_lazy("form", "No report presented"), Form.NUMBER, 14),
    Column(pgettext_lazy("form", "% of execution"), Form.SHARE, 12),
)
INDICATOR_COLUMNS = (
    Column(pgettext_lazy("form", "Number"), Form.NUMBER, 6),
    Column(pgettext_lazy("form", "Code"), Form.TEXT, 12),
    Column(pgettext_lazy("form", "Indicator"), Form.TEXT, 60),
    Column(pgettext_lazy("form", "Unit"), Form.TEXT, 10),
    Column(pgettext_lazy("form", "Numerator"), Form.NUMBER, 12),
    Column(pgettext_lazy("form", "Denominator"), Form.NUMBER, 12),
    Column(pgettext_lazy("form", "Plan"), Form.DECIMAL, 10),
    Column(pgettext_lazy("form", "Fact"), Form.DECIMAL, 10),
    Column(pgettext_lazy("form", "Deviation"), Form.DECIMAL, 12),
    Column(pgettext_lazy("form", "Note"), Form.TEXT, 30),
)


def information(items: Sequence[DocumentItem]) -> Table:
    """The form itself: an item a row. `items` with their sentences prefetched."""
    rows = [_item(place, item) for place, item in enumerate(items, 1)]
    return Table(
        "information",
        ITEM_COLUMNS,
        rows,
        sheet=str(pgettext_lazy("form", "Information on execution")),
    )


def _item(place: int, item: DocumentItem) -> list[object]:
    due = item.due_words or (f"{item.due_on:%d.%m.%Y}" if item.due_on else "")
    status = item.standing_words or item.get_standing_display()
    return [
        place,
        item.number,
        item.text,
        item.executor,
        due,
        "\n".join(sentence.text for sentence in item.said),
        item.proofs,
        Graded(status, STEPS.get(item.standing, 0)),
    ]


def summary(rows: Sequence[SummaryRow]) -> Table:
    """Annex 1; «ИТОГО» last."""
    rows = list(rows)
    return Table(
        "summary",
        SUMMARY_COLUMNS,
        [_summary(row) for row in rows],
        sheet=str(pgettext_lazy("form", "Summary")),
        totals=[_summary(SummaryRow.total_of(rows))] if rows else [],
    )


def _summary(row: SummaryRow) -> list[object]:
    share = None if row.percent is None else row.percent / 100
    return [
        row.executor, row.total, row.executed, row.executed_late, row.in_work, row.overdue,
        row.not_reported, share,
    ]  # fmt: skip


def honest(rows: Sequence[SummaryRow]) -> str:
    """The three honest numbers under the percentages."""
    if not rows:
        return ""
    total = SummaryRow.total_of(list(rows))
    return _(
        "Of %(of)s assignments: %(reported)s reported, %(accepted)s accepted, %(substantiated)s "
        "substantiated by documents. The percentage is of the %(due)s whose date has come."
    ) % {
        "of": spaced(total.total),
        "reported": spaced(total.reported),
        "accepted": spaced(total.executed),
        "substantiated": spaced(total.substantiated),
        "due": spaced(total.come_due),
    }


def indicators(rows: Sequence[IndicatorRow], *, for_outside: bool = False) -> Table:
    """Annex 2. Counts are whole, shares have one place. `for_outside`: no shares of few."""
    found = [
        _hidden(place, row)
        if for_outside and row.denominator and row.denominator < SMALL
        else _indicator(place, row)
        for place, row in enumerate(rows, 1)
    ]
    return Table(
        "indicators", INDICATOR_COLUMNS, found, sheet=str(pgettext_lazy("form", "Indicators"))
    )


def _hidden(place: int, row: IndicatorRow) -> list[object]:
    """Of so few that single people or schools are told by it."""
    few = _("fewer than 10")
    return [place, row.code, row.name, row.unit, None, None, row.plan, None, None, few]


def _indicator(place: int, row: IndicatorRow) -> list[object]:
    values = [
        Graded(value, form=Form.NUMBER)
        if value is not None and row.denominator is None and value == int(value)
        else value
        for value in (row.plan, row.fact, row.deviation)
    ]
    return [
        place, row.code, row.name, row.unit, row.numerator, row.denominator, *values, row.note,
    ]  # fmt: skip
