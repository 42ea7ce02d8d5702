"""An applied list taken back: new bodies voided, changed ones as before, work cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives import distribution
from directives.models import Kind, StatusUpdate
from indicators import following
from indicators.models import IndicatorValue, Passport, ReportEntry, ReportStep, Source
from organizations.models import Membership, Organization, SchoolList, User
from organizations.school_list.applying import history_of
from organizations.school_list.reader import SchoolListError
from organizations.school_list.undoing import CHANGED_LATER, Undone, touched_by, undo_rows
from resolution_tracker.intake.progress import Progress
from resolution_tracker.intake.take_in import locked

State = SchoolList.State
NOT_APPLIED = _("Only a list that has been applied can be undone.")
REPORTED = _("has already worked on its assignments")
JOINED_TO = _("another school has been joined to it")
HAS_FIGURES = _("figures have been given for it")
HAS_PEOPLE = _("somebody has been given a role in it")
Event = Organization.events.rel.related_model
# What happens to an assignment without anybody of the school doing anything.
_BY_ITSELF = [Kind.ASSIGNED, Kind.CANCELLED, Kind.REVIVED, Kind.MOVED]
_REPORT_BY_ITSELF = [ReportStep.CANCELLED, ReportStep.REVIVED, ReportStep.MOVED]


@dataclass
class Outlook:
    """What undoing would do, and what it cannot undo: body → reason."""

    brought: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    stuck: dict[int, str] = field(default_factory=dict)


def outlook(school_list: SchoolList) -> Outlook:
    """Look ahead; changes nothing."""
    touched = touched_by(school_list)
    revived = Event.objects.filter(pgh_id__in=touched.changed.values(), voided_at__isnull=False)
    leaving = {*touched.brought, *revived.values_list("pgh_obj_id", flat=True)}
    stuck = {pk: str(CHANGED_LATER) for pk in touched.newer} | _in_use(leaving)
    return Outlook(
        brought=sorted(leaving - stuck.keys()),
        changed=sorted(touched.changed.keys() - leaving - stuck.keys()),
        stuck=stuck,
    )


def _in_use(bodies: Iterable[int]) -> dict[int, str]:
    """Bodies brought or revived that somebody has begun to work with, and why they stay."""
    people = Membership.objects.filter(organization__in=bodies)
    reported = StatusUpdate.objects.filter(assignment__organization__in=bodies).exclude(
        kind__in=_BY_ITSELF
    )
    joined = Organization.objects.filter(successor__in=bodies).order_by()
    return {
        **dict.fromkeys(_with_figures(bodies), str(HAS_FIGURES)),
        **dict.fromkeys(joined.values_list("successor_id", flat=True), str(JOINED_TO)),
        **dict.fromkeys(people.values_list("organization_id", flat=True), str(HAS_PEOPLE)),
        **dict.fromkeys(
            reported.order_by().values_list("assignment__organization_id", flat=True).distinct(),
            str(REPORTED),
        ),
    }


def _with_figures(bodies: Iterable[int]) -> set[int]:
    """Those that have a passport, have begun a report, or of which the region has given figures."""
    passports = Passport.objects.filter(organization__in=bodies)
    begun = ReportEntry.objects.filter(report__organization__in=bodies).exclude(
        kind__in=_REPORT_BY_ITSELF
    )
    given = IndicatorValue.objects.filter(report__organization__in=bodies).exclude(
        report__source=Source.COMPUTED
    )
    return {
        *passports.order_by().values_list("organization_id", flat=True),
        *begun.order_by().values_list("report__organization_id", flat=True).distinct(),
        *given.order_by().values_list("report__organization_id", flat=True).distinct(),
    }


@transaction.atomic
def queue_undo(school_list: SchoolList, *, by: User | None) -> SchoolList:
    """Ask for an applied list to be taken back."""
    school_list = locked(school_list.pk)
    if school_list.state != State.APPLIED:
        raise SchoolListError(NOT_APPLIED)
    school_list.state, school_list.undone_by = State.UNDOING, by
    school_list.save(update_fields=["state", "undone_by"])
    return school_list


def undo_list(pk: int, *, at: datetime) -> SchoolList:
    """Take a list back that is to be undone, all of it that can be, or nothing."""
    try:
        return _undo(pk, at)
    except Exception:
        give_up_undoing(pk)
        raise


@transaction.atomic
def give_up_undoing(list_id: int) -> None:
    """The list is applied, as it was."""
    school_list = locked(list_id)
    if school_list.state == State.UNDOING:
        school_list.state, school_list.undone_by = State.APPLIED, None
        school_list.save(update_fields=["state", "undone_by"])


@transaction.atomic
def _undo(pk: int, at: datetime) -> SchoolList:
    school_list = locked(pk)
    if school_list.state != State.UNDOING:
        return school_list
    by = school_list.undone_by
    with Progress(school_list) as progress, history_of(school_list, by=by):
        progress.step("undoing")
        undone = undo_rows(school_list, by=by, at=at, leave=outlook(school_list).stuck)
        progress.step("cancelling")
        school_list.cancelled = _settle(undone, by, at)
        progress.step("done")
    school_list.state, school_list.undone_at = State.UNDONE, at
    school_list.save()
    return school_list


def _settle(undone: Undone, by: User | None, at: datetime) -> int:
    """Assignments follow: cancelled with the voided, moved back, revived with the reopened.

    So do reports on indicators.
    """
    for body in Organization.objects.filter(pk__in=undone.moved):
        distribution.move_body(organization=body, by=by, at=at)
    turned = Organization.objects.filter(pk__in=undone.turned)
    distribution.deal_out_to_new_bodies(organizations=turned, by=by, at=at)
    gone = turned.filter(voided_at__isnull=False).values_list("pk", flat=True)
    touched = {*undone.voided, *undone.restored, *undone.moved, *undone.turned}
    following.follow(organizations=touched, by=by, at=at)
    return distribution.cancel_for_voided(organizations=[*undone.voided, *gone], by=by, at=at)
