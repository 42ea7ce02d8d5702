"""How the reports on indicators stand for a person: a line on the pages where people begin."""

from dataclasses import dataclass, field
from datetime import date

from directives.waiting import has_queue
from indicators import waiting
from indicators.models import TO_DO, IndicatorReport
from indicators.progress import Progress, of_reports
from indicators.waiting import Owed
from organizations.access import Viewpoint

MOST_OWN = 5
NOTHING = Owed()


@dataclass(frozen=True)
class Own:
    """A report of one's own body that is still to be sent."""

    report: IndicatorReport
    progress: Progress
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
    """A fixed number of queries for each period of one's own, none without a role."""
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
    measured = of_reports(reports)
    return [Own(row, measured[row.pk], row.is_overdue(today)) for row in reports]
