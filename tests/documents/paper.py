"""What a Word file says, and whether Word would open it without repair."""

from collections import Counter
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

from docx import Document as Word
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

# The order of CT_TcPr and CT_TblPr, which Word minds.
CELL = "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign".split()
TABLE = "tblStyle tblW jc tblBorders shd tblLayout tblCellMar tblLook".split()
_OPC = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def opened(content: bytes):
    return Word(BytesIO(content))


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def all_text(content: bytes) -> str:
    """Everything in every part, properties and alternative texts included."""
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith("xml")
        )


def is_sound(content: bytes) -> None:
    """A whole archive; well-formed parts; relations that lead somewhere; types for all parts."""
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        parts = {
            name: etree.fromstring(archive.read(name))
            for name in names
            if name.endswith((".xml", ".rels"))
        }
    _relations_lead_somewhere(parts, set(names))
    _types_are_told(parts["[Content_Types].xml"], names)
    body = parts["word/document.xml"]
    _ids_are_unique(body)
    _order_is_kept(body)
    _rows_are_whole(body)


def _relations_lead_somewhere(parts, names) -> None:
    for name, tree in parts.items():
        if not name.endswith(".rels"):
            continue
        base = PurePosixPath(name).parent.parent
        keys = [relation.get("Id") for relation in tree]
        assert len(keys) == len(set(keys))
        for relation in tree.iter(f"{_OPC}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target")
            path = target.lstrip("/") if target.startswith("/") else str(base / target)
            assert _flat(path) in names, (name, target)
    used = set(parts["word/document.xml"].xpath("//@*[local-name()='embed' or local-name()='id']"))
    known = {row.get("Id") for row in parts["word/_rels/document.xml.rels"]}
    assert {key for key in used if key.startswith("rId")} <= known


def _flat(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _types_are_told(types, names) -> None:
    endings = {row.get("Extension").lower() for row in types if row.get("Extension")}
    parts = {row.get("PartName") for row in types if row.get("PartName")}
    assert {part.lstrip("/") for part in parts} <= set(names)
    for name in names:
        if name != "[Content_Types].xml":
            assert f"/{name}" in parts or name.rpartition(".")[2].lower() in endings, name


def _ids_are_unique(body) -> None:
    pictures = [row.get("id") for row in body.iter(qn("wp:docPr"))]
    assert len(pictures) == len(set(pictures))


def _order_is_kept(body) -> None:
    for tag, order in (("w:tcPr", CELL), ("w:tblPr", TABLE)):
        for properties in body.iter(qn(tag)):
            found = [etree.QName(child).localname for child in properties]
            assert max(Counter(found).values(), default=1) == 1
            assert found == sorted(found, key=order.index)


def _rows_are_whole(body) -> None:
    """As many cells as columns, and a paragraph at the end of each cell."""
    for table in body.iter(qn("w:tbl")):
        columns = len(table.find(qn("w:tblGrid")))
        for row in table.iterchildren(qn("w:tr")):
            found = row.findall(qn("w:tc"))
            assert len(found) == columns
            assert all(cell[-1].tag == qn("w:p") for cell in found)
