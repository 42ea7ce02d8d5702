"""What those who decide do: look, accept, return value by value, take an acceptance back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.calendar import REWORK_WORKING_DAYS, add_working_days
from directives.models import Status
from directives.workflow.refusal import Refused
from indicators.models import (
    EntryValue,
    IndicatorReport,
    IndicatorValue,
    ReportEntry,
    ReportStep,
)
from indicators.workflow.contributions import has_contributed
from indicators.workflow.permissions import DECISIONS, deciding_body
from indicators.workflow.record import (
    append,
    follow_body,
    lock,
    require_reason,
    require_status,
)


@transaction.atomic
def look(*, report: IndicatorReport, by, at: datetime) -> ReportEntry | None:
    """The reviewer has opened the report: from now on it cannot be taken back."""
    if report.status != Status.SUBMITTED or report.looked_at:
        return None
    try:
        report = lock(report)
    except Refused:  # closed, maybe just now: it is only read
        return None
    body = deciding_body(report, by)
    if report.status != Status.SUBMITTED or report.looked_at or body is None:
        return None
    if has_contributed(report, by):
        return None
    return append(report, ReportStep.LOOKED, by=by, at=at, body=body, looked_at=at)


@transaction.atomic
def accept(
    *, report: IndicatorReport, by, at: datetime, text: str = "", seen: int | None = None
) -> ReportEntry:
    """From now on the values count. `seen` is the number of the last entry the page showed."""
    report = lock(report)
    body = _check(report, by, seen)
    return append(
        report, ReportStep.ACCEPTED, by=by, at=at, body=body, text=text,
        status=Status.ACCEPTED, accepted_at=at, rework_due_on=None,
    )  # fmt: skip


@transaction.atomic
def return_for_rework(
    *,
    report: IndicatorReport,
    by,
    at: datetime,
    text: str = "",
    remarks: dict[int, str] | None = None,
    rework_due_on: date | None = None,
    seen: int | None = None,
) -> ReportEntry:
    """Send back with a reason for the whole or for values: `remarks` by key of `Asked`.

    The values stay in the report to be mended; a copy of them, as sent, hangs on the entry.
    """
    report = lock(report)
    body = _check(report, by, seen)
    remarks = {key: word.strip() for key, word in (remarks or {}).items() if word.strip()}
    if remarks and not text.strip():
        text = str(_("See the remarks on the values."))
    require_reason(ReportStep.RETURNED, text)
    return _send_back(report, ReportStep.RETURNED, by, at, body, text, remarks, rework_due_on)


@transaction.atomic
def reopen(
    *,
    report: IndicatorReport,
    by,
    at: datetime,
    text: str,
    remarks: dict[int, str] | None = None,
    seen: int | None = None,
) -> ReportEntry:
    """Take an acceptance back, with a reason: the report goes to rework and counts no more."""
    report = lock(report)
    body = deciding_body(report, by)
    if body is None:
        raise Refused("not_allowed", _("This action is not yours to take."))
    require_status(report, [Status.ACCEPTED])
    require_reason(ReportStep.REOPENED, text)
    follow_body(report)
    return _send_back(report, ReportStep.REOPENED, by, at, body, text, remarks or {}, None)


def _check(report: IndicatorReport, by, seen: int | None) -> int:
    if report.status != Status.SUBMITTED:
        _say_who_was_first(report)
    newer = report.entries.filter(kind=ReportStep.SUBMITTED)
    if seen is not None and newer.filter(number__gt=seen).exists():
        raise Refused(
            "already_decided", _("The report was sent anew after you opened it. Read it again.")
        )
    body = deciding_body(report, by)
    if body is None:
        raise Refused("not_allowed", _("This action is not yours to take."))
    if has_contributed(report, by):
        raise Refused(
            "contributed",
            _("You took part in this report: another coordinator decides on it."),
        )
    return body


def _say_who_was_first(report: IndicatorReport) -> None:
    """Refuse with the decision that came first, or with the status where there was none."""
    last = report.entries.filter(kind__in=DECISIONS).select_related("author").last()
    if last is None:
        require_status(report, [Status.SUBMITTED])
    raise Refused(
        "already_decided",
        _("Already decided: %(what)s, %(who)s.")
        % {"what": last.get_kind_display(), "who": last.author or "—"},
    )


def _send_back(
    report: IndicatorReport,
    kind: ReportStep,
    by,
    at: datetime,
    body: int,
    text: str,
    remarks: dict[int, str],
    rework_due_on: date | None,
) -> ReportEntry:
    today = timezone.localdate(at)
    if rework_due_on is not None and rework_due_on < today:
        raise Refused("bad_date", _("The date of rework is in the past."), field="rework_due_on")
    due = rework_due_on or add_working_days(today, REWORK_WORKING_DAYS)
    entry = append(
        report, kind, by=by, at=at, body=body, text=text, status=Status.RETURNED,
        accepted_at=None, submitted_at=None, rework_due_on=due,
        returns_count=report.returns_count + 1,
    )  # fmt: skip
    values = list(IndicatorValue.objects.filter(report=report))
    EntryValue.objects.bulk_create(
        EntryValue(
            entry=entry, asked_id=value.asked_id, remark=remarks.get(value.asked_id, ""),
            **value.content,
        )
        for value in values
    )  # fmt: skip
    for value in values:
        if word := remarks.get(value.asked_id):
            value.remark = word
            value.save(update_fields=["remark"])
    return entry
