"""What the pages of those who carry out ask of access."""

from django import template

from directives.models import Assignment
from organizations.access import Viewpoint

register = template.Library()
_INNER = str.maketrans("«»", "„“")


@register.simple_tag
def reports_for(user, assignment: Assignment) -> bool:
    """Whether the assignment is among this person's own."""
    return assignment.organization_id in Viewpoint.of(user).reports


@register.filter
def quoted(title: str) -> str:
    """In quotation marks; those inside become inner ones: «„Моя школа“: профиль активен»."""
    return f"«{str(title).translate(_INNER)}»"
