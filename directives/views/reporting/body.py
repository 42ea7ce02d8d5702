"""A request that carries a whole report is read with care, so that nothing typed is lost.

- A body far too large is refused before it is read; a file too large is dropped while it arrives,
  and the text beside it is kept.
- A session that ended while one was typing: a plain form waits in the anonymous session until its
  author has signed in; a script is told where to sign in and keeps the text itself.
- A token that changed, as after signing in elsewhere: the form comes back filled, to be sent again.
"""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

FORM = "assignment-report"
KEPT = "kept_report"
TYPED_IS_HERE = _("What you typed before signing in is here.")
STALE = _("The page was out of date and nothing was saved. Press the button again.")
LARGEST_KEPT = 64 * 1024  # characters in the session of somebody not signed in
_NOT_KEPT = {"csrfmiddlewaretoken", "action"}

View = Callable[..., HttpResponse]


class LimitHandler(FileUploadHandler):
    """Drops a file that grows too large, and remembers that it did."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        request.dropped_files = []
        self.received = 0

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.EVIDENCE_MAX_BYTES:
            self.request.dropped_files.append((self.field_name, self.file_name or ""))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def keeps_what_was_typed(view: View, *, form: str = FORM) -> View:
    """For views of the report form: guards the body, the session and the token as said above.

    The view gets `request.token_is_stale`: then it must change nothing and show the form again.
    `form` names the address of the form's page.
    """

    @csrf_protect
    def guarded(request: HttpRequest, pk: int, **more: int) -> HttpResponse:
        request.token_is_stale = False
        if request.user.is_authenticated:
            return view(request, pk, **more)
        return _keep(request, pk, *more.values())

    @wraps(view)
    def outer(request: HttpRequest, pk: int, **more: int) -> HttpResponse:
        request.form_page = form
        if request.method == "POST" and (refusal := _read(request)):
            return refusal
        if not request.user.is_authenticated and (
            request.method != "POST" or request.headers.get("HX-Request")
        ):
            return _to_sign_in(request, pk, *more.values())
        request.token_is_stale = True
        response = guarded(request, pk, **more)
        if request.token_is_stale and request.user.is_authenticated:
            return view(request, pk, **more)
        return response

    return csrf_exempt(login_not_required(outer))


def _read(request: HttpRequest) -> HttpResponse | None:
    """Read the body; a refusal with a sentence where it cannot be."""
    request.upload_handlers.insert(0, LimitHandler(request))
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > 3 * settings.EVIDENCE_MAX_BYTES:
        return _refuse(request)
    try:
        request.POST  # noqa: B018 - reading it is the point
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return _refuse(request)
    return None


def _refuse(request: HttpRequest) -> HttpResponse:
    """Too much at once. htmx ignores 4xx bodies: it is answered 200."""
    context = {"limit": settings.EVIDENCE_MAX_BYTES}
    if request.headers.get("HX-Request"):
        return render(request, "reporting/_too_large.html", context)
    return render(request, "reporting/too_large.html", context, status=413)


def _report_address(request: HttpRequest, pk: int, *more: int) -> str:
    """The page of the form: a file's address names the file, so its form says whose it is."""
    assignment = request.POST.get("assignment", "")
    is_file = request.resolver_match.url_name == "draft-file-remove"
    is_number = assignment.isascii() and assignment.isdecimal() and len(assignment) < 19
    pk = assignment if is_file and is_number else pk
    return reverse(request.form_page, args=[pk, *more])


def _to_sign_in(request: HttpRequest, pk: int, *more: int) -> HttpResponse:
    address = _report_address(request, pk, *more)
    if not request.headers.get("HX-Request"):
        return redirect_to_login(address)
    sign_in = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': address})}"
    return HttpResponse(status=401, headers={"X-Sign-In": sign_in})


def _keep(request: HttpRequest, pk: int, *more: int) -> HttpResponse:
    """Put the typed report into the session of nobody yet, and ask to sign in."""
    address = _report_address(request, pk, *more)
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_KEPT}
    if len(json.dumps(typed, ensure_ascii=False)) <= LARGEST_KEPT:
        request.session[KEPT] = {"address": address, "typed": typed}
    return redirect_to_login(address)


def take_kept(request: HttpRequest, pk: int, *more: int, form: str = FORM) -> QueryDict | None:
    """What was typed on this report's form before signing in; given once."""
    kept = request.session.get(KEPT)
    if kept is None or kept["address"] != reverse(form, args=[pk, *more]):
        return None
    del request.session[KEPT]
    typed = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        typed.setlist(name, values)
    return typed
