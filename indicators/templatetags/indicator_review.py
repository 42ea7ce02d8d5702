"""What other pages show of review: roll-ups that go with reports, and how reports stand."""

from django import template
from django.template import Context

from indicators import attached
from indicators.models import IndicatorReport
from indicators.pages import desk

register = template.Library()


@register.inclusion_tag("indicators/review/_roll_up.html")
def attached_roll_up(report: IndicatorReport) -> dict[str, object]:
    """What went up with an authority's last submission, beside what it is now."""
    found = attached.of_report(report)
    return {"attached": found if found and found.entry else None}


@register.inclusion_tag("indicators/review/_roll_up.html")
def roll_up_to_send(report: IndicatorReport) -> dict[str, object]:
    """What would go up with an authority's report now, and how many schools it lacks."""
    return {"attached": attached.to_send(report), "schools": attached.schools_of(report)}


@register.simple_tag(takes_context=True)
def indicator_desk(context: Context, with_own: bool = True) -> desk.Desk:
    """What `indicators/review/_desk.html` says on the pages where people begin; they have `today`.

    False where nothing is to be done: the page may then say so.
    """
    return desk.desk_of(context["user"], context["today"], with_own=with_own)
