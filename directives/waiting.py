"""What waits for a decision: reports and requests in one queue, the oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Least
from django.utils import timezone

from directives import workflow
from directives.calendar import REVIEW_WORKING_DAYS, working_days_between
from directives.models import Assignment, Kind, Status, StatusUpdate
from directives.written import written
from organizations.access import Viewpoint

EXTENSION = [Kind.EXTENSION_REQUESTED, Kind.EXTENSION_ENDORSED]
EXEMPTION = [Kind.EXEMPTION_REQUESTED, Kind.EXEMPTION_ENDORSED]
_REVIEWING_LEVELS = ("department", "municipal")


def has_queue(user) -> bool:
    """Whether anything can ever wait for this person's bodies: those with bodies below them."""
    view = Viewpoint.of(user)
    return any(view.has(level, "coordinator", "viewer") for level in _REVIEWING_LEVELS)


def decides(user) -> bool:
    """Whether this person takes decisions; a viewer only looks at the queue."""
    view = Viewpoint.of(user)
    return any(view.has(level, "coordinator") for level in _REVIEWING_LEVELS)


def bodies_of(user) -> frozenset[int]:
    """Bodies whose queue this person sees: those one coordinates, else those one watches."""
    view = Viewpoint.of(user)
    return view.coordinates or view.oversees


def waiting_for(user) -> QuerySet[Assignment]:
    """All that waits for this person, with `waiting_since`, the oldest first.

    What a coordinator has contributed to waits for another coordinator, not for them.
    """
    return _waiting(user.pk, Viewpoint.of(user)).order_by("waiting_since", "pk")


@dataclass(frozen=True)
class Summary:
    """How many rows `waiting_for` has, and since when the first of them waits."""

    count: int
    oldest: datetime | None


def summary_for(user) -> Summary:
    """The queue in two figures: every page's head shows it."""
    rows = _summary(user.pk, Viewpoint.of(user))
    return Summary(*rows[0]) if rows else Summary(0, None)


@written
def _summary(person: int, view: Viewpoint) -> QuerySet:
    rows = _waiting(person, view).annotate(whole=Value(1)).values("whole")
    return rows.values_list(Count("pk"), Min("waiting_since"))


def _waiting(person: int, view: Viewpoint) -> QuerySet[Assignment]:
    bodies = view.coordinates or view.oversees
    reports, requests = reports_at(bodies), requests_at(bodies)
    if view.coordinates:
        reports &= ~workflow.contributed_by(person)
    if view.coordinates and view.has("department"):  # nobody else is asked by oneself
        requests = Q(extension_awaits__in=bodies) & ~_asked_by(person, EXTENSION[0]) | Q(
            exemption_awaits__in=bodies
        ) & ~_asked_by(person, EXEMPTION[0])
    return Assignment.objects.filter(reports | requests).annotate(
        waiting_since=Least(
            Case(When(reports_at(bodies), then=F("submitted_at"))),
            Case(When(extension_awaits__in=bodies, then=_asked_at(EXTENSION))),
            Case(When(exemption_awaits__in=bodies, then=_asked_at(EXEMPTION))),
        )
    )


def reports_at(bodies: Iterable[int]) -> Q:
    """Reports that wait for a decision of these bodies."""
    return Q(status=Status.SUBMITTED, reviewer__in=bodies)


def requests_at(bodies: Iterable[int]) -> Q:
    """Requests that wait for an answer of these bodies."""
    return Q(extension_awaits__in=bodies) | Q(exemption_awaits__in=bodies)


def _asked_by(person: int, kind: str) -> Q:
    """The last request of this kind is this person's own."""
    asked_later = StatusUpdate.objects.filter(
        assignment=OuterRef("assignment"), number__gt=OuterRef("number"), kind=kind
    )
    mine = StatusUpdate.objects.filter(assignment=OuterRef("pk"), author=person, kind=kind)
    return Q(Exists(mine.filter(~Exists(asked_later))))


def _asked_at(kinds: list[Kind]) -> Subquery:
    rows = StatusUpdate.objects.filter(assignment=OuterRef("pk"), kind__in=kinds)
    return Subquery(rows.order_by("-number").values("recorded_at")[:1])


@dataclass(frozen=True)
class Waiting:
    """One row of the queue, as a list shows it. `days`: working days it has waited."""

    assignment: Assignment
    is_report: bool
    extension_until: date | None
    is_exemption: bool
    days: int

    @property
    def is_overdue(self) -> bool:
        """The reviewer's own lateness; the same rule as `conditions.review_overdue`."""
        return self.is_report and self.days > REVIEW_WORKING_DAYS

    @classmethod
    def of(cls, assignment: Assignment, bodies: Iterable[int], today: date) -> "Waiting":
        """`assignment` comes from `waiting_for`, `bodies` from `bodies_of`."""
        asked = assignment.extension_awaits_id in bodies
        return cls(
            assignment=assignment,
            is_report=assignment.status == Status.SUBMITTED and assignment.reviewer_id in bodies,
            extension_until=assignment.extension_until if asked else None,
            is_exemption=assignment.exemption_awaits_id in bodies,
            days=working_days_between(timezone.localdate(assignment.waiting_since), today),
        )
