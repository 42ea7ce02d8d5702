"""Who has reported, and in time. Neither exceeds 100 %: what is counted is part of what is owed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from directives.models import Status
from indicators.models.report import ReportQuerySet

# Measure → condition on what is expected: a figure and the list behind it are one.
CONDITIONS = {
    "expected": Q(),
    "received": Q(first_submitted_on__isnull=False),
    "in_time": Q(first_submitted_on__lte=F("due_on")),
    "accepted": Q(status=Status.ACCEPTED),
    "waiting": Q(status=Status.SUBMITTED),
    "returned": Q(status=Status.RETURNED),
    "not_received": Q(first_submitted_on__isnull=True),
    "nil": Q(first_submitted_on__isnull=False, is_nil=True),
}
# Of what has not come: conditions that a day decides.
BY_DAY: dict[str, Callable[[date], Q]] = {
    "late": lambda today: CONDITIONS["not_received"] & Q(due_on__lt=today),
    "to_come": lambda today: CONDITIONS["not_received"] & Q(due_on__gte=today),
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """Counts of reports; completeness = received ÷ expected, timeliness = in time ÷ expected."""

    expected: int = 0
    received: int = 0
    in_time: int = 0
    accepted: int = 0
    waiting: int = 0
    returned: int = 0
    not_received: int = 0
    nil: int = 0

    @property
    def not_accepted(self) -> int:
        return self.expected - self.accepted

    @property
    def completeness(self) -> float | None:
        """Received ÷ expected; None where nothing is expected."""
        return self.received / self.expected if self.expected else None

    @property
    def timeliness(self) -> float | None:
        """Received in time ÷ expected; None where nothing is expected."""
        return self.in_time / self.expected if self.expected else None

    def __add__(self, other: "Completeness") -> "Completeness":
        return Completeness(
            *(getattr(self, name) + getattr(other, name) for name in Completeness.__slots__)
        )


def measure(reports: ReportQuerySet, *by: str) -> dict[object, Completeness]:
    """Group → its counts, over what is expected among these reports. One query.

    `by`: columns of the report; one column groups by its value, several by tuples.
    """
    rows = (
        reports.expected()
        .order_by()
        .values_list(*by)
        .annotate(**{f"n_{name}": Count("pk", filter=rule) for name, rule in CONDITIONS.items()})
    )
    size = len(by)
    return {(row[0] if size == 1 else row[:size]): Completeness(*row[size:]) for row in rows}


def showing(reports: ReportQuerySet, name: str, today: date) -> ReportQuerySet:
    """The rows behind a figure."""
    rule = CONDITIONS[name] if name in CONDITIONS else BY_DAY[name](today)
    return reports.expected().filter(rule)


def all_of(reports: ReportQuerySet) -> Completeness:
    counts = {name: Count("pk", filter=rule) for name, rule in CONDITIONS.items()}
    return Completeness(**reports.expected().aggregate(**counts))
