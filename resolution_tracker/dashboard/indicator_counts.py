"""How the indicators of an item stand, as its margin says it: counts with words and marks."""

from functools import cache

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.shares import Standing
from indicators.standings import MARKS, Counts

_SAID = {
    Standing.MET: gettext_lazy("target met: %(count)s"),
    Standing.IMPROVING: gettext_lazy("improving: %(count)s"),
    Standing.BEHIND: gettext_lazy("behind: %(count)s"),
    Standing.NO_TARGET: gettext_lazy("not rated: %(count)s"),
    Standing.NO_DATA: gettext_lazy("no data: %(count)s"),
}


def drawn(directive: int, counts: Counts | None) -> SafeString:
    """«Показатели области: ✓ цель достигнута: 2 · ▾ отстают: 1», each a link to those it counts."""
    if counts is None:
        return SafeString("")
    address = f"{_address()}?directive={directive}&standing="
    said = [
        (address, name.value, MARKS[name], text % {"count": counts.count(name)})
        for name, text in _SAID.items()
        if counts.count(name)
    ]
    links = format_html_join(
        " · ", '<a href="{}{}"><span aria-hidden="true">{}</span>&nbsp;{}</a>', said
    )
    return format_html('<p class="quiet">{} {}</p>', _("Indicators of the region:"), links)


@cache
def _address() -> str:
    return reverse("indicator-list")
