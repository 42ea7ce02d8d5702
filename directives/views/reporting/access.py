"""Who may open the pages of this part."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from directives import workflow
from directives.models import Assignment

_RELATED = (
    "directive__resolution",
    "organization__parent",
    "organization__municipality",
    "municipality",
    "period",
    "reviewer",
    "extension_awaits",
    "exemption_awaits",
)


def find_visible(user, pk: int) -> Assignment:
    rows = Assignment.objects.visible_to(user).select_related(*_RELATED)
    return get_object_or_404(rows, pk=pk)


def find_reported(user, pk: int) -> Assignment:
    """An assignment this person reports on by role; 403 for those who only see it."""
    assignment = find_visible(user, pk)
    if not workflow.may_report(assignment, user):
        raise PermissionDenied
    return assignment
