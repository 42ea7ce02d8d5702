"""A value as a cell of the paper says it, and text that cannot break the file."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from directives.downloads.table import Form, Graded, shown_share
from directives.figures import spaced
from documents.words import NO_BREAK, short_day

MINUS = "\N{MINUS SIGN}"
NOTHING = "—"  # in a cell that has no value
# What XML 1.0 cannot hold, and the bell and the form feed, which the template engine obeys.
_UNFIT = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TENTH = Decimal("0.1")


def harmless(text: object) -> str:
    """Any text without what a Word file cannot hold; its lines stay lines."""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return _UNFIT.sub("", lines)


def said(value: object, form: Form) -> str:
    """ДД.ММ.ГГГГ, decimal comma, thousands apart, «95 %»; nothing for None."""
    if isinstance(value, Graded):
        return said(value.value, value.form or form)
    if value is None:
        return ""
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _number(Decimal(str(value)), form)
    return harmless(value)


def _number(value: Decimal, form: Form) -> str:
    if form == Form.SHARE:
        whole = (shown_share(value) * 100).quantize(_TENTH, ROUND_HALF_UP)
        places = 0 if whole == int(whole) else 1
        return f"{_written(whole, places)}{NO_BREAK}%"
    return _written(value, 1 if form == Form.DECIMAL else 0)


def _written(value: Decimal, places: int) -> str:
    rounded = abs(value.quantize(Decimal(10) ** -places, ROUND_HALF_UP))
    sign = MINUS if value < 0 and rounded else ""
    whole, _point, rest = f"{rounded:f}".partition(".")
    return f"{sign}{spaced(int(whole))}{',' if rest else ''}{rest}"
