"""What people call the columns of a school list."""

import difflib
import json
import re
from functools import lru_cache
from pathlib import Path

from organizations.school_list.text import fold, skeleton

# headings.json: field → names. Case, spaces, punctuation and look-alike letters do not matter.
SYNONYMS: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("headings.json").read_text(encoding="utf-8")
)
# Recognised so that no other rule takes them, and not used.
# «Что исправить» is the column that we add ourselves to a list given back.
UNUSED = frozenset(
    {"row_no", "locality", "head_post", "teachers", "license", "to_mend", "legal_form"}
)
# Tried in turn where no name fits: a piece of the heading that leaves little doubt.
PIECES = [
    ("inn_kpp", r"\bинн\b.*\bкпп\b"),
    ("inn", r"\bинн\b"),
    ("kpp", r"\bкпп\b"),
    ("ogrn", r"\bогрн\b"),
    ("oktmo", r"\bоктмо\b"),
    ("email", r"e-?mail|электронн\w+ (почт|адрес)"),
    ("website", r"\bсайт"),
    ("teachers", r"педагог|учител"),
    ("license", r"лиценз"),
    ("pupils", r"обучающихся|учащихся|уч-ся|контингент"),
    ("short_name", r"(кратк|сокр)\w*\.? (наимен|назв)|(наимен|назв)\w*,? \(?(кратк|сокр)"),
    ("municipality", r"муницип\w+ (образовани|район|округ)|городской округ"),
    ("full_name", r"полн\w* (наимен|назв)|(наимен|назв)\w*,? \(?полн"),
    (
        "full_name",
        r"(наимен|назв)\w* (\w+ ){0,3}(образоват|общеобр|школ|орган|учрежд|оо\b|оу\b)",
    ),
    ("phone", r"\bтел(ефон\w*)?\b"),
    ("head_name", r"фио|ф\. ?и\. ?о|директор|руководител"),
    ("address", r"адрес|местонахожд"),
    ("municipality", r"муниципал(итет|ьная территория)|\bмуниц\."),
    ("education_levels", r"\bноо\b|уровн\w+ образ"),
    ("founder", r"учредит"),
    ("note", r"примеч"),
]
_ANY_PIECE = re.compile("|".join(pattern for _field, pattern in PIECES))
_EXACT = {skeleton(name): field for field, names in SYNONYMS.items() for name in names}
# A heading is not a paragraph.
LONGEST = 160
# Misspellings are looked for among longer names: «ИНН» and «КПП» are one letter apart from much.
LONG_ENOUGH = 5
_LONG = [name for name in _EXACT if len(name) >= LONG_ENOUGH]


def known_field(heading: object) -> str | None:
    """The field whose known name the heading is."""
    bones = skeleton(heading)
    return _EXACT.get(bones) if bones else _of_signs(heading)


def _of_signs(heading: object) -> str | None:
    """«№» has no letters to compare."""
    return "row_no" if "№" in str(heading) else None


def sounds_like_heading(heading: str) -> bool:
    """A piece of it is what headings are made of; quicker than to ask which one."""
    return len(heading) <= LONGEST and bool(_ANY_PIECE.search(fold(heading)))


def field_of(heading: object) -> tuple[str | None, float]:
    """The field a heading stands for and how sure that is: 1 a known name, less a guess."""
    bones = skeleton(heading)
    if not bones or len(bones) > LONGEST:
        return _of_signs(heading) if not bones else None, 0
    if bones in _EXACT:
        return _EXACT[bones], 1
    folded = fold(heading).replace("\\", "/")
    for field, pattern in PIECES:
        if re.search(pattern, folded):
            return field, 0.7
    close = _close_to(bones)
    return (_EXACT[close], 0.8) if close else (None, 0)


@lru_cache(1000)
def _close_to(bones: str) -> str | None:
    """The known name of which this is a misspelling."""
    if len(bones) < LONG_ENOUGH:
        return None
    # Of more different lengths they could not be alike enough.
    names = [name for name in _LONG if 0.8 < len(name) / len(bones) < 1.25]
    return next(iter(difflib.get_close_matches(bones, names, n=1, cutoff=0.9)), None)
