"""A checked list taken in: schools entered, changed and closed; assignments and reports follow."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives import distribution
from indicators import following
from organizations.models import Organization, SchoolList, SchoolListMissing, User
from organizations.school_list.applying import (
    CHANGED_MEANWHILE,
    Applied,
    apply_rows,
    history_of,
    refuse_unready,
)
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake.progress import Progress

State = SchoolList.State
FAILED = _("It was not applied because of an error of the system. Try again.")
NOT_NOW = _("The list is not waiting to be applied any more.")


def locked(pk: int) -> SchoolList:
    """The list, held until the end of the transaction."""
    return SchoolList.objects.select_for_update(of=("self",)).get(pk=pk)


@transaction.atomic
def queue(school_list: SchoolList, *, by: User | None) -> SchoolList:
    """Ask for the list to be applied; SchoolListError while something waits for a person."""
    school_list = locked(school_list.pk)
    if not school_list.is_editable:
        raise SchoolListError(NOT_NOW)
    refuse_unready(school_list)
    school_list.state, school_list.applied_by, school_list.not_applied = State.QUEUED, by, ""
    school_list.save(update_fields=["state", "applied_by", "not_applied"])
    return school_list


def apply_list(pk: int, *, at: datetime) -> SchoolList:
    """Apply a queued list, all of it or nothing; one that is not queued is left alone.

    Refused, it waits for a person again, with the sentence that says why.
    """
    try:
        return _apply(pk, at)
    except SchoolListError as error:
        return _put_back(pk, str(error))
    except Exception:
        _put_back(pk, str(FAILED))
        raise


def apply_at_once(school_list: SchoolList, *, by: User | None, at: datetime) -> SchoolList:
    """Apply a list without a worker; one that dies on the way leaves it waiting for a person."""
    try:
        with transaction.atomic():
            return _apply(queue(school_list, by=by).pk, at)
    except SchoolListError as error:
        SchoolList.objects.filter(pk=school_list.pk).update(not_applied=str(error)[:500])
        school_list.refresh_from_db()
        return school_list


def give_up_applying(list_id: int) -> None:
    """Of a job that killed its workers: the list waits for a person again."""
    _put_back(list_id, str(FAILED))


@transaction.atomic
def _put_back(pk: int, sentence: str) -> SchoolList:
    school_list = locked(pk)
    if school_list.state == State.QUEUED:
        school_list.state = State.CONFIRMED if school_list.confirmed_at else State.CHECKED
        school_list.applied_by, school_list.not_applied = None, sentence[:500]
        school_list.save(update_fields=["state", "applied_by", "not_applied"])
    return school_list


@transaction.atomic
def _apply(pk: int, at: datetime) -> SchoolList:
    school_list = locked(pk)
    if school_list.state != State.QUEUED:
        return school_list
    by = school_list.applied_by
    with Progress(school_list) as progress, history_of(school_list, by=by) as history:
        progress.step("schools", 0, school_list.new + school_list.changed)
        applied = apply_rows(school_list, at=at)
        _move(applied.moved, by, at, progress)
        closed = _close(school_list, by, at, progress)
        progress.step("dealing")
        school_list.dealt_out = _deal_out(applied, by, at)
        touched = {*applied.created, *applied.changed, *applied.moved, *closed}
        following.follow(organizations=touched, by=by, at=at)
        progress.step("done")
    school_list.state, school_list.applied_at = State.APPLIED, at
    school_list.history = history.id
    school_list.save()
    return school_list


def _move(bodies: Iterable[int], by: User | None, at: datetime, progress: Progress) -> None:
    moved = list(Organization.objects.filter(pk__in=bodies))
    for number, body in enumerate(moved):
        progress.step("moving", number, len(moved))
        distribution.move_body(organization=body, by=by, at=at)


def _close(school_list: SchoolList, by: User | None, at: datetime, progress: Progress) -> list[int]:
    """Schools of which a person said that they are closed or joined to another; their keys."""
    fates = [SchoolListMissing.Fate.CLOSED, SchoolListMissing.Fate.JOINED]
    bodies = ("organization", "successor")
    closed = list(school_list.absent.filter(fate__in=fates).select_related(*bodies))
    today = timezone.localtime(at).date()
    if not all(row.organization.is_at_work(today) for row in closed):
        raise SchoolListError(CHANGED_MEANWHILE)
    if not all(row.successor.is_at_work(today) for row in closed if row.successor):
        raise SchoolListError(CHANGED_MEANWHILE)
    for number, row in enumerate(closed):
        progress.step("closing", number, len(closed))
        distribution.close_body(
            organization=row.organization,
            closed_on=row.closed_on,
            successor=row.successor,
            by=by,
            at=at,
        )
    return [row.organization_id for row in closed]


def _deal_out(applied: Applied, by: User | None, at: datetime) -> int:
    touched = Organization.objects.filter(pk__in=[*applied.created, *applied.changed]).only("pk")
    return distribution.deal_out_to_new_bodies(organizations=touched, by=by, at=at)
