"""Opening and closing the collection of a period, and dealing its reports out.

The same comes from a school list that brings new schools, and from a body that closes.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.calendar import add_working_days
from directives.distribution import LATECOMER_WORKING_DAYS
from directives.models import ReportingPeriod, Status
from directives.workflow.refusal import Refused
from indicators import closed_figures
from indicators.asking import reporting_bodies
from indicators.models import (
    TO_DO,
    Asked,
    Collection,
    CollectionEntry,
    CollectionStep,
    Definition,
    Indicator,
    IndicatorReport,
    ReportEntry,
    ReportState,
    ReportStep,
    Source,
)
from indicators.workflow.record import hold_collection
from organizations.access import Viewpoint
from organizations.models import Organization

_LOCK = 0x1D1D


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
    return collection


@transaction.atomic
def close_collection(*, collection: Collection, by, at: datetime) -> None:
    """Freeze it: nothing is typed, sent, accepted or uploaded any more."""
    collection = _held(collection, by)
    if not collection.is_open:
        raise Refused("wrong_status", _("The collection is already closed."))
    collection.closed_at = at
    collection.save(update_fields=["closed_at"])
    closed_figures.keep(collection)
    _note(collection, CollectionStep.CLOSED, by, at)


@transaction.atomic
def reopen_collection(*, collection: Collection, by, at: datetime, text: str) -> None:
    """Let the frozen figures be changed again. Needs a reason."""
    collection = _held(collection, by)
    if collection.is_open:
        raise Refused("wrong_status", _("The collection is open."))
    if not text.strip():
        raise Refused("no_reason", _("Give the reason."), field="text")
    collection.closed_at = None
    collection.save(update_fields=["closed_at"])
    closed_figures.drop(collection)
    _note(collection, CollectionStep.REOPENED, by, at, text.strip())
    deal_out(collection=collection, at=at)


def _held(collection: Collection, by) -> Collection:
    _require(by)
    hold_collection(collection.pk, alone=True)
    return Collection.objects.get(pk=collection.pk)


def _note(collection: Collection, kind: CollectionStep, by, at: datetime, text: str = "") -> None:
    CollectionEntry.objects.create(
        collection=collection, kind=kind, author=by, recorded_at=at, text=text
    )


def _one_after_another() -> None:
    """Two that deal out at once would not see each other's bodies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def deal_out(
    *,
    collection: Collection,
    at: datetime,
    organizations: Iterable[Organization] | None = None,
) -> int:
    """A report for each body that is asked something and has none; returns how many were made.

    A body asked after its date gets ten working days, as with assignments.
    """
    _one_after_another()
    today = timezone.localdate(at)
    asked = reporting_bodies(Indicator.objects.filter(asked__collection=collection), today)
    reports = collection.reports.own()
    bodies = Organization.objects.filter(pk__in=asked).exclude(
        pk__in=reports.values("organization")
    )
    if organizations is not None:
        bodies = bodies.filter(pk__in=[body.pk for body in organizations])
    due = dict(collection.period.due_dates.values_list("level", "due_on"))
    made = []
    for body in bodies:
        if body.level not in due:
            raise Refused("bad_date", _("Give the due date of each level that reports."))
        late = due[body.level] < today
        made.append(
            IndicatorReport(
                collection=collection,
                organization=body,
                municipality_id=body.municipality_id,
                settlement=body.settlement,
                school_kind=body.kind,
                due_on=add_working_days(today, LATECOMER_WORKING_DAYS) if late else due[body.level],
                updated_at=at,
            )
        )
    return len(IndicatorReport.objects.bulk_create(made, batch_size=2000))


@transaction.atomic
def deal_out_to_new_bodies(
    *, organizations: Iterable[Organization] | None = None, at: datetime
) -> int:
    """New and revived bodies get the reports of the collections that are open."""
    organizations = None if organizations is None else list(organizations)
    made = 0
    for collection in Collection.objects.filter(closed_at__isnull=True).select_related("period"):
        made += deal_out(collection=collection, at=at, organizations=organizations)
        made += _revive(collection, organizations, at)
    return made


def _revive(collection: Collection, organizations, at: datetime) -> int:
    cancelled = collection.reports.own().filter(
        status=Status.CANCELLED,
        organization__in=Organization.objects.active(timezone.localdate(at)),
    )
    if organizations is not None:
        cancelled = cancelled.filter(organization__in=[body.pk for body in organizations])
    return _write_all(cancelled, ReportStep.REVIVED, Status.NOT_STARTED, at, "")


@transaction.atomic
def cancel_of_closed(
    *, organizations: Iterable[Organization], on: date, at: datetime, text: str
) -> int:
    """Reports not yet sent and not due by the day a body closes are owed no more."""
    open_ = IndicatorReport.objects.own().filter(
        organization__in=[body.pk for body in organizations],
        collection__closed_at__isnull=True,
        status__in=TO_DO,
        due_on__gte=on,
    )
    return _write_all(open_, ReportStep.CANCELLED, Status.CANCELLED, at, text)


def _write_all(reports, kind: ReportStep, status: Status, at: datetime, text: str) -> int:
    rows = list(reports.select_for_update(of=("self",), no_key=True))
    numbers = {
        row.pk: row.entries.order_by("-number").values_list("number", flat=True).first() or 0
        for row in rows
    }
    for row in rows:
        row.status, row.updated_at = status, at
    IndicatorReport.objects.bulk_update(rows, ["status", "updated_at"])
    ReportEntry.objects.bulk_create(
        ReportEntry(
            report=row, number=numbers[row.pk] + 1, kind=kind, recorded_at=at, text=text,
            **{name: getattr(row, name) for name in ReportState.state_fields()},
        )
        for row in rows
    )  # fmt: skip
    return len(rows)


def region_report(*, collection: Collection, organization: Organization, source: Source,
                  at: datetime) -> IndicatorReport:  # fmt: skip
    """The row beside a body's own report that holds what the region gives or a machine computes."""
    return IndicatorReport.objects.get_or_create(
        collection=collection,
        organization=organization,
        source=source,
        defaults={
            "status": Status.ACCEPTED,
            "accepted_at": at,
            "municipality_id": organization.municipality_id,
            "settlement": organization.settlement,
            "school_kind": organization.kind,
            "updated_at": at,
        },
    )[0]
