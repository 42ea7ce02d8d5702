"""A table of a page taken both ways: the CSV and the XLSX must say the same."""

import csv
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

_GUARDED = "=+-@\t\r\n"


def content_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def csv_of(response) -> list[list[str]]:
    """Rows, the head first."""
    text = content_of(response).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:]), delimiter=";"))


@dataclass(frozen=True)
class Taken:
    """Both files of one table; `rows` are the texts of the CSV below its head, totals included."""

    head: list[str]
    rows: list[list[str]]
    sheet: Worksheet
    about: dict[str, str]  # the first sheet's lines
    notes: list[str]
    title: str
    name: str
    charts: int

    def column(self, head: str) -> list[str]:
        return [row[self.head.index(head)] for row in self.rows]

    def values(self, head: str) -> list[object]:
        """As the workbook keeps them."""
        place = self.head.index(head)
        return [row[place].value for row in self.sheet.iter_rows(min_row=2)]


def take(client, address: str, query: dict | None = None) -> Taken:
    """Both files; they hold the same, and open in two readers."""
    answers = {form: client.get(address, {**(query or {}), "format": form})
               for form in ("csv", "xlsx")}  # fmt: skip
    head, *rows = csv_of(answers["csv"])
    name = _name(answers["csv"], "csv")
    assert _name(answers["xlsx"], "xlsx") == name
    content = content_of(answers["xlsx"])
    book = openpyxl.load_workbook(BytesIO(content))
    first, sheet = book.worksheets[:2]
    assert [[said(cell) for cell in row] for row in sheet.iter_rows()] == [
        [text.replace("\r\n", "\n") for text in row] for row in ([head, *rows])
    ]
    _opens_elsewhere(content, len(rows) + 1)
    _is_laid_out(sheet)
    lines = [(row[0].value, row[1].value) for row in first.iter_rows(min_row=3, max_col=2)]
    return Taken(
        head,
        rows,
        sheet,
        {name: text for name, text in lines if name},
        [text for name, text in lines if text and not name],
        first["A1"].value,
        name,
        sum(len(each._charts) for each in book.worksheets),
    )


def said(cell: Cell) -> str:
    """A cell of the workbook as the CSV writes it."""
    value, form = cell.value, cell.number_format
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}" if "hh" in form else f"{value:%d.%m.%Y}"
    if isinstance(value, int | float):
        return _number(Decimal(str(value)), form)
    if value.startswith("+7 "):
        return f"\N{NO-BREAK SPACE}{value}"
    return f"'{value}" if value[:1] in _GUARDED else value


def _number(value: Decimal, form: str) -> str:
    if "%" in form:
        return f"{(value * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%".replace(".", ",")
    if form.endswith("0.0"):
        return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP)}".replace(".", ",")
    return f"{value.normalize():f}".replace(".", ",")


def _name(response, ending: str) -> str:
    said = response["Content-Disposition"]
    assert said.startswith("attachment; filename="), said
    assert said.isascii()
    return said.partition("=")[2].strip('"').removesuffix(f".{ending}")


def _opens_elsewhere(content: bytes, rows: int) -> None:
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(1)
    assert len(sheet.to_python()) == rows


def _is_laid_out(sheet: Worksheet) -> None:
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert all(sheet.column_dimensions[key].width > 5 for key in sheet.column_dimensions)
