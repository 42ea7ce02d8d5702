"""The columns of some rows, once read, become schools."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Municipality
from organizations.school_list.batch import Batch
from organizations.school_list.cells import ColumnReader, Misplaced
from organizations.school_list.entry import Entry, Problem, Reading
from organizations.school_list.names import is_branch, shortened

# Columns that say something of a school and are no field of it.
ABOUT = frozenset({"inn_kpp", "branch", "founder"})
LONGEST_NAME = 250
# What is said of a value found in the column of another field.
MOVED = {
    "email": gettext_lazy("“%(value)s” is an e-mail address: it is moved to the e-mail."),
    "website": gettext_lazy("“%(value)s” is the address of a site: it is moved to the site."),
}
NOT_MOVED = gettext_lazy("“%(value)s” belongs to another column, which is filled in; left out.")


def assemble(
    batch: Batch,
    columns: Mapping[str, ColumnReader],
    places: Sequence[Municipality | None],
    reading: Reading,
) -> None:
    """Read the columns, add a school of each row; `places` says where each is from."""
    nothing = [""] * len(batch.rows)
    read = {
        name: column.values(batch.numbers, batch.texts[name]) for name, column in columns.items()
    }
    about = {name: read.pop(name) for name in ABOUT & read.keys()}
    for column in columns.values():
        for found in column.misplaced:
            _put_in_place(found, batch, read, reading)
        column.misplaced.clear()
    names, full_names = read.get("name", nothing), read.get("full_name", nothing)
    if "" in names:
        names, full_names = _told_apart(names, full_names)
        read["name"] = names
        if any(full_names):
            read["full_name"] = full_names
        else:
            read.pop("full_name", None)
    branches = _branches(names, full_names, about.get("branch", nothing))
    fields = list(read)
    for row, place, said, is_a_branch, direct in zip(
        batch.numbers,
        places,
        zip(*read.values(), strict=True),
        branches,
        about.get("founder", nothing),
        strict=True,
    ):
        found = dict(zip(fields, said, strict=True))
        if "" in said:  # an empty cell never erases
            found = {name: value for name, value in found.items() if value != ""}
        entry = Entry(row, place, found, is_a_branch, None if direct == "" else direct)
        reading.entries.append(entry)
        if not entry.label:
            _name_is_missing(row, columns, reading)


def _name_is_missing(row: int, columns: Mapping[str, ColumnReader], reading: Reading) -> None:
    message = _("The name of the school is missing.")
    column = columns.get("full_name") or columns.get("name")
    reading.error(column.problem(row, message, "") if column else Problem(row, "", message))


def _put_in_place(
    found: Misplaced, batch: Batch, read: dict[str, Sequence], reading: Reading
) -> None:
    """A value from the column of another field, if its own is empty."""
    column = read[found.field] = list(read.get(found.field) or [""] * len(batch.rows))
    there = column[found.position]
    row = batch.numbers[found.position]
    message = ""
    if not there:
        column[found.position] = found.value
        message = MOVED.get(found.field)
    elif there != found.value:
        message = NOT_MOVED
    if message:
        text = message % {"value": found.value[:60]}
        reading.warn(found.reader.problem(row, text, found.cell))


def _told_apart(
    names: Sequence[str], full_names: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    """A list with one column of names gives full names or short ones."""
    names, full_names = list(names), list(full_names)
    for position, full in enumerate(full_names):
        if full and not names[position] and "учрежден" not in full.lower():
            names[position] = short = shortened(full)
            if len(short) < LONGEST_NAME:  # nothing is cut off
                full_names[position] = ""
    return names, full_names


def _branches(
    names: Sequence[str], full_names: Sequence[str], said: Sequence[bool | str]
) -> list[bool]:
    """What the column of branches says; where it is silent, what the names do."""
    told = [answer is True for answer in said]
    if "филиал" in "\n".join((*names, *full_names)).lower():
        told = [
            (is_branch(name) or is_branch(full_name)) if answer == "" else answer
            for answer, name, full_name in zip(said, names, full_names, strict=True)
        ]
    return told
