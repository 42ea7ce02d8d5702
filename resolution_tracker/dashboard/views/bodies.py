"""A municipality and an organization."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from resolution_tracker.dashboard import bodies


def municipality_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Its measures, items and schools. For those who see its authority, or support work there."""
    today = timezone.localdate()
    page = bodies.municipality_page(pk, request.user, today, request.GET.get("sort", ""))
    if page is None:
        raise Http404
    return render(request, "dashboard/municipality.html", {"page": page, "today": today})


def organization_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Its card, contacts, measures and assignments. For those who may see it or its work."""
    today = timezone.localdate()
    page = bodies.organization_page(pk, request.user, today)
    if page is None:
        raise Http404
    return render(request, "dashboard/organization.html", {"page": page, "today": today})
