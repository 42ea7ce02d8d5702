"""Accepting several reports at once: those in which nothing asks for a second look."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.forms.review import BulkForm
from indicators import oddities, workflow
from indicators.models import IndicatorReport
from indicators.views.review.access import require_queue

_LAST = "last_indicator_decisions"


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_review_bulk(request: HttpRequest) -> HttpResponse:
    """Accepts what was chosen and tells what came of it. Coordinators.

    Each by its own rule; one with a flag is left for its own page.
    """
    require_queue(request.user)
    if request.method != "POST":
        return _summary(request)
    chosen = BulkForm.parse(request.POST.getlist("chosen"))
    reports = list(_found(request.user, chosen))
    flags = oddities.of_reports(reports)
    now = timezone.now()
    request.session[_LAST] = [
        (row.pk, _accept(row, request.user, now, chosen[row.pk], len(flags[row.pk])))
        for row in reports
    ]
    return redirect("indicator-review-bulk")


def _found(user, pks):
    rows = IndicatorReport.objects.own().visible_to(user).filter(pk__in=pks)
    return rows.select_related("organization", "collection__period").order_by(
        "submitted_at", "organization__sort_key", "pk"
    )


def _accept(report: IndicatorReport, by, at: datetime, seen: int, flags: int) -> str:
    """Empty where it was accepted, else why not."""
    if flags:
        return _("There are flags: decide on the report's own page.")
    try:
        workflow.accept(report=report, by=by, at=at, seen=seen)
    except workflow.Refused as refused:
        return str(refused)
    return ""


def _summary(request: HttpRequest) -> HttpResponse:
    if _LAST not in request.session:
        return redirect("indicator-review-queue")
    results = dict(request.session[_LAST])
    rows = [(row, results[row.pk]) for row in _found(request.user, results)]
    context = {
        "done": [row for row, reason in rows if not reason],
        "left": [(row, reason) for row, reason in rows if reason],
    }
    return render(request, "indicators/review/bulk_done.html", context)
