"""The floor: a page behind the same session, sign-in and base template, with ten fixed rows.

Its address exists only with BENCH=1.
"""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import Template, engines
from django.urls import path
from django.views.decorators.http import require_safe

ROWS = [(number, f"Строка {number}", "15.10.2026") for number in range(1, 11)]
SOURCE = """{% extends "base.html" %}
{% block title %}Bench{% endblock %}
{% block content %}<h1>Bench</h1>
<table>{% for number, name, day in rows %}
<tr><td>{{ number }}</td><td>{{ name }}</td><td>{{ day }}</td></tr>{% endfor %}</table>
{% endblock %}
"""


@cache
def _template() -> Template:
    return engines["django"].from_string(SOURCE)


@require_safe
def trivial(request: HttpRequest) -> HttpResponse:
    """Anybody signed in."""
    return HttpResponse(_template().render({"rows": ROWS}, request))


urlpatterns = [path("trivial/", trivial, name="bench-trivial")]
