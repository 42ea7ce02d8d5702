"""Text from other people's spreadsheets made comparable."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Latin letters that look like Cyrillic ones: «Cредняя» with a Latin C, «Е-mail» with a Cyrillic Е.
LATIN_TO_CYRILLIC = str.maketrans("aceopxykmtbhABCEHKMOPTXY", "асеорхукмтвнАВСЕНКМОРТХУ")
_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_LATIN = re.compile(r"[a-zA-Z]")
_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_CONTROL = [*range(32), *range(127, 160)]
_UNSEEN = dict.fromkeys(map(ord, _INVISIBLE)) | dict.fromkeys(_CONTROL, " ")
_DASHES = str.maketrans("‐‑‒–—−", "------")
# Cells are looked at from several sides, and words of a list repeat: most answers are known.
_CACHED = 20_000
# Between the cells of a column while they are mended together.
_EDGE = "\x1f"
# Nothing in such texts can be untidy but their spaces.
_USUAL = r" \x1f0-9!-/:-@\[-`{-~«»№–—"
_RUSSIAN = re.compile(rf"[{_USUAL}А-Яа-яЁё]*+")
_PLAIN = re.compile(rf"[{_USUAL}А-Яа-яЁёA-Za-z]*+")
_ODD = re.compile(rf"[^{_USUAL}А-Яа-яЁёA-Za-z]")
# An apostrophe that keeps text from being taken for a formula: ours are written so into a .csv.
_GUARD = re.compile(rf"(?:(?<={_EDGE})|\A)'(?=[=+@-])")
_COMPARED = re.compile(r"[ !-@\[-`{-~«»№А-Яа-яЁё]*+")


def as_text(value: object) -> str:
    """A cell as text: whole numbers without a fraction; nothing for an empty or missing one."""
    if isinstance(value, str):
        return value
    if value is None or value != value:  # nan
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int) and abs(value) >= 10**40:
        return f"{value:x}"[:40]  # Python refuses to write thousands of digits
    return str(value)


def clean(value: object) -> str:
    """A cell as one line: spaces collapsed, invisible and control characters gone."""
    return _clean(as_text(value))


@lru_cache(_CACHED)
def _clean(text: str) -> str:
    if not unicodedata.is_normalized("NFKC", text):
        # NFKC would turn «№» into «No»: it is kept aside.
        text = "№".join(unicodedata.normalize("NFKC", part) for part in text.split("№"))
    return " ".join(text.translate(_UNSEEN).split())


@lru_cache(_CACHED)
def _display(text: str) -> str:
    return tidied([text])[0]


def display(value: object) -> str:
    """A cell to be stored and shown: as `clean`, but «№» and «…» stay as they were written, and the
    apostrophe before «=» or «+» goes."""
    return _display(as_text(value))


def tidied(texts: Sequence[str], *, words: bool = True) -> Sequence[str]:
    """A whole column as `display` shows each cell; look-alike letters stay without `words`.

    Cells are mended together: most columns are found tidy by one look at all their text.
    """
    if not texts:
        return texts
    joined = _EDGE.join(texts)
    if joined.count(_EDGE) != len(texts) - 1:
        texts = [text.replace(_EDGE, " ") for text in texts]
        joined = _EDGE.join(texts)
    elif _RUSSIAN.fullmatch(joined) and not _is_loose(joined):
        return texts
    mended = joined if _PLAIN.fullmatch(joined) else _without_odd(joined)
    if _is_loose(mended):
        mended = _tightened(mended)
    if words and not mended.isascii():
        mended = _one_alphabet(mended)
    return texts if mended == joined else mended.split(_EDGE)


def _is_loose(joined: str) -> bool:
    """Spaces too many, or the apostrophe of a formula that never was."""
    return (
        "  " in joined
        or f" {_EDGE}" in joined
        or f"{_EDGE} " in joined
        or f"{_EDGE}'" in joined
        or joined[:1] in (" ", "'")
        or joined[-1:] == " "
    )


def _tightened(joined: str) -> str:
    while "  " in joined:
        joined = joined.replace("  ", " ")
    joined = joined.replace(f" {_EDGE}", _EDGE).replace(f"{_EDGE} ", _EDGE).strip(" ")
    return _GUARD.sub("", joined)


def _without_odd(joined: str) -> str:
    for odd in set(_ODD.findall(joined)):
        joined = joined.replace(odd, _instead_of(odd))
    return joined


def _instead_of(odd: str) -> str:
    if odd in _INVISIBLE:
        return ""
    if odd.isspace() or ord(odd) in _UNSEEN:
        return " "
    if "\ud800" <= odd <= "\udfff":  # half a character: no database takes it
        return "\ufffd"
    return odd


def _one_alphabet(text: str) -> str:
    """Russian words in which a few Latin look-alikes hide, in Russian letters only."""
    # Between spaces rather than letter by letter: such words are soon all known.
    words = text.replace(_EDGE, f" {_EDGE} ").split(" ")
    return " ".join([_MENDED[word] for word in words]).replace(f" {_EDGE} ", _EDGE)


def _mended(match: re.Match) -> str:
    word = match.group()
    if not _CYRILLIC.search(word) or not _LATIN.search(word):
        return word
    folded = word.translate(LATIN_TO_CYRILLIC)
    return word if _LATIN.search(folded) else folded


class _Mended(dict):
    """Text without spaces → the same in one alphabet."""

    def __missing__(self, text: str) -> str:
        if len(self) > _CACHED:
            self.clear()
        self[text] = text if text.isascii() else _WORD.sub(_mended, text)
        return self[text]


_MENDED = _Mended()


def fold(value: object) -> str:
    """For comparing: one case, ё as е, one dash, look-alike letters inside Russian words mended."""
    return _fold(as_text(value))


def folded(raw: str) -> str:
    """`fold` of text that is not met again."""
    if _COMPARED.fullmatch(raw):
        return " ".join(raw.split()).lower().replace("ё", "е")
    text = _clean(raw).translate(_DASHES)
    if _LATIN.search(text):
        text = _one_alphabet(text)
    return text.casefold().replace("ё", "е")


_fold = lru_cache(_CACHED)(folded)


def skeleton(value: object) -> str:
    """For headings: letters and digits only, every look-alike in one alphabet."""
    text = fold(value).translate(LATIN_TO_CYRILLIC)
    return "".join(letter for letter in text if letter.isalnum())
