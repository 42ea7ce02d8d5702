"""Where it stands: by municipality, by school within one, on the map."""

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from directives.downloads.answer import about, answer, wanted
from directives.downloads.table import Table
from organizations.access import Viewpoint
from resolution_tracker.dashboard.places import (
    grid,
    pages,
    reading,
    school_tables,
    schools,
    tables,
)
from resolution_tracker.dashboard.places.choice import Choice
from resolution_tracker.dashboard.sight import Asked, now, sight_of


def _asked(request: HttpRequest, today: date) -> tuple[Asked, Choice]:
    """For officials of any level, staff and readers; others have nothing to compare."""
    view = Viewpoint.of(request.user)
    official = any(view.has(level) for level in ("department", "municipal", "institute"))
    if not (official or view.everything or view.only_reads):
        raise Http404
    asked = sight_of(request, today)
    periods = reading.opened_periods(asked.sight.day)
    return asked, Choice.read(request.GET, asked.sight, periods)


def _file(
    request: HttpRequest, choice: Choice, table: Table, title: str, at: datetime
) -> HttpResponse:
    sight = choice.sight
    told = about(
        request, title, day=sight.day, at=at, is_live=sight.as_of is None,
        conditions=tables.conditions(choice), notes=tables.notes(choice),
    )  # fmt: skip
    return answer(wanted(request), table, told)


def municipality_grid(request: HttpRequest) -> HttpResponse:
    """Municipalities by item: an official's own part of the region, a reader's totals."""
    today, at = now()
    asked, choice = _asked(request, today)
    found = grid.read(choice)
    if wanted(request):
        title = _("Execution by municipality")
        return _file(request, choice, tables.table(found, "municipalities"), title, at)
    return render(request, "dashboard/places/grid.html", pages.of_grid(asked, found))


def municipality_map(request: HttpRequest) -> HttpResponse:
    """The same sums on the map of the region, and as a table below it. For the same people."""
    today, at = now()
    asked, choice = _asked(request, today)
    places = grid.territories()
    found = grid.read_totals(choice, places)
    if wanted(request):
        return _file(request, choice, tables.table(found, "map"), _("Map of execution"), at)
    return render(request, "dashboard/places/map.html", pages.of_map(asked, found, places))


def school_grid(request: HttpRequest, pk: int) -> HttpResponse:
    """Bodies of one municipality by item. For those who see its authority or support work there."""
    today, at = now()
    asked, choice = _asked(request, today)
    found = schools.read(choice, pk)
    if found is None:
        raise Http404
    if wanted(request):
        sight = choice.sight
        told = about(
            request, _("Execution by school: %(place)s") % {"place": found.where.name},
            day=sight.day, at=at, is_live=sight.as_of is None,
            conditions=[(_("Period"), choice.spoken_period)],
        )  # fmt: skip
        return answer(wanted(request), school_tables.table(found), told)
    return render(request, "dashboard/places/schools.html", pages.of_schools(asked, found))
