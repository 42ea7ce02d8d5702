"""Rows as CSV that a Russian Excel opens by a double click: BOM, «;», ДД.ММ.ГГГГ, decimal comma."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.downloads.table import Column, Form, Graded, Table, shown_share

# A cell that begins so would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# A telephone is left as people copy it: an unseen no-break space in front keeps it a text.
_PHONE = re.compile(r"\+[0-9 ()\u00a0-]+")
_PLACES = {Form.NUMBER: Decimal(1), Form.DECIMAL: Decimal("0.1"), Form.SHARE: Decimal("0.1")}


class _Echo:
    """A file that hands each line back, for streaming."""

    def write(self, line: str) -> str:
        return line


class _Written(float):
    """A number written as Russians do: the writer leaves it bare, as it does all numbers."""

    def __new__(cls, number: Decimal, form: Form) -> "_Written":
        written = super().__new__(cls, number)
        places = _PLACES.get(form)
        shown = number.quantize(places, ROUND_HALF_UP) if places else number.normalize()
        written.text = f"{shown:f}".replace(".", ",") + ("%" if form == Form.SHARE else "")
        return written

    def __str__(self) -> str:
        return self.text


def cell(value: object, form: Form = Form.TEXT) -> object:
    """A value as the cell shows it: dates Russian, texts harmless, nothing for None."""
    if isinstance(value, Graded):
        return cell(value.value, value.form or form)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int) and form not in (Form.SHARE, Form.DECIMAL):
        return value
    if isinstance(value, int | float | Decimal):
        number = shown_share(value) * 100 if form == Form.SHARE else Decimal(str(value))
        return _Written(number, form)
    return _harmless(str(value))


def _harmless(text: str) -> str:
    if _PHONE.fullmatch(text):
        return f"\N{NO-BREAK SPACE}{text}"
    return f"'{text}" if text.startswith(_FORMULA) else text


def lines(table: Table) -> Iterator[str]:
    """The head, the rows, the totals, line by line."""
    # Numbers bare, texts quoted: an INN stays a text to whoever reads types from quotes.
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    yield "\ufeff"
    yield writer.writerow([_harmless(str(column.label)) for column in table.columns])
    for row in chain(table.rows, table.totals):
        yield writer.writerow(_cells(table.columns, row))


def _cells(columns: Sequence[Column], row: Sequence[object]) -> list[object]:
    return [cell(value, column.form) for column, value in zip(columns, row, strict=True)]


def as_csv(table: Table, name: str) -> StreamingHttpResponse:
    """A streamed download; `name` is ASCII, without the ending."""
    return StreamingHttpResponse(
        lines(table),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
