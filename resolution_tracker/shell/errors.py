"""Pages for what went wrong: a sentence and a way on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.csrf import requires_csrf_token


@login_not_required
@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. What was sent cannot be read: a NUL, too many fields, a foreign host."""
    return render(request, "400.html", status=400)


@login_not_required
@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403. One may see it, but not do it; the exception's words say why, where it has any."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


@login_not_required
@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404. It is not there, or one may not know that it is; both read the same."""
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500. Whatever broke may be the database: this page asks nothing of it."""
    return HttpResponse(get_template("500.html").render(), status=500)


@login_not_required
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or has changed, as after signing in elsewhere."""
    return render(request, "403_csrf.html", status=403)
