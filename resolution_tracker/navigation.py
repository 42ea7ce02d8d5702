"""What the page's head offers to each role. At most two queries a page."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from directives import waiting
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
        (reviews, _("To review"), "review-queue"),
        (view.reports and official, _("My assignments"), "my-assignments"),
        (department, _("Control"), "control"),
        (view.is_staff, _("Organizations"), "organization-list"),
        (view.is_staff or municipal, _("School lists"), "school-list-board"),
        (view.is_staff, _("Reference tables"), "admin:index"),
    ]
    return [(label, name) for shown, label, name in offered if shown]


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
        is_current = name == section if section else request.path.startswith(url)
        count = waiting_of(request).count if name == "review-queue" else 0
        items.append(Item(label, url, is_current, count))
    return items
