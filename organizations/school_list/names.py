"""Names of schools and municipalities, as many spellings of one."""

import copy
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from organizations.models import Municipality
from organizations.school_list.text import as_text, clean, fold, folded

# Who founded it and of what legal kind: everybody writes it differently, so it decides nothing.
_LEGAL_FORM = re.compile(
    r"\b(смоленск\w+ областн\w+|муниципальн\w+|государственн\w+|областн\w+|бюджетн\w+|казенн\w+"
    r"|автономн\w+|некоммерческ\w+|(обще)?образовательн\w+ (учреждени|организаци)\w+)\b"
    r"|\b(мбоу|мкоу|маоу|моу|мбу|гбоу|гкоу|гоу|боу|коу|согбоу|огбоу|чоу|ноу)\b"
)
_SCHOOL = r"( \(?полн\w+\)?)?( общеобразоват\w+| общеобр\.)? (школ\w+|шк\.)"
_KINDS = [
    (re.compile(rf"\b(средн\w+|сред\.){_SCHOOL}|\bсош\b"), "сш"),
    (re.compile(rf"\b(основн\w+|осн\.){_SCHOOL}|\bоош\b"), "ош"),
    (re.compile(rf"\b(начальн\w+|нач\.){_SCHOOL}|\bнош\b"), "нш"),
]
_PLACE = re.compile(
    r"\bмуниципальн\w+ образовани\w+|\b[\w-]+ (муниципальн\w+ )?(район|округ)\w*\b"
    r"|\bсмоленск\w+ обл(аст\w+|\.|\b)"
)
_QUOTES = re.compile("[«»\"'„“”‘’`<>]")


# Words that stand in the patterns above, beside those with more than letters in them. The word
# before «район» or «округ» belongs to it.
_TELLING = re.compile(
    r"средн|сош|основн|оош|начальн|нош|полн|общеобразоват|школ|муниципальн|смоленск|обл"
    r"|государственн|бюджетн|казенн|автономн|некоммерческ|образова|учреждени|организаци|район"
    r"|округ|гор|имени|(мбоу|мкоу|маоу|моу|мбу|гбоу|гкоу|гоу|боу|коу|согбоу|огбоу|чоу|ноу)$"
)
_OF_DISTRICT = ("район", "округ", "муниципальн")
_CACHED = 20_000
_EDGE = "\x1f"
# Names that folding does not change but for their case.
_TIDY = re.compile(rf"[ {_EDGE}!-@\[-`{{-~«»№А-Яа-яЁё]*+")


def match_name(name: object) -> str:
    """A key equal for the spellings of one school's name within a municipality.

    «МБОУ "СОШ № 1" г.Вязьмы» and «Муниципальное бюджетное общеобразовательное учреждение средняя
    общеобразовательная школа №1 города Вязьмы Смоленской области» have the same.
    """
    return _key(_without_quotes(folded(as_text(name))))


def match_names(names: Sequence[str]) -> list[str]:
    """The keys of many names at once."""
    joined = _EDGE.join(names)
    if not _TIDY.fullmatch(joined) or "  " in joined or joined.count(_EDGE) != len(names) - 1:
        return list(map(match_name, names))
    text = _without_quotes(joined.lower().replace("ё", "е"))
    return list(map(_key, text.split(_EDGE)))


def _without_quotes(text: str) -> str:
    text = text.replace("«", " ").replace("»", " ").replace("№", "№ ")
    return _QUOTES.sub(" ", text) if _QUOTES.search(text) else text


def _key(text: str) -> str:
    """The key of a name already folded."""
    if "n" in text or text.count("№") > 1:  # «n» may stand for «№» of a number further on
        return " ".join(_reduced(text).split())[:250]
    # Words that repeat from school to school are reduced together and once, a name's own never.
    found: list[str] = []
    run: list[str] = []
    own = ""
    for word in text.split(" "):
        if _IS_TELLING[word]:
            if own:
                if word.startswith(_OF_DISTRICT):
                    run.append(own)
                else:
                    found += (own, " ")
                own = ""
            run.append(word)
            continue
        if run:
            found.append(_reduced(" ".join(run)))
            run = []
        elif own:
            found += (own, " ")
        own = word
    if run:
        own = _reduced(" ".join(run))
    key = "".join((*found, own)).strip()
    return (" ".join(key.split()) if "  " in key else key)[:250]


class _Telling(dict):
    """Word → whether it is one; kept, for words of a list repeat."""

    def __missing__(self, word: str) -> bool:
        if len(self) > _CACHED:
            self.clear()
        if word.isalpha():
            self[word] = _TELLING.match(word) is not None
        else:
            self[word] = word != "" and not word.isdecimal()
        return self[word]


_IS_TELLING = _Telling()


@lru_cache(_CACHED)
def _reduced(text: str) -> str:
    """With a space at the end, unless what follows «№» is still to come."""
    for pattern, short in _KINDS:
        text = pattern.sub(short, text)
    text = _LEGAL_FORM.sub(" ", _PLACE.sub(" ", text))
    text = re.sub(r"№\s*|\bn\s*(?=\d)", " №", text)
    end = "" if text.endswith("№") else " "
    text = re.sub(r"\b(город|гор)\w{0,2}\b\.?|\bг\.", " г ", text.lstrip())
    text = re.sub(r"\bимени\b|\bим\.", " им ", text)
    text = re.sub(r"[^\w№]+", " ", text)
    return f"{text.rstrip()}{end}" if text else ""


_ABBREVIATIONS = {
    "муниципальное бюджетное общеобразовательное учреждение": "МБОУ",
    "муниципальное казенное общеобразовательное учреждение": "МКОУ",
    "муниципальное казённое общеобразовательное учреждение": "МКОУ",
    "муниципальное автономное общеобразовательное учреждение": "МАОУ",
    "муниципальное общеобразовательное учреждение": "МОУ",
    "смоленское областное государственное бюджетное общеобразовательное учреждение": "СОГБОУ",
    "средняя общеобразовательная школа": "СОШ",
    "основная общеобразовательная школа": "ООШ",
    "средняя школа": "СШ",
    "основная школа": "ОШ",
}
_OF_REGION = re.compile(r",? (муниципального образования .+|Смоленской области)$")


def shortened(full_name: str) -> str:
    """A short name where the list gives only the full one."""
    lower = full_name.lower()
    for words, short in _ABBREVIATIONS.items():
        if words in lower:
            full_name = re.sub(words, short, full_name, flags=re.IGNORECASE)
            lower = full_name.lower()
    return _OF_REGION.sub("", full_name)[:250].strip()


def is_kindergarten(name: str) -> bool:
    """Kindergartens stand among schools in many lists; a school with such groups is a school."""
    text = fold(name)
    if re.search(r"\bм[абк]?доу\b|\bдоу\b|дошкольное образовательное учреждение", text):
        return True
    return "детский сад" in text and not re.search(r"школ|гимнази|лице", text)


def is_branch(name: str) -> bool:
    """A branch repeats its parent's numbers or has none."""
    return bool(re.match(r"\W*филиал\b|.*[-–—(] ?филиал\b|.*\bфилиал$", fold(name)))


@dataclass(frozen=True)
class Found:
    """The municipality a spelling was taken for; `sure` is False for a guess."""

    municipality: Municipality
    sure: bool


_CODE = re.compile(r"^\W*\d{1,11}\W+(?=\D)")
_COMMON = re.compile(
    r"\b(муниципальн\w*|район\w*|округ\w*|образовани\w*|городск\w*|город\w*|область|области|обл"
    r"|администраци\w*|м\. ?р|м\. ?о|г\. ?о|го|мр|мо|гор|г|р-?н|окр)\b"
)


class MunicipalityIndex:
    """Finds a municipality by its code or any of its names, in whatever spelling."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self._by_oktmo: dict[str, Municipality] = {}
        self._by_core: dict[str, Municipality] = {}
        centres: dict[str, Municipality | None] = {}
        for municipality in municipalities:
            self._by_oktmo[municipality.oktmo] = municipality
            for name in (
                municipality.name,
                municipality.short_name,
                municipality.official_name,
                municipality.former_name,
            ):
                if core := _core(name):
                    self._by_core[core] = municipality
            centre = _core(re.sub(r"^(пгт|[гпсд]\.)\s*", "", municipality.centre))
            centres[centre] = None if centre in centres else municipality
        self._by_centre = {
            name: municipality
            for name, municipality in centres.items()
            if municipality is not None and name not in self._by_core
        }
        self._seen: dict[str, Found | None] = {}

    def with_spellings(self, spellings: Mapping[str, Municipality]) -> "MunicipalityIndex":
        """The same, with what a person said a spelling means."""
        other = copy.copy(self)
        other._seen = {
            clean(text): Found(municipality, sure=True) for text, municipality in spellings.items()
        }
        return other

    def by_oktmo(self, code: object) -> Municipality | None:
        """By 8 or 11 digits; 665… is what 666… became when districts became округа."""
        digits = re.sub(r"\D", "", clean(code))
        if len(digits) not in (8, 11):
            return None
        candidates = (digits[:8], f"{digits[:5]}000", f"{digits[:2]}6{digits[3:5]}000")
        return next((self._by_oktmo[code] for code in candidates if code in self._by_oktmo), None)

    def find(self, value: object) -> Found | None:
        """By a name, a code, or both glued together."""
        text = clean(value)
        if text not in self._seen:
            self._seen[text] = self._find(text)
        return self._seen[text]

    def _find(self, text: str) -> Found | None:
        if municipality := self.by_oktmo(text) if re.fullmatch(r"[\d\s]+", text) else None:
            return Found(municipality, sure=True)
        core = _core(_CODE.sub("", text))
        if not core:
            return None
        if core in self._by_core:
            return Found(self._by_core[core], sure=True)
        if core in self._by_centre:
            return Found(self._by_centre[core], sure=False)
        # «Смоленск» and «Смоленский» are one letter or two apart: short words are never guessed.
        close = difflib.get_close_matches(core, [*self._by_core], n=2, cutoff=0.88)
        if len(core) >= 8 and close and not core.startswith("смоленск"):
            return Found(self._by_core[close[0]], sure=False)
        return None


def _core(name: str) -> str:
    """«МО "Вяземский муниципальный округ" Смоленской области» → вяземский."""
    text = re.sub(r"смоленск(ой|ая) обл(асть|асти|\b)", " ", _QUOTES.sub(" ", fold(name)))
    return " ".join(re.sub(r"[^\w-]+", " ", _COMMON.sub(" ", text)).split()).strip(" -")
