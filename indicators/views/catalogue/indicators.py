"""What is measured, in whose words, with which target, and what asking it costs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.pages import catalogue
from organizations.access import Viewpoint


@require_safe
def indicator_catalogue(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, and staff. `?by=theme` groups by theme instead of by mechanism."""
    view = Viewpoint.of(request.user)
    if not view.roles and not view.is_staff:
        raise Http404
    page = catalogue.read(timezone.localdate(), request.GET.get("by", ""))
    context = {
        "page": page,
        "may_change": request.user.is_staff
        and request.user.has_perm("indicators.change_indicator"),
    }
    return render(request, "indicators/catalogue/catalogue.html", context)
