"""Reads one spreadsheet in a process of its own; run by `reader.py`, never imported by the site.

A spreadsheet is hostile until read: 2 kB may ask for gigabytes or abort the interpreter. So this
process first gives up memory, time and the right to write files, and only then reads. Whatever
happens to it, the caller sees an exit code and lines of JSON:

{"sheets": [[name, height, [[row number, [values…]], …], [[column, first row, last row], …]], …]},
the first rows and the merged cells of every sheet; then, for each position of a sheet that comes
on the standard input, chunks of its rows, and [] after the last one. Or, instead of any of them,
{"refused": code, "row": number or null}, and the end.
"""

import datetime as dt
import io
import itertools
import json
import math
import resource
import signal
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

import limits
from child_text import RefusedError, encoding_of, text_rows

ZIP = b"PK\x03\x04"
ZIP_END = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of the old container that tell a letter or a slide show from a workbook.
NOT_BOOKS = [name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document")]
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass
class Page:
    """A sheet: its last row, its first rows, all of its rows as lines, what is merged downwards."""

    name: str
    height: int
    head: list[list]
    lines: Callable[[], Iterable[bytes]]
    merged: list[list[int]] = field(default_factory=list)


def limit(size: int) -> None:
    """Give up what reading a list does not need."""
    seconds = limits.CPU_SECONDS + limits.CPU_SECONDS_PER_MEGABYTE * size / (1 << 20)
    space = limits.ADDRESS_SPACE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    # The timer counts parts of a second, and ends the process; the limit stands behind it.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds) + 1, math.ceil(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_zip(path: Path) -> None:
    """Refuse by what the archive says of itself, before anything is unpacked."""
    data = path.read_bytes()
    end = data.rfind(ZIP_END)
    if end < 0:
        raise RefusedError("broken")
    if int.from_bytes(data[end + 12 : end + 16], "little") > limits.ZIP_DIRECTORY_BYTES:
        raise RefusedError("bomb")
    try:
        with zipfile.ZipFile(path) as archive:
            check_members(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError("broken") from error


def check_members(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > limits.ZIP_ENTRIES:
        raise RefusedError("bomb")
    if sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
        raise RefusedError("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("encrypted")
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return
    if b"spreadsheet" not in beginning(archive, "mimetype", 100):
        raise RefusedError("not_a_table")
    if b"encryption-data" in beginning(archive, "META-INF/manifest.xml", 1 << 20):
        raise RefusedError("encrypted")


def beginning(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    """Of a member that may be a bomb, or not there at all."""
    try:
        with archive.open(name) as member:
            return member.read(size)
    except KeyError:
        return b""


def check_ole(path: Path) -> None:
    """A protected .xlsx is an old container with one encrypted stream inside."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedError("encrypted")
    if any(name in data for name in NOT_BOOKS):
        raise RefusedError("not_a_table")


def plain(value: object) -> object:
    """A cell as JSON: whole numbers without a fraction, dates as 2026-11-23."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return int(value)
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return str(value)
    if isinstance(value, str) and len(value) > limits.CELL_CHARACTERS:
        raise RefusedError("long_cell")
    return value


def filled(rows: Iterable[tuple[int, list]], left: int = 0) -> Iterator[list]:
    """Rows that hold anything, with the sheet's own numbers, without empty cells at the end."""
    count, margin, longest = 0, [""] * left, limits.CELL_CHARACTERS
    for number, cells in rows:
        while cells and cells[-1] in ("", None):
            cells.pop()
        if not cells:
            continue
        count += 1
        # Here the reader spends its time: most cells are short texts and stay as they are.
        read = [
            cell if type(cell) is str and len(cell) <= longest else plain(cell) for cell in cells
        ]
        if len(read) + left > limits.COLUMNS:
            raise RefusedError("wide", number)
        if count > limits.ROWS:
            raise RefusedError("long")
        yield [number, margin + read if left else read]


def without_nul(cells: list) -> list:
    return [cell.replace("\0", "") if isinstance(cell, str) else cell for cell in cells]


def chunks(rows: Iterator[list]) -> Iterator[bytes]:
    """Lines of rows: so many that neither side ever holds much."""
    size = limits.CHUNK_ROWS // 10
    while chunk := list(itertools.islice(rows, size)):
        printed = ENCODER.encode(chunk)
        if "\\u0000" in printed:
            printed = ENCODER.encode([[number, without_nul(cells)] for number, cells in chunk])
        line = printed.encode("utf-8", "replace") + b"\n"
        yield line
        size = max(1, min(limits.CHUNK_ROWS, size * limits.CHUNK_BYTES // len(line)))


def head_of(rows: Iterable[list], characters: int) -> list[list]:
    """The first rows, their cells cut, as many as there is room for."""
    head = []
    for number, cells in itertools.islice(rows, limits.HEAD_ROWS):
        cut = [
            cell[: limits.HEAD_CELL_CHARACTERS] if isinstance(cell, str) else cell
            for cell in without_nul(cells)
        ]
        characters -= sum(len(str(cell)) for cell in cut)
        if characters < 0 and head:
            break
        head.append([number, cut])
    return head


def book_pages(path: Path) -> list[Page]:
    """The visible sheets of a workbook; each is parsed here, once."""
    from python_calamine import (  # noqa: PLC0415 - only after the limits are set
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        # By path it would believe the name; many an .xlsx is called .xls.
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        visible = [
            (position, sheet.name)
            for position, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        if len(visible) > limits.SHEETS:
            raise RefusedError("sheets")
        return [
            page
            for position, name in visible
            if (page := page_of(name, book.get_sheet_by_index(position), len(visible)))
        ]
    except PasswordError as error:
        raise RefusedError("encrypted") from error
    except CalamineError as error:
        raise RefusedError("broken") from error


def page_of(name: str, sheet, sheets: int) -> Page | None:
    """One sheet of a workbook, unless nothing is in it."""
    if sheet.end is None:
        return None
    left, (height, width) = sheet.start[1], (last + 1 for last in sheet.end)
    if width > limits.COLUMNS * 5:
        raise RefusedError("wide", sheet.start[0] + 1)
    if width * height > limits.CELLS * 5:
        raise RefusedError("long")

    def rows() -> Iterator[list]:
        return filled(enumerate(sheet.iter_rows(), start=1), left)

    head = head_of(rows(), limits.HEAD_CHARACTERS // sheets)
    return Page(name, height, head, lambda: chunks(rows()), merged_in(sheet)) if head else None


def merged_in(sheet) -> list[list[int]]:
    """Cells that stand for several rows each; hostile or not, no more than a list has rows."""
    areas = sheet.merged_cell_ranges or ()
    down = ([left, top + 1, bottom + 1] for (top, left), (bottom, _) in areas if bottom > top)
    return list(itertools.islice(down, limits.ROWS))


def text_page(path: Path) -> Page | None:
    """A .csv, read to its end at once: a quotation mark may be wrong in its last row."""
    data = path.read_bytes()
    rows = filled(text_rows(data, encoding_of(data)))
    first = list(itertools.islice(rows, limits.HEAD_ROWS))
    height = first[-1][0] if first else 0

    def counted() -> Iterator[list]:
        nonlocal height
        for row in rows:
            height = row[0]
            yield row

    lines = list(chunks(itertools.chain(first, counted())))
    return (
        Page("", height, head_of(first, limits.HEAD_CHARACTERS), lambda: lines) if first else None
    )


def read(path: Path) -> list[Page]:
    """Every sheet that holds anything."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise RefusedError("empty")
    if start.startswith(ZIP):
        check_zip(path)
        pages = book_pages(path)
    elif start.startswith(OLE):
        check_ole(path)
        pages = book_pages(path)
    elif start.startswith(b"PK"):
        raise RefusedError("broken")
    else:
        pages = list(filter(None, [text_page(path)]))
    if not pages:
        raise RefusedError("empty")
    return pages


def say(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def answer(value: object) -> None:
    say(ENCODER.encode(value).encode("utf-8", "replace") + b"\n")


def main() -> None:
    path = Path(sys.argv[1])
    limit(path.stat().st_size)
    try:
        pages = read(path)
        answer({"sheets": [[page.name, page.height, page.head, page.merged] for page in pages]})
        for asked in sys.stdin.buffer:
            for line in pages[int(asked)].lines():
                say(line)
            answer([])
    except RefusedError as refused:
        answer({"refused": refused.code, "row": refused.row})
    except MemoryError:
        answer({"refused": "bomb", "row": None})


if __name__ == "__main__":
    main()
