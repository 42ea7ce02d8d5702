"""How the indicators of an item stand, as its margin says it: counts with words and marks."""

from datetime import date
from functools import cache, lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.shares import Standing
from indicators.standings import MARKS, Counts
from resolution_tracker.dashboard.sight import PARAMETER, Sight

_SAID = {
    Standing.MET: gettext_lazy("target met: %(count)s"),
    Standing.IMPROVING: gettext_lazy("improving: %(count)s"),
    Standing.BEHIND: gettext_lazy("behind: %(count)s"),
    Standing.NO_TARGET: gettext_lazy("not rated: %(count)s"),
    Standing.NO_DATA: gettext_lazy("no data: %(count)s"),
}


def drawn(directive: int, counts: Counts | None, sight: Sight) -> SafeString:
    """«Показатели области: ✓ цель достигнута: 2 · ▾ отстают: 1», each a link to those it counts."""
    if counts is None:
        return SafeString("")
    said = [
        f'<a href="{_address(directive, name, sight.as_of)}">{_words(name, count)}</a>'
        if not sight.only_totals
        else _words(name, count)
        for name in _SAID
        if (count := counts.count(name))
    ]
    return SafeString(f'<p class="quiet">{_title()} {" · ".join(said)}</p>')


@cache
def _title() -> str:
    return escape(_("Indicators of the region:"))


@lru_cache(maxsize=512)
def _words(name: Standing, count: int) -> str:
    text = escape(_SAID[name] % {"count": count})
    return f'<span aria-hidden="true">{MARKS[name]}</span>&nbsp;{text}'


@lru_cache(maxsize=512)
def _address(directive: int, standing: Standing, as_of: date | None) -> str:
    query = {"directive": directive, "standing": standing.value}
    if as_of:
        query |= {PARAMETER: as_of.isoformat()}
    return escape(f"{reverse('indicator-list')}?{urlencode(query)}")
