"""ИНН, ОГРН and КПП as people type them and as spreadsheets spoil them."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from organizations.school_list.text import clean

_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_SHORTENED = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
Warn = Callable[[str], None]


class CellError(Exception):
    """A cell that cannot be taken; the message is for the person who sent the list."""


def inn_is_valid(digits: str) -> bool:
    """Ten digits, the last one computed from the others."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _INN_WEIGHTS, strict=False))
    return total % 11 % 10 == int(digits[9])


def ogrn_is_valid(digits: str) -> bool:
    """Thirteen digits, the last one the remainder of the others by eleven."""
    if not re.fullmatch(r"[0-9]{13}", digits):
        return False
    return int(digits[:12]) % 11 % 10 == int(digits[12])


def _digits(value: object, name: str) -> str:
    """The digits of a number; apostrophes, spaces and «ИНН 67…» are forgiven."""
    text = clean(value)
    if _SHORTENED.fullmatch(text.replace(" ", "")):
        raise CellError(
            _("%(name)s was shortened by Excel to “%(value)s”. Write all its digits as text.")
            % {"name": name, "value": text}
        )
    text = re.sub(r"[\s'`’\"«».,;:№_-]", "", re.sub(r"[.,]0$", "", text))
    text = re.sub(r"^(инн|огрн|кпп)", "", text.casefold())
    if not re.fullmatch(r"[0-9]+", text):
        raise CellError(
            _("%(name)s consists of digits only: “%(value)s”.")
            % {"name": name, "value": clean(value)[:40]}
        )
    return text


def inn(value: object, warn: Warn) -> str:
    """Ten digits with a valid check digit."""
    digits = _digits(value, "ИНН")
    if len(digits) == 12:
        raise CellError(_("ИНН of 12 digits belongs to a person. A school's has 10."))
    if len(digits) == 9 and inn_is_valid(f"0{digits}"):
        warn(_("The first zero of ИНН was lost; it is put back."))
        digits = f"0{digits}"
    if len(digits) != 10:
        raise CellError(_("ИНН has 10 digits, here there are %(count)d.") % {"count": len(digits)})
    if not inn_is_valid(digits):
        raise CellError(
            _("ИНН %(digits)s is mistyped: its check digit is wrong.") % {"digits": digits}
        )
    return digits


def ogrn(value: object, warn: Warn) -> str:
    """Thirteen digits with a valid check digit."""
    digits = _digits(value, "ОГРН")
    if len(digits) == 15:
        raise CellError(_("ОГРН of 15 digits belongs to an entrepreneur. A school's has 13."))
    if len(digits) != 13:
        raise CellError(_("ОГРН has 13 digits, here there are %(count)d.") % {"count": len(digits)})
    if not ogrn_is_valid(digits):
        raise CellError(
            _("ОГРН %(digits)s is mistyped: its check digit is wrong.") % {"digits": digits}
        )
    return digits


def kpp(value: object, warn: Warn) -> str:
    """Nine digits; a wrong one is left out, it identifies nothing by itself."""
    try:
        digits = _digits(value, "КПП")
    except CellError as error:
        warn(str(error))
        return ""
    if len(digits) == 8:
        digits = f"0{digits}"
    if len(digits) != 9:
        warn(_("КПП has 9 digits, here there are %(count)d; left out.") % {"count": len(digits)})
        return ""
    return digits


def inn_and_kpp(value: object, warn: Warn) -> tuple[str, str]:
    """«6722012345/672201001» in one cell; КПП may be missing."""
    first, _separator, second = clean(value).replace("\\", "/").partition("/")
    if not second and len(parts := first.split()) == 2:
        first, second = parts
    return (inn(first, warn) if first.strip() else ""), (
        kpp(second, warn) if second.strip() else ""
    )
