"""Writes the shapes of `shapes.py` as files: .xlsx, .xls, .ods and .csv."""

import io
import zipfile
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from tests.school_list.hostile_more import MANIFEST, OPEN_DOCUMENT


def xlsx(rows, *, merge=(), hidden_columns=(), hidden_rows=(), sheets=(), hidden_sheets=()):
    """`merge` lists ranges as A1:A3; other sheets, {name: rows}, stand before the list."""
    output = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as book:
        for name, others in dict(sheets).items():
            page = book.add_worksheet(name)
            _fill(page.write, others)
            if name in hidden_sheets:
                page.hide()
        page = book.add_worksheet("Список")
        page.activate()
        page.set_first_sheet()
        _fill(page.write, rows)
        for area in merge:
            page.merge_range(area, _first(rows, area))
        for column in hidden_columns:
            page.set_column(column, column, None, None, {"hidden": True})
        for row in hidden_rows:
            page.set_row(row - 1, None, None, {"hidden": True})
    return output.getvalue()


def _fill(write, rows):
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                write(number, column, value)


def _first(rows, area):
    first = area.split(":")[0]
    return rows[int(first[1:]) - 1][ord(first[0]) - ord("A")]


def xls(rows):
    """The format of Excel 97."""
    book, output = xlwt.Workbook(), io.BytesIO()
    _fill(book.add_sheet("Список").write, rows)
    book.save(output)
    return output.getvalue()


def ods(rows):
    """OpenDocument, as a Russian office suite saves it: empty rows to the end of the sheet."""
    lines = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows
    )
    row = '<table:table-row table:number-rows-repeated="1048000">'
    end = f'{row}<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    table = f'<table:table table:name="Список">{lines}{end}</table:table>'
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", MANIFEST.format(""))
        file.writestr("content.xml", OPEN_DOCUMENT.format(table))
    return output.getvalue()


def _ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def csv(rows, *, encoding="utf-8", separator=";", quote=None, end="\r\n", trailing=""):
    """`quote` makes a cell of a text; by default nothing is quoted, as many programs do."""
    quote = quote or str
    lines = [
        separator.join(quote("" if cell is None else str(cell)) for cell in row) + trailing
        for row in rows
    ]
    return (end.join(lines) + end).encode(encoding)


def wrapped(text):
    """Quoted without doubling the marks inside: wrong, and frequent."""
    return f'"{text}"'
