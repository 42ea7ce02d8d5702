"""Taking the staged rows in: in one transaction, and only what was shown."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from directives.workflow.refusal import Refused
from indicators.beside import region_reports
from indicators.models import (
    IndicatorReport,
    Purpose,
    ReportStep,
    Source,
    ValueList,
    ValueListRow,
)
from indicators.workbook.examining import essence
from indicators.workbook.scope import Scope
from indicators.workbook.staging import look_into, stage
from indicators.workflow.many import Put, hold_open, lock_reports, note, put_values
from indicators.workflow.permissions import filling_body

Outcome = ValueListRow.Outcome
TAKEN = [Outcome.NEW, Outcome.CHANGED]


class Moved(Refused):
    """What is kept has changed since the preview: it is shown anew, nothing was taken in."""

    def __init__(self) -> None:
        super().__init__(
            "moved",
            _("Numbers have changed since the workbook was checked. Look at it once more."),
        )


def take_in(*, value_list: ValueList, by, at: datetime) -> int:
    """Take the rows that are not refused; returns how many. A second press takes nothing more.

    Raises Moved where what was shown is no longer true, Refused in a closed collection.
    """
    try:
        return _take_in(value_list, by, at)
    except Moved:
        _show_anew(value_list, by, at)
        raise


@transaction.atomic
def _take_in(value_list: ValueList, by, at: datetime) -> int:
    value_list = held(value_list)
    if value_list.state != ValueList.State.CHECKED:
        return 0
    if not Scope.of(value_list).is_of(by):
        raise Refused("not_allowed", _("This action is not yours to take."))
    hold_open(value_list.collection_id)
    rows = list(value_list.rows.select_related("organization").order_by("row"))
    taken = [row for row in rows if row.outcome in TAKEN]
    if not taken:
        return 0
    reports = _locked_reports(value_list, taken, at)
    _table, examined = look_into(value_list, by=by, at=at)
    if [essence(row) for row in rows] != examined.essence:
        raise Moved
    if value_list.purpose == Purpose.REGION:
        note(reports.values(), ReportStep.GIVEN, by=by, at=at)
    else:
        _begin(reports.values(), by, at)
    _put(taken, reports, by, at)
    value_list.state = ValueList.State.APPLIED
    value_list.applied_by, value_list.applied_at = by, at
    value_list.save(update_fields=["state", "applied_by", "applied_at"])
    return len(taken)


def held(value_list: ValueList) -> ValueList:
    """The list as it is now, locked."""
    rows = ValueList.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("collection__period", "organization").get(pk=value_list.pk)


def _locked_reports(
    value_list: ValueList, rows: list[ValueListRow], at: datetime
) -> dict[int, IndicatorReport]:
    """By key of the body."""
    bodies = {row.organization_id: row.organization for row in rows}
    if value_list.purpose == Purpose.REGION:
        found = region_reports(
            collection=value_list.collection,
            organizations=bodies.values(),
            source=Source.UPLOADED,
            at=at,
        )
        keys = [report.pk for report in found.values()]
    else:
        keys = value_list.collection.reports.own().filter(organization__in=bodies)
        keys = keys.values_list("pk", flat=True)
    return {report.organization_id: report for report in lock_reports(keys).values()}


def _begin(reports, by, at: datetime) -> None:
    """The first value begins the work; nobody fills in what is not theirs to fill in."""
    bodies = {report.pk: filling_body(report, by) for report in reports}
    if None in bodies.values():
        raise Refused("not_allowed", _("This action is not yours to take."))
    fresh = [report for report in reports if report.status == Status.NOT_STARTED]
    note(fresh, ReportStep.STARTED, by=by, at=at, bodies=bodies)


def _put(
    rows: list[ValueListRow], reports: Mapping[int, IndicatorReport], by, at: datetime
) -> None:
    content = ("numerator", "denominator", "absence", "explanation")
    puts = [
        Put(
            reports[row.organization_id].pk,
            row.asked_id,
            {name: getattr(row, name) for name in content},
        )
        for row in rows
    ]
    versions = put_values(puts, by=by, at=at)
    by_version: dict[int, list[int]] = defaultdict(list)
    for row, put in zip(rows, puts, strict=True):
        by_version[versions[put.report, put.asked]].append(row.pk)
    for version, keys in by_version.items():  # one, nearly always
        ValueListRow.objects.filter(pk__in=keys).update(taken_version=version)


@transaction.atomic
def _show_anew(value_list: ValueList, by, at: datetime) -> None:
    value_list = held(value_list)
    if value_list.state == ValueList.State.CHECKED:
        stage(value_list, look_into(value_list, by=by, at=at)[1])
