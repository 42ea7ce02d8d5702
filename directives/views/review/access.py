"""Who may open the pages of this part."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from directives import waiting
from directives.models import Assignment
from organizations.access import Viewpoint

_RELATED = (
    "directive",
    "organization__parent",
    "organization__municipality",
    "period",
    "municipality",
    "reviewer",
    "extension_awaits",
    "exemption_awaits",
)


def is_department_coordinator(user) -> bool:
    return Viewpoint.of(user).has("department", "coordinator")


def require_department(user) -> None:
    """Nobody but the department's coordinators learns that the page exists."""
    if not is_department_coordinator(user):
        raise Http404


def require_queue(user) -> None:
    """Those with bodies below them: coordinators and viewers of department and authorities."""
    if not waiting.has_queue(user):
        raise Http404


def find_visible(user, pk: int) -> Assignment:
    rows = Assignment.objects.visible_to(user).select_related(*_RELATED)
    return get_object_or_404(rows, pk=pk)


def find_reviewed(user, pk: int) -> Assignment:
    """An assignment whose review this person may read; 403 for those who only carry it out."""
    assignment = find_visible(user, pk)
    view = Viewpoint.of(user)
    if assignment.organization.parent_id in view.coordinates or is_department_coordinator(user):
        return assignment
    raise PermissionDenied


def find_for_department(user, pk: int) -> Assignment:
    """An assignment, for decisions that only the department takes; others may see, not do."""
    assignment = find_visible(user, pk)
    if not is_department_coordinator(user):
        raise PermissionDenied
    return assignment
