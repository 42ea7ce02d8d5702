"""One assignment and what becomes of it: acts in the order of time, cut off at now."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from directives.models import Assignment, Directive, Kind, ReportingPeriod
from organizations.models import Level, Organization
from resolution_tracker.demo.moments import chance, day_of

# After these an act of somebody else is awaited, or nothing is.
_TURNS = {
    Kind.SUBMITTED, Kind.WITHDRAWN, Kind.RETURNED, Kind.ACCEPTED, Kind.REOPENED, Kind.WAIVED,
    Kind.EXEMPTION_GRANTED,
}  # fmt: skip
_BY_SECOND = 0.3  # share of the department's reviews


@dataclass(frozen=True)
class Act:
    """What somebody does with an assignment. `until`: the date asked for in an extension."""

    kind: str
    at: datetime
    until: date | None = None


@dataclass(eq=False)
class Case:
    """An assignment, when it was dealt out, and the acts of its story."""

    assignment: Assignment
    directive: Directive
    organization: Organization
    period: ReportingPeriod | None
    opened_at: datetime
    rng: random.Random
    acts: list[Act] = field(default_factory=list)
    on_behalf: bool = False
    is_staged: bool = False
    by_second: bool = False  # the department's second coordinator reviews it

    @property
    def due_on(self) -> date:
        return self.assignment.original_due_on

    @property
    def reviewer_id(self) -> int:
        """The body that decides on its reports."""
        body = self.organization
        if body.level == Level.DEPARTMENT:
            return body.pk
        return body.parent.parent_id if self.on_behalf else body.parent_id

    @property
    def is_below_an_authority(self) -> bool:
        return self.organization.parent is not None and (
            self.organization.parent.level == Level.MUNICIPAL
        )

    def stage(self, acts: Iterable[Act]) -> None:
        """Give it these acts for good: no other scene takes it."""
        self.acts, self.is_staged = list(acts), True

    def until(self, now: datetime) -> list[Act]:
        """What has been done by now."""
        return [act for act in self.acts if act.at <= now]

    def stands(self, now: datetime) -> Act | None:
        """The act after which it is somebody's turn; None while nothing has been sent."""
        turns = [act for act in self.until(now) if act.kind in _TURNS]
        return turns[-1] if turns else None

    def is_waiting(self, now: datetime) -> bool:
        """Whether a report waits for its reviewer."""
        last = self.stands(now)
        return last is not None and last.kind == Kind.SUBMITTED


def gather(
    opened: dict[tuple[int, int | None], datetime], bodies: list[Organization]
) -> list[Case]:
    """A case for each assignment dealt out, with its item, body and period loaded once for all."""
    items = {item.pk: item for item in Directive.objects.all()}
    periods = {period.pk: period for period in ReportingPeriod.objects.all()}
    known = {body.pk: body for body in bodies}
    cases = []
    for assignment in Assignment.objects.order_by("pk"):
        body, item = known[assignment.organization_id], items[assignment.directive_id]
        period = periods.get(assignment.period_id)
        assignment.directive, assignment.organization, assignment.period = item, body, period
        rng = chance(item.number, period and period.number, body.level, _code(body))
        at = opened[assignment.directive_id, assignment.period_id]
        by_second = rng.random() < _BY_SECOND
        cases.append(Case(assignment, item, body, period, at, rng, by_second=by_second))
    return sorted(cases, key=lambda case: (case.opened_at, case.directive.sort_key))


def _code(body: Organization) -> str:
    return body.ogrn or (body.municipality.oktmo if body.municipality else "")


def is_open_now(case: Case, now: datetime) -> bool:
    """Whether its date has not come."""
    return case.due_on >= day_of(now)
