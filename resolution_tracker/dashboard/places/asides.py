"""What stands around a grid: its switches, its legend, what the items say. In plain Python, as the
grid itself: loops of a template would cost a tenth of the page."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from resolution_tracker.dashboard.places import legend, words
from resolution_tracker.dashboard.places.choice import Choice, Link
from resolution_tracker.dashboard.places.drawing import around
from resolution_tracker.dashboard.places.grid import Item
from resolution_tracker.dashboard.places.measures import Measure

_CURRENT = ' aria-current="true"'


def switches(choice: Choice, *, of_measures: bool = True) -> SafeString:
    """What is shown and of which periods: links, so that a choice is an address."""
    measures, shown, periods = "", escape(_("What is shown")), escape(_("Periods"))
    if of_measures:
        drawn = f'<ul class="tabs">{_links(choice.measures)}</ul>'
        measures = f'<nav class="switch" aria-label="{shown}">{drawn}</nav>'
    return SafeString(
        f'{measures}<nav class="switch switch--periods" aria-label="{periods}">'
        f'<ul>{_links(choice.spans)}</ul></nav><p class="quiet places__periods">'
        f"{escape(words.periods(choice))}</p>"
    )


def _links(links: Iterable[Link]) -> str:
    return "".join(
        [
            f'<li><a href="{escape(one.address)}"'
            f"{_CURRENT if one.is_current else ''}>{escape(one.label)}</a></li>"
            for one in links
        ]
    )


def key(measure: Measure) -> SafeString:
    """The five steps: colour and the length of the line below the number say the same."""
    entries = [(one.look, one.words) for one in legend.steps(measure)]
    entries.append(("few", _("fewer than 10: no colour, no rank")))
    drawn = "".join(
        [
            f'<li><span class="key__step {look}" aria-hidden="true"></span>{escape(said)}</li>'
            for look, said in entries
        ]
    )
    dash = escape(_("a dash: the date has not come, or nobody is asked"))
    return SafeString(
        f'<div class="key"><p>{escape(legend.title(measure))}:</p><ul>{drawn}'
        f'<li><span aria-hidden="true">— </span>{dash}</li></ul></div>'
    )


def items(choice: Choice, shown: Iterable[Item]) -> SafeString:
    """What the numbers of the columns stand for."""
    before, after = around("directive-detail")
    end = escape(choice.sight.address(after))
    drawn = "".join(
        [
            f'<div><dt><a href="{before}{one.pk}{end}">{escape(one.number)}</a></dt>'
            f"<dd>{escape(one.one_line)}</dd></div>"
            for one in shown
        ]
    )
    about = escape(_("What the items say"))
    return SafeString(
        f'<details class="places__items"><summary>{about}</summary><dl>{drawn}</dl></details>'
    )
