"""What a template would draw option by option, in plain Python: it costs more than the queries."""

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from resolution_tracker.dashboard.two_days.moves import Count

Choices = tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def field(name: str, label: str, choices: Choices, chosen: str) -> SafeString:
    """A condition to choose; the first choice is none."""
    options = [("", _("any")), *choices]
    drawn = [
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(said)}</option>"
        for value, said in options
    ]
    return SafeString(
        f'<div class="field"><label for="id_{name}">{escape(label)}</label>\n'
        f'<select id="id_{name}" name="{name}">{"".join(drawn)}</select></div>\n'
    )


@lru_cache(maxsize=64)
def heads(first: str, columns: tuple[str, ...], earlier: date, later: date) -> SafeString:
    """Each measure over its three columns: both days and the change.

    A narrow column says its day without the year, where the sentence above says it.
    """
    form = "d.m" if earlier.year == later.year else "d.m.y"
    above = "".join([f'<th scope="colgroup" colspan="3">{escape(name)}</th>' for name in columns])
    days = "".join([f'<th scope="col" class="num">{date_format(day, form)}</th>'
                    for day in (earlier, later)])  # fmt: skip
    change = (
        '<th scope="col" class="num"><span aria-hidden="true">±</span>'
        f'<span class="visually-hidden">{escape(_("change"))}</span></th>'
    )
    return SafeString(
        f"<tr><td></td>{above}</tr>\n"
        f'<tr><th scope="col">{escape(first)}</th>{(days + change) * len(columns)}</tr>\n'
    )


def counts(rows: list[Count], *, opens: bool) -> SafeString:
    """How many moved from which status to which; each opens its rows, for those who may."""
    return SafeString("".join([_count(row, opens=opens) for row in rows]))


def _count(row: Count, *, opens: bool) -> str:
    said = escape(row.said)
    if not opens:
        return f'<li><span data-count="{row.count}">{said}</span></li>\n'
    now = ' aria-current="true"' if row.is_chosen else ""
    return f'<li><a href="{escape(row.address)}" data-count="{row.count}"{now}>{said}</a></li>\n'
