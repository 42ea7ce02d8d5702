"""One figure taken apart: its formula, the rows it counts, those left out and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def figure_detail(request: HttpRequest, ratio: str) -> HttpResponse:
    """The formula of a ratio."""
    return redirect(f"{reverse('how-counted')}#{ratio}")
