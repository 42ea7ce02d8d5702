"""Dates at which something came due: marked in the pictures and told under them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from directives.calendar import preceding_working_day
from directives.models import Directive, ReportingPeriod
from directives.models.as_of import end_of
from resolution_tracker.dashboard.items import opened_dates


@dataclass(frozen=True)
class Due:
    """A day and the items that came due on it: «I четверть: 1.4, 2.3»."""

    day: date
    said: str


def dates(items: Iterable[Directive], first: date, last: date) -> list[Due]:
    """The dates of these items between two days, as they were set: extensions are not among them.

    A period opened after the last day had no date yet.
    """
    found: dict[date, dict[str, list[str]]] = {}
    opened = opened_dates(last)
    for item in items:
        if not item.published_at or item.published_at >= end_of(last):
            continue
        for day, name in _of(item, opened, last):
            if first <= day <= last:
                found.setdefault(day, {}).setdefault(name, []).append(item.number)
    return [Due(day, _said(names)) for day, names in sorted(found.items())]


def _of(item: Directive, opened: dict, last: date) -> list[tuple[date, str]]:
    if not item.is_periodic:
        return [(item.due_on, "")]
    periods: list[ReportingPeriod] = opened.get((item.frequency, item.level), [])
    return [
        (preceding_working_day(period.due_on), period.name)
        for period in periods
        if period.opened_at < end_of(last)
    ]


def _said(names: dict[str, list[str]]) -> str:
    parts = []
    for name, numbers in names.items():
        items = _("items %(numbers)s") % {"numbers": ", ".join(dict.fromkeys(numbers))}
        parts.append(f"{name}: {items}" if name else items)
    return "; ".join(parts)
