"""What templates ask about bodies."""

from django import template

from organizations.access import Viewpoint
from organizations.models import Organization

register = template.Library()


@register.filter
def reported_by(organization: Organization, user) -> bool:
    """Whether this person reports for the body, and so may correct its contacts."""
    return organization.pk in Viewpoint.of(user).reports
