"""Rows as CSV that a Russian Excel opens by a double click: BOM, «;», dates ДД.ММ.ГГГГ."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.http import StreamingHttpResponse
from django.utils import timezone

# A cell that begins so would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# A telephone is left as people copy it: an unseen no-break space in front keeps it a text.
_PHONE = re.compile(r"\+[0-9 ()\u00a0-]+")


class _Echo:
    """A file that hands each line back, for streaming."""

    def write(self, line: str) -> str:
        return line


def cell(value: object) -> object:
    """A value as the cell shows it: dates Russian, texts harmless, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int):
        return value
    text = str(value)
    if _PHONE.fullmatch(text):
        return f"\N{NO-BREAK SPACE}{text}"
    return f"'{text}" if text.startswith(_FORMULA) else text


def _lines(header: list, rows: Iterable[Iterable[object]]) -> Iterator[str]:
    # Numbers bare, texts quoted: an INN stays a text to whoever reads types from quotes.
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    yield "\ufeff"
    yield writer.writerow([str(name) for name in header])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def csv_response(
    name: str, header: list, rows: Iterable[Iterable[object]]
) -> StreamingHttpResponse:
    """A streamed download; `name` is ASCII, without the ending."""
    return StreamingHttpResponse(
        _lines(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
