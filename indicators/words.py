"""A figure in words: its value, of what it is a part, how far it moved, how it stands."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directives.figures import spaced
from indicators.models import Wording
from indicators.shares import Figure, Standing

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
_TENTH = Decimal("0.1")


def _decimal(value: Decimal | float) -> str:
    """«83,4», halves away from zero; the minus sign of a book."""
    rounded = Decimal(str(value)).quantize(_TENTH, ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    whole, _point, tenth = f"{abs(rounded)}".partition(".")
    return f"{sign}{spaced(int(whole))},{tenth}"


def percent_said(value: Decimal | float) -> str:
    """«83,4 %»"""
    return f"{_decimal(value)}{NO_BREAK}%"


def value_said(value: Decimal | float | None, is_count: bool = False) -> str:
    """A bare value, as of a target: «85,0 %», «1 204»; of None, that there is none."""
    if value is None:
        return _("no data")
    if not is_count:
        return percent_said(value)
    return spaced(int(value)) if value == int(value) else _decimal(value)


def said(figure: Figure | None, wording: Wording | None = None) -> str:
    """«83,4 %», «54», «не применимо», «нет данных»; of one body's yes or no (told by its wording)
    «да» or «нет»."""
    if figure is None:
        return _("no data")
    if figure.is_not_applicable:
        return pgettext("figure", "not applicable")
    if wording is not None and wording.is_yes_no and figure.denominator == 1:
        return _("yes") if figure.numerator else _("no")
    return value_said(figure.value, figure.is_count)


def bare(figure: Figure | None) -> str:
    """«83,4», «54»: where an axis says the unit. Empty where there is no value."""
    if figure is None or figure.value is None:
        return ""
    return value_said(figure.value, True) if figure.is_count else _decimal(figure.value)


def fraction(figure: Figure | None) -> str:
    """«27 из 40»: of what the share is a part. Empty where there is no share."""
    if figure is None or figure.value is None or figure.is_count:
        return ""
    text = _("%(n)s of %(of)s")
    said = text % {"n": spaced(figure.numerator), "of": spaced(figure.denominator)}
    return said.replace(" ", NO_BREAK)


def points(now: Decimal | None, before: Decimal | None, is_count: bool = False) -> str:
    """How far a share moved: «+3,2 п. п.»; of a count «+12». Empty where one of them is missing."""
    if now is None or before is None:
        return ""
    moved = Decimal(str(now)) - Decimal(str(before))
    sign = "+" if moved > 0 else ""
    if is_count:
        return f"{sign}{MINUS if moved < 0 else ''}{spaced(abs(int(moved)))}"
    unit = pgettext("percentage points", "p.p.").replace(" ", NO_BREAK)
    return f"{sign}{_decimal(moved)}{NO_BREAK}{unit}"


def standing_word(standing: str) -> str:
    """«цель достигнута», «улучшается», «отстаёт», «цель не задана», «нет данных»."""
    return str(Standing(standing).label)
