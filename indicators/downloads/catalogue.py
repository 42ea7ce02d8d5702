"""The catalogue of indicators and what asking them costs."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Column, Form, Table
from indicators.burden import Load
from indicators.downloads import cells
from indicators.pages.catalogue import Entry, Page

BURDEN = "burden"
_INDICATORS = [
    Column(gettext_lazy("Code"), width=9),
    Column(gettext_lazy("Indicator"), width=60),
    Column(gettext_lazy("Belongs to"), width=32),
    Column(gettext_lazy("Numerator"), width=44),
    Column(gettext_lazy("Denominator"), width=44),
    Column(gettext_lazy("Unit"), width=12),
    Column(gettext_lazy("Whose value it is"), width=18),
    Column(gettext_lazy("Collected"), width=18),
    Column(gettext_lazy("Source"), width=24),
    Column(gettext_lazy("Items"), width=16),
    Column(gettext_lazy("Target"), Form.SHARE, 12),
    Column(gettext_lazy("Baseline"), Form.SHARE, 12),
    Column(gettext_lazy("Direction"), width=18),
]
_BURDEN = [
    Column(gettext_lazy("Collection"), width=28),
    Column(gettext_lazy("Who reports"), width=24),
    Column(gettext_lazy("Bodies"), Form.NUMBER, 12),
    Column(gettext_lazy("Fields"), Form.NUMBER, 12),
    Column(gettext_lazy("Already filled"), Form.NUMBER, 12),
    Column(gettext_lazy("To be entered"), Form.NUMBER, 12),
    Column(gettext_lazy("Minutes per body"), Form.DECIMAL, 12),
    Column(gettext_lazy("Hours in all"), Form.DECIMAL, 12),
]


def table(page: Page, name: str) -> Table:
    if name == BURDEN:
        sheet = _("What it costs those who report")
        totals = [[_("In a school year"), "", None, *_load(page.whole_year)[1:4], None,
                   page.whole_year.hours]]  # fmt: skip
        return Table("indicator-burden", _BURDEN, list(_costs(page)), sheet=sheet, totals=totals)
    rows = [_row(group.name, entry) for group in page.groups for entry in group.entries]
    return Table("indicator-catalogue", _INDICATORS, rows, sheet=_("Indicators"))


def _row(group: str, entry: Entry) -> list[object]:
    one, target = entry.indicator, entry.target
    return [
        one.code,
        one.name,
        group,
        one.numerator,
        one.denominator,
        one.unit,
        one.get_level_display(),
        one.get_frequency_display(),
        one.get_source_display(),
        ", ".join(row.number for row in one.directives.all()),
        cells.number(target.value, one.is_count) if target else None,
        cells.number(target.baseline, one.is_count) if target else None,
        one.get_direction_display(),
    ]


def _costs(page: Page) -> Iterator[list[object]]:
    costs = [(cost.label, cost.burden) for cost in page.costs]
    for label, burden in [*costs, (_("school passport, once a year"), page.passports)]:
        for level, load in burden.by_level:
            yield [capfirst(label), str(level), *_load(load)]
        if len(burden.by_level) > 1:
            total = _load(burden.total)
            yield [capfirst(label), _("in all"), *total[:4], None, total[5]]


def _load(load: Load) -> list[object]:
    each = load.minutes_each if load.fields else None
    return [load.bodies, load.fields, load.filled, load.typed, each, load.hours]
