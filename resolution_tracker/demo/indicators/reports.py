"""Reports with their histories and values, as the workflow would have left them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from directives.models import Status
from indicators.models import (
    IndicatorReport,
    IndicatorValue,
    ReportEntry,
    ReportState,
    ReportStep,
)
from organizations.models import Level, Organization, User
from resolution_tracker.demo.indicators.copying import copy_in, update_from
from resolution_tracker.demo.indicators.courses import Course
from resolution_tracker.demo.indicators.values import Value
from resolution_tracker.demo.people import Cast

STATE = ReportState.state_fields()
_ENTRY = ["report", "number", "kind", "author", "acting_organization", "recorded_at", "text"]
VALUE = ["report", "asked", "numerator", "denominator", "absence", "explanation", "remark",
          "version", "updated_at", "updated_by"]  # fmt: skip


@dataclass
class Told:
    """One report of one round."""

    report: IndicatorReport
    body: Organization
    course: Course
    values: list[Value]
    text: str = ""  # said when it was sent


def write_reports(telling, told: list[Told]) -> None:
    """Each with its entries and values; those nobody has begun stay as they were dealt out."""
    begun = [row for row in told if row.course.steps]
    entries = [entry for row in begun for entry in _entries(telling.cast, row)]
    names = ["id", *STATE, "updated_at"]
    reports = (row.report for row in begun)
    update_from(IndicatorReport, names, ([getattr(row, name) for name in names] for row in reports))
    copy_in(ReportEntry, [*_ENTRY, *STATE], entries)
    copy_in(IndicatorValue, VALUE, (value for row in begun for value in _values(telling, row)))


def _values(telling, row: Told):
    by = telling.cast.reporters[row.body.pk].pk
    at = row.course.at(ReportStep.SUBMITTED) or row.course.steps[-1][1]
    for value in row.values:
        yield (
            row.report.pk, value.asked.pk, value.numerator, value.denominator, value.absence,
            value.explanation, "", 1, at, by,
        )  # fmt: skip


def _entries(cast: Cast, row: Told):
    """The history, and the report's own columns led along it."""
    report, course = row.report, row.course
    steps = course.steps
    if course.is_nil:  # «no changes» is one click: nothing was begun
        steps = [step for step in steps if step[0] != ReportStep.STARTED]
    for number, (kind, at) in enumerate(steps, start=1):
        _advance(report, row.body, kind, at, course.is_nil)
        author, body = _who(cast, row.body, kind)
        text = row.text if kind == ReportStep.SUBMITTED else ""
        state = [getattr(report, name) for name in STATE]
        yield (report.pk, number, kind, author.pk, body, at, text, *state)


def _advance(
    report: IndicatorReport, body: Organization, kind: str, at: datetime, is_nil: bool
) -> None:
    report.updated_at = at
    if kind == ReportStep.STARTED:
        report.status = Status.IN_PROGRESS
    elif kind == ReportStep.SUBMITTED:
        report.status, report.submitted_at = Status.SUBMITTED, at
        report.first_submitted_on = timezone.localdate(at)
        report.reviewer_id, report.is_nil = reviewer_of(body), is_nil
    elif kind == ReportStep.LOOKED:
        report.looked_at = at
    elif kind == ReportStep.ACCEPTED:
        report.status, report.accepted_at = Status.ACCEPTED, at


def reviewer_of(body: Organization) -> int:
    return body.pk if body.level == Level.DEPARTMENT else body.parent_id


def _who(cast: Cast, body: Organization, kind: str) -> tuple[User, int]:
    """Author and the body they act for; nobody decides on their own work."""
    if kind in (ReportStep.STARTED, ReportStep.SUBMITTED):
        return cast.reporters[body.pk], body.pk
    reviewer = reviewer_of(body)
    return (cast.second if reviewer == body.pk else cast.coordinators[reviewer]), reviewer
