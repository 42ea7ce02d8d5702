"""One figure taken apart: its formula, the rows it counts, those left out and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from directives.downloads.answer import about, answer, wanted
from resolution_tracker.dashboard.figure_page import KNOWN, FigurePage
from resolution_tracker.dashboard.sight import now, sight_of


def figure_detail(request: HttpRequest, ratio: str) -> HttpResponse:
    """The formula of a ratio with its numbers put in, and the rows behind it.

    For anyone signed in, over what they may see; a reader sees the numbers without the rows, and
    none of a single body.
    """
    if ratio not in KNOWN:
        raise Http404
    today, at = now()
    asked = sight_of(request, today)
    sight = asked.sight
    page = FigurePage(ratio, sight, request.GET)
    if sight.only_totals and page.scope.tells_of_bodies:
        raise Http404
    if (form := wanted(request)) and not sight.only_totals:
        said = about(
            request, page.explained.title, day=sight.day, at=at, is_live=sight.as_of is None,
            conditions=page.scope.conditions, notes=[page.explained.formula, page.put_in],
        )  # fmt: skip
        return answer(form, page.table(request.GET.get("of", "")), said)
    return render(request, "dashboard/figure.html", {"page": page, "asked": asked})
