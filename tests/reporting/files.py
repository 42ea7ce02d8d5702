"""Generated files: what may be attached, and what somebody may try."""

import io
import struct
import zipfile

import xlsxwriter
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


def pdf(extra: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + extra + b"\ntrailer<<>>\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind, **options)
    return stream.getvalue()


def photograph(size: tuple[int, int] = (3000, 1000)) -> bytes:
    """As a phone makes it: turned on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", size, exif=exif)


def archive(members: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def ooxml(part: str = "wordprocessingml.document", **members: bytes | str) -> bytes:
    types = f'<Types><Override PartName="/main.xml" ContentType="{OOXML}{part}.main+xml"/></Types>'
    return archive({"[Content_Types].xml": types, "main.xml": "<x/>"} | members)


def macro_workbook() -> bytes:
    types = (
        '<Types><Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    )
    return archive({"[Content_Types].xml": types, "xl/vbaProject.bin": b"\xcc\x61"})


def workbook() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet().write("A1", "Приказ")
    return stream.getvalue()


def odf(kind: str = "text", manifest: str = "<manifest/>", **members: bytes | str) -> bytes:
    return archive(
        {"mimetype": f"{ODF}{kind}", "META-INF/manifest.xml": manifest, "content.xml": "<x/>"}
        | members
    )


def record(number: int, content: bytes = b"") -> bytes:
    """One record of an old Excel workbook."""
    return struct.pack("<HH", number, len(content)) + content


def biff(*records: bytes) -> bytes:
    stream = record(0x0809, b"\x00\x06\x05\x00" + bytes(12)) + b"".join(records) + record(0x0A)
    return stream.ljust(4096, b"\0")


def word_stream(flags: int = 0) -> bytes:
    return (struct.pack("<HH", 0xA5EC, 0x00C1) + bytes(6) + struct.pack("<H", flags)).ljust(
        4096, b"\0"
    )


def ole(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file (OLE2) of streams of at least 4096 bytes, all at the top."""
    sectors, entries, table = [], [], []
    for name, content in streams.items():
        start, count = len(sectors), -(-len(content) // 512)
        sectors += [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        table += [*range(start + 1, start + count), 0xFFFFFFFE]
        entries.append((name, 2, start, len(content)))
    entries += [(name, 1, 0, 0) for name in storages]
    listed = [("Root Entry", 5, 0xFFFFFFFE, 0), *entries]
    directory = b"".join(
        _entry(name, kind, start, size, child=1 if kind == 5 else None,
               right=place + 1 if 0 < place < len(entries) else None)
        for place, (name, kind, start, size) in enumerate(listed)
    )  # fmt: skip
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    first = len(sectors)
    pages = len(directory) // 512
    sectors += [directory[at : at + 512] for at in range(0, len(directory), 512)]
    table += [*range(first + 1, first + pages), 0xFFFFFFFE, 0xFFFFFFFD]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    assert len(fat) == 512, "one table sector is enough for these tests"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, first, 0, 4096,
                          0xFFFFFFFE, 0, 0xFFFFFFFE, 0, len(sectors))  # fmt: skip
    return header.ljust(512, b"\xff") + b"".join(sectors) + fat


def _entry(name: str, kind: int, start: int, size: int, child, right) -> bytes:
    nothing = 0xFFFFFFFF
    label = (name + "\0").encode("utf-16-le")
    return (
        label.ljust(64, b"\0")
        + struct.pack("<HBB", len(label), kind, 1)
        + struct.pack(
            "<III",
            nothing,
            nothing if right is None else right,
            nothing if child is None else child,
        )
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
