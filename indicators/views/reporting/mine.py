"""Where those who report on indicators begin."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.downloads.answer import about, answer, wanted
from indicators.downloads import queue as tables
from indicators.pages.my_reports import passports_lacking, reports_of
from organizations.access import Viewpoint


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """For everybody who reports: the next step first, then all of one's reports."""
    view, today = Viewpoint.of(request.user), timezone.localdate()
    if not view.reports:
        raise Http404
    mine = reports_of(request.user)
    if form := wanted(request):
        title = _("My reports on indicators")
        return answer(form, tables.mine(mine), about(request, title, day=today, at=timezone.now()))
    context = {
        "today": today,
        "mine": mine,
        "passports": passports_lacking(request.user, today),
        "has_many_bodies": len(view.reports) > 1,
        "reviews": view.has("municipal", "coordinator") or view.has("department", "coordinator"),
    }
    return render(request, "indicators/reporting/list.html", context)
