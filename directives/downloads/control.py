"""The items of the resolution as they are controlled, and the reporting periods."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Column, Form, Table
from directives.models import Directive, ReportingPeriod
from organizations.models import Level

PERIODS = "periods"
_ITEMS = [
    Column(gettext_lazy("Item"), width=8),
    Column(gettext_lazy("Text of the item"), width=60),
    Column(gettext_lazy("Level"), width=18),
    Column(gettext_lazy("Kind of control"), width=24),
    Column(gettext_lazy("Placed on control"), Form.DAY, 14),
    Column(gettext_lazy("Withdrawn"), Form.MOMENT, 17),
    Column(gettext_lazy("Due on"), Form.DAY, 12),
    Column(gettext_lazy("Supported by"), width=32),
    Column(gettext_lazy("Checkpoints"), Form.NUMBER, 12),
    Column(gettext_lazy("Assignments"), Form.NUMBER, 12),
]

Years = Iterable[tuple[str, list[tuple[ReportingPeriod, list]]]]


def table(directives: Iterable[Directive], years: Years, name: str) -> Table:
    """`periods`, or the items."""
    if name == PERIODS:
        return Table("periods", _of_periods(), _periods(years), sheet=_("Reporting periods"))
    rows = [_item(directive) for directive in directives]
    return Table("control", _ITEMS, rows, sheet=_("Items"))


def _item(one: Directive) -> list[object]:
    kind = one.get_control_display()
    return [
        one.number,
        one.one_line,
        one.get_level_display(),
        f"{kind}, {one.get_frequency_display()}" if one.is_periodic else kind,
        one.placed_on_control_on if one.published_at else None,
        one.withdrawn_at,
        _("by period") if one.is_periodic else one.due_on,
        ", ".join(str(body) for body in one.supported_by.all()),
        one.checkpoint_count,
        one.assignment_count,
    ]


def _of_periods() -> list[Column]:
    due = [
        Column(gettext_lazy("due: %(level)s") % {"level": level.label}, Form.DAY, 16)
        for level in Level
    ]
    return [
        Column(gettext_lazy("School year"), width=12),
        Column(gettext_lazy("Period"), width=20),
        Column(gettext_lazy("Begins"), Form.DAY, 12),
        Column(gettext_lazy("Ends"), Form.DAY, 12),
        *due,
        Column(gettext_lazy("Assignments"), Form.NUMBER, 12),
        Column(gettext_lazy("Opened"), Form.MOMENT, 17),
        Column(gettext_lazy("Closed"), Form.MOMENT, 17),
    ]


def _periods(years: Years) -> list[list[object]]:
    return [
        [
            year,
            str(period),
            period.starts_on,
            period.ends_on,
            *days,
            period.assignment_count,
            period.opened_at,
            period.closed_at,
        ]
        for year, rows in years
        for period, days in rows
    ]
