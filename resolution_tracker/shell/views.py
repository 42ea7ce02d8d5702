"""Where everybody arrives: the way to one's own page, and the demo's sign-in."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from organizations.access import Viewpoint
from resolution_tracker.shell import demo, start

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROBOTS = "User-agent: *\nDisallow: /\n"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Any signed-in person: sends each role to the page its work begins with."""
    view = Viewpoint.of(request.user)
    if view.is_staff and (steps := start.first_steps()):
        return render(request, "shell/first_steps.html", {"steps": steps})
    if name := start.landing(view):
        return redirect(name)
    return render(request, "shell/no_role.html", {"helpers": start.helpers()})


@require_POST
@never_cache
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Anybody, but only in a demo: enter as one of its users without a password."""
    username = request.POST.get("username", "")
    if not settings.DEMO or username not in demo.USERS:
        raise Http404
    user = get_object_or_404(demo.people(), username=username, is_active=True)
    login(request, user, backend=BACKEND)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect("home")


@require_safe
@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    """For pages that do not name theirs, the admin's among them."""
    return redirect(static("favicon.svg"), permanent=False)


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse(ROBOTS, content_type="text/plain")
