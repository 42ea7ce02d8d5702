"""One report, to be read: its values, what came with it, its history."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators import attached, workflow
from indicators.disclosure import Outlook
from indicators.pages.report import ReportPage, beside_of
from indicators.pages.report_history import history
from indicators.views.reporting import answers
from indicators.views.reporting.access import find_visible


@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody who sees the body."""
    report = find_visible(request.user, pk)
    page, outlook = ReportPage(report), Outlook.of(request.user)
    said = answers.context(request, page)
    context = said | {
        "rows": page.rows(),
        "beside": beside_of(report),
        "entries": history(report),
        "words": page.words(),
        "attached": attached.of_report(report) if report.submitted_at else None,
        "key": uuid4(),
        "sees_small": outlook.sees(organization=report.organization),
        "last_report": page.last_report(),
        "was_repeated": report.is_nil and "withdraw" in said["actions"],
        "decides": workflow.may_decide(report, request.user),
    }
    return render(request, "indicators/reporting/report.html", context)
