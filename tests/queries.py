"""Watches the pages of all tests for a query per row."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from zeal import zeal_context
from zeal.constants import initialize_app_registry
from zeal.patch import patch

# zeal is not among the installed apps: it watches the tests, never a running system.
initialize_app_registry()
patch()

# A page may read the same thing for two or three rows it knows by name; not for each row of a list.
THRESHOLD = 4


def no_query_per_row(get_response: Callable) -> Callable:
    """Pages are read; what is posted takes its rows one by one, each under its own lock."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "GET":
            return get_response(request)
        with zeal_context():
            return get_response(request)

    return middleware
