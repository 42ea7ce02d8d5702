"""What is drawn rather than written: bars and the marks of a status."""

from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.translation import gettext as _

from directives.models import Assignment, Status

register = template.Library()

# The narrowest part that can still be seen, in percent of the bar.
LEAST = 1.2


@dataclass(frozen=True)
class Part:
    """One coloured stretch of a bar, in percent; written as SVG does in whatever language."""

    name: str
    x: str
    width: str


def parts_of(counts: list[tuple[str, int]]) -> list[Part]:
    """Stretches for the counts; a small one stays visible at the cost of the large ones."""
    total = sum(count for _name, count in counts)
    if not total:
        return []
    widths = [max(LEAST, 100 * count / total) if count else 0.0 for _name, count in counts]
    scale = 100 / sum(widths)
    parts, x = [], 0.0
    for (name, count), width in zip(counts, widths, strict=True):
        if count:
            parts.append(Part(name, f"{x:.2f}", f"{width * scale:.2f}"))
        x += width * scale
    return parts


def words_for(counts: dict[str, int]) -> str:
    """What the bar shows, for those who do not see it."""
    said = [
        (counts.get("accepted", 0), _("executed: %(n)d")),
        (counts.get("submitted", 0), _("under review: %(n)d")),
        (counts.get("overdue", 0), _("overdue: %(n)d")),
        (counts.get("rest", 0), _("not yet: %(n)d")),
    ]
    return ", ".join(text % {"n": n} for n, text in said if n) or _("nothing to show")


@register.inclusion_tag("_bar.html")
def bar(measures) -> dict[str, object]:
    """The bar of `completion.Measures`: accepted, under review, overdue, the rest."""
    counts = list(measures.bar)
    return {
        "parts": [part for part in parts_of(counts) if part.name != "rest"],
        "label": words_for(dict(counts)),
    }


@dataclass(frozen=True)
class Chip:
    """How a status is shown: its name for the colour, its words, a second word beside."""

    name: str
    label: str
    also: str = ""


@register.simple_tag
def status_of(assignment: Assignment, today: date) -> Chip:
    """The chip of an assignment on a day; «overdue» wins over what is stored."""
    label = assignment.get_status_display()
    if assignment.is_overdue(today):
        again = assignment.status == Status.RETURNED
        return Chip("overdue", _("overdue"), label if again else "")
    if assignment.status == Status.ACCEPTED:
        if assignment.period_id:  # a periodic one stays on control: only the report is accepted
            label = _("report accepted")
        return Chip("accepted", label, _("late") if assignment.is_accepted_late else "")
    return Chip(assignment.status, label)
