"""Files that open: orders as PDF, pictures and Word documents, each with its own words."""

import hashlib
import io
import textwrap
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from directives.models import Evidence
from directives.models.evidence import storage_name
from organizations.models import User
from resolution_tracker.demo.cases import Case
from resolution_tracker.demo.requisites import Answer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Fonts with Cyrillic letters that systems usually have; without any the papers are Word documents.
_FONTS = ["DejaVuSerif.ttf", "DejaVuSans.ttf", "LiberationSerif-Regular.ttf", "FreeSerif.ttf",
          "NotoSans-Regular.ttf", "times.ttf", "Arial.ttf"]  # fmt: skip
_PAGE = (744, 1052)  # A4 at 90 dots an inch


@dataclass
class Papers:
    """Stores files of evidence, no more than `limit`, and can take them all back."""

    limit: int
    stored: list[str] = field(default_factory=list)

    def attach(self, case: Case, answer: Answer, *, by: User, at: datetime) -> list[Evidence]:
        """One unsaved file for a report, or none when there are enough."""
        if len(self.stored) >= self.limit:
            return []
        make = _MAKERS[len(self.stored) % len(_MAKERS)] if has_font() else word_document
        content, kind, ending = make(_lines(case, answer, at))
        evidence = Evidence(
            assignment=case.assignment,
            checkpoint=answer.checkpoint,
            name=f"{_name(answer)}.{ending}",
            size=len(content),
            content_type=kind,
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=by,
            uploaded_at=at,
        )
        storage = Evidence.file.field.storage
        evidence.file = storage.save(storage_name(evidence, evidence.name), ContentFile(content))
        self.stored.append(evidence.file.name)
        return [evidence]

    def take_back(self) -> None:
        """Remove what was stored: the rows that name it were not kept."""
        for name in self.stored:
            Evidence.file.field.storage.delete(name)


def _name(answer: Answer) -> str:
    if not answer.order_number:
        return "Справка"
    is_order = not answer.order_number.startswith(("протокол", "исх."))
    number = answer.order_number.replace("/", "-").replace("№ ", "№")
    return f"Приказ №{number}" if is_order else number.capitalize().rstrip(".")


def _lines(case: Case, answer: Answer, at: datetime) -> list[str]:
    day = answer.order_date or at.date()
    body = case.organization
    wrapped = textwrap.wrap(f"1. {answer.checkpoint.title}.", 62)
    return [
        *textwrap.wrap(body.name, 62),
        "",
        _name(answer).upper(),
        f"от {day:%d.%m.%Y}",
        "",
        "В целях исполнения пункта",
        f"{case.directive.number} резолюции форума руководителей",
        "",
        *wrapped,
        "2. Разместить документ на официальном сайте.",
        "3. Контроль исполнения оставляю за собой.",
        "",
        f"Руководитель                    {body.head_name}",
        "",
        "",
        "Документ демонстрационный, сведения вымышлены.",
    ]


def pdf(lines: list[str]) -> tuple[bytes, str, str]:
    """One page of a scanned order."""
    return _encoded(_page(lines), "PDF", resolution=90), "application/pdf", "pdf"


def photograph(lines: list[str]) -> tuple[bytes, str, str]:
    """The same page as a picture from a phone."""
    return _encoded(_page(lines), "JPEG", quality=70), "image/jpeg", "jpg"


def screenshot(lines: list[str]) -> tuple[bytes, str, str]:
    """A page of a site with the document."""
    page = Image.new("L", (820, 520), 244)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 820, 54), fill=90)
    draw.text((24, 16), lines[0], font=font(18), fill=255)
    draw.text((24, 80), "Документы", font=font(26), fill=20)
    for place, line in enumerate(line for line in lines[2:] if line):
        draw.text((40, 130 + 28 * place), line, font=font(16), fill=60)
    return _encoded(page, "PNG"), "image/png", "png"


def word_document(lines: list[str]) -> tuple[bytes, str, str]:
    """The smallest document that Word opens."""
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr(
            "word/document.xml",
            f'{_XML}<w:document xmlns:w="{_SCHEMA}/wordprocessingml/2006/main">'
            f"<w:body>{paragraphs}</w:body></w:document>",
        )
    return stream.getvalue(), DOCX, "docx"


_MAKERS = [pdf, word_document, photograph, pdf, screenshot]
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SCHEMA = "http://schemas.openxmlformats.org"
_TYPES = (
    f'{_XML}<Types xmlns="{_SCHEMA}/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_SCHEMA}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_SCHEMA}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def has_font() -> bool:
    """Whether this machine can draw Russian letters."""
    return _font_name() is not None


@cache
def _font_name() -> str | None:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, 10).path
        except OSError:
            continue
    return None


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font that was found, in this size."""
    return ImageFont.truetype(_font_name(), size)


def _page(lines: list[str]) -> Image.Image:
    page = Image.new("L", _PAGE, 255)
    draw = ImageDraw.Draw(page)
    for place, line in enumerate(lines):
        draw.text((70, 80 + 30 * place), line, font=font(17), fill=20)
    draw.ellipse((430, 640, 570, 780), outline=150, width=3)
    return page


def _encoded(image: Image.Image, kind: str, **options: float) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()
