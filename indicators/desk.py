"""How the reports on indicators stand for a person: a line on the pages where people begin."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from directives.waiting import has_queue
from indicators import waiting
from indicators.asking import applies
from indicators.models import TO_DO, Asked, IndicatorReport, IndicatorValue, Source
from indicators.waiting import Owed
from organizations.access import Viewpoint

MOST_OWN = 5
NOTHING = Owed(0, None)


@dataclass(frozen=True)
class Own:
    """A report of one's own body that is still to be sent; of how many indicators something is
    said."""

    report: IndicatorReport
    filled: int
    asked: int
    is_overdue: bool


@dataclass(frozen=True)
class Desk:
    """Counts of what lies below, and one's own reports, the most urgent first."""

    waiting: int = 0
    owed: Owed = NOTHING
    own: list[Own] = field(default_factory=list)
    names_bodies: bool = False

    def __bool__(self) -> bool:
        return bool(self.waiting or self.owed.count or self.own)


def desk_of(user, today: date, *, with_own: bool = True) -> Desk:
    """At most five queries, none for a person without a role."""
    view = Viewpoint.of(user)
    own = _own(view, today) if with_own and view.reports else []
    counts = {"own": own, "names_bodies": len({row.report.organization_id for row in own}) > 1}
    if has_queue(user):
        counts["waiting"] = waiting.summary_for(user).count
        counts["owed"] = waiting.owed_below(user, today)
    return Desk(**counts)


def _own(view: Viewpoint, today: date) -> list[Own]:
    reports = list(
        IndicatorReport.objects.own()
        .filter(organization__in=view.reports, status__in=TO_DO, collection__closed_at__isnull=True)
        .select_related("organization", "collection__period")
    )
    reports.sort(key=lambda row: (row.acts_by, row.pk))
    reports = reports[:MOST_OWN]
    if not reports:
        return []
    asked, filled = _asked(reports), _filled(reports)
    return [
        Own(row, filled.get(row.pk, 0), asked[row.pk], row.is_overdue(today)) for row in reports
    ]


def _asked(reports: list[IndicatorReport]) -> Counter:
    rows = Asked.objects.filter(
        collection__in={row.collection_id for row in reports}, indicator__source=Source.REPORTED
    ).select_related("indicator")
    counts: Counter = Counter()
    for row in rows:
        for report in reports:
            same = report.collection_id == row.collection_id
            counts[report.pk] += same and applies(row.indicator, report.organization)
    return counts


def _filled(reports: list[IndicatorReport]) -> dict[int, int]:
    """Empty is not zero: a number, a reason why there is none, or nobody to count."""
    says = Q(numerator__isnull=False) | ~Q(absence="") | Q(denominator=0)
    rows = IndicatorValue.objects.filter(says, report__in=reports).order_by()
    return dict(rows.values_list("report").annotate(Count("pk")))
