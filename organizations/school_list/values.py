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
# Beginnings of «городской посёлок», «сельский населённый пункт»; «город Вязьма».
_URBAN_WORDS = re.compile(r"городск|пос[её]?лок городского|пгт\b|(город|г\.) ")
_RURAL_WORDS = re.compile(r"сельск|(село|деревня|с\.|д\.) ")
# Of such words a type says only that it is a school.
_ANY_SCHOOL = re.compile(r"образоват|учрежд|организац|школ|бюджет|казен|автоном|муницип|государ")
# Taught in schools too, and not tracked here.
_OTHER_LEVELS = re.compile(r"дошкольн|дополнительн|\bд(о|по|од)\b|професс|общее|\bкл(асс\w*)?\b")
LARGEST_SCHOOL = 20_000
BRANCH_YES = frozenset({"да", "филиал", "1", "yes", "+"})
BRANCH_NO = frozenset({"нет", "no", "0", "-", "не филиал"})
CYRILLIC_TO_LATIN = str.maketrans("асеорхукАВСЕНКМОРТХУ", "aceopxykABCEHKMOPTXY")
_SITE = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(/\S*)?")


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
    found = kind_in(value)
    if not found and not _ANY_SCHOOL.search(fold(value)):
        warn(
            _("“%(value)s” is not a kind of school the system knows: the name tells the kind.")
            % {"value": clean(value)[:60]}
        )
    return found


def education_levels(value: object, warn: Warn) -> list[str]:
    """НОО, ООО, СОО in words, letters or classes."""
    levels: set[EducationLevel] = set()
    unknown = []
    for part in re.split(r"[,;/+]|\bи\b", fold(value)):
        told = [names for pattern, names in _LEVELS if re.search(pattern, part)]
        levels.update(*told)
        if not told and re.search(r"[^\W_]", part) and not _OTHER_LEVELS.search(part):
            unknown.append(part.strip())
    if not levels:
        raise CellError(
            _("Education levels are written as НОО, ООО, СОО: “%(value)s” is not understood.")
            % {"value": clean(value)[:60]}
        )
    if unknown:
        warn(
            _("“%(value)s” among the education levels is not understood; left out.")
            % {"value": ", ".join(unknown)[:60]}
        )
    return [level.value for level in EducationLevel if level in levels]


def settlement(value: object, warn: Warn) -> str:
    """Urban or rural."""
    folded = fold(value)
    if folded in _URBAN or _URBAN_WORDS.match(folded):
        return Settlement.URBAN
    if folded in _RURAL or _RURAL_WORDS.match(folded):
        return Settlement.RURAL
    warn(
        _("Urban or rural is written as “город” or “село”: “%(value)s” is left out.")
        % {"value": clean(value)[:60]}
    )
    return ""


def pupils(value: object, warn: Warn) -> int:
    """«1 236», 1236, «1236 чел.»."""
    digits = re.sub(r"\s|(чел(овек)?|уч(ащихся|еников|-ся)?|обучающихся)\.?$", "", fold(value))
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
    shown = display(value).removeprefix("'")
    if re.fullmatch(r"\d([.,]\d+)?e\+?\d+", fold(value)):
        warn(_("The phone was shortened by Excel to “%(value)s”; left out.") % {"value": shown})
        return ""
    if len(re.sub(r"\D", "", shown)) < 5:
        warn(_("“%(value)s” is not a phone; left out.") % {"value": shown[:40]})
        return ""
    if match := re.fullmatch(r"(?:[78]|(?=[3489]))(\d{3})(\d{3})(\d{2})(\d{2})([.,]0)?", shown):
        shown = f"+7 ({match[1]}) {match[2]}-{match[3]}-{match[4]}"
    return text("phone")(shown, warn)


def _is_email(address: str) -> bool:
    if "@" not in address:
        return False
    try:
        validate_email(address)
    except ValidationError as error:
        # It holds itself, and by its traceback every row that is being read.
        error.__traceback__ = None
        return False
    return True


def email(value: object, warn: Warn) -> str | dict[str, str]:
    """The first address of the cell; {"website": …} where it is that of a site."""
    line = clean(value)
    words = [word for word in re.split(r"[\s,;<>()]+|e?-?mail(?:to)?:", line) if word]
    found = next(filter(_is_email, words), "")
    if not found and len(words) == 1 and _is_email(words[0].translate(CYRILLIC_TO_LATIN)):
        found = words[0] = words[0].translate(CYRILLIC_TO_LATIN)
        warn(
            _("Russian letters in the e-mail address “%(value)s” are replaced by Latin ones.")
            % {"value": line[:60]}
        )
    if not found:
        if _SITE.fullmatch(line):
            return {"website": website(line, warn)}
        warn(_("“%(value)s” is not an e-mail address; left out.") % {"value": line[:60]})
        return ""
    _warn_of_others(found, words, warn)
    return text("email")(found, warn)


def website(value: object, warn: Warn) -> str | dict[str, str]:
    """An address on the web, with or without http; {"email": …} where it is one of mail."""
    line = clean(value)
    first, *others = re.split(r"[\s,;]+", line.rstrip(" ,;"))
    if _is_email(mail := first.removeprefix("mailto:")):
        _warn_of_others(mail, others, warn)
        return {"email": text("email")(mail, warn)}
    try:
        address = urlsplit(first if "://" in first else f"http://{first}")
    except ValueError:  # «http://[»
        address = urlsplit("")
    if address.scheme not in ("http", "https") or "." not in address.netloc or "@" in first:
        warn(_("“%(value)s” is not an address of a site; left out.") % {"value": line[:60]})
        return ""
    _warn_of_others(first, others, warn)
    return text("website")(first, warn)


def _warn_of_others(first: str, others: list[str], warn: Warn) -> None:
    left_out = [other for other in others if other.casefold() != first.casefold()]
    if left_out:
        warn(
            _("Only “%(first)s” is kept; left out: “%(others)s”.")
            % {"first": first[:60], "others": ", ".join(left_out)[:120]}
        )


def is_branch(value: object, warn: Warn) -> bool | None:
    """What the column of branches says; None where it says nothing."""
    folded = fold(value)
    if folded in BRANCH_NO:
        return False
    if folded in BRANCH_YES or "филиал" in folded:
        return True
    warn(
        _("A branch is marked by “да” or “нет”: “%(value)s” is left out.")
        % {"value": clean(value)[:60]}
    )
    return None


def answers_to_department(value: object) -> bool:
    """Whether the founder named is the region itself, not a municipality."""
    return bool(
        re.search(r"департамент|министерств|смоленск(ая|ой) област|субъект", fold(value))
    ) and ("администраци" not in fold(value))
