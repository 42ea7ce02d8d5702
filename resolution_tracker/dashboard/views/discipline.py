"""Discipline, both ways: of those who report and of those who review."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from directives.downloads.answer import about, answer, wanted
from resolution_tracker.dashboard.discipline import access, notes
from resolution_tracker.dashboard.discipline.bodies import Bodies
from resolution_tracker.dashboard.discipline.reading import resolution_in_force
from resolution_tracker.dashboard.discipline.reviewers import Reviewers
from resolution_tracker.dashboard.sight import Asked, now, sight_of


def discipline(request: HttpRequest) -> HttpResponse:
    """Bodies side by side. The department and staff: all; municipalities: theirs; the institute."""
    today, _at = now()
    asked = sight_of(request, today)
    if not access.reads_bodies(asked.sight.view):
        raise Http404
    page = Bodies(asked.sight, request.GET, resolution_in_force())
    words = notes.Words(_("Discipline of those who report"), page.conditions, notes.of_bodies())
    return _answered(request, "dashboard/discipline/bodies.html", asked, page, words)


def reviewer_discipline(request: HttpRequest) -> HttpResponse:
    """Reviewing bodies. The department and staff: all of them; a municipality: itself."""
    today, _at = now()
    asked = sight_of(request, today)
    if not access.reads_reviewers(asked.sight.view):
        raise Http404
    page = Reviewers(asked.sight, request.GET, resolution_in_force())
    words = notes.Words(_("Discipline of those who review"), [], notes.of_reviewers())
    return _answered(request, "dashboard/discipline/reviewers.html", asked, page, words)


def _answered(
    request: HttpRequest, template: str, asked: Asked, page: Bodies | Reviewers, words: notes.Words
) -> HttpResponse:
    """The page, or its table as a file."""
    sight = asked.sight
    if form := wanted(request):
        said = about(
            request, words.title, day=sight.day, at=now()[1], is_live=sight.as_of is None,
            conditions=words.conditions, notes=words.notes,
        )  # fmt: skip
        return answer(form, page.grid.taken, said)
    return render(request, template, {"asked": asked, "page": page, "words": words})
