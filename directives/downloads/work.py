"""What one person has to report on."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Column, Form, Table
from directives.work_list import DONE, OVERDUE, RETURNED, TO_DO, WAITING, Item

COLUMNS = [
    Column(gettext_lazy("Item"), width=8),
    Column(gettext_lazy("Text of the item"), width=60),
    Column(gettext_lazy("Period"), width=24),
    Column(gettext_lazy("Organization"), width=44),
    Column(gettext_lazy("State"), width=24),
    Column(gettext_lazy("Due on"), Form.DAY, 12),
    Column(gettext_lazy("Checkpoints answered"), Form.NUMBER, 14),
    Column(gettext_lazy("Checkpoints asked"), Form.NUMBER, 14),
    Column(gettext_lazy("Things lacking"), Form.NUMBER, 14),
    Column(gettext_lazy("Sent"), Form.MOMENT, 17),
    Column(gettext_lazy("Reviewer"), width=32),
    Column(gettext_lazy("Words of the reviewer"), width=60),
]
GROUPS = {
    RETURNED: gettext_lazy("returned for rework"),
    OVERDUE: gettext_lazy("overdue"),
    TO_DO: gettext_lazy("to do"),
    WAITING: gettext_lazy("under review"),
}


def table(items: Iterable[Item]) -> Table:
    return Table("my-assignments", COLUMNS, _rows(items), sheet=_("My assignments"))


def _rows(items: Iterable[Item]) -> Iterator[list[object]]:
    for item in items:
        row = item.assignment
        is_to_do = item.is_to_do
        yield [
            row.directive.number,
            row.directive.one_line,
            row.period.full_name if row.period else "",
            row.organization.name,
            str(row.get_status_display() if item.group == DONE else GROUPS[item.group]),
            row.acts_by,
            item.answered if is_to_do else None,
            item.asked if is_to_do else None,
            len(item.missing) if is_to_do else None,
            row.submitted_at,
            row.reviewer.name if row.reviewer else "",
            item.words.text if item.words else "",
        ]
