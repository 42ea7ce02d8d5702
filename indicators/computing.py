"""Indicators that nobody types: computed from the checkpoints of a body's assignment of an item."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from directives.conditions import LEFT_OUT
from directives.models import Assignment
from indicators.asking import asked_any
from indicators.beside import region_reports
from indicators.models import (
    Asked,
    Collection,
    CollectionEntry,
    CollectionStep,
    Indicator,
    IndicatorValue,
    Source,
)
from indicators.workflow.record import hold_collection
from organizations.models import Organization

_BATCH = 2000
_LOCK = 0x1D1E
Number = tuple[int, int]  # numerator and denominator
Key = tuple[int, int]  # keys of an organization and of an `Asked`


@transaction.atomic
def refresh(*, collection: Collection, at: datetime, anew: bool = False) -> int:
    """Compute what is computed; returns how many values changed. A frozen one stays.

    Safe to run at any time and twice: only what differs is written, and what nothing stands
    behind any more is taken away. A collection that was closed and is open again keeps what was
    computed then, and gets only what is missing, unless it is to be computed `anew`: its period is
    long over, and the checkpoints of today say nothing of it.
    """
    hold_collection(collection.pk)
    _one_after_another(collection)
    closing = CollectionEntry.objects.filter(collection=OuterRef("pk"), kind=CollectionStep.CLOSED)
    rows = Collection.objects.select_related("period").annotate(was_closed=Exists(closing))
    collection = rows.get(pk=collection.pk)
    if not collection.is_open:
        return 0
    rows = Asked.objects.filter(collection=collection, indicator__source=Source.COMPUTED)
    found: dict[Key, Number] = {}
    for asked in rows.select_related("indicator"):
        for body, number in _numbers(asked.indicator, collection, at).items():
            found[body, asked.pk] = number
    present = {
        (value.report.organization_id, value.asked_id): value
        for value in IndicatorValue.objects.filter(
            report__collection=collection, report__source=Source.COMPUTED
        ).select_related("report")
    }
    if collection.was_closed and not anew:
        found = {key: number for key, number in found.items() if key not in present}
        return _write(collection, found, present, at)
    gone = [value.pk for key, value in present.items() if key not in found]
    IndicatorValue.objects.filter(pk__in=gone).delete()
    return len(gone) + _write(collection, found, present, at)


def refresh_all(*, at: datetime) -> int:
    """Of every open collection, each in a transaction of its own."""
    collections = Collection.objects.filter(closed_at__isnull=True).order_by("pk")
    return sum(refresh(collection=collection, at=at) for collection in collections)


def _one_after_another(collection: Collection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, collection.pk])


def _numbers(indicator: Indicator, collection: Collection, at: datetime) -> dict[int, Number]:
    """Key of a body → checkpoints done and applicable.

    Of its last assignment of the item that had begun by the end of the period; a body that has
    none, or need not carry it out, has no value. An authority's schools are not added up here.
    """
    begun = Q(period__isnull=True) | Q(period__starts_on__lte=collection.period.ends_on)
    bodies = Organization.objects.active(timezone.localdate(at)).filter(asked_any([indicator]))
    rows = (
        Assignment.objects.filter(
            begun, directive=indicator.computed_from_id, organization__in=bodies.values("pk")
        )
        .exclude(status__in=LEFT_OUT)
        .order_by("organization", F("period__starts_on").desc(nulls_last=True), "-pk")
        .distinct("organization")
        .values_list("organization", "checkpoints_done", "checkpoints_applicable")
    )
    return {body: (done, applicable) for body, done, applicable in rows}


def _write(
    collection: Collection,
    found: dict[Key, Number],
    present: dict[Key, IndicatorValue],
    at: datetime,
) -> int:
    """Values that are new or differ, in the rows beside the bodies' own reports."""
    changed = {
        key: number
        for key, number in found.items()
        if key not in present or (present[key].numerator, present[key].denominator) != number
    }
    bodies = Organization.objects.filter(pk__in={body for body, _asked in changed})
    reports = region_reports(
        collection=collection, organizations=bodies, source=Source.COMPUTED, at=at
    )
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(
                report=reports[key[0]], asked_id=key[1], numerator=done, denominator=applicable,
                version=present[key].version + 1 if key in present else 1, updated_at=at,
            )
            for key, (done, applicable) in sorted(changed.items())
        ),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["report", "asked"],
        update_fields=["numerator", "denominator", "version", "updated_at"],
    )  # fmt: skip
    return len(changed)
