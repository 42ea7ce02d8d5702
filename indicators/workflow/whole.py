"""A whole form at once: all that was typed, or all that was there the last time."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from directives.workflow.refusal import Refused
from indicators.models import TO_DO, Asked, IndicatorReport, IndicatorValue, ReportEntry, ReportStep
from indicators.workflow.carrying import carry_over
from indicators.workflow.permissions import filling_body
from indicators.workflow.record import append, lock, require_status
from indicators.workflow.values import Overtaken, Typed, put_value


@transaction.atomic
def keep_values(
    *, report: IndicatorReport, typed: Iterable[tuple[Asked, Typed]], by, at: datetime
) -> dict[int, IndicatorValue]:
    """Keep values of a report that is still to be sent, under one lock.

    Returns, by key of `Asked`, what another person has changed meanwhile: that is not overwritten.
    """
    typed = list(typed)
    report, body = _open(report, by)
    overtaken = {}
    for asked, content in typed:
        try:
            put_value(report=report, asked=asked, typed=content, by=by, at=at)
        except Overtaken as first:
            overtaken[asked.pk] = first.value
    if len(overtaken) < len(typed):
        _begin(report, body, by, at)
    return overtaken


@transaction.atomic
def take_last(*, report: IndicatorReport, by, at: datetime) -> bool:
    """Put the last accepted values into what is still empty; nothing is sent."""
    report, body = _open(report, by)
    if not carry_over(report=report, by=by, at=at):
        return False
    _begin(report, body, by, at)
    return True


def sent_with(report: IndicatorReport, key: UUID) -> ReportEntry | None:
    """What a form with this key has sent already."""
    return report.entries.filter(submission_key=key).first()


def _open(report: IndicatorReport, by) -> tuple[IndicatorReport, int]:
    report = lock(report)
    body = filling_body(report, by)
    if body is None:
        raise Refused("not_allowed", _("This action is not yours to take."))
    require_status(report, TO_DO)
    return report, body


def _begin(report: IndicatorReport, body: int, by, at: datetime) -> None:
    if report.status == Status.NOT_STARTED:
        append(report, ReportStep.STARTED, by=by, at=at, body=body, status=Status.IN_PROGRESS)
