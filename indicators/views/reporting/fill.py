"""The report form: typed, kept, sent."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from directives.views.reporting.body import (
    STALE,
    TYPED_IS_HERE,
    keeps_what_was_typed,
    take_kept,
)
from indicators import workflow
from indicators.lines import Kept
from indicators.models import IndicatorReport
from indicators.pages.report import ReportPage
from indicators.pages.report_form import Outcome, read_all, receive, seen
from indicators.views.reporting import answers
from indicators.views.reporting.access import find_filled
from indicators.workflow.whole import sent_with, take_last


@partial(keeps_what_was_typed, form="indicator-fill")
@require_http_methods(["GET", "HEAD", "POST"])
def fill_report(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who report for the body, and coordinators directly above a school.

    POST action=save keeps what is typed, =last puts the last values into what is empty, =submit
    sends for review.
    """
    report = find_filled(request.user, pk)
    if request.method == "POST":
        return _receive(request, report)
    if "fill" not in workflow.allowed(report, request.user):
        return redirect("indicator-report", pk=pk)
    if typed := take_kept(request, pk, form="indicator-fill"):
        outcome = _keep(request, report, typed)
        page, said = ReportPage(report, outcome), typed.get("text", "")
        return answers.show_form(request, page, note=TYPED_IS_HERE, text=said)
    return answers.show_form(request, ReportPage(report, strict="check" in request.GET))


def _keep(request: HttpRequest, report: IndicatorReport, data: QueryDict) -> Outcome:
    kept = Kept.of(report)
    return receive(kept, data, kept.asked, request.user, timezone.now())


def _receive(request: HttpRequest, report: IndicatorReport) -> HttpResponse:
    if request.token_is_stale:
        kept = Kept.of(report)
        outcome = Outcome(read_all(kept, request.POST, kept.asked), refusal=str(STALE))
        return answers.show_form(request, ReportPage(report, outcome))
    if entry := sent_with(report, answers.key_of(request)):
        return answers.to_report(request, entry)
    outcome = _keep(request, report, request.POST)
    report.refresh_from_db(fields=["status"])
    if not outcome.is_clean:
        if entry := sent_with(report, answers.key_of(request)):
            return answers.to_report(request, entry)
        strict = request.POST.get("action") == "submit"
        return answers.show_form(request, ReportPage(report, outcome, strict=strict))
    return _act(request, report, outcome)


def _act(request: HttpRequest, report: IndicatorReport, outcome: Outcome) -> HttpResponse:
    """What the pressed button asks for; what was typed is kept already."""
    action, place = request.POST.get("action"), ""
    if action == "submit":
        return _submit(request, report, outcome)
    if action == "last":
        take_last(report=report, by=request.user, at=timezone.now())
        messages.info(request, _("The empty fields are filled with the last period's values."))
    elif same := request.POST.get("same", ""):
        place = f"row-{same}"
    else:
        messages.info(request, _("The draft is saved."))
    if request.POST.get("text", "").strip():  # goes with the sending: kept nowhere but here
        return answers.show_form(request, ReportPage(report))
    return answers.to_form(request, report.pk, place)


def _submit(request: HttpRequest, report: IndicatorReport, outcome: Outcome) -> HttpResponse:
    """What hinders is shown beside its field, and nothing is lost."""
    try:
        entry = workflow.submit(
            report=report,
            by=request.user,
            at=timezone.now(),
            key=answers.key_of(request),
            text=seen(request.POST.get("text", "")),
        )
    except workflow.Refused as refused:
        page = ReportPage(report, strict=True)
        refusal = "" if refused.code == "problems" else str(refused)
        return answers.show_form(request, page, refusal=refusal)
    return answers.to_report(request, entry)
