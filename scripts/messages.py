"""Bring locale/ru up to the code: new words enter empty, words nobody says any more leave.

    .venv/bin/python scripts/messages.py

Needs no gettext binaries: babel reads Python, Django itself reads templates, polib writes the
catalogue and compiles it. Exit 1 and a list, if something waits for its translation.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po"
PACKAGES = ("directives", "documents", "indicators", "organizations", "resolution_tracker")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
WIDTH = 100
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%[sd]|\{\w*\}")
METADATA = {
    "Project-Id-Version": "resolution-tracker",
    "Language": "ru",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    ),
}

# One call in what `templatize` makes of a template: its name, then string literals.
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.DOTALL)

Key = tuple[str | None, str]  # context, msgid


def _in_python() -> Iterator[tuple[Key, str]]:
    for package in PACKAGES:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for _file, _line, words, _comments, context in found:
            msgid, plural = words if isinstance(words, tuple) else (words, "")
            yield (context, msgid), plural


def _in_templates() -> Iterator[tuple[Key, str]]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield from _in_template(path.read_text())


def _in_template(source: str) -> Iterator[tuple[Key, str]]:
    for name, literals in _CALL.findall(templatize(source)):
        words = [ast.literal_eval(literal) for literal in re.findall(_LITERAL, literals, re.DOTALL)]
        context = words.pop(0) if "p" in name else None
        yield (context, words[0]), words[1] if name.startswith("n") else ""


def uses() -> Iterator[tuple[Key, str]]:
    """Every place that says something: (context, msgid), and its plural or an empty string."""
    yield from _in_python()
    yield from _in_templates()


def extract() -> dict[Key, str]:
    """Everything that is said, each once."""
    said: dict[Key, str] = {}
    for key, plural in uses():
        if key[1]:
            said[key] = said.get(key) or plural
    return said


def read() -> polib.POFile:
    """The catalogue, or a new one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=WIDTH)
    catalogue = polib.POFile(wrapwidth=WIDTH)
    catalogue.metadata = METADATA
    return catalogue


def merge(catalogue: polib.POFile, said: dict[Key, str]) -> None:
    """Make the catalogue hold exactly what is said, keeping every translation still needed."""
    kept = {}
    for entry in list(catalogue):
        key = (entry.msgctxt, entry.msgid)
        if entry.obsolete or said.get(key) != entry.msgid_plural:
            catalogue.remove(entry)
        else:
            kept[key] = entry
    for (context, msgid), plural in said.items():
        if (context, msgid) not in kept:
            catalogue.append(_new_entry(context, msgid, plural))
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))


def _new_entry(context: str | None, msgid: str, plural: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=msgid, msgctxt=context, msgid_plural=plural)
    if plural:
        entry.msgstr_plural = dict.fromkeys(range(3), "")
    if "%" in "".join(PLACEHOLDER.findall(msgid + plural)):
        entry.flags.append("python-format")
    return entry


def main() -> int:
    """Update the files; return how the process ends."""
    catalogue = read()
    merge(catalogue, extract())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    waiting = [entry.msgid for entry in catalogue if not entry.translated()]
    print(f"{len(catalogue)} messages, {len(waiting)} without a translation")
    for msgid in waiting:
        print(f"  {msgid!r}")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
