"""Reads one spreadsheet in a process of its own; run by `reader.py`, never imported by the site.

A spreadsheet is hostile until read: 2 kB may ask for gigabytes or abort the interpreter. So this
process first gives up memory, time and the right to write files, then reads, prints JSON and ends.
Whatever happens to it, the caller only sees an exit code. The first line printed is either
{"refused": code} or {"sheets": [[name, [[row number, [values…]], …]], …]}.
"""

import csv
import datetime as dt
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

import limits

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body", b"<meta")
TEXT_WITH_NULS = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 marks
# Cells of a quoted CSV field that spans more lines than any address: a quote was not closed.
LINES_IN_A_CELL = 25


class RefusedError(Exception):
    """A reason that reader.py turns into a sentence."""


def limit(size: int) -> None:
    """Give up what reading a list does not need."""
    seconds = limits.CPU_SECONDS + limits.CPU_SECONDS_PER_MEGABYTE * (size >> 20)
    space = limits.ADDRESS_SPACE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_zip(path: Path) -> None:
    """Refuse by what the archive says of itself, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError("broken") from error
    names = {entry.filename for entry in entries}
    if len(entries) > limits.ZIP_ENTRIES:
        raise RefusedError("bomb")
    if sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
        raise RefusedError("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("encrypted")
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        if "content.xml" not in names:
            raise RefusedError("not_a_table")
        with zipfile.ZipFile(path) as archive:
            manifest = "META-INF/manifest.xml"
            if manifest in names and b"encryption-data" in archive.read(manifest):
                raise RefusedError("encrypted")


def check_ole(path: Path) -> None:
    """A protected .xlsx is an old container with one encrypted stream inside."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise RefusedError("encrypted")


def plain(value: object) -> object:
    """A cell as JSON: whole numbers without a fraction, dates as 2026-11-23."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return str(value)
    if isinstance(value, str):
        if len(value) > limits.CELL_CHARACTERS:
            raise RefusedError("long_cell")
        return value.replace("\x00", "")
    return value


def trimmed(rows: Iterator[tuple[int, list]]) -> list[list]:
    """Rows that hold anything, with the sheet's own numbers, without empty cells at the end."""
    kept = []
    for number, cells in rows:
        while cells and cells[-1] in ("", None):
            cells.pop()
        if len(cells) > limits.COLUMNS:
            raise RefusedError("wide")
        if cells:
            kept.append([number, [plain(cell) for cell in cells]])
            if len(kept) > limits.ROWS:
                raise RefusedError("long")
    return kept


def read_book(path: Path) -> list[list]:
    from python_calamine import (  # noqa: PLC0415 - only after the limits are set
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_path(str(path))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        if len(visible) > limits.SHEETS:
            raise RefusedError("sheets")
        sheets = []
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_width > limits.COLUMNS * 5:
                raise RefusedError("wide")
            if sheet.total_width * sheet.total_height > limits.CELLS * 5:
                raise RefusedError("long")
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append([name, trimmed(enumerate(rows, start=1))])
    except PasswordError as error:
        raise RefusedError("encrypted") from error
    except CalamineError as error:
        raise RefusedError("broken") from error
    return sheets


def decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else what Windows writes."""
    if data.startswith(TEXT_WITH_NULS):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        raise RefusedError("binary")
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise RefusedError("binary")


def read_text(data: bytes) -> list[list]:
    """A .csv with whatever separator its first lines use most."""
    if data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(MARKUP):
        raise RefusedError("markup")
    text = decoded(data)
    head = text[:20_000]
    if sum(letter.isprintable() or letter in "\r\n\t" for letter in head) < 0.97 * len(head):
        raise RefusedError("binary")
    separator = max(";\t,", key=head.count)
    csv.field_size_limit(limits.CELL_CHARACTERS * 4)
    return [["", trimmed(csv_rows(csv.reader(io.StringIO(text, ""), delimiter=separator)))]]


def csv_rows(reader: Iterator[list]) -> Iterator[tuple[int, list]]:
    """Each record with its row as Excel counts them: a line break inside a cell makes no row."""
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.count("\n") > LINES_IN_A_CELL for cell in cells):
                raise RefusedError("quote")
            yield number, cells
    except csv.Error as error:
        raise RefusedError("quote") from error


def read(path: Path) -> list[list]:
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise RefusedError("empty")
    if start.startswith(ZIP):
        check_zip(path)
        return read_book(path)
    if start.startswith(OLE):
        check_ole(path)
        return read_book(path)
    if start.startswith(b"PK"):
        raise RefusedError("broken")
    return read_text(path.read_bytes())


def main() -> None:
    path = Path(sys.argv[1])
    limit(path.stat().st_size)
    try:
        answer = {"sheets": read(path)}
    except RefusedError as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "bomb"}
    printed = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(printed.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
