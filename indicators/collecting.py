"""Opening, closing and reopening the collection of a period."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives.models import ReportingPeriod
from directives.workflow.refusal import Refused
from indicators import closed_figures, computing
from indicators.beside import region_report, region_reports
from indicators.dealing import deal_out, one_after_another
from indicators.following import fit
from indicators.models import (
    Asked,
    Collection,
    CollectionEntry,
    CollectionStep,
    Definition,
    Indicator,
)
from indicators.workflow.record import hold_collection
from organizations.access import Viewpoint

__all__ = [
    "close_collection",
    "may_collect",
    "open_collection",
    "region_report",
    "region_reports",
    "reopen_collection",
]


def may_collect(user) -> bool:
    """Staff and the department's coordinators open and close collections."""
    view = Viewpoint.of(user)
    return view.is_staff or view.has("department", "coordinator")


def _require(user) -> None:
    if user is not None and not may_collect(user):
        raise Refused("not_allowed", _("This action is not yours to take."))


@transaction.atomic
def open_collection(*, period: ReportingPeriod, by, at: datetime) -> Collection:
    """Ask the catalogue's indicators of this frequency, under their present wording.

    Refused where nothing is collected in such a period, or a level that reports has no due date.
    """
    _require(by)
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    if Collection.objects.filter(period=period).exists():
        raise Refused("already_decided", _("The collection of this period is already open."))
    indicators = list(Indicator.objects.asked(period.kind))
    if not indicators:
        raise Refused("nothing", _("The catalogue has no indicator of this frequency."))
    collection = Collection.objects.create(period=period, opened_at=at)
    Asked.objects.bulk_create(
        Asked(
            collection=collection,
            indicator=indicator,
            definition=Definition.objects.keep(indicator),
        )
        for indicator in indicators
    )
    _note(collection, CollectionStep.OPENED, by, at)
    deal_out(collection=collection, at=at)
    computing.refresh(collection=collection, at=at)
    return collection


@transaction.atomic
def close_collection(*, collection: Collection, by, at: datetime) -> None:
    """Freeze it: nothing is typed, sent, accepted or uploaded any more."""
    collection = _held(collection, by)
    if not collection.is_open:
        raise Refused("wrong_status", _("The collection is already closed."))
    computing.refresh(collection=collection, at=at)
    collection.closed_at = at
    collection.save(update_fields=["closed_at"])
    closed_figures.keep(collection)
    _note(collection, CollectionStep.CLOSED, by, at)


@transaction.atomic
def reopen_collection(*, collection: Collection, by, at: datetime, text: str) -> None:
    """Let the frozen figures be changed again. Needs a reason.

    The reports are made to fit the bodies, which have come, moved and closed meanwhile.
    """
    one_after_another()
    collection = _held(collection, by)
    if collection.is_open:
        raise Refused("wrong_status", _("The collection is open."))
    if not text.strip():
        raise Refused("no_reason", _("Give the reason."), field="text")
    collection.closed_at = None
    collection.save(update_fields=["closed_at"])
    closed_figures.drop(collection)
    _note(collection, CollectionStep.REOPENED, by, at, text.strip())
    fit(collection, None, by, at)


def _held(collection: Collection, by) -> Collection:
    """Held alone: who types, sends and decides has ended, or waits until this has."""
    _require(by)
    hold_collection(collection.pk, alone=True)
    return Collection.objects.get(pk=collection.pk)


def _note(collection: Collection, kind: CollectionStep, by, at: datetime, text: str = "") -> None:
    CollectionEntry.objects.create(
        collection=collection, kind=kind, author=by, recorded_at=at, text=text
    )
