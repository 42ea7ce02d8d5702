"""More files that want to hurt: bombs of other shapes, other kinds of file, damaged tables."""

import io
import zipfile

import xlsxwriter
import xlwt

from tests.school_list.hostile import HEADER_ROW, SHEET, archive, book_of, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRINGS = (
    '<?xml version="1.0"?>'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'
)
STRINGS_RELATION = (
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
OPEN_DOCUMENT = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)

MANIFEST = (
    '<?xml version="1.0"?>'
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</m:manifest>'
)


def with_strings(strings, sheet_data):
    """A book with shared strings, which `workbook` alone does not have."""
    plain = zipfile.ZipFile(io.BytesIO(workbook(sheet_data)))
    members = {name: plain.read(name).decode() for name in plain.namelist()}
    relations = "xl/_rels/workbook.xml.rels"
    members[relations] = members[relations].replace("</Relationships>", STRINGS_RELATION)
    members["xl/sharedStrings.xml"] = STRINGS.format(strings)
    return archive(**members)


def open_document(table, protection="", kind="spreadsheet"):
    return archive(
        mimetype=f"application/vnd.oasis.opendocument.{kind}",
        content_dot_xml=OPEN_DOCUMENT.format(table),
        **{"META-INF/manifest.xml": MANIFEST.format(protection)},
    )


def old_book(rows):
    book, output = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Школы")
    for row in range(rows):
        sheet.write(row, 0, f"СШ № {row}")
    book.save(output)
    return output.getvalue()


def one_text_a_million_times():
    """Two hundred kilobytes that ask for thirty gigabytes of the same text."""
    cells = '<c t="s"><v>0</v></c>' * 100
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(1, 10_001))
    return with_strings(f"<si><t>{'ш' * 30_000}</t></si>", rows)


def strings_that_are_not_there():
    return with_strings("", '<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')


def long_cell_of_a_book():
    text = "ш" * 30_000
    row = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{text}</t></is></c></row>'
    return workbook(HEADER_ROW + row)


def many_rows_of_a_book():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 60_003))
    return workbook(HEADER_ROW + rows)


def last_row_of_the_sheet():
    """A forgotten cell far down in a column far right."""
    return workbook(HEADER_ROW + '<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>')


def deep_nesting():
    return workbook('<row r="1">' + "<c>" * 300_000 + "</c>" * 300_000 + "</row>")


def long_attribute():
    return workbook(f'<row r="1"><c r="{"A" * 5_000_000}1"><v>1</v></c></row>')


def rows_numbered_from_zero():
    return workbook('<row r="0"><c r="A0"><v>1</v></c></row>')


def no_sheet_inside():
    plain = zipfile.ZipFile(io.BytesIO(workbook(HEADER_ROW)))
    sheet = "xl/worksheets/sheet1.xml"
    return archive(**{name: plain.read(name) for name in plain.namelist() if name != sheet})


def no_rows_at_all():
    return workbook("")


def other_encoding_in_the_xml():
    return book_of(SHEET.format(HEADER_ROW).encode("utf-16"))


def many_sheets():
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        for number in range(41):
            book.add_worksheet(f"Лист{number}").write(0, 0, "Школа")
    return output.getvalue()


def hidden_sheets_only():
    data = workbook(HEADER_ROW)
    plain = zipfile.ZipFile(io.BytesIO(data))
    members = {name: plain.read(name).decode() for name in plain.namelist()}
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(
        "sheetId=", 'state="hidden" sheetId='
    )
    return archive(**members)


def entries_over_each_other():
    """Each of a thousand entries of the directory is the same megabyte of zeros."""
    data = archive(**{"xl/workbook.xml": bytes(1 << 20)})
    start, end = data.rfind(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    directory = data[start:end] * 1_000
    counts = (1_000).to_bytes(2, "little") * 2 + len(directory).to_bytes(4, "little")
    return data[:start] + directory + data[end : end + 8] + counts + data[end + 16 :]


def repeated_cells():
    """An .ods of one cell, repeated over a whole sheet."""
    return open_document(
        '<table:table table:name="Школы">'
        '<table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
        "<text:p>Школа</text:p></table:table-cell></table:table-row></table:table>"
    )


def encrypted_open_document():
    return open_document("", protection="<m:encryption-data/>")


def open_letter():
    """An .odt: a letter, whose content is no table."""
    return open_document("", kind="text")


def truncated_open_document():
    return open_document('<table:table table:name="Школы">')[:-30]


def old_letter():
    return OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(2048)


def truncated_old_book():
    return old_book(300)[:6_000]


def old_book_of_zeros():
    data = old_book(300)
    return data[:600] + bytes(len(data) - 600)


def portable_document():
    return b"%PDF-1.7\n" + b"1 0 obj;<< /Type /Catalog >>;endobj\n" * 50


def rich_text():
    return rb"{\rtf1\ansi\ansicpg1251 \'d8\'ea\'ee\'eb\'e0;1}" * 20


def squeezed():
    return b"\x1f\x8b\x08\x00" + bytes(range(256)) * 20


def letter():
    text = (
        "Уважаемые коллеги, направляем список школ, просим учесть.\nС уважением, отдел, Вязьма.\n"
    )
    return text.encode("cp1251")


def archive_of_pages():
    """What Excel calls «Веб-страница в одном файле»."""
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html></html>"


def web_page_behind_a_mark():
    return b"\xef\xbb\xbf\r\n  <HTML xmlns:x='urn:schemas-microsoft-com:office:excel'>;;</HTML>"


def damaged_text():
    text = "Школа;ИНН\n" + "Средняя школа;1\n" * 100
    return text.encode()[:-20] + b"\xff" + text.encode()[-20:]


def half_a_letter():
    return "Школа;ИНН\nСШ № 1;1\n".encode("utf-16") + b"\x04"


def many_columns_of_text():
    return (";".join(["ИНН"] * 5001) + "\n").encode()


def quotes_in_every_line():
    return b'"a;b\n' * 200_000


def one_endless_line():
    return "Школа;".encode() * 1_000_000


def last_quote_unclosed():
    lines = "".join(f"СШ № {n};{n}\n" for n in range(1000))
    return ("Школа;ИНН\n" + lines + '"СШ № 1001;1').encode()


# What a person is told, by a few words of it.
EXPECTED = {
    one_text_a_million_times: "памяти или времени",
    strings_that_are_not_there: "повреждён",
    long_cell_of_a_book: "5 000 знаков",
    many_rows_of_a_book: "60 000 строк",
    last_row_of_the_sheet: "памяти или времени|60 000 строк",
    deep_nesting: "повреждён",
    long_attribute: "больше 200 столбцов",
    rows_numbered_from_zero: "повреждён",
    no_sheet_inside: "повреждён",
    no_rows_at_all: "пуст",
    other_encoding_in_the_xml: "пуст",
    many_sheets: "больше 40 листов",
    hidden_sheets_only: "пуст",
    entries_over_each_other: "во много раз больше",
    repeated_cells: "повреждён|памяти или времени",
    encrypted_open_document: "паролем",
    open_letter: "не электронная таблица",
    truncated_open_document: "повреждён",
    old_letter: "не электронная таблица",
    truncated_old_book: "повреждён",
    old_book_of_zeros: "повреждён|памяти или времени",
    portable_document: "не электронная таблица",
    rich_text: "не электронная таблица",
    squeezed: "не электронная таблица",
    letter: "не электронная таблица",
    archive_of_pages: "веб-страница",
    web_page_behind_a_mark: "веб-страница",
    damaged_text: "повреждён",
    half_a_letter: "не электронная таблица|повреждён",
    many_columns_of_text: "больше 200 столбцов",
    quotes_in_every_line: "кавычка",
    one_endless_line: "больше 200 столбцов|больше 5 000",
    last_quote_unclosed: "кавычка",
}
