"""Reports one by one, with contacts; the queue of those that wait for a decision."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directives.downloads.table import Column, Form, Table
from indicators.models import IndicatorReport
from indicators.models.report import ReportQuerySet
from indicators.pages.report_list import in_order, is_in_time
from indicators.statuses import chip_of

_BODY = [
    Column(gettext_lazy("Municipality"), width=26),
    Column(gettext_lazy("Level"), width=18),
    Column(gettext_lazy("Organization"), width=44),
    Column(gettext_lazy("INN"), width=13),
    Column(gettext_lazy("Head"), width=28),
    Column(gettext_lazy("Phone"), width=20),
    Column(gettext_lazy("E-mail"), width=26),
    Column(gettext_lazy("Period"), width=24),
    Column(gettext_lazy("Due on"), Form.DAY, 12),
    Column(gettext_lazy("Status"), width=24),
    Column(gettext_lazy("First submitted"), Form.DAY, 14),
    Column(pgettext_lazy("reports", "In time"), width=12),
]


def table(rows: ReportQuerySet, today: date) -> Table:
    """All pages, in the order of the list."""
    return Table("indicator-reports", _BODY, _rows(rows, today), sheet=_("Reports on indicators"))


def over_periods(reports: Iterable[IndicatorReport], today: date) -> Table:
    """One body over its periods, the last first."""
    rows = [_row(report, today) for report in reports]
    return Table("indicator-periods", _BODY, rows, sheet=_("Over the periods"))


def _rows(rows: ReportQuerySet, today: date) -> Iterator[list[object]]:
    for report in in_order(rows).iterator(chunk_size=2000):
        yield _row(report, today)


def _row(report: IndicatorReport, today: date) -> list[object]:
    body = report.organization
    return [
        str(report.municipality or _("Regional level")),
        capfirst(body.get_level_display()),
        body.name,
        body.inn,
        body.head_name,
        body.phone,
        body.email,
        str(report.collection),
        report.due_on,
        str(chip_of(report, today).label),
        report.first_submitted_on,
        is_in_time(report),
    ]
