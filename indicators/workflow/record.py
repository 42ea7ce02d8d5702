"""Appending one entry to a report's history: the only way its state changes."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from directives.workflow.refusal import Refused
from indicators.models import (
    REPORT_NEEDS_REASON,
    IndicatorReport,
    ReportEntry,
    ReportState,
    ReportStep,
)

# Writers hold a collection together; whoever closes or reopens it holds it alone.
_LOCK = 0x1D1C


def hold_collection(collection: int, *, alone: bool = False) -> None:
    """Until the transaction ends nobody closes the collection (or, alone, writes in it).

    An advisory lock: one row locked by every school of a region would be a queue (FLOORS).
    """
    name = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}(%s, %s)", [_LOCK, collection])


def lock(report: IndicatorReport) -> IndicatorReport:
    """The row as it is now, held until the transaction ends; Refused in a closed collection.

    Never the key as well: values refer to the row meanwhile and must not wait.
    """
    hold_collection(report.collection_id)
    row = (
        IndicatorReport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization__parent", "collection__period")
        .get(pk=report.pk)
    )
    if not row.collection.is_open:
        raise Refused("closed", _("The period is closed: its figures are frozen."))
    return row


def follow_body(report: IndicatorReport) -> None:
    """Of an acceptance taken back: until it is accepted anew the report stands where its body
    stands now, and with it what the region gives of the body."""
    body = report.organization
    place = {
        "municipality_id": body.municipality_id,
        "settlement": body.settlement,
        "school_kind": body.kind,
    }
    for name, value in place.items():
        setattr(report, name, value)
    beside = IndicatorReport.objects.filter(
        collection=report.collection_id, organization=report.organization_id
    )
    beside.update(**place)


def require_status(report: IndicatorReport, statuses) -> None:
    if report.status not in statuses:
        raise Refused(
            "wrong_status",
            _("This cannot be done now: the report is “%(status)s”.")
            % {"status": Status(report.status).label},
        )


def require_reason(kind: str, text: str) -> None:
    if kind in REPORT_NEEDS_REASON and not text.strip():
        raise Refused("no_reason", _("Give the reason."), field="text")


def append(
    report: IndicatorReport,
    kind: ReportStep,
    *,
    by,
    at: datetime,
    body: int | None,
    text: str = "",
    key: UUID | None = None,
    **state,
) -> ReportEntry:
    """Write the entry and the projection; `state` is what changes. The report is locked."""
    for name, value in state.items():
        setattr(report, name, value)
    report.updated_at = at
    report.save(update_fields=[*state, "updated_at"])
    last = report.entries.order_by("-number").values_list("number", flat=True).first()
    return ReportEntry.objects.create(
        report=report,
        number=(last or 0) + 1,
        kind=kind,
        author=by,
        acting_organization_id=body,
        recorded_at=at,
        text=text.strip(),
        submission_key=key,
        **{name: getattr(report, name) for name in ReportState.state_fields()},
    )
