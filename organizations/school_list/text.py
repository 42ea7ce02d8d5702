"""Text from other people's spreadsheets made comparable."""

import re
import unicodedata
from functools import lru_cache

# Latin letters that look like Cyrillic ones: «Cредняя» with a Latin C, «Е-mail» with a Cyrillic Е.
LATIN_TO_CYRILLIC = str.maketrans("aceopxykmtbhABCEHKMOPTXY", "асеорхукмтвнАВСЕНКМОРТХУ")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_CONTROL = dict.fromkeys([*range(32), *range(127, 160)], " ")
_UNSEEN = _INVISIBLE | _CONTROL
_DASHES = str.maketrans("‐‑‒–—−", "------")
# Cells are looked at from several sides, and words of a list repeat: most answers are known.
_CACHED = 20_000


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, bool) else str(value)


def clean(value: object) -> str:
    """A cell as one line: spaces collapsed, invisible and control characters gone."""
    return _clean(_text(value))


@lru_cache(_CACHED)
def _clean(text: str) -> str:
    if not unicodedata.is_normalized("NFKC", text):
        # NFKC would turn «№» into «No»: it is kept aside.
        text = "№".join(unicodedata.normalize("NFKC", part) for part in text.split("№"))
    return " ".join(text.translate(_UNSEEN).split())


@lru_cache(_CACHED)
def _display(text: str) -> str:
    line = " ".join(text.translate(_UNSEEN).split())
    return _WORD.sub(_one_alphabet, line) if _LATIN.search(line) else line


def display(value: object) -> str:
    """A cell to be stored and shown: as `clean`, but «№» and «…» stay as they were written."""
    return _display(_text(value))


def _one_alphabet(match: re.Match) -> str:
    """A Russian word in which a few Latin look-alikes hide, in Russian letters only."""
    word = match.group()
    if not _CYRILLIC.search(word) or not _LATIN.search(word):
        return word
    folded = word.translate(LATIN_TO_CYRILLIC)
    return word if _LATIN.search(folded) else folded


def fold(value: object) -> str:
    """For comparing: one case, ё as е, one dash, look-alike letters inside Russian words mended."""
    return _fold(_text(value))


@lru_cache(_CACHED)
def _fold(raw: str) -> str:
    text = _clean(raw).translate(_DASHES)
    if _LATIN.search(text):
        text = _WORD.sub(_one_alphabet, text)
    return text.casefold().replace("ё", "е")


def skeleton(value: object) -> str:
    """For headings: letters and digits only, every look-alike in one alphabet."""
    text = fold(value).translate(LATIN_TO_CYRILLIC)
    return "".join(letter for letter in text if letter.isalnum())
