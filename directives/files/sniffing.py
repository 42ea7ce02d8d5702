"""A file's content decides its type, not its name; what can run is refused.

Nothing is unpacked: of an archive only its list and two small members are read.
"""

import re
from typing import BinaryIO

import filetype

from directives.files import types
from directives.files.names import ending_of
from directives.files.office import sniff_ole, sniff_zip
from directives.files.types import FileType, RefusedFile

_HEAD = 8192
_TAIL = 2048
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"dex\n",
             b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"L\0\0\0\x01\x14\x02\0")  # fmt: skip
_SCRIPT_ENDINGS = frozenset(
    "js mjs vbs vbe wsf hta bat cmd ps1 sh py php url reg lnk exe com scr msi dll jar".split()
)
_MARKUP = re.compile(
    rb"<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php|[a-z]+:)|<!--", re.IGNORECASE
)
_SCRIPT_START = re.compile(
    rb"\s*(@echo\b|\$erroractionpreference|windows registry editor|\[internetshortcut\])",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ARCHIVES = frozenset(
    "zip x-tar x-rar-compressed gzip x-bzip2 x-7z-compressed vnd.ms-cab-compressed x-xz x-compress "
    "x-lzip x-lzop x-lz4 zstd x-brotli epub+zip x-deb x-rpm x-unix-archive".split()
)


def sniff(file: BinaryIO, name: str) -> FileType:
    """The type of an open file's content; RefusedFile with a sentence if it may not be attached.

    The name only tells a comma-separated table from plain text, and a script from a text.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise RefusedFile(types.EMPTY)
    if head.startswith(_PROGRAMS):
        raise RefusedFile(types.PROGRAM)
    if head.startswith(b"%PDF-"):
        return _sniff_pdf(file)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return sniff_ole(file)
    if head.startswith(b"PK\x03\x04"):
        return sniff_zip(file)
    if picture := _picture(head):
        return picture
    _refuse_other_binaries(head)
    return _sniff_text(file, head, name)


def _picture(head: bytes) -> FileType | None:
    if head.startswith(b"\xff\xd8\xff"):
        return types.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return types.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return types.WEBP
    return None


def _sniff_pdf(file: BinaryIO) -> FileType:
    """A PDF ends with its mark; one cut off on the way does not."""
    file.seek(0)
    content = file.read()
    if b"%%EOF" not in content[-_TAIL:]:
        raise RefusedFile(types.DAMAGED)
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", content):
        raise RefusedFile(types.ENCRYPTED)
    return types.PDF


def _refuse_other_binaries(head: bytes) -> None:
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        raise RefusedFile(types.HEIC)
    guessed = filetype.guess(head)
    if guessed is None:
        return
    if guessed.mime.removeprefix("application/") in _ARCHIVES:
        raise RefusedFile(types.ARCHIVE)
    if guessed.mime in ("application/x-msdownload", "application/x-executable"):
        raise RefusedFile(types.PROGRAM)
    raise RefusedFile(types.UNKNOWN)


def _sniff_text(file: BinaryIO, head: bytes, name: str) -> FileType:
    """Plain text of a known encoding, without markup, that its name does not call a script."""
    ending = ending_of(name)
    if ending in _SCRIPT_ENDINGS or _SCRIPT_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise RefusedFile(types.PROGRAM)
    file.seek(0)
    text = _decode(file.read())
    if text is None or _CONTROL.search(text):
        raise RefusedFile(types.UNKNOWN)
    if not text.strip():
        raise RefusedFile(types.EMPTY)
    if ending in ("svg", "htm", "html", "xhtml", "mht", "xml") or _MARKUP.search(
        text.encode(errors="replace")
    ):
        raise RefusedFile(types.WEB_PAGE)
    if text.startswith("{\\rtf"):
        raise RefusedFile(types.UNKNOWN)
    return types.CSV if ending in ("csv", "tsv") else types.TXT


def _decode(content: bytes) -> str | None:
    """As UTF-8, UTF-16 with its mark, or Excel's Russian cp1251; None where it is no text."""
    encodings = ["utf-8-sig", "cp1251"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
