"""What those who report do: send, say that nothing changed, take back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from directives.workflow.refusal import Refused
from indicators import lines, rules
from indicators.asking import asked_of
from indicators.models import TO_DO, IndicatorReport, IndicatorValue, ReportEntry, ReportStep
from indicators.workflow import attaching
from indicators.workflow.carrying import carry_over
from indicators.workflow.contributions import has_help_from_above
from indicators.workflow.permissions import filling_body, first_reviewer
from indicators.workflow.record import append, lock, require_status
from organizations.models import Level


@transaction.atomic
def submit(*, report: IndicatorReport, by, at: datetime, key: UUID, text: str = "") -> ReportEntry:
    """Send for review. The same key a second time returns the first submission.

    Refused with `problems` while a rule is broken or a question is not answered: the page says
    which. An authority's submission carries the roll-up of its schools, frozen; while some of
    them are not accepted it says in a sentence why it does not wait for them.
    """
    report = lock(report)
    if sent := _sent_with(report, key):
        return sent
    body = _check(report, by)
    if rules.hinders(lines.problems_of(report)):
        raise Refused("problems", _("The report cannot be sent yet: see what is marked."))
    _require_word_on_schools(report, text)
    return _send(report, by, at, key, body, text=text)


@transaction.atomic
def submit_nil(
    *, report: IndicatorReport, by, at: datetime, key: UUID, text: str = ""
) -> ReportEntry:
    """«No changes»: the last accepted values once more. A report that counts as received.

    What has been typed already stays; the rest is copied from the last accepted report.
    """
    report = lock(report)
    if sent := _sent_with(report, key):
        return sent
    body = _check(report, by)
    if not carry_over(report=report, by=by, at=at):
        raise Refused(
            "nothing_before", _("There is no accepted report of an earlier period to refer to.")
        )
    if rules.hinders(lines.problems_of(report)):
        raise Refused("problems", _("The report cannot be sent yet: see what is marked."))
    _require_word_on_schools(report, text)
    return _send(report, by, at, key, body, text=text, is_nil=True)


@transaction.atomic
def withdraw(*, report: IndicatorReport, by, at: datetime) -> ReportEntry:
    """Take it back while the reviewer has not looked."""
    report = lock(report)
    body = filling_body(report, by)
    if body is None:
        raise Refused("not_allowed", _("This action is not yours to take."))
    require_status(report, [Status.SUBMITTED])
    if report.looked_at:
        raise Refused("looked", _("The reviewer has already opened the report."))
    return append(
        report, ReportStep.WITHDRAWN, by=by, at=at, body=body, status=Status.IN_PROGRESS,
        submitted_at=None, first_submitted_on=_first_day_after_withdrawal(report),
    )  # fmt: skip


def _first_day_after_withdrawal(report: IndicatorReport):
    """A report sent once and taken back has not been received; one returned before has."""
    sent_back = [ReportStep.RETURNED, ReportStep.REOPENED]
    was_received = report.entries.filter(kind__in=sent_back).exists()
    return report.first_submitted_on if was_received else None


def _sent_with(report: IndicatorReport, key: UUID) -> ReportEntry | None:
    return report.entries.filter(submission_key=key).first()


def _new_key(key: UUID) -> UUID | None:
    """A key that has sent another report does not keep this one from being sent."""
    return None if ReportEntry.objects.filter(submission_key=key).exists() else key


def _check(report: IndicatorReport, by) -> int:
    body = filling_body(report, by)
    if body is None:
        raise Refused("not_allowed", _("This action is not yours to take."))
    require_status(report, TO_DO)
    return body


def _require_word_on_schools(report: IndicatorReport, text: str) -> None:
    if text.strip() or not attaching.left_out(report):
        return
    raise Refused(
        "no_reason",
        _("Not all schools are accepted: say in a sentence why the report goes without them."),
        field="text",
    )


def _send(
    report: IndicatorReport, by, at: datetime, key: UUID, body: int, *, text: str = "",
    is_nil: bool = False,
) -> ReportEntry:  # fmt: skip
    on_behalf = body != report.organization_id or has_help_from_above(report)
    # What the body is no longer asked was not looked at by any rule: it does not go along.
    report.values.exclude(asked__in=[asked.pk for asked in asked_of(report)]).delete()
    entry = append(
        report, ReportStep.SUBMITTED, by=by, at=at, body=body, text=text, key=_new_key(key),
        status=Status.SUBMITTED, submitted_at=at, looked_at=None, is_nil=is_nil,
        is_on_behalf=on_behalf, reviewer_id=first_reviewer(report, on_behalf),
        first_submitted_on=report.first_submitted_on or timezone.localdate(at),
    )  # fmt: skip
    IndicatorValue.objects.filter(report=report).exclude(remark="").update(remark="")
    if report.organization.level == Level.MUNICIPAL:
        attaching.attach_roll_up(entry)
    return entry
