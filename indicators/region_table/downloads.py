"""The roll-up as a file: exactly the rows of the page, in its order; numbers as numbers."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.region_table.choice import BASES
from indicators.region_table.table import Cell, Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so would be run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def title(page: Page, today: date) -> str:
    """What it is, of which period, on which basis, as of which day."""
    said = {"period": page.period.full_name, "basis": BASES[page.choice.basis],
            "day": f"{today:%d.%m.%Y}"}  # fmt: skip
    return (
        _("Roll-up of indicators, %(period)s. %(basis)s. As of %(day)s. Shares in percent.") % said
    )


def lines(page: Page) -> Iterator[list[object]]:
    """The head, who is counted, the rows of the page, the region."""
    yield [_("Roll-up"), *(column.code for column in page.columns)]
    yield [_("Target"), *(_target(page.goals.general(column)) for column in page.columns)]
    yield [_("Bodies counted"), *(one.bodies_in for one in page.sums)]
    yield [_("Bodies not counted"), *(one.bodies_out for one in page.sums)]
    for row in page.rows:
        yield [row.name, *map(value, page.cells[row.key])]
    yield [_("The whole region"), *map(value, page.whole)]


def value(cell: Cell) -> object:
    """A number; a word where there is none; nothing where nobody was asked."""
    if cell.standing is None:
        return ""
    if cell.veil:
        return cell.veil
    if cell.value is not None:
        return int(cell.value) if cell.is_count else cell.value
    if cell.is_not_applicable:
        return pgettext("figure", "not applicable")
    return _("no data")


def _target(goal) -> object:
    return goal[0].normalize() if goal else ""


def _legend(page: Page) -> Iterator[list[object]]:
    yield [_("Code"), _("Indicator"), _("Period"), _("Unit"), _("Bodies counted"),
           _("Not counted")]  # fmt: skip
    for column, one in zip(page.columns, page.sums, strict=True):
        yield [column.code, column.name, column.period.full_name, column.unit, one.bodies_in,
               one.bodies_out]  # fmt: skip


def as_csv(page: Page, today: date) -> HttpResponse:
    """As a Russian Excel opens it by a double click: BOM, «;», decimal comma."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([title(page, today)])
    for line in lines(page):
        writer.writerow([_text(part) for part in line])
    return _file(file.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", "csv")


def _text(part: object) -> object:
    if isinstance(part, Decimal):
        return f"{part:f}".replace(".", ",")
    return f"'{part}" if isinstance(part, str) and part.startswith(_FORMULA) else part


def as_xlsx(page: Page, today: date) -> HttpResponse:
    """The figures on the first sheet, what the codes stand for on the second."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False,
                                    "strings_to_urls": False}) as book:  # fmt: skip
        bold, tenth = book.add_format({"bold": True}), book.add_format({"num_format": "0.0"})
        figures = book.add_worksheet(_("Roll-up"))
        figures.write_string(0, 0, title(page, today), bold)
        for at, line in enumerate(lines(page), 1):
            for column, part in enumerate(line):
                form = bold if at == 1 else tenth if isinstance(part, Decimal) else None
                figures.write(at, column, part, form)
        figures.freeze_panes(2, 1)
        figures.set_column(0, 0, 32)
        meanings = book.add_worksheet(_("Indicators"))
        for at, line in enumerate(_legend(page)):
            meanings.write_row(at, 0, line, None if at else bold)
        meanings.set_column(1, 1, 100)
        meanings.set_column(2, 2, 24)
    return _file(file.getvalue(), XLSX, "xlsx")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f'attachment; filename="indicators.{ending}"'
    return HttpResponse(content, kind, headers={"Content-Disposition": name})


FORMATS = {"csv": as_csv, "xlsx": as_xlsx}
