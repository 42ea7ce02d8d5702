"""Which sheet, which header, which column is what: found, remembered, or said by a person."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organizations.models import RememberedColumn, SchoolList, SchoolListColumn
from organizations.school_list.header import (
    Column,
    Header,
    find_header,
    header_at,
    is_numbering,
    tentative_header,
)
from organizations.school_list.headings import UNUSED
from organizations.school_list.reader import SchoolListError, SheetHead
from organizations.school_list.text import display, skeleton

SAMPLES = 3
SAMPLE_LENGTH = 120


def understand(school_list: SchoolList, heads: Sequence[SheetHead]) -> tuple[SheetHead, Header]:
    """The sheet and header of a list, with what a person said of them; columns are stored.

    SchoolListError where the file holds no table at all.
    """
    head, header = _found(school_list, heads)
    school_list.sheets = [one.name for one in heads]
    school_list.sheet = head.name
    school_list.header_row, school_list.header_last_row = header.row, header.last_row
    school_list.shape = shape_of(header)
    return head, _store(school_list, head, header)


def _found(school_list: SchoolList, heads: Sequence[SheetHead]) -> tuple[SheetHead, Header]:
    if school_list.sheet_is_chosen:
        heads = [head for head in heads if head.name == school_list.sheet] or heads
    if school_list.header_is_chosen:
        [head] = [head for head in heads if head.name == school_list.sheet] or heads[:1]
        return head, header_at(head, school_list.header_row, school_list.header_last_row)
    try:
        return find_header(heads)
    except SchoolListError:
        if found := tentative_header(heads):
            return found
        raise


def shape_of(header: Header) -> str:
    """Equal for headers with the same names of columns in the same order."""
    names = "\n".join(f"{column.index}:{skeleton(column.heading)}" for column in header.columns)
    return hashlib.sha256(names.encode()).hexdigest()


def _store(school_list: SchoolList, head: SheetHead, header: Header) -> Header:
    """Keep the columns; what was said of this list, then of this shape, wins over the guess."""
    said = dict(
        RememberedColumn.objects.filter(shape=school_list.shape).values_list("index", "field")
    )
    said |= dict(school_list.columns.filter(is_chosen=True).values_list("index", "field"))
    said = {index: field for index, field in said.items() if _is_there(header, index)}
    taken = {field for field in said.values() if field}
    rows = []
    for column in header.columns:
        field = "" if column.field in UNUSED or column.field in taken else column.field or ""
        samples = _samples(head, header, column.index)
        rows.append(
            SchoolListColumn(
                school_list=school_list,
                index=column.index,
                heading=column.heading[:300],
                field=said.get(column.index, field),
                certainty=1 if column.index in said else column.certainty,
                is_chosen=column.index in said,
                **{f"sample_{number}": text for number, text in enumerate(samples, start=1)},
            )
        )
    school_list.columns.all().delete()
    SchoolListColumn.objects.bulk_create(rows)
    columns = [Column(row.index, row.heading, row.field or None, row.certainty) for row in rows]
    return Header(header.row, header.last_row, columns)


def _is_there(header: Header, index: int) -> bool:
    return any(column.index == index for column in header.columns)


def _samples(head: SheetHead, header: Header, index: int) -> list[str]:
    below = [row for row in head.rows if row.number > header.last_row]
    cells = (row.cell(index) for row in below if not is_numbering(row))
    texts = (display(cell)[:SAMPLE_LENGTH] for cell in cells)
    return [text for text in texts if text][:SAMPLES]


@transaction.atomic
def choose_columns(school_list: SchoolList, fields: dict[int, str]) -> None:
    """A person says what each column holds: kept for this list and for the next of its shape."""
    school_list.columns.update(field="")  # two columns may change places
    for column in school_list.columns.all():
        column.field, column.is_chosen = fields.get(column.index, ""), True
        column.save(update_fields=["field", "is_chosen"])
        RememberedColumn.objects.update_or_create(
            shape=school_list.shape, index=column.index, defaults={"field": column.field}
        )


NO_NAMES = _("No column is said to hold the names of the schools: choose it among the columns.")
