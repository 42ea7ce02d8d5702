"""A municipality and an organization."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from directives.downloads.answer import about, answer, wanted
from resolution_tracker.dashboard import bodies, drawing, page_tables, rows_drawing
from resolution_tracker.dashboard.sight import now, sight_of


def municipality_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Its measures, items and schools. For those who see its authority, or support work there.

    `?format=`: its schools.
    """
    today, at = now()
    asked = sight_of(request, today)
    sight = asked.sight
    page = bodies.municipality_page(pk, sight, request.GET.get("sort", ""))
    if page is None:
        raise Http404
    if form := wanted(request):
        title, live = page.municipality.name, sight.as_of is None
        said = about(request, title, day=sight.day, at=at, is_live=live)
        return answer(form, page_tables.of_municipality(page), said)
    context = {
        "page": page,
        "asked": asked,
        "today": sight.day,
        "items": drawing.items(page.items),
        "rows": rows_drawing.schools(page),
    }
    return render(request, "dashboard/municipality.html", context)


def organization_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Its card, contacts, measures and assignments. For those who may see it or its work.

    `?format=`: its assignments.
    """
    today, at = now()
    asked = sight_of(request, today)
    sight = asked.sight
    page = bodies.organization_page(pk, sight)
    if page is None:
        raise Http404
    if form := wanted(request):
        title, live = page.organization.name, sight.as_of is None
        said = about(request, title, day=sight.day, at=at, is_live=live)
        return answer(form, page_tables.of_organization(page), said)
    context = {"page": page, "asked": asked, "today": sight.day}
    return render(request, "dashboard/organization.html", context)
