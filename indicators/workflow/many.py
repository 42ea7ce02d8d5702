"""Many values at once, as a workbook brings them: locked, written and noted set by set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from directives.workflow.refusal import Refused
from indicators.models import (
    Collection,
    IndicatorReport,
    IndicatorValue,
    ReportEntry,
    ReportState,
    ReportStep,
)
from indicators.workflow.record import hold_collection

_AT_ONCE = 2_000


@dataclass(frozen=True)
class Put:
    """What is to stand at one place."""

    report: int
    asked: int
    content: Mapping[str, object]


def hold_open(collection: int) -> None:
    """Until the transaction ends the collection stays open; Refused where it is closed."""
    hold_collection(collection)
    if not Collection.objects.filter(pk=collection, closed_at__isnull=True).exists():
        raise Refused("closed", _("The period is closed: its figures are frozen."))


def lock_reports(reports: Iterable[int]) -> dict[int, IndicatorReport]:
    """The rows as they are now, held until the transaction ends, always in one order.

    The collection is held before, see `hold_open`.
    """
    rows = (
        IndicatorReport.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=list(reports))
        .select_related("organization__parent", "collection__period")
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def put_values(puts: Iterable[Put], *, by, at: datetime) -> dict[tuple[int, int], int]:
    """Write values of locked reports, the right to write checked; returns their versions."""
    puts = {(put.report, put.asked): put for put in puts}
    there = IndicatorValue.objects.filter(report__in={report for report, _asked in puts})
    there = {(row.report_id, row.asked_id): row for row in there}
    new, changed = [], []
    for key, put in puts.items():
        if value := there.get(key):
            value.version += 1
            changed.append(value)
        else:
            value = IndicatorValue(report_id=put.report, asked_id=put.asked)
            new.append(value)
        for name, content in put.content.items():
            setattr(value, name, content)
        value.updated_at, value.updated_by = at, by
    IndicatorValue.objects.bulk_create(new, batch_size=_AT_ONCE)
    fields = [*IndicatorValue.CONTENT, "version", "updated_at", "updated_by"]
    IndicatorValue.objects.bulk_update(changed, fields, batch_size=_AT_ONCE)
    return {(row.report_id, row.asked_id): row.version for row in [*new, *changed]}


def note(
    reports: Iterable[IndicatorReport],
    kind: ReportStep,
    *,
    by,
    at: datetime,
    text: str = "",
    bodies: Mapping[int, int] | None = None,
) -> None:
    """One entry for each locked report; `bodies`: key of a report → the body acted for.

    The beginning of work changes the status, figures of the region change nothing but the numbers.
    """
    reports, bodies = list(reports), bodies or {}
    change = {"updated_at": at}
    if kind == ReportStep.STARTED:
        change["status"] = Status.IN_PROGRESS
    for report in reports:
        for name, value in change.items():
            setattr(report, name, value)
    IndicatorReport.objects.filter(pk__in=[report.pk for report in reports]).update(**change)
    last = dict(
        ReportEntry.objects.filter(report__in=reports)
        .order_by()
        .values_list("report")
        .annotate(Max("number"))
    )
    ReportEntry.objects.bulk_create(
        (
            ReportEntry(
                report=report,
                number=last.get(report.pk, 0) + 1,
                kind=kind,
                author=by,
                acting_organization_id=bodies.get(report.pk),
                recorded_at=at,
                text=text,
                **{name: getattr(report, name) for name in ReportState.state_fields()},
            )
            for report in reports
        ),
        batch_size=_AT_ONCE,
    )


def take_away(values: Iterable[int]) -> None:
    """Values that were not there before; one with a reviewer's remark stays, empty."""
    rows = IndicatorValue.objects.filter(pk__in=list(values))
    rows.exclude(remark="").update(
        numerator=None, denominator=None, absence="", explanation="", version=F("version") + 1
    )
    rows.filter(remark="").delete()
