"""Reports on indicators of those who report: what to do first, what waits, what was."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db.models import Count, Exists, OuterRef

from directives.calendar import school_year_of
from directives.models import Status
from indicators.models import (
    IN,
    TO_DO,
    IndicatorReport,
    Origin,
    PassportValue,
    Quantity,
    ReportEntry,
    ReportStep,
)
from indicators.progress import Progress, of_reports
from indicators.quantities import TAUGHT, taught
from organizations.access import Viewpoint
from organizations.models import Level, Organization

MOST_PAST = 24


@dataclass
class Item:
    """One report in the list."""

    report: IndicatorReport
    progress: Progress | None = None
    words: ReportEntry | None = None
    has_last: bool = False  # an accepted report before it, to be repeated
    key: UUID = field(default_factory=uuid4)


@dataclass
class MyReports:
    """What the page shows, in its order."""

    to_do: list[Item] = field(default_factory=list)
    waiting: list[Item] = field(default_factory=list)
    past: list[Item] = field(default_factory=list)
    past_count: int = 0

    @property
    def next(self) -> Item | None:
        return self.to_do[0] if self.to_do else None


def reports_of(user) -> MyReports:
    """Returned ones first, then by date. A fixed number of queries for each open period."""
    mine = IndicatorReport.objects.own().filter(organization__in=Viewpoint.of(user).reports)
    earlier = IndicatorReport.objects.filter(
        organization=OuterRef("organization"),
        source=OuterRef("source"),
        status__in=IN["accepted"],
        collection__period__kind=OuterRef("collection__period__kind"),
        collection__period__starts_on__lt=OuterRef("collection__period__starts_on"),
    )
    rows = list(
        mine.exclude(status=Status.CANCELLED)
        .select_related("organization", "collection__period", "reviewer")
        .annotate(has_last=Exists(earlier))
        .order_by("-collection__period__starts_on", "organization__sort_key")
    )
    found = MyReports()
    for report in rows:
        item = Item(report, has_last=report.has_last)
        if report.status in TO_DO and report.collection.is_open:
            found.to_do.append(item)
        elif report.status == Status.SUBMITTED:
            found.waiting.append(item)
        else:
            found.past.append(item)
    found.to_do.sort(key=lambda item: (item.report.status != Status.RETURNED, item.report.acts_by))
    found.past.sort(key=_of_period)
    found.past_count = len(found.past)
    found.past = found.past[:MOST_PAST]
    measured = of_reports(item.report for item in found.to_do)
    for item in found.to_do:
        item.progress = measured[item.report.pk]
    _add_words(found.to_do)
    return found


def _of_period(item: Item) -> tuple[int, int]:
    """The period that ended last first; of those that ended together, the longest."""
    period = item.report.collection.period
    return -period.ends_on.toordinal(), period.starts_on.toordinal()


def _add_words(items: list[Item]) -> None:
    """The reviewer's reason, to those that were sent back."""
    returned = [item.report.pk for item in items if item.report.status == Status.RETURNED]
    if not returned:
        return
    entries = (
        ReportEntry.objects.filter(
            report__in=returned, kind__in=[ReportStep.RETURNED, ReportStep.REOPENED]
        )
        .select_related("author", "acting_organization")
        .order_by("report", "-number")
        .distinct("report")
    )
    words = {entry.report_id: entry for entry in entries}
    for item in items:
        item.words = words.get(item.report.pk)


@dataclass(frozen=True)
class PassportLack:
    """A school whose passport of the year is not full, and how many numbers it lacks."""

    organization: Organization
    school_year: int
    lacking: int


def passports_lacking(user, today: date) -> list[PassportLack]:
    """Of the schools this person reports for. Three queries."""
    mine = Organization.objects.at(Level.SCHOOL).filter(pk__in=Viewpoint.of(user).reports)
    schools = list(mine.active(today).order_by("sort_key"))
    if not schools:
        return []
    asked = list(Quantity.objects.filter(origin=Origin.PASSPORT))
    year = school_year_of(today)
    given = dict(
        PassportValue.objects.filter(
            TAUGHT,
            passport__organization__in=schools,
            passport__school_year=year,
            quantity__origin=Origin.PASSPORT,
        )
        .order_by()
        .values_list("passport__organization")
        .annotate(Count("pk"))
    )
    found = []
    for school in schools:
        levels = set(school.education_levels)
        lacking = sum(taught(row, levels) for row in asked) - given.get(school.pk, 0)
        if lacking > 0:
            found.append(PassportLack(school, year, lacking))
    return found
