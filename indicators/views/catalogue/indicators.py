"""What is measured, in whose words, with which target, and what asking it costs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.downloads.answer import about, answer, wanted, which
from indicators.downloads import catalogue as tables
from indicators.pages import catalogue
from organizations.access import Viewpoint


@require_safe
def indicator_catalogue(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, and staff. `?by=theme` groups by theme instead of by mechanism."""
    view = Viewpoint.of(request.user)
    if not view.roles and not view.is_staff:
        raise Http404
    today = timezone.localdate()
    page = catalogue.read(today, request.GET.get("by", ""))
    if form := wanted(request):
        table = tables.table(page, which(request))
        title = _("Catalogue of indicators") + f": {table.sheet}"
        told = about(request, title, day=today, at=timezone.now(),
                     conditions=[(_("School year"), page.year)])  # fmt: skip
        return answer(form, table, told)
    context = {
        "page": page,
        "may_change": request.user.is_staff
        and request.user.has_perm("indicators.change_indicator"),
    }
    return render(request, "indicators/catalogue/catalogue.html", context)
