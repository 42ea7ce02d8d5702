"""What other pages show of review: roll-ups that go with reports, and how reports stand."""

from django import template
from django.template import Context
from django.utils import timezone

from indicators import attached, desk
from indicators.models import IndicatorReport

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


@register.inclusion_tag("indicators/review/_desk.html", takes_context=True)
def indicator_desk(context: Context) -> dict[str, object]:
    """A line on the pages where people begin; nothing where nothing is collected."""
    today = context.get("today") or timezone.localdate()
    return {"desk": desk.desk_of(context["user"], today)}
