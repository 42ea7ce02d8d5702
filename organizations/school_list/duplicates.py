"""One school on several rows of a list: its buildings become one school, with a warning."""

import re

from django.utils.translation import gettext as _

from organizations.school_list.entry import Entry, Problem, Reading


def merge_duplicates(reading: Reading) -> None:
    """Join rows of one school: the first row decides, later ones fill what it left empty."""
    seen: dict[str | tuple, Entry] = {}
    kept = []
    for entry in reading.entries:
        identities = _identities(entry)
        first = next((seen[key] for key in identities if key in seen), None)
        if first is None:
            kept.append(entry)
            seen.update(dict.fromkeys(identities, entry))
        elif conflict := _conflict(first, entry):
            reading.errors.append(Problem(entry.row, "", conflict))
        else:
            first.absorb(entry)
            reading.warnings.append(
                Problem(
                    entry.row,
                    "",
                    _("The same school as in row %(row)d: taken as one.") % {"row": first.row},
                )
            )
            for key in _identities(first):
                seen.setdefault(key, first)
    reading.entries = kept


def _identities(entry: Entry) -> list[str | tuple]:
    """What may make two rows one school, surest first; a branch shares its parent's numbers."""
    said, is_branch = entry.values, entry.is_branch
    keys: list[str | tuple] = []
    if not is_branch:
        keys += [said[name] for name in ("ogrn", "inn") if name in said]
    if entry.municipality is not None:
        place = entry.municipality.pk
        keys += [(place, key, is_branch) for key in sorted(entry.keys)]
    return keys


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
