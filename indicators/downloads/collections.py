"""The periods of collections, and the workbooks uploaded into them."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directives.downloads.table import Column, Form, Table
from indicators.models import ValueList
from indicators.pages.collections import Row, Year

_PERIODS = [
    Column(gettext_lazy("School year"), width=12),
    Column(gettext_lazy("Period"), width=20),
    Column(gettext_lazy("Begins"), Form.DAY, 12),
    Column(gettext_lazy("Ends"), Form.DAY, 12),
]
_STATE = [
    Column(gettext_lazy("Indicators"), Form.NUMBER, 12),
    Column(gettext_lazy("Opened"), Form.MOMENT, 17),
    Column(gettext_lazy("Closed"), Form.MOMENT, 17),
    Column(pgettext_lazy("reports", "Expected"), Form.NUMBER, 12),
    Column(pgettext_lazy("reports", "Received"), Form.NUMBER, 12),
    Column(pgettext_lazy("reports", "Accepted"), Form.NUMBER, 12),
]
_BOOKS = [
    Column(gettext_lazy("File"), width=44),
    Column(gettext_lazy("Whose figures"), width=44),
    Column(gettext_lazy("Period"), width=24),
    Column(gettext_lazy("State"), width=18),
    Column(gettext_lazy("Values"), Form.NUMBER, 12),
    Column(gettext_lazy("Refused"), Form.NUMBER, 12),
    Column(gettext_lazy("Uploaded"), Form.MOMENT, 17),
    Column(gettext_lazy("Uploaded by"), width=24),
]


def periods(years: Iterable[Year]) -> Table:
    """All the years of the page."""
    years = list(years)
    levels = next(([name for name, _day in row.due] for year in years for row in year.rows), [])
    due = [
        Column(gettext_lazy("due: %(level)s") % {"level": name}, Form.DAY, 16) for name in levels
    ]
    rows = [_row(year.name, row) for year in years for row in year.rows]
    sheet = _("Collections of indicators")
    return Table("collections", [*_PERIODS, *due, *_STATE], rows, sheet=sheet)


def _row(year: str, row: Row) -> list[object]:
    period, collection, counts = row.period, row.collection, row.counts
    return [
        year,
        str(period),
        period.starts_on,
        period.ends_on,
        *(day for _level, day in row.due),
        collection.asks if collection else row.would_ask,
        collection.opened_at if collection else None,
        collection.closed_at if collection else None,
        *((counts.expected, counts.received, counts.accepted) if collection else (None,) * 3),
    ]


def workbooks(rows: QuerySet[ValueList]) -> Table:
    """All pages of the list."""
    return Table("workbooks", _BOOKS, _books(rows), sheet=_("Uploaded workbooks"))


def _books(rows: QuerySet[ValueList]) -> Iterator[list[object]]:
    for one in rows.iterator(chunk_size=2000):
        is_gone = one.state == ValueList.State.DISCARDED
        yield [
            one.name,
            one.organization.name if one.organization else _("region"),
            str(one.collection),
            one.get_state_display(),
            None if is_gone else one.brought,
            None if is_gone else one.refused,
            one.uploaded_at,
            one.uploaded_by.short_name,
        ]
