"""One school on several rows of a list: its buildings become one school, with a warning."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from organizations.models import Organization
from organizations.school_list.entry import Entry, Problem, Reading, know_names


def merge_duplicates(reading: Reading) -> None:
    """Join rows of one school: the first row decides, later ones fill what it left empty."""
    seen: dict[Any, Entry] = {}
    kept = []
    know_names(reading.entries)
    identities = _identities_of(reading.entries)
    for entry in reading.entries:
        keys = identities(entry)
        first = None
        for key in keys:
            if key in seen:
                first = seen[key]
                break
        if first is None:
            for key in keys:
                seen[key] = entry
            kept.append(entry)
            continue
        if conflict := _conflict(first, entry):
            reading.error(Problem(entry.row, "", conflict))
            kept.append(entry)
            first = entry
        else:
            reading.warn(Problem(entry.row, "", _taken_as_one(first, entry)))
            first.absorb(entry)
            keys += identities(first)
        for key in keys:
            seen.setdefault(key, first)
    reading.entries = kept


def _identities_of(entries: list[Entry]) -> Callable[[Entry], list]:
    """What may make two rows one school, surest first; a branch shares its parent's numbers.

    Full names are dear to compare: only where rows lack numbers or short names.
    """
    full_names_too = any(
        "name" not in entry.values or not ("ogrn" in entry.values or "inn" in entry.values)
        for entry in entries
    )

    def identities(entry: Entry) -> list:
        values = entry.values
        keys = []
        if not entry.is_branch:
            keys = [values[name] for name in ("ogrn", "inn") if name in values]
        if entry.municipality is not None:
            place = entry.municipality.id
            names = sorted(entry.keys) if full_names_too else (entry.name_key,)
            keys += [(name, place, entry.is_branch) for name in names if name]
        return keys

    return identities


def _taken_as_one(first: Entry, second: Entry) -> str:
    """Says of what the later row is not asked."""
    left_out = [
        str(Organization._meta.get_field(name).verbose_name)
        for name, value in second.values.items()
        if name not in ("name", "full_name") and first.values.get(name, value) != value
    ]
    if not left_out:
        return _("The same school as in row %(row)d: taken as one.") % {"row": first.row}
    return _(
        "The same school as in row %(row)d: taken as one. Left out of this row: %(fields)s."
    ) % {
        "row": first.row,
        "fields": ", ".join(left_out),
    }


def _numbered_apart(first: Entry, second: Entry) -> bool:
    """«№ 1» and «№ 2» are two schools with a number copied down, not two buildings of one."""
    ours, theirs = (
        {number for key in entry.keys for number in re.findall(r"\d+", key)}
        for entry in (first, second)
    )
    return bool(ours and theirs) and not ours & theirs


def _conflict(first: Entry, second: Entry) -> str:
    """Why two rows that share something cannot be one school, or an empty string."""
    for name, label in (("ogrn", "ОГРН"), ("inn", "ИНН")):
        ours, theirs = first.values.get(name), second.values.get(name)
        if ours and theirs and ours != theirs:
            return _("Row %(row)d is the same school with another %(number)s.") % {
                "row": first.row,
                "number": label,
            }
    if first.keys & second.keys or not second.keys:
        return ""
    if "ogrn" in first.values and first.values["ogrn"] == second.values.get("ogrn"):
        if not _numbered_apart(first, second):
            return ""
        return _(
            "The OGRN is the same as in row %(row)d, but the school's number in the name is "
            "another. Correct the OGRN or the name."
        ) % {"row": first.row}
    return _(
        "ИНН is the same as in row %(row)d, the name is another. If it is a branch, "
        "say so in its name; otherwise correct the number."
    ) % {"row": first.row}
