"""Fills the Word template with a document: the same tables as its page, cell by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from directives.downloads.table import Graded, Table
from documents import qr, tables
from documents.docx.cells import NOTHING, harmless, said
from documents.models import Document
from documents.words import short_day

TEMPLATE = Path(__file__).with_name("information.docx")
# Names of the columns in the template, in the order of the tables.
ITEM = "place number text executor due said proofs status".split()
SUMMARY = "executor total executed late in_work overdue not_reported percent".split()
INDICATOR = "place code name unit numerator denominator plan fact deviation note".split()
# Light enough for black letters on paper; none for a status that is neither good nor bad.
FILLS = {1: "F3B7B0", 3: "FBEFC9", 5: "B5DABA"}
_NO_FILL = "auto"
_CODE_SIDE = Mm(26)
# What Word allows a property of the file.
_PROPERTY = 255


@dataclass(frozen=True)
class Marks:
    """What is known only where the document is asked for."""

    address: str = ""  # the absolute one the QR holds; a draft has none
    # A reader from outside: without «Исп.» and the telephone, without figures of few.
    for_outside: bool = False


def write(document: Document, marks: Marks) -> bytes:
    """The .docx of a document, frozen or not. Four queries besides the document itself."""
    template = DocxTemplate(TEMPLATE)
    template.init_docx()
    template.render(_context(document, marks, template), autoescape=True)
    word = template.docx  # get_docx() would open the template anew
    _put_in_order(word)
    _describe(word, document, marks)
    file = BytesIO()
    template.save(file)
    return file.getvalue()


def file_name(document: Document) -> str:
    """ASCII: no mail server or archive spoils it."""
    name = document.number.replace("/", "-") or f"draft-{document.pk}"
    return f"information-{name}.docx"


def _context(document: Document, marks: Marks, template: DocxTemplate) -> dict[str, object]:
    items = document.items.prefetch_related("sentences")
    executors = list(document.summary.all())
    summary = tables.summary(executors)
    found = list(document.indicators.all())
    indicators = tables.indicators(found, for_outside=marks.for_outside)
    code = BytesIO(qr.png(marks.address)) if marks.address else None
    texts = {
        "issuer": document.issuer_name,
        "title": document.title,
        "scope": document.scope_name,
        "period": _period(document),
        "number": document.number,
        "date": short_day(document.approved_on),
        "signatory_post": document.signatory_post,
        "signatory": document.signatory_name,
        "executor": "" if marks.for_outside else _executor(document),
        "address": marks.address,
        "honest": tables.honest(executors),
        "footer": _footer(document),
    }
    return {name: harmless(text) for name, text in texts.items()} | {
        "is_draft": not document.is_frozen,
        "qr": InlineImage(template, code, width=_CODE_SIDE) if code else "",
        "items": _rows(tables.information(items), ITEM),
        "summary": _rows(summary, SUMMARY),
        "total": next(iter(_lines(summary, summary.totals, SUMMARY)), None),
        "indicators": _rows(indicators, INDICATOR),
    }


def _rows(table: Table, names: Sequence[str]) -> list[dict[str, str]]:
    return _lines(table, table.rows, names)


def _lines(table: Table, rows: Iterable, names: Sequence[str]) -> list[dict[str, str]]:
    """Cells by the template's names, as text; `fill_…` of those that have a colour."""
    found = []
    for row in rows:
        line = {}
        for name, column, value in zip(names, table.columns, row, strict=True):
            line[name] = NOTHING if value is None else said(value, column.form)
            if isinstance(value, Graded):
                line[f"fill_{name}"] = FILLS.get(value.step, _NO_FILL)
        found.append(line)
    return found


def _period(document: Document) -> str:
    return _("for %(period)s, as of %(day)s") % {
        "period": document.period_words,
        "day": short_day(document.as_of),
    }


def _executor(document: Document) -> str:
    return ", ".join(filter(None, [document.executor_name, document.executor_phone]))


def _footer(document: Document) -> str:
    """Before the number of the page: a page that came apart is known by it."""
    if not document.is_frozen:
        return _("DRAFT, page ")
    return _("No. %(number)s of %(day)s, page ") % {
        "number": document.number,
        "day": short_day(document.approved_on),
    }


def _put_in_order(word: Word) -> None:
    """A cell's fill goes after its width and borders: Word minds the order of its own schema."""
    for properties in word.element.body.iter(qn("w:tcPr")):
        fill = properties.find(qn("w:shd"))
        if fill is None:
            continue
        properties.remove(fill)
        if fill.get(qn("w:fill")) != _NO_FILL:
            later = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign")
            properties.insert_element_before(fill, *later)


def _describe(word: Word, document: Document, marks: Marks) -> None:
    """The properties a file manager shows, and words for those who do not see the code."""
    properties = word.core_properties
    title = _("Information %(title)s, %(number)s")
    said = title % {"title": document.title, "number": document}
    properties.title = harmless(said)[:_PROPERTY]
    properties.author = harmless(document.issuer_name)[:_PROPERTY]
    at = document.approved_at or document.created_at
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    for picture in word.element.body.iter(qn("wp:docPr")):
        picture.set("descr", _("QR code: %(address)s") % {"address": marks.address})
