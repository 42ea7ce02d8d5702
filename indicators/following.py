"""Reports follow their bodies: new, revived, moved, closed and voided ones.

One function makes the reports of open collections fit the bodies as they are now; a second call
changes nothing. What is closed is frozen: it is made to fit when it is reopened.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from indicators.dealing import deal_out, latest, one_after_another
from indicators.models import (
    TO_DO,
    Collection,
    IndicatorReport,
    ReportEntry,
    ReportState,
    ReportStep,
)
from indicators.models.report import ReportQuerySet
from indicators.workflow.permissions import first_reviewer
from indicators.workflow.record import hold_collection
from organizations.models import Organization

_BATCH = 2000
_UNDONE = _("The list of schools that brought the organization was undone.")
_CLOSED = _("The organization was closed.")
# Where a report stands, and the column of its body it comes from.
_PLACE = {"municipality_id": "municipality_id", "settlement": "settlement", "school_kind": "kind"}


@dataclass(frozen=True)
class Followed:
    """How many reports were dealt out (revived ones among them), moved and cancelled."""

    dealt: int = 0
    moved: int = 0
    cancelled: int = 0

    def __add__(self, other: "Followed") -> "Followed":
        return Followed(
            self.dealt + other.dealt, self.moved + other.moved, self.cancelled + other.cancelled
        )


@transaction.atomic
def follow(
    *,
    at: datetime,
    organizations: Iterable[int] | None = None,
    by=None,
    text: str = "",
) -> Followed:
    """Call after the bodies (their keys; None: all) have been saved.

    `text`: why the bodies were closed. Waits for whoever opens or closes a collection now.
    """
    one_after_another()
    given = None if organizations is None else list(organizations)
    done = Followed()
    if given == []:
        return done
    for key in Collection.objects.filter(closed_at__isnull=True).values_list("pk", flat=True):
        hold_collection(key)
        collection = Collection.objects.select_related("period").get(pk=key)
        if collection.is_open:
            done += fit(collection, given, by, at, text)
    return done


def fit(
    collection: Collection, organizations: list[int] | None, by, at: datetime, text: str = ""
) -> Followed:
    """Of one open collection that this transaction holds."""
    reports = collection.reports.own()
    if organizations is not None:
        reports = reports.filter(organization__in=organizations)
    cancelled = _cancel(reports, by, at, text)
    moved = _move(reports, by, at)
    _place_others(collection, organizations)
    revived = _revive(reports, by, at)
    dealt = deal_out(collection=collection, at=at, organizations=organizations)
    return Followed(dealt + revived, moved, cancelled)


def cancelled_by_closing(organization: Organization, closed_on) -> ReportQuerySet:
    """What the body would owe no more: not yet sent and not due by the day it closes."""
    return IndicatorReport.objects.own().filter(
        organization=organization,
        collection__closed_at__isnull=True,
        status__in=TO_DO,
        due_on__gte=closed_on,
    )


def _cancel(reports: ReportQuerySet, by, at: datetime, text: str) -> int:
    """Of voided bodies all that is open, of closed ones what was not due by that day."""
    change = {"status": Status.CANCELLED}
    voided = reports.filter(
        status__in=[*TO_DO, Status.SUBMITTED], organization__voided_at__isnull=False
    )
    gone = _write_all(voided, ReportStep.CANCELLED, lambda _row: change, by, at, str(_UNDONE))
    closed = reports.filter(status__in=TO_DO, due_on__gte=F("organization__closed_on"))
    return gone + _write_all(
        closed, ReportStep.CANCELLED, lambda _row: change, by, at, text or str(_CLOSED)
    )


def _revive(reports: ReportQuerySet, by, at: datetime) -> int:
    """They go on from where they stood; one whose date has passed meanwhile gets a new one."""
    today = timezone.localdate(at)
    later = latest(today)
    before = ReportEntry.objects.filter(report=OuterRef("pk")).exclude(status=Status.CANCELLED)
    cancelled = reports.filter(
        Q(organization__closed_on__isnull=True) | Q(organization__closed_on__gt=F("due_on")),
        status=Status.CANCELLED,
        organization__in=Organization.objects.active(today).values("pk"),
    ).annotate(was=Subquery(before.order_by("-number").values("status")[:1]))

    def change(row: IndicatorReport) -> dict:
        # What was sent and cancelled with its body is sent anew: nobody has decided on it.
        was = row.was if row.was in TO_DO else Status.IN_PROGRESS if row.was else None
        rework, first = row.rework_due_on, row.first_submitted_on
        was_late = first is not None and first > row.due_on  # a new date would make it in time
        return _place(row) | {
            "status": was or Status.NOT_STARTED,
            "due_on": row.due_on if row.due_on >= today or was_late else later,
            "rework_due_on": later if rework and rework < today else rework,
            "submitted_at": None,
        }

    return _write_all(cancelled, ReportStep.REVIVED, change, by, at)


def _move(reports: ReportQuerySet, by, at: datetime) -> int:
    """What is not accepted stands where its body stands; what waits, waits for who is above now.

    An accepted one stays in the figures of the old place, and is reopened by the new reviewer.
    """
    moved = Q(reviewer__isnull=False) & ~Q(reviewer=F("organization__parent"))
    for column, source in _PLACE.items():
        moved |= ~Q(**{column: F(f"organization__{source}")}) & ~Q(status=Status.ACCEPTED)
    rows = reports.exclude(status=Status.CANCELLED).filter(
        moved, organization__voided_at__isnull=True, organization__parent__isnull=False
    )

    def change(row: IndicatorReport) -> dict:
        new = {} if row.status == Status.ACCEPTED else _place(row)
        if row.reviewer_id is not None:
            new["reviewer_id"] = first_reviewer(row, row.is_on_behalf)
        return {name: value for name, value in new.items() if getattr(row, name) != value}

    return _write_all(rows, ReportStep.MOVED, change, by, at)


def _place(row: IndicatorReport) -> dict:
    return {column: getattr(row.organization, source) for column, source in _PLACE.items()}


def _place_others(collection: Collection, organizations: list[int] | None) -> None:
    """What the region or a machine says of a body stands where the body's own report stands."""
    own = IndicatorReport.objects.own().filter(
        collection=collection, organization=OuterRef("organization")
    )
    others = collection.reports.exclude(pk__in=collection.reports.own().values("pk"))
    if organizations is not None:
        others = others.filter(organization__in=organizations)
    for column in _PLACE:
        stands = Subquery(own.values(column)[:1])
        others = others.annotate(**{f"own_{column}": stands})
    others.filter(
        Q(own_settlement__isnull=False),
        ~Q(municipality=F("own_municipality_id"))
        | ~Q(settlement=F("own_settlement"))
        | ~Q(school_kind=F("own_school_kind")),
    ).update(**{column.removesuffix("_id"): F(f"own_{column}") for column in _PLACE})


def _write_all(
    reports: ReportQuerySet,
    kind: ReportStep,
    change: Callable[[IndicatorReport], dict],
    by,
    at: datetime,
    text: str = "",
) -> int:
    """The same step for many reports, each with its entry; what does not change is left alone.

    As many queries as there are different changes, not as there are reports.
    """
    held = reports.select_for_update(of=("self",), no_key=True).order_by("pk")
    alike: dict[tuple, list[IndicatorReport]] = {}
    for row in held.select_related("organization__parent"):
        if new := change(row):
            for name, value in new.items():
                setattr(row, name, value)
            alike.setdefault(tuple(new.items()), []).append(row)
    for new, same in alike.items():
        keys = [row.pk for row in same]
        IndicatorReport.objects.filter(pk__in=keys).update(**dict(new), updated_at=at)
    rows = [row for same in alike.values() for row in same]
    numbers = dict(
        ReportEntry.objects.filter(report__in=[row.pk for row in rows])
        .order_by()
        .values_list("report")
        .annotate(Max("number"))
    )
    ReportEntry.objects.bulk_create(
        [
            ReportEntry(
                report=row, number=numbers.get(row.pk, 0) + 1, kind=kind, author=by,
                recorded_at=at, text=text,
                **{name: getattr(row, name) for name in ReportState.state_fields()},
            )
            for row in rows
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    return len(rows)
