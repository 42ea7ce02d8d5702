"""Documents inside containers: which office type it is, and whether it carries macros.

A container is hostile until read: its list is bounded, and of its members only two small ones are
unpacked, each up to a limit.
"""

import io
import struct
import zipfile
import zlib
from typing import BinaryIO

import olefile

from directives.files import types
from directives.files.types import FileType, RefusedFile

_LARGEST_LIST = 4 * 1024 * 1024  # bytes of a zip's directory; a long document has some 10 KB
_LARGEST_MEMBER = 2 * 1024 * 1024
_OOXML_MAIN = {
    f"{kind.content_type}.main+xml".encode(): kind for kind in (types.DOCX, types.XLSX, types.PPTX)
}
_OOXML_MACROS = (b"macroenabled", b"vbaproject", b"macrosheet", b"activex")
_ODF_ENDS = {kind.content_type.encode(): kind for kind in (types.ODT, types.ODS, types.ODP)}
_OLE_STREAMS = {
    "WordDocument": types.DOC,
    "Workbook": types.XLS,
    "Book": types.XLS,
    "PowerPoint Document": types.PPT,
}
_OLE_MACROS = frozenset({"macros", "vba", "_vba_project", "_vba_project_cur", "dir_vba"})
_FILEPASS, _BOUNDSHEET, _EOF = 0x2F, 0x85, 0x0A
_MACRO_SHEETS = (1, 6)
# Header of PowerPoint's VbaInfoAtom; the word after its reference says whether there are macros.
_VBA_INFO = bytes.fromhex("02 00 00 04 0c 00 00 00")
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
               KeyError, NotImplementedError, RuntimeError)  # fmt: skip
_ENCRYPTED_PPT = struct.pack("<I", 0xF3D1C4DF)


def sniff_zip(file: BinaryIO) -> FileType:
    """OOXML or OpenDocument; any other zip is an archive."""
    _bound_list(file)
    try:
        with zipfile.ZipFile(file) as archive:
            return _sniff_members(archive)
    except _ZIP_ERRORS as error:
        raise RefusedFile(types.DAMAGED) from error


def _bound_list(file: BinaryIO) -> None:
    """Refuse a directory too large to be a document's before anything builds it in memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise RefusedFile(types.DAMAGED)
    list_size = struct.unpack_from("<I", tail, at + 12)[0]
    if list_size > _LARGEST_LIST:
        raise RefusedFile(types.ARCHIVE)


def _sniff_members(archive: zipfile.ZipFile) -> FileType:
    infos = archive.infolist()
    names = {info.filename for info in infos}
    if "mimetype" not in names and "[Content_Types].xml" not in names:
        raise RefusedFile(types.ARCHIVE)
    if any(info.flag_bits & 0x1 for info in infos):
        raise RefusedFile(types.ENCRYPTED)
    if "mimetype" in names:
        return _sniff_odf(archive, names)
    return _sniff_ooxml(archive, names)


def _sniff_ooxml(archive: zipfile.ZipFile, names: set[str]) -> FileType:
    content = _member(archive, "[Content_Types].xml")
    lowered = content.lower()
    inside = [name.lower() for name in names]
    if any(word in lowered for word in _OOXML_MACROS) or any(
        "vbaproject" in name or "/macrosheets/" in name for name in inside
    ):
        raise RefusedFile(types.MACROS)
    for main, kind in _OOXML_MAIN.items():
        if main in content:
            return kind
    raise RefusedFile(types.UNKNOWN)


def _sniff_odf(archive: zipfile.ZipFile, names: set[str]) -> FileType:
    kind = _ODF_ENDS.get(_member(archive, "mimetype").strip())
    if kind is None:
        raise RefusedFile(types.ARCHIVE)
    if any(name.lower().startswith(("basic/", "scripts/")) for name in names):
        raise RefusedFile(types.MACROS)
    if "META-INF/manifest.xml" not in names:
        raise RefusedFile(types.DAMAGED)
    if b"encryption-data" in _member(archive, "META-INF/manifest.xml"):
        raise RefusedFile(types.ENCRYPTED)
    return kind


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(_LARGEST_MEMBER + 1)
    if len(content) > _LARGEST_MEMBER:
        raise RefusedFile(types.DAMAGED)
    return content


def sniff_ole(file: BinaryIO) -> FileType:
    """Old Word, Excel and PowerPoint; anything else in that container is not a document."""
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            return _sniff_streams(ole)
    except (OSError, ValueError, struct.error, IndexError, RecursionError) as error:
        raise RefusedFile(types.DAMAGED) from error


def _sniff_streams(ole: olefile.OleFileIO) -> FileType:
    entries = ole.listdir(streams=True, storages=True)
    top = {path[0] for path in entries if len(path) == 1}
    if "EncryptedPackage" in top or "EncryptionInfo" in top:
        raise RefusedFile(types.ENCRYPTED)
    if any(part.lower() in _OLE_MACROS for path in entries for part in path):
        raise RefusedFile(types.MACROS)
    for name, kind in _OLE_STREAMS.items():
        if name in top:
            _CHECKS[kind](ole, name)
            return kind
    raise RefusedFile(types.UNKNOWN)


def _check_doc(ole: olefile.OleFileIO, name: str) -> None:
    head = ole.openstream(name).read(12)
    if len(head) < 12:
        raise RefusedFile(types.DAMAGED)
    if struct.unpack_from("<H", head, 10)[0] & 0x0100:
        raise RefusedFile(types.ENCRYPTED)


def _check_xls(ole: olefile.OleFileIO, name: str) -> None:
    """Walk the workbook's first substream: a password record, macro sheets, Visual Basic sheets."""
    data = ole.openstream(name).read(_LARGEST_MEMBER)
    at = 0
    while at + 4 <= len(data):
        record, length = struct.unpack_from("<HH", data, at)
        if record == _FILEPASS:
            raise RefusedFile(types.ENCRYPTED)
        if record == _BOUNDSHEET and length >= 6 and data[at + 9] in _MACRO_SHEETS:
            raise RefusedFile(types.MACROS)
        if record == _EOF:
            return
        at += 4 + length
    raise RefusedFile(types.DAMAGED)


def _check_ppt(ole: olefile.OleFileIO, name: str) -> None:
    if ole.exists("Current User") and _ENCRYPTED_PPT in ole.openstream("Current User").read(64):
        raise RefusedFile(types.ENCRYPTED)
    content = ole.openstream(name).read()
    at = content.find(_VBA_INFO)
    if at >= 0 and content[at + 12 : at + 16] == b"\x01\0\0\0":
        raise RefusedFile(types.MACROS)


_CHECKS = {types.DOC: _check_doc, types.XLS: _check_xls, types.PPT: _check_ppt}
