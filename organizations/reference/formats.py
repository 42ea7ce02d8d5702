"""Files of reference tables: read in the limited child process, written without live formulas."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from django.utils.translation import gettext_lazy as _
from import_export.formats.base_formats import Format
from tablib import Dataset

from organizations.school_list.reader import Row, read_book

# A spreadsheet program would compute a cell of a .csv that begins so; an apostrophe prevents it.
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_SHIELDED = re.compile(r"^'(?=[=+\-@\t\r])")
_NUMBER = re.compile(r"^-?\d+([.,]\d+)?$")
# What a cell of .xlsx cannot hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetDataset(Dataset):
    """Rows that remember the numbers the sheet itself gives them."""

    numbers: list[int]


def _text(value: object) -> str:
    return _SHIELDED.sub("", " ".join(str(value).split(" ")).strip())


def dataset_of(rows: list[Row]) -> SheetDataset:
    """The first filled row is the header; later ones keep their numbers."""
    header, *body = rows
    dataset = SheetDataset()
    dataset.headers = [_text(cell) for cell in header.cells]
    width = len(dataset.headers)
    dataset.numbers = [row.number for row in body]
    for row in body:
        dataset.append([_text(row.cell(index)) for index in range(width)])
    return dataset


class Table(Format):
    """Reads .xlsx and .csv alike: the content decides, not the name or what was chosen."""

    def __init__(self, encoding: str | None = None) -> None:
        """import-export passes an encoding; the reader finds it out itself."""

    def create_dataset(self, in_stream: bytes) -> SheetDataset:
        """The first filled sheet; SchoolListError where the file cannot be a table."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "table"
            path.write_bytes(in_stream)
            return dataset_of(read_book(path)[0].rows)

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True


class Xlsx(Table):
    """Excel's own format: text stays text, whatever it begins with."""

    def get_title(self) -> str:
        return _("Excel (.xlsx)")

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return _XLSX_TYPE

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        output = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(output, options) as book:
            sheet, heading = book.add_worksheet(), book.add_format({"bold": True})
            sheet.write_row(0, 0, dataset.headers or [], heading)
            for number, cells in enumerate(dataset, start=1):
                for column, value in enumerate(cells):
                    sheet.write_string(number, column, CONTROL.sub("", _cell(value)))
            sheet.freeze_panes(1, 0)
            sheet.autofit(max_width=400)
        return output.getvalue()


class Csv(Table):
    """Semicolons and a mark of UTF-8: what Excel in Russian opens without asking."""

    def get_title(self) -> str:
        return _("CSV")

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        output = io.StringIO()
        writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
        writer.writerow(dataset.headers or [])
        writer.writerows(shielded(cells) for cells in dataset)
        return b"\xef\xbb\xbf" + output.getvalue().encode()


def _cell(value: object) -> str:
    """As a Russian office writes it: dates ДД.ММ.ГГГГ, an empty cell for nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    return str(value)


def shielded(cells: Iterable[object]) -> list[str]:
    """Cells of a .csv that no spreadsheet program takes for a formula; `_SHIELDED` undoes it."""
    texts = [_cell(value) for value in cells]
    return [
        f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text for text in texts
    ]
