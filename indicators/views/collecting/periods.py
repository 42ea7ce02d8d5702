"""The periods in which indicators are collected."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directives.calendar import school_year_of
from directives.downloads.answer import about, answer, wanted
from directives.school_year import create_periods
from indicators import computing
from indicators.downloads import collections as tables
from indicators.models import Collection
from indicators.pages import collections as collections_page
from indicators.views.collecting.access import require_collector


@require_http_methods(["GET", "HEAD", "POST"])
def collection_list(request: HttpRequest) -> HttpResponse:
    """Periods of this school year and its neighbours. Staff and the department's coordinators."""
    require_collector(request.user)
    today = timezone.localdate()
    current = school_year_of(today)
    if request.method == "POST":
        if request.POST.get("action") == "compute":
            _compute(request)
        else:
            _make_periods(request, current)
        return redirect("collection-list")
    years = collections_page.years_around(current)
    if form := wanted(request):
        title = _("Collections of indicators")
        told = about(request, title, day=today, at=timezone.now())
        return answer(form, tables.periods(years), told)
    return render(request, "indicators/collecting/list.html", {"years": years})


def _compute(request: HttpRequest) -> None:
    key = request.POST.get("collection", "")
    collection = get_object_or_404(Collection, pk=int(key[:18]) if key.isdecimal() else 0)
    if not collection.is_open:
        messages.error(request, _("The period is closed: its figures are frozen."))
        return
    count = computing.refresh(collection=collection, at=timezone.now(), anew=True)
    said = ngettext("%(n)s value computed anew.", "%(n)s values computed anew.", count)
    messages.info(request, said % {"n": count} if count else _("The computed values are right."))


def _make_periods(request: HttpRequest, current: int) -> None:
    year = request.POST.get("school_year", "")
    if year not in {str(current + offset) for offset in collections_page.AROUND}:
        messages.error(request, _("Choose a school year from the list."))
        return
    made = create_periods(school_year=int(year))
    said = ngettext("%(n)d period made.", "%(n)d periods made.", len(made))
    messages.info(
        request, said % {"n": len(made)} if made else _("This school year has all its periods.")
    )
