"""The answer to an address that asks for a table as a file."""

from collections.abc import Sequence
from datetime import date, datetime

from django.http import FileResponse, HttpRequest, StreamingHttpResponse

from directives.downloads.as_csv import as_csv
from directives.downloads.as_xlsx import as_xlsx
from directives.downloads.table import About, Table

PARAMETER, OF = "format", "of"
FORMATS = ("csv", "xlsx")


def wanted(request: HttpRequest) -> str:
    """The file the address asks for, `csv` or `xlsx`; empty for the page itself."""
    asked = request.GET.get(PARAMETER, "")
    return asked if asked in FORMATS else ""


def which(request: HttpRequest) -> str:
    """The table meant, on a page that has several; empty for its first."""
    return request.GET.get(OF, "")


def about(
    request: HttpRequest,
    title: str,
    *,
    day: date,
    at: datetime,
    is_live: bool = True,
    conditions: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
) -> About:
    """What the first sheet says of a table this person takes."""
    by = request.user.short_name
    return About(str(title), day, at, by, is_live, tuple(conditions), tuple(notes))


def answer(form: str, table: Table, about: About) -> StreamingHttpResponse | FileResponse:
    """The table as `form`, one of FORMATS; its file is named after the table and the day."""
    name = f"{table.name}-{about.day:%Y-%m-%d}"
    return as_csv(table, name) if form == "csv" else as_xlsx(table, about, name)
