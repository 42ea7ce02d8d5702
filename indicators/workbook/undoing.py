"""Taking a workbook back: what nobody has touched since is as it was."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from directives.workflow.refusal import Refused
from indicators.models import (
    TO_DO,
    IndicatorReport,
    IndicatorValue,
    Purpose,
    ReportStep,
    ValueList,
    ValueListProblem,
    ValueListRow,
)
from indicators.workbook.applying import held
from indicators.workbook.scope import Scope
from indicators.workflow.many import Put, hold_open, lock_reports, note, put_values, take_away
from indicators.workflow.permissions import filling_body


@transaction.atomic
def take_back(*, value_list: ValueList, by, at: datetime) -> tuple[int, int]:
    """Returns how many values are as they were, and how many stay; each of those says why."""
    value_list = held(value_list)
    if value_list.state != ValueList.State.APPLIED:
        return 0, 0
    if not Scope.of(value_list).is_of(by):
        raise Refused("not_allowed", _("This action is not yours to take."))
    hold_open(value_list.collection_id)
    rows = list(value_list.rows.filter(taken_version__isnull=False).order_by("row"))
    scope = Scope.of(value_list)
    reports = {report.organization_id: report for report in _locked(value_list, scope, rows)}
    values = _values(reports.values())
    back, stay = _divided(rows, reports, values, _may(value_list, by))
    _restore(back, reports, values, by, at)
    if value_list.purpose == Purpose.REGION:
        touched = {reports[row.organization_id].pk: reports[row.organization_id] for row in back}
        text = _("The workbook “%(name)s” is taken back.") % {"name": value_list.name}
        note(touched.values(), ReportStep.GIVEN, by=by, at=at, text=text)
    _remember(value_list, back, stay)
    value_list.state, value_list.undone_at = ValueList.State.UNDONE, at
    value_list.save(update_fields=["state", "undone_at"])
    return len(back), len(stay)


def _locked(value_list: ValueList, scope: Scope, rows: list[ValueListRow]):
    bodies = {row.organization_id for row in rows}
    keys = IndicatorReport.objects.filter(
        collection=value_list.collection_id, source=scope.source, organization__in=bodies
    ).values_list("pk", flat=True)
    return lock_reports(keys).values()


def _values(reports) -> dict[tuple[int, int], IndicatorValue]:
    rows = IndicatorValue.objects.filter(report__in=[report.pk for report in reports])
    return {(row.report_id, row.asked_id): row for row in rows}


def _may(value_list: ValueList, by) -> Callable[[IndicatorReport], str]:
    """Why a report cannot be changed; nothing where it can."""

    def why_not(report: IndicatorReport) -> str:
        if value_list.purpose == Purpose.REGION:
            return ""
        if report.status not in TO_DO:
            text = _("The value stays: the report is “%(status)s”.")
            return text % {"status": report.get_status_display()}
        if filling_body(report, by) is None:
            return _("The value stays: the report is not yours to fill in.")
        return ""

    return why_not


def _divided(rows, reports, values, why_not) -> tuple[list[ValueListRow], list[tuple]]:
    back, stay = [], []
    for row in rows:
        report = reports[row.organization_id]
        value = values.get((report.pk, row.asked_id))
        reason = why_not(report)
        if not reason and (value is None or value.version != row.taken_version):
            reason = _("The value stays: it was changed since.")
        if reason:
            stay.append((row, reason))
        else:
            back.append(row)
    return back, stay


def _restore(back: list[ValueListRow], reports, values, by, at: datetime) -> None:
    puts, gone = [], []
    for row in back:
        report = reports[row.organization_id].pk
        old = {name: getattr(row, f"old_{name}") for name in IndicatorValue.CONTENT}
        if any(value not in (None, "") for value in old.values()):
            puts.append(Put(report, row.asked_id, old))
        else:
            gone.append(values[report, row.asked_id].pk)
    put_values(puts, by=by, at=at)
    take_away(gone)


def _remember(value_list: ValueList, back: list[ValueListRow], stay: list[tuple]) -> None:
    """The page of the list names what stays, and why."""
    keys = [row.pk for row in back]
    ValueListRow.objects.filter(pk__in=keys).update(taken_version=None)
    value_list.problems.filter(is_error=False).delete()
    ValueListProblem.objects.bulk_create(
        ValueListProblem(value_list=value_list, row=row.row, message=reason, is_error=False)
        for row, reason in stay
    )
