"""Dealing out: one assignment for each body of an item's level that the item applies to.

Publishing an item, opening a period, taking in new schools, closing and moving bodies and
withdrawing an item all lead here; each writes the timeline, set-based.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.calendar import add_working_days, preceding_working_day
from directives.models import (
    Assignment,
    Control,
    Directive,
    Kind,
    PeriodDueDate,
    ReportingPeriod,
    Status,
    StatusUpdate,
)
from directives.models.assignment import AssignmentQuerySet
from directives.workflow import bulk
from directives.workflow.proof import checkpoints_for
from directives.workflow.refusal import Refused
from organizations.models import Organization

# A body that receives an item after its date gets these working days instead of being late at once.
LATECOMER_WORKING_DAYS = 10
_LOCK = 0x5C4002


@dataclass(frozen=True)
class Ask:
    """An item in a period (None for a one-off), with its reporting date."""

    directive: Directive
    period: ReportingPeriod | None
    due_on: date


def _one_after_another() -> None:
    """What deals out, closes and moves waits for each other until its transaction ends.

    Two at once would not see each other's bodies, items and periods, and leave gaps. Taken after
    the row that is being changed and before any assignment, here as everywhere.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def addressees(directive: Directive, today: date) -> list[Organization]:
    """The bodies an item asks: active ones of its level that it applies to."""
    bodies = Organization.objects.at(directive.level).active(today)
    return [body for body in bodies if directive.applies_to(body)]


@transaction.atomic
def publish(
    *,
    directive: Directive,
    by,
    at: datetime,
    placed_on_control_on: date,
    due_on: date | None = None,
) -> int:
    """Place an item on control and deal it out; returns how many assignments were made.

    A periodic item is dealt out for the periods that are open, and later with each that opens.
    """
    directive = Directive.objects.select_for_update(no_key=True).get(pk=directive.pk)
    if directive.published_at:
        raise Refused("already_decided", _("The item has already been placed on control."))
    if directive.control == Control.ONCE and due_on is None:
        raise Refused("bad_date", _("Give the reporting date."), field="due_on")
    directive.placed_on_control_on = placed_on_control_on
    directive.due_on = preceding_working_day(due_on) if due_on else None
    directive.published_at = at
    directive.full_clean(exclude=["resolution"])
    directive.save()
    _one_after_another()
    return _deal(_asks([directive]), Organization.objects.all(), by, at)


@transaction.atomic
def open_period(*, period: ReportingPeriod, by, at: datetime) -> int:
    """Open a period: its periodic items are dealt out. Returns how many assignments were made."""
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    if period.opened_at:
        raise Refused("already_decided", _("The period has already been opened."))
    period.opened_at = at
    period.save(update_fields=["opened_at"])
    _one_after_another()
    directives = Directive.objects.published().filter(
        control=Control.PERIODIC, frequency=period.kind
    )
    levels = set(directives.values_list("level", flat=True))
    if missing := levels - set(period.due_dates.values_list("level", flat=True)):
        raise Refused(
            "bad_date",
            _("Give the due date of each level that reports: %(count)s are missing.")
            % {"count": len(missing)},
        )
    asks = [ask for ask in _asks(directives) if ask.period.pk == period.pk]
    return _deal(asks, Organization.objects.all(), by, at)


@transaction.atomic
def close_period(*, period: ReportingPeriod, by, at: datetime) -> None:
    """No new assignments in this period; those dealt out stay as they are."""
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    if not period.opened_at or period.closed_at:
        raise Refused("wrong_status", _("The period is not open."))
    period.closed_at = at
    period.save(update_fields=["closed_at"])


@transaction.atomic
def deal_out_to_new_bodies(
    *, organizations: Iterable[Organization] | None = None, by=None, at: datetime
) -> int:
    """Give bodies what is on control and they have not yet; revive what was cancelled for them."""
    _one_after_another()
    asks = _asks(Directive.objects.published())
    if not asks:  # nothing is on control: spares a look at each of thousands of bodies
        return 0
    bodies = Organization.objects.all()
    if organizations is not None:
        bodies = bodies.filter(pk__in=[body.pk for body in organizations])
    return _revive(asks, bodies, by, at) + _deal(asks, bodies, by, at)


@transaction.atomic
def close_body(
    *,
    organization: Organization,
    closed_on: date,
    by,
    at: datetime,
    successor: Organization | None = None,
    text: str = "",
) -> int:
    """Close a body: what was not yet due by that day is cancelled, the rest stays counted."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    organization.closed_on, organization.successor = closed_on, successor
    organization.full_clean()
    organization.save()
    _one_after_another()
    return len(
        bulk.record(
            _locked(cancelled_by_closing(organization, closed_on)),
            Kind.CANCELLED,
            by=by,
            at=at,
            text=text or str(_("The organization was closed.")),
        )
    )


def cancelled_by_closing(organization: Organization, closed_on: date):
    """Open assignments of the body whose date had not come on the day of closing."""
    return organization.assignments.open().filter(due_on__gte=closed_on)


@transaction.atomic
def move_body(*, organization: Organization, by, at: datetime) -> int:
    """Open assignments follow the body to its new municipality; closed ones stay where they were.

    What waits for a decision of the body it answered to waits for the one it answers to now.
    Call after the organization has been saved.
    """
    _one_after_another()
    items = _locked(organization.assignments.open())
    return len(
        bulk.run([bulk.Step(item, Kind.MOVED, at, by) for item in items if bulk.moves(item)])
    )


@transaction.atomic
def withdraw_directive(*, directive: Directive, by, at: datetime, text: str) -> int:
    """Take an item off: its open assignments are cancelled, accepted ones stay."""
    directive = Directive.objects.select_for_update(no_key=True).get(pk=directive.pk)
    if not directive.published_at or directive.withdrawn_at:
        raise Refused("wrong_status", _("The item is not on control."))
    directive.withdrawn_at = at
    directive.save(update_fields=["withdrawn_at"])
    _one_after_another()
    items = _locked(directive.assignments.open())
    return len(bulk.record(items, Kind.CANCELLED, by=by, at=at, text=text))


def _locked(assignments: AssignmentQuerySet) -> list[Assignment]:
    """As they are now: one that was decided in the same moment is no longer among them."""
    held = assignments.select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(held.select_related("directive", "organization__parent"))


def _asks(directives: Iterable[Directive]) -> list[Ask]:
    """What is asked now: one-off items, and periodic ones in each open period."""
    directives = list(directives)
    dates = PeriodDueDate.objects.filter(
        period__opened_at__isnull=False, period__closed_at__isnull=True
    ).select_related("period")
    open_dates = {}
    for row in dates:
        open_dates.setdefault((row.period.kind, row.level), []).append(row)
    asks = []
    for directive in directives:
        if directive.control == Control.ONCE:
            asks.append(Ask(directive, None, directive.due_on))
        for row in open_dates.get((directive.frequency, directive.level), []):
            asks.append(Ask(directive, row.period, preceding_working_day(row.due_on)))
    return asks


def _deal(asks: list[Ask], bodies, by, at: datetime) -> int:
    """Make the assignments that are missing: an anti-join, so that a second call makes none."""
    today = timezone.localtime(at).date()
    latest = add_working_days(today, LATECOMER_WORKING_DAYS)
    new = []
    for ask in asks:
        dealt = Assignment.objects.filter(
            directive=ask.directive, period=ask.period, organization=OuterRef("pk")
        )
        if ask.period is None:
            dealt = Assignment.objects.filter(
                directive=ask.directive, period__isnull=True, organization=OuterRef("pk")
            )
        due_on = ask.due_on if ask.due_on >= today else latest
        for body in bodies.at(ask.directive.level).active(today).exclude(Exists(dealt)):
            if ask.directive.applies_to(body):
                new.append(_assignment(ask, body, due_on))
    return len(bulk.deal_out(new, by=by, at=at))


def _assignment(ask: Ask, body: Organization, due_on: date) -> Assignment:
    return Assignment(
        directive=ask.directive,
        organization=body,
        period=ask.period,
        municipality_id=body.municipality_id,
        original_due_on=due_on,
        due_on=due_on,
        checkpoints_applicable=len(checkpoints_for(ask.directive, body.education_levels)),
    )


def _revive(asks: list[Ask], bodies, by, at: datetime) -> int:
    """Cancelled assignments of bodies that are active again, of items still on control.

    They go on from where they stood; one whose date has passed meanwhile gets a new one.
    """
    today = timezone.localtime(at).date()
    latest = add_working_days(today, LATECOMER_WORKING_DAYS)
    wanted = {(ask.directive.pk, ask.period.pk if ask.period else None) for ask in asks}
    before = StatusUpdate.objects.filter(assignment=OuterRef("pk")).exclude(status=Status.CANCELLED)
    cancelled = _locked(
        Assignment.objects.filter(
            status=Status.CANCELLED, organization__in=bodies.active(today).values("pk")
        ).annotate(was=Subquery(before.order_by("-number").values("status")[:1]))
    )
    steps = [
        bulk.Step(
            item, Kind.REVIVED, at, by, back_to=item.was,
            until=latest if item.due_on < today else None,
        )
        for item in cancelled
        if (item.directive_id, item.period_id) in wanted
    ]  # fmt: skip
    return len(bulk.run(steps))


@transaction.atomic
def cancel_for_voided(*, organizations: Iterable[int], by, at: datetime) -> int:
    """Bodies that should never have been there: their open assignments are cancelled."""
    _one_after_another()
    items = _locked(Assignment.objects.open().filter(organization__in=list(organizations)))
    text = str(_("The list of schools that brought the organization was undone."))
    return len(bulk.record(items, Kind.CANCELLED, by=by, at=at, text=text))
