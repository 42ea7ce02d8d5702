"""What waits for a decision on reports of indicators, the oldest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet, Value
from django.utils import timezone

from directives.calendar import REVIEW_WORKING_DAYS, working_days_between
from directives.models import Status
from directives.waiting import Summary, bodies_of
from directives.written import written
from indicators.completeness import BY_DAY
from indicators.models import IndicatorReport
from indicators.models.report import ReportQuerySet
from indicators.workflow import contributed_by
from organizations.access import Viewpoint


def waiting_for(user) -> ReportQuerySet:
    """All that waits for this person's bodies; a viewer sees what their coordinators see.

    What a coordinator has contributed to waits for another coordinator. A closed collection is
    frozen: nothing waits in it.
    """
    return _waiting(user.pk, Viewpoint.of(user)).order_by("submitted_at", "pk")


def summary_for(user) -> Summary:
    """The queue in two figures: every page's head shows it. One query, none without a queue."""
    rows = _summary(user.pk, Viewpoint.of(user))
    return Summary(*rows[0]) if rows else Summary(0, None)


@written
def _summary(person: int, view: Viewpoint) -> QuerySet:
    rows = _waiting(person, view).annotate(whole=Value(1)).values("whole")
    return rows.values_list(Count("pk"), Min("submitted_at"))


def _waiting(person: int, view: Viewpoint) -> ReportQuerySet:
    rows = IndicatorReport.objects.filter(
        status=Status.SUBMITTED, reviewer__in=bodies_of(view), collection__closed_at__isnull=True
    )
    return rows.filter(~contributed_by(person)) if view.coordinates else rows


@dataclass(frozen=True)
class Owed:
    """Reports that bodies directly below still owe: past their date, and with a date to come.

    `due_on` is the nearest of those dates.
    """

    late: int = 0
    to_come: int = 0
    due_on: date | None = None

    @property
    def count(self) -> int:
        return self.late + self.to_come


def below(view: Viewpoint) -> Q:
    """Reports of bodies directly below; one's own body is not below oneself."""
    return Q(organization__parent__in=bodies_of(view)) & ~Q(organization__in=view.reports)


def owed_below(user, today: date) -> Owed:
    """In open collections. One query, none without a queue."""
    rows = _owed(Viewpoint.of(user), today)
    return Owed(*rows[0]) if rows else Owed()


@written
def _owed(view: Viewpoint, today: date) -> QuerySet:
    rows = IndicatorReport.objects.not_received().filter(
        below(view), collection__closed_at__isnull=True
    )
    late, to_come = BY_DAY["late"](today), BY_DAY["to_come"](today)
    counted = rows.annotate(whole=Value(1)).values("whole")
    return counted.annotate(
        late=Count("pk", filter=late),
        to_come=Count("pk", filter=to_come),
        nearest=Min("due_on", filter=to_come),
    ).values_list("late", "to_come", "nearest")


@dataclass(frozen=True)
class Waiting:
    """One row of the queue. `days`: working days it has waited."""

    report: IndicatorReport
    days: int

    @property
    def is_overdue(self) -> bool:
        """The reviewer's own lateness."""
        return self.days > REVIEW_WORKING_DAYS

    @classmethod
    def of(cls, report: IndicatorReport, today: date) -> "Waiting":
        return cls(report, working_days_between(timezone.localdate(report.submitted_at), today))
