"""Files that want to hurt. Each function returns the bytes of one and is named for its trap."""

import io
import struct
import zipfile

WORKBOOK = (
    '<?xml version="1.0"?>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Школы" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<?xml version="1.0"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
ROOT = RELATIONS.replace("relationships/worksheet", "relationships/officeDocument").replace(
    "worksheets/sheet1.xml", "xl/workbook.xml"
)
SHEET = (
    '<?xml version="1.0"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)
HEADER_ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Школа</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>ИНН</t></is></c></row>'
)


def archive(**members):
    """A zip of the members, `__` in a name standing for a slash and `_dot_` for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return buffer.getvalue()


def workbook(sheet_data, **more):
    """A least .xlsx around the rows."""
    return book_of(SHEET.format(sheet_data), **more)


def book_of(sheet, **more):
    return archive(
        _rels___dot_rels=ROOT,
        xl__workbook_dot_xml=WORKBOOK,
        xl___rels__workbook_dot_xml_dot_rels=RELATIONS,
        xl__worksheets__sheet1_dot_xml=sheet,
        **more,
    )


def far_cell():
    return workbook(HEADER_ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def impossible_row_number():
    return workbook(HEADER_ROW + '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')


def impossible_column():
    return workbook(HEADER_ROW + '<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>')


def many_columns():
    cells = "".join('<c t="inlineStr"><is><t>ИНН</t></is></c>' for _ in range(5001))
    return workbook(f'<row r="1">{cells}</row>')


def zip_bomb():
    """A sheet's shared strings that unpack to 260 megabytes."""
    buffer = io.BytesIO(workbook(HEADER_ROW))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("xl/sharedStrings.xml", "w") as member,
    ):
        for _ in range(260):
            member.write(bytes(1024 * 1024))
    return buffer.getvalue()


def bomb_that_lies_about_its_size():
    """The directory says ten bytes of the sheet; thirty megabytes come out."""
    data = bytearray(workbook(HEADER_ROW + " " * (30 * 1024 * 1024)))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def many_entries():
    """One entry of the directory written 60,000 times."""
    data = workbook(HEADER_ROW)
    start, end = data.rfind(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    offset = int.from_bytes(data[end + 16 : end + 20], "little")
    directory = data[offset:start] + data[start:end] * 60_000
    count = struct.pack("<HHL", 60_003, 60_003, len(directory))
    return data[:offset] + directory + data[end : end + 8] + count + data[end + 16 :]


def billion_laughs():
    entities = '<!ENTITY a0 "школа">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    sheet = SHEET.format(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    ).replace('<?xml version="1.0"?>', f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>')
    return book_of(sheet)


def truncated():
    return workbook(HEADER_ROW)[:400]


def truncated_sheet():
    return workbook(HEADER_ROW[:-40] + '<row r="2"><c r="A2')


def encrypted():
    """The container Excel writes for a workbook with a password, cut down to its shape."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 992
    )


def zip_with_a_password():
    data = bytearray(workbook(HEADER_ROW))
    place = -1
    while (place := data.find(b"PK\x01\x02", place + 1)) >= 0:
        data[place + 8] |= 1
    return bytes(data)


def broken_old_book():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40


def other_zip():
    return archive(word__document_dot_xml="<document/>")


def web_page():
    return "<html><body><table><tr><td>Школа</td></tr></table></body></html>".encode()


def xml_spreadsheet():
    return b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


def picture():
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def nul_bytes():
    return "Школа;ИНН\nСШ № 1\0;\0\0\0\n".encode()


def control_characters():
    return bytes(range(1, 32)) * 200


def unclosed_quote():
    lines = [f"Школа № {n};{n};село" for n in range(5000)]
    return ('Наименование;ИНН;Город/село\n"Школа;1;село\n' + "\n".join(lines)).encode()


def long_cell():
    return ("Наименование;ИНН\n" + "ш" * 30_000 + ";1\n").encode()


def many_rows():
    return b"a;b\n" * 70_000


def empty():
    return b""


def only_separators():
    return b";;;;\n;;;;\n"


# What a person is told, by a few words of it.
EXPECTED = {
    far_cell: "памяти или времени",
    impossible_row_number: "памяти или времени",
    impossible_column: "памяти или времени",
    many_columns: "больше 200 столбцов",
    zip_bomb: "во много раз больше",
    bomb_that_lies_about_its_size: "повреждён",
    many_entries: "во много раз больше",
    billion_laughs: "повреждён",
    truncated: "повреждён",
    truncated_sheet: "повреждён",
    encrypted: "паролем",
    zip_with_a_password: "паролем",
    broken_old_book: "повреждён",
    other_zip: "не электронная таблица",
    web_page: "веб-страница",
    xml_spreadsheet: "веб-страница",
    picture: "не электронная таблица",
    nul_bytes: "не электронная таблица",
    control_characters: "не электронная таблица",
    unclosed_quote: "кавычка",
    long_cell: "5 000 знаков",
    many_rows: "60 000 строк",
    empty: "пуст",
    only_separators: "пуст",
}
