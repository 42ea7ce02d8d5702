"""Actions that are one button: «no changes», and taking a submission back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from indicators import workflow
from indicators.views.reporting import answers
from indicators.views.reporting.access import find_filled
from indicators.workflow.whole import take_last


@require_POST
def report_nil(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who fill the report in: the last accepted values once more, sent for review.

    Where the rules ask something of them, they are put in and the form says what is asked.
    """
    report, now = find_filled(request.user, pk), timezone.now()
    key = answers.key_of(request)
    try:
        entry = workflow.submit_nil(report=report, by=request.user, at=now, key=key)
    except workflow.Refused as refused:
        messages.warning(request, str(refused))
        if refused.code not in ("problems", "no_reason"):
            return redirect("indicator-report", pk=pk)
        take_last(report=report, by=request.user, at=now)
        return redirect(reverse("indicator-fill", args=[pk]) + "?check=1")
    return answers.to_report(request, entry)


@require_POST
def withdraw_report(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who fill the report in, while the reviewer has not looked."""
    report = find_filled(request.user, pk)
    try:
        workflow.withdraw(report=report, by=request.user, at=timezone.now())
    except workflow.Refused as refused:
        messages.warning(request, str(refused))
        return redirect("indicator-report", pk=pk)
    messages.info(request, _("The report is withdrawn. Mend it and send it again."))
    return answers.to_form(request, pk)
