"""Parts of the front page that say nothing of its figures: the address alone decides them."""

from functools import lru_cache

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from organizations.access import Viewpoint
from resolution_tracker.dashboard.sight import Asked, Sight

_PARTS = {
    "as_of_bar": "dashboard/_as_of.html",
    "legend": "dashboard/_legend.html",
    "ways_on": "dashboard/_ways_on.html",
}


def furniture(request: HttpRequest, asked: Asked) -> dict[str, SafeString]:
    """By name, for the page's template."""
    sight = asked.sight
    anybody = Sight(Viewpoint(is_reader=sight.only_totals), sight.day, sight.as_of)
    query = request.META.get("QUERY_STRING", "")
    return _drawn(request.path, query, Asked(anybody, asked.refusal))


@lru_cache(maxsize=128)
def _drawn(path: str, query: str, asked: Asked) -> dict[str, SafeString]:
    """The same for the same address, so its templates need not be gone through each time."""
    request = HttpRequest()
    request.path, request.GET = path, QueryDict(query)
    context = {"asked": asked}
    return {name: render_to_string(part, context, request) for name, part in _PARTS.items()}
