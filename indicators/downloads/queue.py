"""Reports on indicators that wait for a decision, and one's own reports."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Column, Form, Table
from indicators.models import IndicatorReport
from indicators.models.report import ReportQuerySet
from indicators.pages.my_reports import Item, MyReports
from indicators.waiting import Waiting

AT_ONCE = 500  # the flags of so many reports are found together

_BODY = Column(gettext_lazy("Organization"), width=44)
_PERIOD = Column(gettext_lazy("Period"), width=24)
QUEUE = [
    _BODY,
    Column(gettext_lazy("Municipality"), width=26),
    _PERIOD,
    Column(gettext_lazy("Due on"), Form.DAY, 12),
    Column(gettext_lazy("Flags"), Form.NUMBER, 12),
    Column(gettext_lazy("No changes"), width=12),
    Column(gettext_lazy("On behalf"), width=14),
    Column(gettext_lazy("Returns"), Form.NUMBER, 12),
    Column(gettext_lazy("Waits since"), Form.MOMENT, 17),
    Column(gettext_lazy("Working days"), Form.NUMBER, 12),
    Column(gettext_lazy("Review overdue"), width=14),
]
MINE = [
    _BODY,
    _PERIOD,
    Column(gettext_lazy("State"), width=24),
    Column(gettext_lazy("Due on"), Form.DAY, 12),
    Column(gettext_lazy("Filled in"), Form.NUMBER, 12),
    Column(gettext_lazy("Asked"), Form.NUMBER, 12),
    Column(gettext_lazy("First submitted"), Form.DAY, 14),
    Column(gettext_lazy("Words of the reviewer"), width=60),
]

Rows = Iterable[tuple[Waiting, int]]


def queue(reports: ReportQuerySet, read: Callable[[list[IndicatorReport]], Rows]) -> Table:
    """All pages. `read` finds the flags of some reports as the page does."""
    sheet = _("Reports on indicators")
    return Table("indicator-queue", QUEUE, _queue(reports, read), sheet=sheet)


def _queue(reports: ReportQuerySet, read: Callable) -> Iterator[list[object]]:
    left = reports.iterator(chunk_size=AT_ONCE)
    while some := list(islice(left, AT_ONCE)):
        for waiting, flags in read(some):
            report = waiting.report
            body = report.organization
            yield [
                body.name,
                str(body.municipality or _("Regional level")),
                str(report.collection),
                report.due_on,
                flags,
                report.is_nil,
                report.is_on_behalf,
                report.returns_count,
                report.submitted_at,
                waiting.days,
                waiting.is_overdue,
            ]


def mine(found: MyReports) -> Table:
    """To do, waiting, past: in the order of the page."""
    rows = [_mine(item) for item in [*found.to_do, *found.waiting, *found.past]]
    return Table("my-indicator-reports", MINE, rows, sheet=_("My reports on indicators"))


def _mine(item: Item) -> list[object]:
    report, progress = item.report, item.progress
    return [
        report.organization.name,
        str(report.collection),
        report.get_status_display(),
        report.acts_by,
        progress.filled if progress else None,
        progress.total if progress else None,
        report.first_submitted_on,
        item.words.text if item.words else "",
    ]
