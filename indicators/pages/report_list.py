"""Reports one by one: who has and who has not reported, with contacts; one body over periods."""

from dataclasses import dataclass

from django.db.models import F

from indicators import completeness
from indicators.completeness import Completeness
from indicators.models import IndicatorReport
from indicators.models.report import ReportQuerySet
from organizations.models import Organization

PER_PAGE = 50


def in_order(rows: ReportQuerySet) -> ReportQuerySet:
    """By municipality, then by body, then by period, with what a row shows read along."""
    return rows.select_related("organization", "municipality", "collection__period").order_by(
        F("municipality__sort_key").asc(nulls_first=True),
        "organization__sort_key",
        "organization",
        "-collection__period__starts_on",
        "pk",
    )


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
