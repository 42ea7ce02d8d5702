"""A table as a workbook: what it is on the first sheet, the rows on the second, its charts."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from directives.downloads.looks import NUMBERS, Looks, fit_paper
from directives.downloads.table import (
    About,
    Chart,
    Column,
    Drawing,
    Form,
    Graded,
    Table,
    shown_share,
)
from organizations.reference.formats import CONTROL

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Text stays text whatever it begins with.
_HARMLESS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_767  # what a cell holds
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def as_xlsx(table: Table, about: About, name: str) -> FileResponse:
    """A download; `name` is ASCII, without the ending."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write(file, table, about)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=TYPE)


def write(output: IO[bytes], table: Table, about: About) -> None:
    """Long tables go to the disk row by row; a chart wants its figures in memory."""
    options = _HARMLESS | {"constant_memory": not table.charts}
    with xlsxwriter.Workbook(output, options) as book:
        book.set_properties({"title": about.title, "author": about.by})
        looks = Looks(book)
        first = book.add_worksheet(_("About the table"))
        sheet = _Sheet(book, table, about, looks)
        written = sheet.write()
        _tell(first, about, looks, written)
        if table.charts:
            sheet.draw(written)


class _Sheet:
    """The table itself."""

    def __init__(self, book: Workbook, table: Table, about: About, looks: Looks) -> None:
        self.book, self.table, self.looks = book, table, looks
        self.name = _sheet_name(table.sheet or about.title)
        self.sheet = book.add_worksheet(self.name)

    def write(self) -> int:
        """How many rows there are; totals are not among them."""
        columns = self.table.columns
        for at, column in enumerate(columns):
            self.sheet.set_column(at, at, column.width)
        for at, column in enumerate(columns):
            self.sheet.write_string(0, at, _text(column.label), self.looks.head)
        written = 0
        for written, row in enumerate(self.table.rows, 1):
            self._row(written, row)
        for at, row in enumerate(self.table.totals, written + 1):
            self._row(at, row, is_total=True)
        self.sheet.autofilter(0, 0, max(written, 1), len(columns) - 1)
        self.sheet.freeze_panes(1, 1)
        self.sheet.repeat_rows(0)
        fit_paper(self.sheet)
        return written

    def _row(self, at: int, row: Sequence[object], *, is_total: bool = False) -> None:
        for place, (column, value) in enumerate(zip(self.table.columns, row, strict=True)):
            step, form = 0, column.form
            if isinstance(value, Graded):
                value, step, form = value.value, value.step, value.form or form
            look = self.looks.cell(column, form, step, is_total=is_total)
            _put(self.sheet, at, place, value, form, look)

    def draw(self, rows: int) -> None:
        """Native charts, one below another on a sheet of their own."""
        sheet = self.book.add_worksheet(_("Chart"))
        fit_paper(sheet)
        for number, chart in enumerate(self.table.charts):
            drawn = self.book.add_chart({"type": chart.drawing.value})
            drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
            drawn.set_size({"width": 960, "height": 420})
            drawn.set_legend({"position": "bottom"})
            for series in self._series(chart, max(rows, 1)):
                drawn.add_series(series)
            self._set_axes(drawn, chart)
            sheet.insert_chart(number * 22, 0, drawn, {"description": chart.title})

    def _series(self, chart: Chart, last: int) -> Iterator[dict]:
        for place in chart.series:
            yield {
                "name": [self.name, 0, place],
                "categories": [self.name, 1, chart.categories, last, chart.categories],
                "values": [self.name, 1, place, last, place],
            }

    def _set_axes(self, drawn, chart: Chart) -> None:
        across = {}
        if self.table.columns[chart.categories].form in (Form.DAY, Form.MOMENT):
            # Weeks at their own places: a line's days are a scale, not names.
            is_scale = chart.drawing == Drawing.LINE
            across = {"date_axis": is_scale, "num_format": NUMBERS[Form.DAY]}
        drawn.set_x_axis(across)
        first: Column = self.table.columns[chart.series[0]]
        form = "0%" if first.form == Form.SHARE else NUMBERS[first.form]
        drawn.set_y_axis({"num_format": form, "min": 0})


def _put(sheet: Worksheet, row: int, place: int, value: object, form: Form, look: Format) -> None:
    """A value in its own kind: days are days, numbers numbers, all else a text."""
    if value is None or value == "":
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, datetime):
        moment = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        sheet.write_datetime(row, place, moment, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, look)
    elif isinstance(value, bool):
        sheet.write_string(row, place, _("yes") if value else _("no"), look)
    elif isinstance(value, int | float | Decimal) and form != Form.TEXT:
        shown = shown_share(value) if form == Form.SHARE else value
        sheet.write_number(row, place, float(shown), look)
    else:
        sheet.write_string(row, place, _text(value), look)


def _text(value: object) -> str:
    return CONTROL.sub("", str(value))[:_LONGEST]


def _sheet_name(words: str) -> str:
    """At most 31 characters, cut between words; without what Excel refuses."""
    name = " ".join(_NOT_IN_A_NAME.sub(" ", _text(words)).split())
    if len(name) > 31:
        name = name[:31].rsplit(" ", 1)[0]
    return name.rstrip(" .,;—-") or _("Table")


def _tell(sheet: Worksheet, about: About, looks: Looks, rows: int) -> None:
    """What, narrowed by what, as of when, by whom; then what is to be known of the figures."""
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _text(about.title), looks.title)
    said = [(_("State as of"), _state(about)), *_conditions(about)]
    said += [
        (_("Rows"), str(rows)),
        (_("Taken by"), about.by),
        (_("Taken at"), f"{timezone.localtime(about.at):%d.%m.%Y %H:%M}"),
    ]
    for row, (name, words) in enumerate(said, 2):
        sheet.write_string(row, 0, _text(name), looks.name)
        sheet.write_string(row, 1, _text(words), looks.words)
    for row, note in enumerate(about.notes, len(said) + 3):
        sheet.write_string(row, 1, _text(note), looks.words)
    fit_paper(sheet)


def _state(about: About) -> str:
    day = date_format(about.day, "j E Y г.")
    if about.is_live:
        return day
    return _("%(day)s, the end of the day, from the history") % {"day": day}


def _conditions(about: About) -> list[tuple[str, str]]:
    return list(about.conditions) or [(_("Conditions"), _("none: all that one may see"))]
