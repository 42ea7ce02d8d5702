"""Which schools have filled in the passport of a year."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.calendar import school_year_of
from directives.downloads.answer import about, answer, wanted
from indicators import passports
from indicators.downloads import passports as tables
from indicators.pages.passport_list import PassportList
from organizations.access import Viewpoint
from organizations.models import Level, Organization


@require_safe
def passport_list(request: HttpRequest) -> HttpResponse:
    """Schools that an authority, the department or staff oversee; a school goes to its own."""
    today = timezone.localdate()
    view = Viewpoint.of(request.user)
    schools = Organization.objects.visible_to(request.user).at(Level.SCHOOL).active(today)
    if not passports.oversees_schools(view):
        return _own(request, schools, today)
    return _shown(request, PassportList(request.GET, schools, today, view.everything), today)


def _own(request: HttpRequest, schools, today: date) -> HttpResponse:
    """One's only school at once; of several, the list; nobody else learns of the page."""
    own = list(schools.values_list("pk", flat=True)[:2])
    if not own:
        raise Http404
    if len(own) == 1:
        return redirect("passport", own[0], school_year_of(today))
    return _shown(request, PassportList(request.GET, schools, today, names_places=True), today)


def _shown(request: HttpRequest, listing: PassportList, today: date) -> HttpResponse:
    if form := wanted(request):
        told = about(request, _("School passports"), day=today, at=timezone.now(),
                     conditions=tables.conditions(listing))  # fmt: skip
        return answer(form, tables.table(listing), told)
    return render(request, "indicators/catalogue/passport_list.html", {"listing": listing})
