"""Pictures: all indicators side by side, and one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.day_asked import day_asked
from directives.downloads.answer import about, answer, wanted, which
from indicators.downloads import detail as detail_tables
from indicators.downloads import overview as overview_table
from indicators.models import Indicator
from indicators.pictures import detail, overview
from indicators.pictures.choice import Choice
from organizations.access import Viewpoint


def _require_role(user) -> None:
    """Figures are for everybody with a role, and for staff."""
    view = Viewpoint.of(user)
    if not (view.own or view.is_staff):
        raise Http404


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """All indicators of a period, sentences first. For everybody with a role."""
    _require_role(request.user)
    asked = day_asked(request.GET, timezone.localdate())
    choice = Choice.of(request.GET, asked.day, asked.as_of)
    page = overview.read(request.user, choice)
    if form := wanted(request):
        told = about(request, _("Indicators"), day=choice.today, at=timezone.now(),
                     is_live=asked.is_live, conditions=overview_table.conditions(page))  # fmt: skip
        return answer(form, overview_table.table(page), told)
    context = {"page": page, "choice": choice, "asked": asked}
    return render(request, "indicators/pictures/list.html", context)


@require_safe
def indicator_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator from every side. For everybody with a role."""
    _require_role(request.user)
    rows = Indicator.objects.select_related("mechanism", "theme").prefetch_related("directives")
    indicator = get_object_or_404(rows, pk=pk)
    asked = day_asked(request.GET, timezone.localdate())
    choice = Choice.of(request.GET, asked.day, asked.as_of)
    page = detail.read(indicator, request.user, choice)
    if (form := wanted(request)) and (table := detail_tables.table(page, which(request))):
        told = about(
            request,
            f"{indicator.code} {page.wording.name}: {table.sheet}",
            day=choice.today,
            at=timezone.now(),
            is_live=asked.is_live,
            conditions=detail_tables.conditions(page),
            notes=detail_tables.notes(page),
        )
        return answer(form, table, told)
    context = {"page": page, "choice": choice, "indicator": indicator, "asked": asked}
    return render(request, "indicators/pictures/detail.html", context)
