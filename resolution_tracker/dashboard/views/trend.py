"""How it went: execution and overdue by week."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from directives.downloads.answer import about, answer, wanted
from resolution_tracker.dashboard.sight import now, sight_of
from resolution_tracker.dashboard.trend import page as trend_page
from resolution_tracker.dashboard.trend.sentences import nothing_yet


def trend(request: HttpRequest) -> HttpResponse:
    """The trend over what this person may see; `?level=` or `?directive=` narrow it.

    Anyone signed in may open it; a reader sees the lines of the whole region.
    """
    today, at = now()
    asked = sight_of(request, today)
    sight = asked.sight
    page = trend_page.read_page(sight, request.GET)
    if form := wanted(request):
        said = about(
            request, _("Trend"), day=sight.day, at=at, is_live=sight.as_of is None,
            conditions=page.conditions,
        )  # fmt: skip
        return answer(form, page.table, said)
    may_publish = sight.view.has("department", "coordinator") and sight.as_of is None
    context = {"page": page, "asked": asked, "nothing_yet": nothing_yet(may_publish)}
    return render(request, "dashboard/trend/trend.html", context)
