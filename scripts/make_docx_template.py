#!/usr/bin/env python3
"""Makes documents/docx/information.docx, the Word template of the official form, anew.

The template is an ordinary Word file: an office changes its words and widths in Word. This script
is where it came from; run it only to begin again from the form as it was.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TARGET = Path(__file__).parents[1] / "documents/docx/information.docx"
FONT = "Times New Roman"
OLD_STYLES = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
CENTRE, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT

# Heading, name in the row, millimetres, alignment. 267 mm stand between the margins.
ITEMS = [
    ("№ п/п", "place", 12, CENTRE),
    ("№ пункта", "number", 16, CENTRE),
    ("Поручение (пункт резолюции)", "text", 44, LEFT),
    ("Ответственный исполнитель", "executor", 43, LEFT),
    ("Срок исполнения", "due", 26, CENTRE),
    ("Информация об исполнении", "said", 60, LEFT),
    ("Подтверждающие документы", "proofs", 40, LEFT),
    ("Статус", "status", 26, CENTRE),
]
SUMMARY = [
    ("Исполнитель", "executor", 71, LEFT),
    ("Всего пунктов", "total", 24, RIGHT),
    ("Исполнено", "executed", 28, RIGHT),
    ("в т.ч. с нарушением срока", "late", 31, RIGHT),
    ("В работе", "in_work", 24, RIGHT),
    ("Просрочено", "overdue", 29, RIGHT),
    ("Не представили отчёт", "not_reported", 31, RIGHT),
    ("% исполнения", "percent", 29, RIGHT),
]
INDICATORS = [
    ("№", "place", 10, CENTRE),
    ("Код", "code", 20, LEFT),
    ("Показатель", "name", 69, LEFT),
    ("Ед. изм.", "unit", 17, CENTRE),
    ("Числитель", "numerator", 26, RIGHT),
    ("Знаменатель", "denominator", 30, RIGHT),
    ("План", "plan", 19, RIGHT),
    ("Факт", "fact", 19, RIGHT),
    ("Отклонение", "deviation", 28, RIGHT),
    ("Примечание", "note", 29, LEFT),
]


def main() -> None:
    word = Document()
    _page(word)
    _font(word)
    _beginning(word)
    _table(word, ITEMS, "items", status="status")
    _signature(word)
    _way_back(word)
    _annex(word, "Приложение 1", "Сводные сведения об исполнении")
    _table(word, SUMMARY, "summary", total="total", rows_stay_whole=True)
    _paragraph(word, "{{ honest }}", LEFT, before=6)
    _logic(word, "{%p if indicators %}")
    _annex(word, "Приложение 2", "Показатели")
    _table(word, INDICATORS, "indicators", rows_stay_whole=True)
    _logic(word, "{%p endif %}")
    _footer(word)
    TARGET.write_bytes(_same_each_time(word))


def _page(word: Word) -> None:
    """A4 across."""
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    section.top_margin, section.bottom_margin = Mm(20), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(7)


def _font(word: Word) -> None:
    """Times New Roman 12 for every alphabet; Word checks the spelling as Russian."""
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    fonts = style.element.rPr.rFonts
    for name in ("w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "ru-RU")


def _paragraph(place: Word | _Cell, text: str, align=LEFT, *, bold=False, before=0) -> Paragraph:
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.add_run(text).bold = bold or None
    return paragraph


def _logic(place: Word | _Cell, tag: str) -> None:
    """A line that only decides; nothing of it is left in a document."""
    place.add_paragraph(tag)


def _beginning(word: Word) -> None:
    _logic(word, "{%p if is_draft %}")
    _paragraph(word, "ПРОЕКТ", RIGHT, bold=True)
    _logic(word, "{%p else %}")
    _paragraph(word, "№ {{ number }} от {{ date }}", LEFT)
    _logic(word, "{%p endif %}")
    _paragraph(word, "{{ issuer }}", LEFT)
    _paragraph(word, "ИНФОРМАЦИЯ", CENTRE, bold=True, before=6)
    _paragraph(word, "{{ title }}", CENTRE, bold=True)
    _paragraph(word, "{{ period }}", CENTRE, bold=True)
    _paragraph(word, "{{ scope }}", CENTRE).paragraph_format.space_after = Pt(6)


def _annex(word: Word, number: str, name: str) -> None:
    paragraph = _paragraph(word, number, RIGHT)
    paragraph.paragraph_format.page_break_before = True
    _paragraph(word, name, CENTRE, bold=True, before=6)
    below = _paragraph(word, "{{ period }}", CENTRE)
    below.paragraph_format.space_after = Pt(6)
    for row in (paragraph, below):
        row.paragraph_format.keep_with_next = True


def _table(
    word: Word, columns: list, rows: str, *, status="", total="", rows_stay_whole=False
) -> None:
    """A heading and a row of numbers that every page repeats, and a row for each of `rows`."""
    table = word.add_table(rows=8 if total else 5, cols=len(columns), style="Table Grid")
    _measure(table, [width for _heading, _name, width, _align in columns])
    heads, numbers, begin, line, end, *last = table.rows
    for row in (heads, numbers):
        _mark(row, "w:cantSplit", "w:tblHeader")
    # Texts of an item may be longer than a page: such a row goes on overleaf. Figures never do.
    if rows_stay_whole:
        _mark(line, "w:cantSplit")
    begin.cells[0].text = f"{{%tr for row in {rows} %}}"
    end.cells[0].text = "{%tr endfor %}"
    for at, (heading, name, _width, align) in enumerate(columns):
        _fill(heads.cells[at], heading, CENTRE)
        _fill(numbers.cells[at], str(at + 1), CENTRE)
        colour = f"{{% cellbg row.fill_{name} %}}" if name == status else ""
        _fill(line.cells[at], f"{colour}{{{{ row.{name} }}}}", align)
    if total:
        _total(last, columns, total)


def _total(rows: list[_Row], columns: list, name: str) -> None:
    """«ИТОГО», where there is anything to add up."""
    begin, line, end = rows
    begin.cells[0].text, end.cells[0].text = f"{{%tr if {name} %}}", "{%tr endif %}"
    _mark(line, "w:cantSplit")
    for at, (_heading, column, _width, align) in enumerate(columns):
        _fill(line.cells[at], f"{{{{ {name}.{column} }}}}", align).bold = True


def _measure(table: Table, widths: list[int]) -> None:
    """Fixed widths, the same in Word and LibreOffice; a millimetre inside the borders."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
    whole = properties.find(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(Mm(sum(widths)).twips))
    for at, width in enumerate(widths):
        table.columns[at].width = Mm(width)
        for cell in table.columns[at].cells:
            cell.width = Mm(width)


def _mark(row: _Row, *names: str) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))


def _fill(cell: _Cell, text: str, align) -> Run:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    return paragraph.add_run(text)


def _signature(word: Word) -> None:
    """Post, place for the signature, name; kept on one page. «Исп.» below."""
    word.add_paragraph()
    table = word.add_table(rows=1, cols=3)
    _measure(table, [130, 57, 80])
    texts = [("{{ signatory_post }}", LEFT), ("_____________", CENTRE), ("{{ signatory }}", RIGHT)]
    for cell, (text, align) in zip(table.rows[0].cells, texts, strict=True):
        _fill(cell, text, align)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    _mark(table.rows[0], "w:cantSplit")
    _logic(word, "{%p if executor %}")
    _paragraph(word, "Исп.: {{ executor }}", LEFT, before=12)
    _logic(word, "{%p endif %}")


def _way_back(word: Word) -> None:
    """The code, and beside it the number and the address it holds. A draft has neither."""
    _logic(word, "{%p if qr %}")
    word.add_paragraph()
    table = word.add_table(rows=1, cols=2)
    _measure(table, [30, 237])
    _mark(table.rows[0], "w:cantSplit")
    code, beside = table.rows[0].cells
    _fill(code, "{{ qr }}", LEFT)
    _fill(beside, "№ {{ number }} от {{ date }}", LEFT)
    _paragraph(beside, "Документ в системе, каким он был утверждён: {{ address }}", LEFT)
    _logic(word, "{%p endif %}")


def _footer(word: Word) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.add_run("{{ footer }}")
    _field(paragraph, "PAGE")
    paragraph.add_run(" из ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    """A number Word works out itself; shows 1 until it has."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "1":
            run.text = "1"
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = f" {name} "
        run._r.append(element)


def _same_each_time(word: Word) -> bytes:
    """Without the library's own picture and name, and without the hour it was made."""
    # A second set of styles, of Word 2010, that would disagree with ours.
    for relations, kind in (
        (word.part.package.rels, RELATIONSHIP_TYPE.THUMBNAIL),
        (word.part.rels, OLD_STYLES),
    ):
        for key in [key for key, relation in relations.items() if relation.reltype == kind]:
            del relations[key]
    properties = word.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    written, same = BytesIO(), BytesIO()
    word.save(written)
    with ZipFile(written) as source, ZipFile(same, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), source.read(name), ZIP_DEFLATED)
    return same.getvalue()


if __name__ == "__main__":
    sys.exit(main())
