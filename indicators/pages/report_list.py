"""Reports one by one: who has and who has not reported, with contacts; one body over periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators import completeness
from indicators.completeness import Completeness
from indicators.models import IndicatorReport
from indicators.models.report import ReportQuerySet
from indicators.statuses import chip_of
from organizations.models import Organization

PER_PAGE = 50
HEADER = [
    gettext_lazy("Municipality"),
    gettext_lazy("Level"),
    gettext_lazy("Organization"),
    gettext_lazy("INN"),
    gettext_lazy("Head"),
    gettext_lazy("Phone"),
    gettext_lazy("E-mail"),
    gettext_lazy("Period"),
    gettext_lazy("Due on"),
    gettext_lazy("Status"),
    gettext_lazy("First submitted"),
    pgettext_lazy("reports", "In time"),
]


def in_order(rows: ReportQuerySet) -> ReportQuerySet:
    """By municipality, then by body, then by period, with what a row shows read along."""
    return rows.select_related("organization", "municipality", "collection__period").order_by(
        F("municipality__sort_key").asc(nulls_first=True),
        "organization__sort_key",
        "organization",
        "-collection__period__starts_on",
        "pk",
    )


def csv_rows(rows: ReportQuerySet, today: date) -> Iterator[list[object]]:
    """The same rows in the same order, all pages."""
    for report in in_order(rows).iterator(chunk_size=2000):
        body = report.organization
        yield [
            report.municipality or _("Regional level"),
            capfirst(body.get_level_display()),
            body,
            body.inn,
            body.head_name,
            body.phone,
            body.email,
            str(report.collection),
            report.due_on,
            chip_of(report, today).label,
            report.first_submitted_on,
            _("yes") if is_in_time(report) else _("no"),
        ]


def is_in_time(report: IndicatorReport) -> bool:
    first = report.first_submitted_on
    return first is not None and first <= report.due_on


@dataclass(frozen=True)
class OverPeriods:
    """One body: what it has been asked, and how much of it came in time."""

    organization: Organization
    reports: list[IndicatorReport]
    counts: Completeness


def over_periods(organization: Organization, seen: ReportQuerySet) -> OverPeriods:
    """The last period first."""
    own = seen.filter(organization=organization)
    rows = own.expected().select_related("collection__period")
    return OverPeriods(
        organization,
        list(rows.order_by("-collection__period__starts_on", "collection__period__kind")),
        completeness.all_of(own),
    )
