"""What the indicators say about an item, beside the pages of the item and of its assignments."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.day_asked import PARAMETER
from directives.models import Assignment, Directive
from indicators import speaking, words
from indicators.drawing import Caption, sparkline
from indicators.shares import Standing
from indicators.standings import MARKS

register = template.Library()
_COLOURS = {Standing.MET: "figure--accepted", Standing.BEHIND: "figure--late"}


@register.simple_tag(takes_context=True)
def indicators_of_assignment(context: Context, assignment: Assignment) -> speaking.Spoken | None:
    """Of the assignment's body: a school's own, an authority's territory, else the region's.

    The page has `today`.
    """
    return speaking.notes_of_assignment(
        assignment, context["user"], context["today"], _as_of(context)
    )


@register.simple_tag(takes_context=True)
def indicators_of_directive(context: Context, directive: Directive) -> speaking.Spoken | None:
    """Of the region, or of one's own territory or school."""
    return speaking.notes_of_directive(
        directive, context["user"], context["today"], _as_of(context)
    )


def _as_of(context: Context) -> date | None:
    """The day of the page, where it stands on one: it has `asked` then."""
    asked = context.get("asked")
    return asked.sight.as_of if asked else None


@register.simple_tag(takes_context=True)
def same_day(context: Context) -> str:
    """What a link's address needs to stay on the day of the page; nothing on a live one."""
    day = _as_of(context)
    return f"?{PARAMETER}={day.isoformat()}" if day else ""


@register.simple_tag
def target_said(note: speaking.Note) -> str:
    """«85,0 %»; empty where no target is set."""
    return _value(note.target, note)


@register.simple_tag
def moved_said(note: speaking.Note) -> str:
    """«+3,2 п. п.» against what was before; empty where there was nothing."""
    if note.last is None:
        return ""
    return words.points(note.figure.value, note.before, note.figure.is_count)


@register.simple_tag
def line_of(note: speaking.Note) -> SafeString:
    """Its values by period as a small line; nothing of one value or of a hidden one."""
    if note.is_hidden or len(note.points) < 2:
        return SafeString("")
    said = [f"{row.period.full_name}: {words.said(row.figure)}" for row in note.points]
    caption = Caption(
        f"spark-{note.indicator.pk}",
        _("%(name)s: the last periods") % {"name": note.indicator.name},
        "; ".join(said),
        "indicators-table",
    )
    return _line(tuple([row.figure.value for row in note.points]), caption)


@lru_cache(maxsize=512)
def _line(values: tuple[Decimal | None, ...], caption: Caption) -> SafeString:
    """Drawn once: values of periods that are over seldom change."""
    return sparkline(values, caption)


def _value(value: Decimal | None, note: speaking.Note) -> str:
    return "" if value is None else words.value_said(value, note.indicator.is_count)


@register.filter
def standing_mark(standing: str) -> str:
    """«✓», «↗»: what the word says, at a glance."""
    return MARKS[Standing(standing)]


@register.filter
def standing_class(standing: str) -> str:
    """The colour that doubles the word; most have none."""
    return _COLOURS.get(Standing(standing), "")
