"""Where those who report on indicators begin."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.pages.my_reports import passports_lacking, reports_of
from organizations.access import Viewpoint


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """For everybody who reports: the next step first, then all of one's reports."""
    view, today = Viewpoint.of(request.user), timezone.localdate()
    if not view.reports:
        raise Http404
    context = {
        "today": today,
        "mine": reports_of(request.user),
        "passports": passports_lacking(request.user, today),
        "has_many_bodies": len(view.reports) > 1,
        "reviews": view.has("municipal", "coordinator") or view.has("department", "coordinator"),
    }
    return render(request, "indicators/reporting/list.html", context)
