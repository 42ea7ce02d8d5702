"""Every page asks who one is, unless it says otherwise; some requests are refused at the door."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.middleware import HtmxDetails

from resolution_tracker.shell import errors

NUL = "\x00"
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


class SignInRequired(LoginRequiredMiddleware):
    """Secure by default: a view is closed until it is marked `login_not_required`."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        """A page goes to sign-in and back. A fragment must not: the page around it stays.

        The script that asked for the fragment keeps what was typed and shows where to sign in.
        """
        htmx = HtmxDetails(request)
        if not htmx:
            page = _page_of_the_form(request)
            if page:
                return redirect_to_login(page)
            return super().handle_no_permission(request, view_func)
        back = htmx.current_url_abs_path or resolve_url(settings.LOGIN_REDIRECT_URL)
        sign_in = resolve_url(settings.LOGIN_URL)
        headers = {"X-Sign-In": f"{sign_in}?{urlencode({'next': back})}"}
        return HttpResponse(status=401, headers=headers)


def _page_of_the_form(request: HttpRequest) -> str:
    """Where a form was sent from: its own address may speak POST only."""
    page = request.headers.get("Referer", "") if request.method == "POST" else ""
    is_ours = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else ""


def refuse_nul(get_response: Callable) -> Callable:
    """PostgreSQL cannot hold NUL, and nobody types it: such an address is a bad request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)
        return get_response(request)

    return middleware


def permissions_policy(get_response: Callable) -> Callable:
    """What no page of ours ever asks of the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware
