"""What the page's head offers to each role. At most two queries a page."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from directives import waiting
from indicators import waiting as indicator_waiting
from organizations.access import Viewpoint

# Pages of one assignment that belong to another section than their address says.
_SECTIONS = {"assignment-review": "review-queue", "answer-request": "review-queue"}


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


def sections(view: Viewpoint) -> list[tuple[str, str]]:
    """Labels and names of addresses a person with this viewpoint works in."""
    official = view.has("department") or view.has("municipal") or view.has("institute")
    department = view.has("department", "coordinator")
    municipal = view.has("municipal", "coordinator")
    reviews = department or municipal
    offered = [
        (view.has("municipal", "reporter", "coordinator"), _("Desk"), "desk"),
        (view.reports and not official, _("My assignments"), "my-assignments"),
        (view.own or view.is_staff, _("Resolution"), "resolution"),
        (official or view.is_staff, _("Assignments"), "assignment-list"),
        (view.own or view.is_staff, _("Indicators"), _first_page_of_indicators(view)),
        (reviews, _("To review"), "review-queue"),
        (view.reports and official, _("My assignments"), "my-assignments"),
        (department, _("Control"), "control"),
        (view.is_staff, _("Organizations"), "organization-list"),
        (view.is_staff or municipal, _("School lists"), "school-list-board"),
        (view.is_staff, _("Reference tables"), "admin:index"),
    ]
    return [(label, name) for shown, label, name in offered if shown]


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
}


def _first_page_of_indicators(view: Viewpoint) -> str:
    """Those who only report come to their reports, all others to the figures."""
    watches = view.is_staff or view.oversees or view.has("institute")
    return "indicator-list" if watches else "indicator-report-list"


def pages_of_indicators(view: Viewpoint) -> list[tuple[str, str]]:
    """Labels and names of addresses inside the section of indicators."""
    department = view.has("department", "coordinator")
    collects = view.is_staff or department
    above = view.has("department") or view.has("municipal")
    reviews = any(view.has(level, "coordinator", "viewer") for level in ("department", "municipal"))
    fills = bool(view.reports)
    offered = [
        (fills, _("Reports"), "indicator-report-list"),
        (reviews, _("To review"), "indicator-review-queue"),
        (True, _("All indicators"), "indicator-list"),
        (True, _("Roll-up"), "roll-up"),
        (reviews or view.is_staff, _("Who has reported"), "completeness"),
        (True, _("Catalogue"), "indicator-catalogue"),
        (view.has("school") or above or view.is_staff, _("Passports"), "passport-list"),
        (fills or collects, _("Workbooks"), "value-list-board"),
        (collects, _("Collecting"), "collection-list"),
    ]
    return [(label, name) for shown, label, name in offered if shown]


def pages_for(request: HttpRequest) -> list[Item]:
    """The links of the section one is in, where it has several pages."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not request.path.startswith(_INDICATORS):
        return []
    view = Viewpoint.of(user)
    if not (view.own or view.is_staff):
        return []
    pages = [(label, name, reverse(name)) for label, name in pages_of_indicators(view)]
    match = request.resolver_match
    path = reverse(_UNDER[match.url_name]) if match and match.url_name in _UNDER else request.path
    fitting = [url for _label, _name, url in pages if path.startswith(url)]
    here = max(fitting, key=len, default="")
    count = 0 if match and match.url_name in _OF_FIGURES else _waiting_reports(user)
    return [
        Item(label, url, url == here, count if name == _QUEUE else 0) for label, name, url in pages
    ]


def _waiting_reports(user) -> int:
    return indicator_waiting.summary_for(user).count


def items_for(request: HttpRequest) -> list[Item]:
    """The links of the head; none for those who have not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    view = Viewpoint.of(user)
    match = request.resolver_match  # None on the pages of errors
    section = _SECTIONS.get(match.url_name) if match else None
    items = []
    for label, name in sections(view):
        url = reverse(name)
        whole = _INDICATORS if url.startswith(_INDICATORS) else url
        is_current = name == section if section else request.path.startswith(whole)
        count = waiting_of(request).count if name == "review-queue" else 0
        items.append(Item(label, url, is_current, count))
    return items
