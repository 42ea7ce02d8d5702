"""The bar that says on which day a page stands, and leads to other days."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from resolution_tracker.dashboard.sight import PARAMETER

register = template.Library()

# What narrows a comparison of two days as well.
_SHARED = {"level", "municipality", "directive"}
# What does not outlive a change of the day: another day has other pages of rows.
_ENDS = {PARAMETER, "format", "of"}


def _kept(context: template.Context) -> list[tuple[str, str]]:
    query = context["request"].GET.lists()
    return [
        (name, value)
        for name, values in query
        if name not in _ENDS and not name.endswith("page")
        for value in values
    ]


@register.simple_tag(takes_context=True)
def kept_fields(context: template.Context) -> SafeString:
    """The address's other parameters, so that the form of the day loses none of them."""
    field = '<input type="hidden" name="{}" value="{}">'
    return format_html_join("", field, _kept(context))


@register.simple_tag(takes_context=True)
def live_address(context: template.Context) -> str:
    """The same page as it stands today."""
    kept = _kept(context)
    return f"{context['request'].path}?{urlencode(kept)}" if kept else context["request"].path


@register.simple_tag(takes_context=True)
def comparison_address(context: template.Context, day: date | None) -> str:
    """The two days of which this is the earlier, over what they share with the page."""
    asked = {name: value for name, value in _kept(context) if name in _SHARED}
    if day:
        asked["from"] = day.isoformat()
    return f"{reverse('two-days')}?{urlencode(asked)}" if asked else reverse("two-days")
