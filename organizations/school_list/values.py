"""Other cells of a school list: what is read from each, and what is said where it cannot be."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from organizations.models import EducationLevel, Organization, SchoolKind, Settlement
from organizations.school_list.numbers import CellError, Warn
from organizations.school_list.text import clean, display, fold

EMPTY = frozenset({"", "-", "--", "---", "нет", "н/д", "нет данных", "отсутствует", "не указано"})
_KINDS = [
    ("вечерн|сменн", SchoolKind.EVENING),
    ("кадет", SchoolKind.CADET),
    ("интернат", SchoolKind.BOARDING),
    ("гимнази", SchoolKind.GYMNASIUM),
    (r"\bлице(й|я|ю|ем|и)\b", SchoolKind.LYCEUM),
    ("коррекц|особ|специальн|центр образования", SchoolKind.SPECIAL),
    (r"\bнош\b|начальн", SchoolKind.PRIMARY),
    (r"\bо?ош\b|основн|девятилет", SchoolKind.BASIC),
    (r"\bсо?ш\b|средн", SchoolKind.SECONDARY),
]
_NOO, _OOO, _SOO = EducationLevel.NOO, EducationLevel.OOO, EducationLevel.SOO
LEVELS_OF_KIND = {
    SchoolKind.SECONDARY: [_NOO, _OOO, _SOO],
    SchoolKind.BASIC: [_NOO, _OOO],
    SchoolKind.PRIMARY: [_NOO],
    SchoolKind.GYMNASIUM: [_NOO, _OOO, _SOO],
    SchoolKind.LYCEUM: [_NOO, _OOO, _SOO],
    SchoolKind.EVENING: [_OOO, _SOO],
}
_LEVELS = [
    (r"\bноо\b|начальн|\b1 ?- ?4\b", [_NOO]),
    (r"\bооо\b|основно|\b5 ?- ?9\b", [_OOO]),
    (r"\bсоо\b|средне|\b10 ?- ?11\b", [_SOO]),
    (r"\b1 ?- ?9\b", [_NOO, _OOO]),
    (r"\b1 ?- ?11\b", [_NOO, _OOO, _SOO]),
    (r"\b5 ?- ?11\b", [_OOO, _SOO]),
]
_URBAN = {
    "город",
    "городская",
    "городской",
    "г",
    "г.",
    "1",
    "городское",
    "пгт",
    "городская местность",
}
_RURAL = {
    "село",
    "сельская",
    "сельский",
    "с",
    "с.",
    "0",
    "сельское",
    "деревня",
    "сельская местность",
}
LARGEST_SCHOOL = 20_000


def is_empty(value: object) -> bool:
    """Nothing, or one of the words people write for nothing."""
    return fold(value) in EMPTY


def text(field: str):
    """A cell kept as text, within what the field holds."""
    length = Organization._meta.get_field(field).max_length

    def read(value: object, warn: Warn) -> str:
        shown = display(value)
        if len(shown) > length:
            raise CellError(
                _("The text is longer than %(length)d characters. Shorten it.") % {"length": length}
            )
        return shown

    return read


def kind_in(name: object) -> str:
    """The kind of school a text names, or an empty string."""
    folded = fold(name)
    return next((kind for pattern, kind in _KINDS if re.search(pattern, folded)), "")


def kind(value: object, warn: Warn) -> str:
    """A kind the system knows; other words are left to the name of the school."""
    return kind_in(value)


def education_levels(value: object, warn: Warn) -> list[str]:
    """НОО, ООО, СОО in words, letters or classes."""
    folded = fold(value)
    levels = {level for pattern, names in _LEVELS if re.search(pattern, folded) for level in names}
    if not levels:
        raise CellError(
            _("Education levels are written as НОО, ООО, СОО: “%(value)s” is not understood.")
            % {"value": clean(value)[:60]}
        )
    return [level.value for level in EducationLevel if level in levels]


def settlement(value: object, warn: Warn) -> str:
    """Urban or rural."""
    folded = fold(value)
    if folded in _URBAN:
        return Settlement.URBAN
    if folded in _RURAL:
        return Settlement.RURAL
    warn(
        _("Urban or rural is written as “город” or “село”: “%(value)s” is left out.")
        % {"value": clean(value)[:60]}
    )
    return ""


def pupils(value: object, warn: Warn) -> int:
    """«1 236», 1236, «1236 чел.»."""
    digits = re.sub(r"\s|чел(овек)?\.?$", "", fold(value))
    if not re.fullmatch(r"[0-9]{1,6}([.,]0+)?", digits):
        raise CellError(
            _("The number of pupils is a whole number: “%(value)s”.") % {"value": clean(value)[:40]}
        )
    number = int(re.split(r"[.,]", digits)[0])
    if number > LARGEST_SCHOOL:
        raise CellError(_("A school of %(number)d pupils: check the number.") % {"number": number})
    return number


def phone(value: object, warn: Warn) -> str:
    """A phone stays as written; one that became a number gets its shape back."""
    shown = display(value)
    if re.fullmatch(r"\d([.,]\d+)?e\+?\d+", fold(value)):
        warn(_("The phone was shortened by Excel to “%(value)s”; left out.") % {"value": shown})
        return ""
    if len(re.sub(r"\D", "", shown)) < 5:
        warn(_("“%(value)s” is not a phone; left out.") % {"value": shown[:40]})
        return ""
    if match := re.fullmatch(r"[78](\d{3})(\d{3})(\d{2})(\d{2})", shown):
        shown = f"+7 ({match[1]}) {match[2]}-{match[3]}-{match[4]}"
    return text("phone")(shown, warn)


def email(value: object, warn: Warn) -> str:
    """The first address of the cell."""
    shown = re.split(r"[\s,;]+", clean(value).removeprefix("mailto:"))[0]
    try:
        validate_email(shown)
    except ValidationError:
        warn(_("“%(value)s” is not an e-mail address; left out.") % {"value": clean(value)[:60]})
        return ""
    return text("email")(shown, warn)


def website(value: object, warn: Warn) -> str:
    """An address on the web, with or without http."""
    shown = clean(value).split(" ")[0].rstrip(",;")
    try:
        address = urlsplit(shown if "://" in shown else f"http://{shown}")
    except ValueError:  # «http://[»
        address = urlsplit("")
    if address.scheme not in ("http", "https") or "." not in address.netloc or "@" in shown:
        warn(_("“%(value)s” is not an address of a site; left out.") % {"value": clean(value)[:60]})
        return ""
    return text("website")(shown, warn)


def answers_to_department(value: object) -> bool:
    """Whether the founder named is the region itself, not a municipality."""
    return bool(
        re.search(r"департамент|министерств|смоленск(ая|ой) област|субъект", fold(value))
    ) and ("администраци" not in fold(value))
