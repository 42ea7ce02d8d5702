"""ИНН, ОГРН and КПП as people type them and as spreadsheets spoil them."""

import re
from collections.abc import Callable
from operator import mul

from django.utils.translation import gettext as _

from organizations.school_list.text import clean

_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_OF_CODES = 48 * sum(_INN_WEIGHTS)  # the code of the digit 0 is 48
_SHORTENED = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_PAIR = re.compile(r"[\d ]{8,}[/\\][\d ]*|\d{8,10} \d{8,10}")
Warn = Callable[[str], None]


class CellError(Exception):
    """A cell that cannot be taken; the message is for the person who sent the list."""


def inn_is_valid(digits: str) -> bool:
    """Ten digits, the last one computed from the others."""
    if len(digits) != 10 or not digits.isdecimal() or not digits.isascii():
        return False
    codes = digits.encode()
    return (sum(map(mul, _INN_WEIGHTS, codes)) - _INN_OF_CODES) % 11 % 10 == codes[9] - 48


def ogrn_is_valid(digits: str) -> bool:
    """Thirteen digits, the last one the remainder of the others by eleven."""
    if len(digits) != 13 or not digits.isdecimal() or not digits.isascii():
        return False
    return int(digits[:12]) % 11 % 10 == int(digits[12])


def kpp_is_valid(digits: str) -> bool:
    """Nine digits; nothing in them can be checked."""
    return len(digits) == 9 and digits.isdecimal() and digits.isascii()


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
    if ogrn_is_valid(digits):
        raise CellError(_("This is an ОГРН in the place of ИНН. Put each number into its column."))
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
    if inn_is_valid(digits):
        raise CellError(_("This is an ИНН in the place of ОГРН. Put each number into its column."))
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
        warn(_("The first zero of КПП was lost; it is put back."))
        digits = f"0{digits}"
    if len(digits) != 9:
        warn(_("КПП has 9 digits, here there are %(count)d; left out.") % {"count": len(digits)})
        return ""
    return digits


def inn_and_kpp(value: object, warn: Warn) -> tuple[str, str]:
    """«6722012345/672201001» in one cell, in either order; КПП may be missing."""
    first, _separator, second = clean(value).replace("\\", "/").partition("/")
    if not second and len(parts := re.split(r"[\s,;]+", first.strip(" ,;"))) == 2:
        first, second = parts
    if kpp_is_valid(first.strip()) and inn_is_valid(second.strip()):
        first, second = second, first
    return (inn(first, warn) if first.strip() else ""), (
        kpp(second, warn) if second.strip() else ""
    )


def inn_maybe_with_kpp(value: object, warn: Warn) -> str | dict[str, str]:
    """ИНН, or {field: number} where КПП shares its cell."""
    if not _PAIR.fullmatch(clean(value)):
        return inn(value, warn)
    first, second = inn_and_kpp(value, warn)
    return {"inn": first, "kpp": second}
