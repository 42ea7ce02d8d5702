"""Themes of the resolution, each as a chain from the department to the schools."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from directives.downloads.answer import about, answer, wanted
from resolution_tracker.dashboard.sight import now, sight_of
from resolution_tracker.dashboard.themes.page import read_page


def theme_chains(request: HttpRequest) -> HttpResponse:
    """Each theme over what this person may see, and where it is stuck.

    Anyone signed in may open it; a reader sees the figures of the whole region.
    """
    today, at = now()
    asked = sight_of(request, today)
    sight = asked.sight
    page = read_page(sight)
    if form := wanted(request):
        said = about(request, _("Themes"), day=sight.day, at=at, is_live=sight.as_of is None)
        return answer(form, page.table, said)
    return render(request, "dashboard/themes/themes.html", {"page": page, "asked": asked})
