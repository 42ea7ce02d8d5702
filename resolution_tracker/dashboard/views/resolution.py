"""The front page of an official, and how its figures are counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from directives.waiting import decides
from organizations.access import Viewpoint
from resolution_tracker.dashboard import front_page as front
from resolution_tracker.dashboard import sentences
from resolution_tracker.dashboard.explained import MEASURES
from resolution_tracker.navigation import waiting_of


def front_page(request: HttpRequest) -> HttpResponse:
    """The resolution with its execution in the margin, over what this person may see.

    Anyone signed in may open it.
    """
    today = timezone.localdate()
    view = Viewpoint.of(request.user)
    may_publish = view.has("department", "coordinator")
    waiting = waiting_of(request) if decides(request.user) else None
    context = {
        "page": front.read(view, today, waiting),
        "today": today,
        "nothing_published": sentences.nothing_published(may_publish),
    }
    return render(request, "dashboard/resolution.html", context)


def how_counted(request: HttpRequest) -> HttpResponse:
    """Each measure: its formula, what it leaves out, where it comes from. For anyone signed in."""
    return render(request, "dashboard/how_counted.html", {"measures": MEASURES})
