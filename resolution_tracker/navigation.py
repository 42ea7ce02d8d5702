"""What the page's head offers to each role. At most two queries a page."""

from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from directives import waiting
from indicators import waiting as indicator_waiting
from organizations.access import Viewpoint
from resolution_tracker import sections

# Pages of one assignment that belong to another section than their address says.
_SECTIONS = {"assignment-review": "review-queue", "answer-request": "review-queue"}
# Every page of the section is under this address.
_INDICATORS = "/indicators/"
_QUEUE = "indicator-review-queue"
# Read rather than worked in: what waits is not counted for them.
_OF_FIGURES = {"indicator-list", "indicator-detail", "roll-up", "indicator-catalogue"}
# Pages that belong to another one, whose address does not begin theirs.
_UNDER = {
    "indicator-not-reported": "completeness",
    "indicator-review": _QUEUE,
    "indicator-reopen": _QUEUE,
    "spot-check-list": "review-queue",
}


@dataclass(frozen=True)
class Item:
    """One link of the head."""

    label: str
    url: str
    is_current: bool = False
    count: int = 0


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context of every template; the queries are made only where the head is drawn."""
    return {
        "navigation": SimpleLazyObject(lambda: items_for(request)),
        "pages_of_section": SimpleLazyObject(lambda: pages_for(request)),
        "demo": settings.DEMO,
    }


def waiting_of(request: HttpRequest) -> waiting.Summary:
    """What waits for this person's decision, asked once a request."""
    if not hasattr(request, "waiting_summary"):
        request.waiting_summary = waiting.summary_for(request.user)
    return request.waiting_summary


def items_for(request: HttpRequest) -> list[Item]:
    """The links of the head; none for those who have not signed in."""
    view = _view(request)
    if view is None:
        return []
    offered = [(name, label, _address(name)) for label, name in sections.sections(view)]
    here = _section_of(request, view, offered)
    return [
        Item(label, url, name == here, waiting_of(request).count if name == "review-queue" else 0)
        for name, label, url in offered
    ]


def pages_for(request: HttpRequest) -> list[Item]:
    """The links of the section one is in, where it has several pages."""
    view = _view(request)
    if view is None or not (view.own or view.is_staff):
        return []
    if request.path.startswith(_INDICATORS):
        pages = _pages(request, sections.pages_of_indicators(view))
        match = request.resolver_match
        count = 0 if match and match.url_name in _OF_FIGURES else _waiting_reports(request.user)
        queue = _address(_QUEUE)
        return [_counted(page, count) if page.url == queue else page for page in pages]
    for offered in (sections.pages_of_resolution(view), sections.pages_of_discipline(view)):
        pages = _pages(request, offered)
        if len(pages) > 1 and any(page.is_current for page in pages):
            return pages
    return []


def _counted(page: Item, count: int) -> Item:
    return replace(page, count=count)


def _view(request: HttpRequest) -> Viewpoint | None:
    user = getattr(request, "user", None)
    return Viewpoint.of(user) if user is not None and user.is_authenticated else None


@cache
def _address(name: str) -> str:
    return reverse(name)


def _name(request: HttpRequest) -> str:
    """The name of the address asked for; nothing on the pages of errors."""
    return request.resolver_match.url_name if request.resolver_match else ""


def _section_of(request: HttpRequest, view: Viewpoint, offered: list) -> str:
    """The name of the section's link one is in: the longest address that begins this one."""
    name = _SECTIONS.get(_name(request))
    if name is None:
        name = _UNDER.get(_name(request))
    names = {name for name, _label, _url in offered}
    if name in names:
        return name
    fitting = {
        name: _INDICATORS if url.startswith(_INDICATORS) else url for name, _label, url in offered
    }
    found = [name for name, url in fitting.items() if request.path.startswith(url)]
    if found:
        return max(found, key=lambda name: len(fitting[name]))
    inside = _pages(request, sections.pages_of_resolution(view))
    return "resolution" if any(page.is_current for page in inside) else ""


def _pages(request: HttpRequest, offered: list[sections.Offer]) -> list[Item]:
    """Pages of a section; the current one is that whose address begins this one, the longest."""
    pages = [(label, name, _address(name)) for label, name in offered]
    under = _UNDER.get(_name(request))
    path = _address(under) if under else request.path
    here = max((url for _label, _name, url in pages if path.startswith(url)), key=len, default="")
    return [Item(label, url, url == here) for label, _name, url in pages]


def _waiting_reports(user) -> int:
    return indicator_waiting.summary_for(user).count
