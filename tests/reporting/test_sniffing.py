"""A file's content decides its type; what can run, is packed, locked or broken is refused."""

import io
import zipfile

import pytest

from directives.files import types
from directives.files.names import clean_name
from directives.files.pictures import LONGEST_SIDE, reencode
from directives.files.sniffing import sniff
from directives.files.types import RefusedFile
from tests.reporting import files

VBA_INFO = bytes.fromhex("020000040c000000") + bytes(4) + b"\x01\0\0\0"

TAKEN = {
    "pdf": (files.pdf(), "приказ.pdf", types.PDF),
    "pdf called exe": (files.pdf(), "приказ.exe", types.PDF),
    "jpeg": (files.picture(), "фото.jpg", types.JPEG),
    "png": (files.picture("PNG"), "снимок.png", types.PNG),
    "webp": (files.picture("WEBP"), "снимок.webp", types.WEBP),
    "docx": (files.ooxml(), "приказ.docx", types.DOCX),
    "xlsx": (files.workbook(), "таблица.xlsx", types.XLSX),
    "pptx": (files.ooxml("presentationml.presentation"), "показ.pptx", types.PPTX),
    "odt": (files.odf(), "приказ.odt", types.ODT),
    "ods": (files.odf("spreadsheet"), "таблица.ods", types.ODS),
    "odp": (files.odf("presentation"), "показ.odp", types.ODP),
    "doc": (files.ole({"WordDocument": files.word_stream()}), "приказ.doc", types.DOC),
    "xls": (files.ole({"Workbook": files.biff()}), "таблица.xls", types.XLS),
    "ppt": (files.ole({"PowerPoint Document": bytes(4096)}), "показ.ppt", types.PPT),
    "text": ("Приказ № 1".encode(), "приказ.txt", types.TXT),
    "text of an old Excel": ("Школа;Приказ".encode("cp1251"), "список.csv", types.CSV),
    "text in utf-16": ("Приказ № 1".encode("utf-16"), "приказ.txt", types.TXT),
}

BOUND_MACRO = files.record(0x85, bytes(4) + b"\0\x01" + b"\x01\0M")
REFUSED = {
    "empty": (b"", "приказ.pdf", types.EMPTY),
    "only spaces": (b"  \n", "приказ.txt", types.EMPTY),
    "windows program": (b"MZ\x90\0" + bytes(100), "приказ.pdf", types.PROGRAM),
    "linux program": (b"\x7fELF" + bytes(100), "приказ.docx", types.PROGRAM),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "приказ.txt", types.PROGRAM),
    "batch file": (b"@echo off\r\ndel *.*", "приказ.txt", types.PROGRAM),
    "visual basic script": (b'CreateObject("WScript.Shell")', "приказ.vbs", types.PROGRAM),
    "javascript": (b"alert(1)", "отчёт.js", types.PROGRAM),
    "windows shortcut": (b"L\0\0\0\x01\x14\x02\0" + bytes(50), "приказ.pdf", types.PROGRAM),
    "web page": (b"<!DOCTYPE html><script>alert(1)</script>", "приказ.txt", types.WEB_PAGE),
    "web page further down": (b"text " * 99 + b"<script>", "приказ.csv", types.WEB_PAGE),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "печать.png", types.WEB_PAGE),
    "xml": (b"<?xml version='1.0'?><a/>", "данные.xml", types.WEB_PAGE),
    "zip": (files.archive({"приказ.pdf": files.pdf()}), "приказ.zip", types.ARCHIVE),
    "zip called docx": (files.archive({"a.exe": b"MZ"}), "приказ.docx", types.ARCHIVE),
    "java program": (files.archive({"META-INF/MANIFEST.MF": "x"}), "a.jar", types.ARCHIVE),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(50), "приказ.rar", types.ARCHIVE),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "приказ.7z", types.ARCHIVE),
    "gzip": (b"\x1f\x8b\x08" + bytes(50), "приказ.gz", types.ARCHIVE),
    "macros in docm": (files.macro_workbook(), "таблица.xlsx", types.MACROS),
    "macros hidden in docx": (
        files.ooxml(**{"word/vbaProject.bin": b"\xcc\x61"}), "приказ.docx", types.MACROS),
    "excel 4 macro sheet": (
        files.ooxml("spreadsheetml.sheet", **{"xl/macrosheets/s1.xml": "<x/>"}),
        "таблица.xlsx", types.MACROS),
    "macros in odt": (files.odf(**{"Basic/script-lc.xml": "<x/>"}), "приказ.odt", types.MACROS),
    "macros in doc": (
        files.ole({"WordDocument": files.word_stream()}, ("Macros",)), "a.doc", types.MACROS),
    "macro sheet in xls": (
        files.ole({"Workbook": files.biff(BOUND_MACRO)}), "a.xls", types.MACROS),
    "macros in ppt": (
        files.ole({"PowerPoint Document": VBA_INFO.rjust(4096, b"\0")}), "a.ppt", types.MACROS),
    "locked pdf": (files.pdf(b"/Encrypt 5 0 R"), "приказ.pdf", types.ENCRYPTED),
    "locked doc": (
        files.ole({"WordDocument": files.word_stream(0x0100)}), "a.doc", types.ENCRYPTED),
    "locked xls": (
        files.ole({"Workbook": files.biff(files.record(0x2F, bytes(6)))}), "a.xls",
        types.ENCRYPTED),
    "locked docx": (
        files.ole({"EncryptedPackage": bytes(4096)}), "приказ.docx", types.ENCRYPTED),
    "locked odt": (
        files.odf(manifest="<encryption-data/>"), "приказ.odt", types.ENCRYPTED),
    "pdf cut off": (files.pdf()[:-20], "приказ.pdf", types.DAMAGED),
    "docx cut off": (files.workbook()[:-30], "таблица.xlsx", types.DAMAGED),
    "doc cut off": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.doc", types.DAMAGED),
    "odf without its list": (
        files.archive({"mimetype": f"{files.ODF}text"}), "приказ.odt", types.DAMAGED),
    "installer": (files.ole({"Property": bytes(4096)}), "a.msi", types.UNKNOWN),
    "template with another type": (
        files.ooxml("wordprocessingml.template"), "приказ.docx", types.UNKNOWN),
    "heic": (bytes(4) + b"ftypheic" + bytes(50), "фото.heic", types.HEIC),
    "gif": (b"GIF89a" + bytes(50), "фото.gif", types.UNKNOWN),
    "video": (bytes(3) + b"\x18ftypmp42" + bytes(50), "урок.mp4", types.UNKNOWN),
    "rich text": (b"{\\rtf1 text}", "приказ.rtf", types.UNKNOWN),
    "bytes": (bytes(range(256)), "приказ.txt", types.UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_content_decides_the_type(case):
    content, name, expected = TAKEN[case]

    assert sniff(io.BytesIO(content), name) == expected


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_not_be_attached_is_refused_with_its_reason(case):
    content, name, reason = REFUSED[case]

    with pytest.raises(RefusedFile) as refused:
        sniff(io.BytesIO(content), name)

    assert str(refused.value) == str(reason)


def test_a_zip_bomb_is_not_unpacked():
    """A member that unfolds to 400 MB is only listed; one that is read is read up to a limit."""
    bomb = files.archive({"[Content_Types].xml": b"A" * 20_000_000})
    with pytest.raises(RefusedFile):
        sniff(io.BytesIO(bomb), "приказ.docx")


def test_a_huge_list_of_members_is_refused_before_it_is_read():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"{number:060}", b"")

    with pytest.raises(RefusedFile) as refused:
        sniff(io.BytesIO(stream.getvalue()), "приказ.docx")

    assert str(refused.value) == str(types.ARCHIVE)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Документы\\приказ.pdf", "приказ.pdf"),
        ("приказ\x00\r\n\t.pdf", "приказ.pdf"),
        ("приказ\u202efdp.exe", "приказfdp.pdf"),
        ("приказ от 01.09.2026", "приказ от 01.09.2026.pdf"),
        ("приказ.jpg.exe", "приказ.jpg.pdf"),
        ("ПРИКАЗ.PDF", "ПРИКАЗ.pdf"),
        ('a<b>:"c"|?*.pdf', "a_b___c____.pdf"),
        ("", "файл.pdf"),
        (".pdf", "файл.pdf"),
        ("...", "файл.pdf"),
        ("con.pdf", "_con.pdf"),
        ("я" * 300 + ".pdf", "я" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_label_made_harmless(given, kept):
    assert clean_name(given, ("pdf",)) == kept


def test_a_photograph_is_made_smaller_turned_upright_and_loses_its_place():
    stream, content_type = reencode(io.BytesIO(files.photograph((3000, 1000))))

    made = files.Image.open(stream)
    assert content_type == "image/jpeg"
    assert made.size == (round(LONGEST_SIDE / 3), LONGEST_SIDE)
    assert not made.getexif()
    assert b"Phone" not in stream.getvalue()


def test_a_picture_with_too_many_pixels_is_refused():
    """22 kB of file, 36 million pixels."""
    with pytest.raises(RefusedFile):
        reencode(io.BytesIO(files.picture("PNG", (6000, 6000))))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_on_the_way_is_refused(kind):
    noise = files.Image.effect_noise((400, 400), 90)
    stream = io.BytesIO()
    noise.save(stream, kind)

    with pytest.raises(RefusedFile) as refused:
        reencode(io.BytesIO(stream.getvalue()[: stream.tell() // 2]))

    assert str(refused.value) == str(types.DAMAGED)
