"""The front page of an official, and how its figures are counted."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from directives.downloads.answer import about, answer, wanted
from directives.waiting import decides
from resolution_tracker.dashboard import drawing, front_table, sentences
from resolution_tracker.dashboard import front_page as front
from resolution_tracker.dashboard.explained import MEASURES
from resolution_tracker.dashboard.furniture import furniture
from resolution_tracker.dashboard.sight import now, sight_of
from resolution_tracker.navigation import waiting_of


def front_page(request: HttpRequest) -> HttpResponseBase:
    """The resolution with its execution in the margin, over what this person may see.

    Anyone signed in may open it; a reader sees totals. `?format=`: the items with their figures.
    """
    today, at = now()
    asked = sight_of(request, today)
    sight = asked.sight
    page = front.read(sight, waiting_of(request) if decides(request.user) else None)
    if page and (form := wanted(request)):
        said = about(
            request, page.resolution.title, day=sight.day, at=at, is_live=sight.as_of is None
        )
        return answer(form, front_table.of(page), said)
    may_publish = sight.view.has("department", "coordinator")
    context = {
        "page": page,
        "levels": drawing.levels(page) if page else "",
        "sections": drawing.sections(page) if page else "",
        "asked": asked,
        "today": sight.day,
        "nothing_published": sentences.nothing_published(may_publish),
        **furniture(request, asked),
    }
    return render(request, "dashboard/resolution.html", context)


def how_counted(request: HttpRequest) -> HttpResponseBase:
    """Each measure: its formula, what it leaves out, where it comes from. For anyone signed in."""
    return render(request, "dashboard/how_counted.html", {"measures": MEASURES})
