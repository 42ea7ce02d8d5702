"""What the sign-in page knows beyond its form."""

from django import template
from django.conf import settings

from organizations.models import User
from resolution_tracker.shell import demo

register = template.Library()


@register.simple_tag
def demo_choices() -> list[demo.Choice]:
    """The demo's users; none outside a demo."""
    return demo.choices() if settings.DEMO else []


@register.simple_tag
def nobody_yet() -> bool:
    """Whether the system has no user at all: then the page says how to make the first."""
    return not User.objects.exists()
