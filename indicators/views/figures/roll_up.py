"""The roll-up of a period: indicators × municipalities, and the same as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.day_asked import day_asked
from directives.downloads.answer import about, answer, wanted
from indicators.region_table import downloads
from indicators.region_table.screen import Screen
from indicators.region_table.table import read
from organizations.access import Viewpoint


@require_safe
def roll_up(request: HttpRequest) -> HttpResponse:
    """A period's figures as the address asks for them. For everybody with a role, and staff."""
    view = Viewpoint.of(request.user)
    if not (view.own or view.is_staff):
        raise Http404
    asked = day_asked(request.GET, timezone.localdate())
    page = read(request.user, request.GET, asked.day, asked.as_of)
    if page and (form := wanted(request)):
        told = about(
            request,
            _("Roll-up of indicators"),
            day=asked.day,
            at=timezone.now(),
            is_live=asked.is_live,
            conditions=downloads.conditions(page),
            notes=downloads.notes(page),
        )
        return answer(form, downloads.table(page), told)
    context = {"screen": Screen(page) if page else None, "today": asked.day, "asked": asked}
    return render(request, "indicators/roll_up/page.html", context)
