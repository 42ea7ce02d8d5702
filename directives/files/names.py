"""File names as people give them, made harmless: a name is only a label."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
# Replaced when the content is of another type; any other ending («приказ от 01.09.2026») is kept.
_KNOWN_ENDINGS = frozenset(
    "pdf jpg jpeg jpe png webp gif bmp tif tiff heic heif svg doc docx docm dot dotx dotm rtf "
    "xls xlsx xlsm xlsb xlt xltx xltm csv tsv ppt pptx pptm pps ppsx ppsm odt ods odp ott txt log "
    "md htm html xhtml mht xml json js mjs vbs vbe wsf hta bat cmd ps1 sh py php exe com scr msi "
    "dll jar apk lnk url reg iso zip rar 7z gz tar tgz bz2 xz eml msg bin dat".split()
)
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def clean_name(name: str, endings: tuple[str, ...] = (), empty: str = "файл") -> str:
    """A safe file name that ends as its content does; `endings` are those of the content's type.

    Without them (a refused file) the name keeps its own. Folders, control characters and
    right-to-left marks go; a long name is cut.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = name.rsplit("/", 1)[-1]
    name = "".join(" " if char.isspace() else char for char in name if not _is_hidden(char))
    name = _RESERVED.sub("_", " ".join(name.split())).rstrip(" .")
    stem, ending = _split(name)
    if endings and ending not in endings:
        ending = endings[0]
    stem = stem.strip(" .")[: LONGEST - len(ending) - 1].strip(" .") or empty
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    return f"{stem}.{ending}" if ending else stem


def ending_of(name: str) -> str:
    """The last ending of a name in lower case, if it is one that says a type; else empty."""
    return _split(name.strip(" ."))[1]


def _split(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    ending = path.suffix[1:].lower()
    if ending in _KNOWN_ENDINGS:
        return name[: -len(path.suffix)], ending
    if name.startswith(".") and name[1:].lower() in _KNOWN_ENDINGS:
        return "", name[1:].lower()
    return name, ""


def _is_hidden(char: str) -> bool:
    """Control, format (right-to-left and zero-width marks), surrogate, private or unassigned."""
    return unicodedata.category(char).startswith("C") and not char.isspace()
