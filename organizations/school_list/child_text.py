"""Reads a .csv as offices really write it; a part of the reading child, see child.py: no Django.

Excel in Russian writes cp1251 with «;», other programs anything else. Inner quotation marks are
often not doubled ("МБОУ "СОШ № 1"";…), which a plain reader of CSV mangles in silence: such a row
is read again in other ways, and taken only where it comes out as wide as the rest of the table.
"""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator

import limits

MARKUP = (
    b"<!doctype",
    b"<html",
    b"<table",
    b"<?xml",
    b"<head",
    b"<body",
    b"<meta",
    b"<!--",
    b"mime-version:",
)
OTHER_KINDS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"7z\xbc\xaf", b"Rar!")
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ";\t,"
LINES_LOOKED_AT = 60
# Lines of a quoted cell; more than any address: a quotation mark was not closed.
LINES_IN_A_CELL = 25
QUOTED = re.compile(r'"[^"]*"')


class RefusedError(Exception):
    """A reason that reader.py turns into a sentence, and the row where it was met."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code, self.row = code, row


def encoding_of(data: bytes) -> str:
    """UTF-8 or UTF-16 with or without a mark, else what Windows writes."""
    start = data[:2048].removeprefix(UTF8_MARK).lstrip().lower()
    if start.startswith(MARKUP):
        raise RefusedError("markup")
    if data.startswith(OTHER_KINDS):
        raise RefusedError("not_a_table")
    if data.startswith(UTF16_MARKS):
        encodings = ["utf-16"]
    elif b"\0" in data:
        encodings = ["utf-16-le", "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8-sig" and _is_damaged_utf8(data):
                raise RefusedError("broken") from None
            continue
        if _is_readable(text, russian=encoding.startswith("utf-16-")):
            return encoding
    raise RefusedError("not_a_table")


def _is_damaged_utf8(data: bytes) -> bool:
    """A byte or two are wrong: in another encoding every letter would be."""
    text = data.decode("utf-8", "replace")
    return text.count("\ufffd") * 50 < len(re.findall("[а-яё]", text[:100_000]))


def _is_readable(text: str, *, russian: bool) -> bool:
    """No pictures and no programs; half of any two bytes is a letter of some language, though."""
    head = text[:20_000]
    if "\0" in text or not head:
        return False
    known = re.findall(r"[\t\r\n -~А-яЁё№«»–—…\xa0]", head) if russian else head
    seen = sum(letter.isprintable() or letter in "\r\n\t\xa0\ufeff\u2028" for letter in known)
    return seen >= 0.97 * len(head)


def separator_of(lines: list[str]) -> str:
    """What divides most of the first lines into equally many cells."""
    lines = [QUOTED.sub('""', line).strip("\r\n") for line in lines]
    filled = [line for line in lines if line.strip(SEPARATORS + ' "')]
    if not filled:
        return SEPARATORS[0]
    best, most = "", 0
    for separator in SEPARATORS:
        # Commas with a space after them stand in addresses.
        tight = [line.replace(", ", "") if separator == "," else line for line in filled]
        counts = Counter(line.count(separator) for line in tight if separator in line)
        cells = max((columns * alike for columns, alike in counts.items()), default=0)
        if cells > most and _is_table(tight, separator):
            best, most = separator, cells
    if best:
        return best
    commas = {line.count(",") for line in filled}
    if len(filled) > 3 and len(commas) == 1 and commas != {0}:
        return ","
    raise RefusedError("not_a_table")


def _is_table(lines: list[str], separator: str) -> bool:
    """Prose has semicolons too, at the ends of its lines and here and there."""
    divided = sum(separator in line.rstrip(separator + " ") for line in lines)
    return divided >= min(2, len(lines)) and divided * 4 >= len(lines)


class Lines:
    """Lines of the file; those of the record being read are kept, and can be given back."""

    def __init__(self, source: Iterable[str]) -> None:
        self.source, self.taken, self.returned = iter(source), [], deque()

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.returned.popleft() if self.returned else next(self.source)
        self.taken.append(line)
        return line

    def give_back(self, keep: int) -> None:
        """All lines of the record but the first ones."""
        self.returned.extendleft(reversed(self.taken[keep:]))
        del self.taken[keep:]


def text_rows(data: bytes, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its row as Excel counts them: a line break inside a cell makes no row."""
    lines = Lines(io.TextIOWrapper(io.BytesIO(data), encoding, newline=""))
    for _line, _number in zip(lines, range(LINES_LOOKED_AT), strict=False):
        pass
    first = lines.taken[0].strip().lstrip("\ufeff") if lines.taken else ""
    told = re.fullmatch(r'"?sep=(.)"?', first, re.IGNORECASE)
    separator = told[1] if told else separator_of(lines.taken)
    lines.give_back(1 if told else 0)
    csv.field_size_limit(limits.CELL_CHARACTERS * 4)
    records = csv.reader(lines, delimiter=separator, strict=True)
    mender = Mender(separator)
    for number in range(1, 1 << 30):
        lines.taken.clear()
        try:
            cells = next(records)
            if len(lines.taken) > LINES_IN_A_CELL:
                raise RefusedError("quote", number)
            if len(cells) != mender.width() > 0 and "".join(lines.taken).count('"') % 2:
                cells = mender.mended(lines, number)
        except StopIteration:
            return
        except csv.Error:
            cells = mender.mended(lines, number)
        mender.widths[len(cells)] += 1
        yield number, cells


class Mender:
    """Reads a record whose quotation marks break the rules, or says that it cannot be done."""

    def __init__(self, separator: str) -> None:
        self.separator, self.widths = separator, Counter()
        mark, plain = re.escape(separator), rf'(?!")[^{re.escape(separator)}\n]*'
        # A cell that begins with a mark ends at a separator where so far marks are in pairs; or
        # after a mark before a separator that no space follows; or after a mark before any.
        ways = (
            rf'"[^"]*"(?:[^"{mark}\n]|"[^"]*")*',
            rf'".*?" *(?={mark}[^\s]|{mark}?\Z)',
            rf'".*?" *(?={mark}|\Z)',
        )
        self.ways = [re.compile(rf"({way}|{plain})({mark}|\Z)", re.DOTALL) for way in ways]

    def mended(self, lines: Lines, number: int) -> list[str]:
        """The cells of the record that begins with the first line taken."""
        if len(lines.taken[0]) > limits.CELL_CHARACTERS * 4:
            raise RefusedError("long_cell", number)
        lines.give_back(1)
        single = list(self._ways(lines.taken[0]))
        likely = [cells for cells in single if self._fits(cells)]
        is_paired = lines.taken[0].count('"') % 2 == 0
        if likely and is_paired:
            return likely[0]
        # A mark without its pair: the cell may go on in the next lines.
        for _count in range(1, LINES_IN_A_CELL):
            if next(lines, None) is None:
                break
            for cells in self._ways("".join(lines.taken)):
                if self._fits(cells):
                    return cells
        lines.give_back(1)
        if likely:
            return likely[0]
        # A row that is short, as a title is, and reads one way only leaves no doubt.
        alike = all(cells == single[0] for cells in single)
        if single and alike and is_paired and len(single[0]) < self.width():
            return single[0]
        raise RefusedError("quote", number)

    def _ways(self, text: str) -> Iterator[list[str]]:
        text = text.rstrip("\r\n")
        for way in self.ways:
            cells, place = [], 0
            while match := way.match(text, place):
                cells.append(_bare(match[1]))
                place = match.end()
                if not match[2]:
                    yield cells
                    break

    def width(self) -> int:
        """Of the rows so far, those of a single cell aside."""
        widths = {width: times for width, times in self.widths.items() if width > 1}
        return max(widths, key=widths.__getitem__, default=0)

    def _fits(self, cells: list[str]) -> bool:
        width = self.width()
        return len(cells) == (width or len(cells)) and self._is_sane(cells)

    def _is_sane(self, cells: list[str]) -> bool:
        """No cell looks as if it had swallowed others, or rows."""
        mark = re.escape(self.separator)
        swallowed = re.compile(rf'{mark}"|\n"|{mark}\S.*\n|\n.*{mark}\S')
        return not any(map(swallowed.search, cells))


def _bare(cell: str) -> str:
    """Without the marks around it; inner ones that were doubled are single again."""
    stripped = cell.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1] == '"':
        return stripped[1:-1].replace('""', '"')
    return cell
