"""Text from other people's spreadsheets made comparable."""

import re
import unicodedata

# Latin letters that look like Cyrillic ones: «Cредняя» with a Latin C, «Е-mail» with a Cyrillic Е.
LATIN_TO_CYRILLIC = str.maketrans("aceopxykmtbhABCEHKMOPTXY", "асеорхукмтвнАВСЕНКМОРТХУ")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_DASHES = str.maketrans("‐‑‒–—−", "------")


def clean(value: object) -> str:
    """A cell as one line: spaces collapsed, invisible and control characters gone."""
    if value is None or isinstance(value, bool):
        return ""
    # NFKC would turn «№» into «No»: it is kept aside.
    parts = (unicodedata.normalize("NFKC", part) for part in str(value).split("№"))
    text = "№".join(parts).translate(_INVISIBLE)
    text = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(text.split())


def display(value: object) -> str:
    """A cell to be stored and shown: as `clean`, but «№» and «…» stay as they were written."""
    if value is None or isinstance(value, bool):
        return ""
    text = str(value).translate(_INVISIBLE)
    text = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return _WORD.sub(_one_alphabet, " ".join(text.split()))


def _one_alphabet(match: re.Match) -> str:
    """A Russian word in which a few Latin look-alikes hide, in Russian letters only."""
    word = match.group()
    if not _CYRILLIC.search(word) or not _LATIN.search(word):
        return word
    folded = word.translate(LATIN_TO_CYRILLIC)
    return word if _LATIN.search(folded) else folded


def fold(value: object) -> str:
    """For comparing: one case, ё as е, one dash, look-alike letters inside Russian words mended."""
    text = clean(value).translate(_DASHES)
    return _WORD.sub(_one_alphabet, text).casefold().replace("ё", "е")


def skeleton(value: object) -> str:
    """For headings: letters and digits only, every look-alike in one alphabet."""
    text = fold(value).translate(LATIN_TO_CYRILLIC)
    return "".join(letter for letter in text if letter.isalnum())
