"""Small spreadsheets that show the quirks of real ones."""

import json
from pathlib import Path

import xlsxwriter

from organizations.models import Municipality
from organizations.school_list.entries import read_entries
from organizations.school_list.header import find_header
from organizations.school_list.names import MunicipalityIndex
from organizations.school_list.reader import read_book

ROOT = Path(__file__).resolve().parents[2]
# Valid numbers that belong to nobody: the tax office 6799 does not exist.
INN = ["6799001007", "6799001078", "6799001141", "6799001215", "6799001286"]
OGRN = ["1026799001008", "1026799001074", "1026799001140", "1026799001217", "1026799001283"]
HEADINGS = ["Муниципалитет", "Наименование ОО", "ИНН", "ОГРН", "Численность обучающихся"]


def municipalities():
    """The 27 of the fixture, not saved."""
    rows = json.loads((ROOT / "fixtures/municipalities.json").read_text(encoding="utf-8"))
    names = ("oktmo", "name", "short_name", "official_name", "former_name", "centre")
    return [
        Municipality(pk=pk, **{name: row[name] for name in names})
        for pk, row in enumerate(rows, start=1)
    ]


INDEX = MunicipalityIndex(municipalities())


def write_book(path, rows, *, merge=(), sheet="Лист1", before=()):
    """An .xlsx of the rows; `merge` lists (first row, last row, column), counted from zero."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    for name in before:
        book.add_worksheet(name).write(0, 0, "Сводка")
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                page.write(number, column, value)
    for first, last, column in merge:
        page.merge_range(first, column, last, column, rows[first][column])
    book.close()
    return path


def header_of(path):
    return find_header(read_book(path))[1]


def reading_of(path, **options):
    """Entries of a file, without a database."""
    sheet, header = find_header(read_book(path))
    return read_entries(sheet.rows, header, INDEX, merged=sheet.merged, **options)


def municipality(short_name):
    return next(row for row in municipalities() if row.short_name == short_name)
