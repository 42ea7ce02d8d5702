"""Two days side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directives.downloads.answer import about, answer, wanted
from organizations.access import Viewpoint
from resolution_tracker.dashboard.sight import now
from resolution_tracker.dashboard.two_days.asked import Asked
from resolution_tracker.dashboard.two_days.page import Page


def two_days(request: HttpRequest) -> HttpResponse:
    """The figures on two days, the difference, and which assignments moved.

    For anyone signed in, over what they may see; a reader sees the numbers without the rows.
    """
    today, at = now()
    page = Page(Asked(Viewpoint.of(request.user), request.GET, today))
    if form := wanted(request):
        said = about(
            request, page.title, day=page.asked.later, at=at, is_live=page.asked.is_live,
            conditions=page.conditions, notes=page.asked.refusals,
        )  # fmt: skip
        return answer(form, page.table(request.GET.get("of", "")), said)
    return render(request, "dashboard/two_days.html", {"page": page})
