"""The .docx: the form as DOMAIN has it, the figures of the document's rows, hostile texts."""

from io import BytesIO
from zipfile import ZipFile

import pytest
import segno
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from directives.downloads.table import Form
from documents import qr, tables
from documents.docx import Marks, write
from documents.docx.cells import said
from documents.docx.writing import FILLS, TEMPLATE
from documents.models import SummaryRow
from scripts import make_docx_template
from tests.documents.known import freeze, known_document
from tests.documents.paper import all_text, cells, is_sound, opened

pytestmark = pytest.mark.django_db

ADDRESS = "https://rezolyuciya.example/documents/code/abcdefgh2345/"
THIN, HARD, MINUS = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


@pytest.fixture
def approved(db):
    return freeze(known_document())


@pytest.fixture
def content(approved) -> bytes:
    return write(approved, Marks(ADDRESS))


@pytest.fixture
def word(content):
    return opened(content)


def bordered(word) -> list:
    """The form, annex 1, annex 2."""
    return [table for table in word.tables if table.style.name == "Table Grid"]


def lines(word) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs]


# The same figures


def test_the_form_says_each_item_as_the_document_does(approved, content, word):
    is_sound(content)
    heads, numbers, *rows = cells(bordered(word)[0])
    assert heads == [str(column.label) for column in tables.ITEM_COLUMNS]
    assert numbers == [str(n) for n in range(1, 9)]
    expected = []
    for place, item in enumerate(approved.items.order_by("position"), 1):
        sentences = item.sentences.filter(is_removed=False).order_by("position")
        text = "\n".join(sentences.values_list("text", flat=True))
        due = item.due_words or f"{item.due_on:%d.%m.%Y}"
        status = item.standing_words or item.get_standing_display()
        expected.append(
            [str(place), item.number, item.text, item.executor, due, text, item.proofs, status]
        )
    assert rows == expected
    assert rows[0][5] == "Исполнено (1).\nИ ещё."
    assert rows[1][4] == "01.12.2026"


def test_annex_one_adds_up_to_its_last_row(word):
    heads, numbers, *rows = cells(bordered(word)[1])
    assert heads == [str(column.label) for column in tables.SUMMARY_COLUMNS]
    assert numbers == [str(n) for n in range(1, 9)]
    first, second = SummaryRow.objects.order_by("position")
    assert rows == [
        [first.executor, f"1{THIN}200", f"1{THIN}103", "7", "95", "2", "1", f"92{HARD}%"],
        [second.executor, "40", "0", "7", "38", "2", "1", "—"],
        ["ИТОГО", f"1{THIN}240", f"1{THIN}103", "14", "133", "4", "2", f"92{HARD}%"],
    ]
    assert (
        f"Из 1{THIN}240 поручений представлен отчёт по 1{THIN}109, принят по 1{THIN}103, "
        f"подтверждён документами по 1{THIN}103. "
        f"Процент исполнения — от 1{THIN}190 с наступившим сроком."
    ) in lines(word)


def test_annex_two_has_whole_counts_and_one_place_of_shares(word):
    heads, numbers, *rows = cells(bordered(word)[2])
    assert heads == [str(column.label) for column in tables.INDICATOR_COLUMNS]
    assert numbers == [str(n) for n in range(1, 11)]
    assert [row[3:] for row in rows] == [
        ["%", "834", f"1{THIN}000", "85,0", "83,4", f"{MINUS}1,6", ""],
        ["шт.", f"1{THIN}204", "—", f"1{THIN}200", f"1{THIN}204", "4", ""],
        ["шт.", "—", "—", "—", "—", "—", ""],
    ]


def test_without_figures_there_is_no_total_and_no_second_annex(db):
    word = opened(write(freeze(known_document(annexes=False)), Marks(ADDRESS)))
    _form, summary = bordered(word)
    assert len(summary.rows) == 2
    assert "Приложение 2" not in lines(word)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.925, Form.SHARE, f"92,5{HARD}%"),
        (0.57, Form.SHARE, f"57{HARD}%"),
        (-0.04, Form.DECIMAL, "0,0"),
        (12345, Form.NUMBER, f"12{THIN}345"),
        ("6701000012", Form.TEXT, "6701000012"),
        (None, Form.NUMBER, ""),
    ],
)
def test_numbers_are_written_as_an_office_writes_them(value, form, text):
    assert said(value, form) == text


# The form


def test_the_page_and_the_font_are_those_of_the_form(word):
    section = word.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    sides = section.page_width, section.page_height
    assert [round(side / Mm(1)) for side in sides] == [297, 210]
    style = word.styles["Normal"]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(12))
    fonts = {run.find(qn("w:rFonts")) for run in word.element.body.iter(qn("w:rPr"))}
    assert fonts <= {None}
    assert not list(word.element.body.iter(qn("w:sz")))
    fields = "".join(row.text for row in section.footer._element.iter(qn("w:instrText")))
    assert fields.split() == ["PAGE", "NUMPAGES"]


def test_every_page_repeats_the_heading_and_the_numbers_of_columns(word):
    for table in bordered(word):
        repeated = [bool(list(row._tr.iter(qn("w:tblHeader")))) for row in table.rows]
        assert repeated == [True, True] + [False] * (len(repeated) - 2)
        for row in table.rows[:2]:
            assert list(row._tr.iter(qn("w:cantSplit")))
    for table in bordered(word)[1:]:
        assert all(list(row._tr.iter(qn("w:cantSplit"))) for row in table.rows)


def test_only_the_status_has_a_colour(word):
    [form, *annexes] = bordered(word)
    for table in annexes:
        assert not list(table._tbl.iter(qn("w:shd")))
    fills = [
        [shade.get(qn("w:fill")) for shade in cell._tc.iter(qn("w:shd"))]
        for row in form.rows
        for cell in row.cells
    ]
    coloured = [fill for fill in fills if fill]
    assert coloured == [[FILLS[5]], [FILLS[3]], [FILLS[1]]]
    assert [fills.index(fill) % 8 for fill in coloured] == [7, 7, 7]


def test_borders_are_thin_and_widths_fill_the_page(word):
    grid = word.styles["Table Grid"].element
    borders = grid.find(f".//{qn('w:tblBorders')}")
    assert {(row.get(qn("w:val")), row.get(qn("w:sz"))) for row in borders} == {("single", "4")}
    for table in bordered(word):
        assert abs(sum(column.width for column in table.columns) - Mm(267)) < Mm(1)
        assert not table.autofit


def test_an_approved_document_says_who_when_and_by_which_number(word):
    said = lines(word)
    begins = [text for text in said if text][:6]
    assert begins == [
        "№ 3/2026 от 23.11.2026",
        "Департамент образования",
        "ИНФОРМАЦИЯ",
        "об исполнении резолюции форума",
        "за I четверть 2026/27 учебного года, по состоянию на 23.11.2026",
        "Смоленская область",
    ]
    assert "ПРОЕКТ" not in said
    assert "Исп.: Исполнителева А. П., +7 (4812) 0-00-01" in said
    signature = next(table for table in word.tables if len(table.rows[0].cells) == 3)
    post, _place, name = signature.rows[0].cells
    assert (post.text, name.text) == ("Начальник Департамента", "К. К. Подписантов")
    assert "№ 3/2026 от 23.11.2026" in word.sections[0].footer.paragraphs[0].text
    assert word.core_properties.author == "Департамент образования"


def test_a_draft_says_so_and_leads_nowhere(db):
    content = write(known_document(), Marks())
    word = opened(content)
    is_sound(content)
    assert lines(word)[0] == "ПРОЕКТ"
    assert not word.inline_shapes
    assert "№  от" not in all_text(content)
    assert word.sections[0].footer.paragraphs[0].text.startswith("ПРОЕКТ")


def test_a_reader_from_outside_is_told_no_person_and_no_figure_of_few(db):
    document = known_document()
    document.indicators.filter(code="П-01").update(numerator=7, denominator=9)
    document = freeze(document)
    assert cells(bordered(opened(write(document, Marks(ADDRESS))))[2])[2][4:6] == ["7", "9"]
    content = write(document, Marks(ADDRESS, for_outside=True))
    assert cells(bordered(opened(content))[2])[2][4:] == ["—", "—", "85,0", "—", "—", "менее 10"]
    text = all_text(content)
    assert "Исп.:" not in text
    assert "Исполнителева" not in text
    assert "0-00-01" not in text


# The way back


def test_the_code_leads_to_the_address(content, word):
    assert len(word.inline_shapes) == 1
    with ZipFile(BytesIO(content)) as archive:
        [picture] = [name for name in archive.namelist() if name.endswith(".png")]
        drawn = archive.read(picture)
    again = BytesIO()
    segno.make(ADDRESS, error="q", micro=False).save(again, kind="png", scale=8, border=4)
    assert drawn == again.getvalue()
    beside = next(table for table in word.tables if len(table.columns) == 2).rows[0].cells[1]
    assert beside.text.splitlines()[0] == "№ 3/2026 от 23.11.2026"
    assert ADDRESS in beside.text
    assert f'descr="QR-код: {ADDRESS}"' in all_text(content)


def test_the_code_of_a_page_is_that_of_the_paper(db):
    drawn = etree.fromstring(qr.svg(ADDRESS))
    assert drawn.get("aria-label") == f"QR-код: {ADDRESS}"
    path = drawn.xpath("//*[local-name()='path'][@stroke]")[0].get("d")
    assert path in segno.make(ADDRESS, error="q", micro=False).svg_inline(border=4, scale=4)
    assert "style" not in qr.svg(ADDRESS)


# Sound whatever is written


HOSTILE = [
    "«Обычное» & <w:p>не тег</w:p> &amp; ]]> <!--",
    "{{ number }} {% if x %} {%tr for row in items %} {# нет #} {{ ''.__class__ }}",
    "звонок\a страница\f нуль\x00 удаление\x7f \ufffe \x85",
    "строка\r\nдругая\rтретья\tпосле табуляции",
    "Ж" * 3000,
    "=HYPERLINK(1) 'кавычки' \"двойные\" \U0001f600",
]


def test_no_text_breaks_the_file(db):
    stored = [text.replace("\x00", "") for text in HOSTILE]  # PostgreSQL takes no NUL
    document = known_document(
        stored, signatory_post=HOSTILE[0][:60], executor_name="{{ 7 * 7 }} <b>", title=HOSTILE[1]
    )
    content = write(freeze(document), Marks(ADDRESS + "?a=1&b=<2>"))
    is_sound(content)
    said = cells(bordered(opened(content))[0])[2][5]
    expected = [*HOSTILE]
    expected[2] = "звонок страница нуль удаление  \x85"
    expected[3] = "строка\nдругая\nтретья\tпосле табуляции"
    assert said == "\n".join(expected)
    assert "49" not in "".join(lines(opened(content)))


def test_what_is_said_at_length_stays_in_its_cell(db):
    content = write(freeze(known_document(["Слово " * 4000])), Marks(ADDRESS))
    is_sound(content)
    assert len(cells(bordered(opened(content))[0])[2][5]) == 24000


def test_paper_is_written_in_few_queries(approved, django_assert_num_queries):
    with django_assert_num_queries(4):
        write(approved, Marks(ADDRESS))


def test_the_template_is_what_its_script_makes(tmp_path, monkeypatch):
    target = tmp_path / "made.docx"
    monkeypatch.setattr(make_docx_template, "TARGET", target)
    make_docx_template.main()
    assert target.read_bytes() == TEMPLATE.read_bytes()
