"""A list given back: marked where it is wrong, alive nowhere, and read again as it was."""

import contextlib
import csv
import io
import itertools
import re
import zipfile
from dataclasses import dataclass

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from organizations.school_list import marking
from organizations.school_list.header import Column, Header, find_header
from organizations.school_list.marking import mark_errors
from organizations.school_list.marking_child import SHADES
from organizations.school_list.marks import HEADING
from organizations.school_list.reader import SchoolListError, read_book
from tests.school_list import hostile
from tests.school_list.sheets import HEADINGS, INN, OGRN, reading_of, write_book

BAD = "6799001008"  # its check digit is wrong
ROWS = [
    ["Список школ", None, None, None, None],
    HEADINGS,
    ["Вяземский район", "МБОУ СОШ № 1", INN[0], OGRN[0], 100],
    ["Вяземский район", "МБОУ СОШ № 2", BAD, OGRN[1], 100],
    HEADINGS,
    ["Неизвестный район", "МБОУ СОШ № 3", INN[2], OGRN[2], "сто"],
    ["Вяземский район", "МБДОУ «Детский сад»", None, None, None],
    ["Вяземский район", "МБОУ СОШ № 4", INN[3], OGRN[3], 120],
    ["Итого", None, None, None, 320],
]


@dataclass(frozen=True)
class Mistake:
    row: int | None
    index: int | None
    message: str
    is_error: bool


def mistakes_of(path):
    """What the real reader says of a file, with the index of each column."""
    _sheet, header = find_header(read_book(path))
    indexes = {column.heading: column.index for column in header.columns}
    reading = reading_of(path)
    return [
        Mistake(problem.row, indexes.get(problem.column), str(problem.message), is_error)
        for problems, is_error in ((reading.errors, True), (reading.warnings, False))
        for problem in problems
    ]


def returned(path, mistakes=None, name="returned.xlsx"):
    """The marked workbook, and whether it is the person's own."""
    sheet, header = find_header(read_book(path))
    mistakes = mistakes_of(path) if mistakes is None else mistakes
    target = path.with_name(name)
    with target.open("wb") as output:
        own = mark_errors(path, mistakes, output, sheet=sheet.name, header=header)
    return target, own


def shade(cell):
    return cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else None


def shaded(path):
    sheet = openpyxl.load_workbook(path).active
    return {
        cell.coordinate: shade(cell)[2:]
        for row in sheet.iter_rows(max_col=5)
        for cell in row
        if shade(cell)
    }


def write_csv(path, rows):
    with path.open("w", encoding="cp1251", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


@pytest.fixture(params=["xlsx", "csv", "large.xlsx"])
def book(request, tmp_path, monkeypatch):
    """The same list as the person's own workbook, as text, and too large for openpyxl."""
    if request.param == "large.xlsx":
        monkeypatch.setattr(marking, "OWN_BYTES", 0)
    path = tmp_path / f"list.{request.param}"
    return write_csv(path, ROWS) if request.param == "csv" else write_book(path, ROWS)


def test_bad_cells_are_marked_and_a_column_says_what_to_mend(book):
    path, own = returned(book)
    assert own == (book.name == "list.xlsx")
    error, warning = SHADES[True][2:], SHADES[False][2:]
    assert shaded(path) == {"C4": error, "A6": error, "E6": error, "B7": warning}
    sheet = openpyxl.load_workbook(path).active
    assert [sheet.cell(row, 6).value for row in (1, 2, 3, 5, 8)] == [
        None, HEADING, None, HEADING, None,
    ]  # fmt: skip
    assert BAD in sheet["F4"].value
    assert sheet["F6"].value.count("\n") == 1
    assert sheet["F6"].value.startswith("Нет такого муниципалитета")
    assert sheet["F7"].value.startswith("Проверьте. ")
    assert BAD in sheet["C4"].comment.text
    assert "6799001007" in str(sheet["C3"].value)


def test_read_again_it_has_the_same_errors(book):
    path, _own = returned(book)
    assert mistakes_of(path) == mistakes_of(book)
    assert reading_of(path).dropped == reading_of(book).dropped


def test_mended_it_has_none(book):
    path, _own = returned(book)
    mended = openpyxl.load_workbook(path)
    sheet = mended.active
    sheet["C4"], sheet["A6"], sheet["E6"] = INN[1], "Вяземский район", 99
    mended.save(path)
    reading = reading_of(path)
    assert reading.errors == []
    assert len(reading.entries) == 4


def test_returned_twice_it_has_one_column_and_only_the_marks_that_hold(book):
    first, _own = returned(book)
    mended = openpyxl.load_workbook(first)
    mended.active["C4"] = INN[1]
    mended.save(first)
    path, own = returned(first, name="twice.xlsx")
    assert own == (book.name != "list.large.xlsx")
    assert set(shaded(path)) == {"A6", "E6", "B7"}
    sheet = openpyxl.load_workbook(path).active
    assert sheet.max_column == 6
    assert [sheet["F4"].value, sheet["C4"].comment] == [None, None]
    assert sheet["F6"].value


def test_a_row_wrong_as_a_whole_is_marked_as_a_whole(book):
    whole = [
        Mistake(8, None, "Та же школа, что в строке 3.", True),
        Mistake(None, None, "Всё", True),
    ]
    path, _own = returned(book, whole)
    assert set(shaded(path)) == {f"{letter}8" for letter in "ABCDE"}


def test_messages_that_look_like_formulas_stay_text(book):
    path, _own = returned(book, [Mistake(4, 2, '=cmd|"/c calc"!A1\x07', True)])
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}


def test_a_book_opens_at_its_first_error(tmp_path):
    rows = [HEADINGS] + [["Вяземский район", f"МБОУ СОШ № {n}", None, None, n] for n in range(60)]
    path, _own = returned(
        write_book(tmp_path / "long.xlsx", rows), [Mistake(50, 4, "Проверьте.", True)]
    )
    view = openpyxl.load_workbook(path).active.sheet_view
    assert (view.topLeftCell, view.selection[0].activeCell) == ("A40", "E50")


@pytest.fixture
def living(tmp_path):
    """The person's own workbook with all that computes, links or decorates."""
    path = write_book(tmp_path / "living.xlsx", ROWS, before=("Сводка",))
    book = openpyxl.load_workbook(path)
    sheet = book["Лист1"]
    sheet["B3"].font = Font(italic=True)
    sheet["B3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["A3"].comment = Comment("Моё примечание", "Иванова")
    sheet["G3"] = "=1+1"
    sheet["G4"] = '=HYPERLINK("http://x.example")'
    sheet["H3"] = "перейти"
    sheet["H3"].hyperlink = "http://x.example/"
    sheet.column_dimensions["B"].width = 47
    sheet.column_dimensions["I"].width = 3
    sheet.column_dimensions["I"].min, sheet.column_dimensions["I"].max = 9, 16384
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("C4:D4")
    sheet.row_dimensions[4].hidden = True
    sheet.freeze_panes = "A3"
    for rule in (
        DataValidation("list", formula1='"да,нет"', sqref="B3:B9"),
        DataValidation("list", formula1='INDIRECT("[1]a")', sqref="C3:C9"),
        DataValidation("custom", formula1='WEBSERVICE("http://x.example")', sqref="D3:D9"),
    ):
        sheet.add_data_validation(rule)
    book["Сводка"]["A2"] = "=SUM(Лист1!E3:E9)"
    book["Сводка"]["A3"] = "Итог"
    book["Сводка"].add_table(Table(displayName="Таблица", ref="A3:A4"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=3, max_row=8))
    sheet.add_chart(chart, "K2")
    sheet.auto_filter.ref = "A2:E9"
    sheet.conditional_formatting.add(
        "A3:A9", FormulaRule(formula=['WEBSERVICE("http://x.example")'], font=Font(bold=True))
    )
    book.custom_doc_props.append(StringProperty(name="from", value="http://x.example"))
    book.defined_names["Auto_Open"] = DefinedName("Auto_Open", attr_text="[1]!x")
    book.save(path)
    return path


def test_what_is_theirs_stays_and_what_is_alive_goes(living):
    path, own = returned(living)
    assert own
    book = openpyxl.load_workbook(path)
    sheet = book["Лист1"]
    assert book.active is sheet
    assert book.sheetnames == ["Сводка", "Лист1"]
    assert sheet["B3"].font.italic
    assert shade(sheet["B3"]) == "FF00FF00"
    assert sheet["A3"].comment.text == "Моё примечание"
    assert sheet.column_dimensions["B"].width == 47
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:E1", "C4:D4"]
    assert not sheet.row_dimensions[4].hidden
    assert sheet["I2"].value == HEADING
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"да,нет"']
    assert not book.defined_names
    assert not book["Сводка"].tables


# What a workbook of text, numbers and looks consists of.
PART = re.compile(
    r"\[Content_Types\]\.xml|(_rels/)?\.rels|docProps/(app|core)\.xml"
    r"|xl/(_rels/workbook\.xml\.rels|workbook\.xml|styles\.xml|sharedStrings\.xml|theme/theme1\.xml)"
    r"|xl/worksheets/(_rels/)?sheet\d\.xml(\.rels)?|xl/comments/comment\d\.xml"
    r"|xl/drawings/commentsDrawing\d\.vml"
)


def test_nothing_else_than_text_and_looks_is_packed(living):
    path, _own = returned(living)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert [name for name in parts if not PART.fullmatch(name)] == []
    assert [name for name, text in parts.items() if re.search(r"<f[ >]|x\.example", text)] == []
    assert not [name for name, text in parts.items() if "External" in text]


def test_the_filter_reaches_the_new_column(tmp_path):
    path = write_book(tmp_path / "list.xlsx", ROWS)
    book = openpyxl.load_workbook(path)
    book.active.auto_filter.ref = "A2:E9"
    book.save(path)
    path, _own = returned(path)
    assert openpyxl.load_workbook(path).active.auto_filter.ref == "A2:F9"


def test_columns_described_together_do_not_overlap_the_new_one(living):
    path, _own = returned(living)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/worksheets/sheet2.xml").decode()
    spans = openpyxl.load_workbook(path)["Лист1"].column_dimensions
    ends = sorted((one.min, one.max) for one in spans.values())
    assert all(first[1] < second[0] for first, second in itertools.pairwise(ends)), text


def repacked(path, part, change):
    """The same workbook with one part changed by hand, as no program would write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_a_cell_that_calls_its_text_a_formula_is_text(tmp_path):
    path = write_book(tmp_path / "sly.xlsx", ROWS)
    sly = '<c r="H3" t="f"><v>=cmd|calc!A1</v></c></row>'
    repacked(
        path,
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("</row>", sly, 3).replace(sly, "</row>", 2),
    )
    target = path.with_name("out.xlsx")
    _sheet, header = find_header(read_book(write_book(tmp_path / "plain.xlsx", ROWS)))
    with target.open("wb") as output:
        assert mark_errors(path, [], output, sheet="Лист1", header=header)
    cells = [cell for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}


BROKEN = (
    "<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    "<fonts><font><sz val='big'/></font></fonts></styleSheet>"
)
ENTITIES = [f"<!ENTITY b{n} '{f'&b{n - 1};' * 9 if n else 'b'}'>" for n in range(12)]
BOMB = f"<!DOCTYPE a [{''.join(ENTITIES)}]><styleSheet>&b11;</styleSheet>"


@pytest.mark.parametrize("styles", [BROKEN, BOMB], ids=["broken", "bomb"])
def test_a_book_openpyxl_dies_on_is_written_anew(tmp_path, styles):
    path = write_book(tmp_path / "hostile.xlsx", ROWS)
    mistakes, (sheet, header) = mistakes_of(path), find_header(read_book(path))
    hostile = path.with_name("bad.xlsx")
    hostile.write_bytes(path.read_bytes())
    repacked(hostile, "xl/styles.xml", lambda text: styles)
    with path.with_name("out.xlsx").open("wb") as output:
        assert not mark_errors(hostile, mistakes, output, sheet=sheet.name, header=header)
    assert len(shaded(path.with_name("out.xlsx"))) == 4


def test_what_the_child_leaves_behind_is_swept_up(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = write_book(tmp_path / "list.xlsx", ROWS)
    before = set(tmp_path.iterdir())
    sheet, header = find_header(read_book(path))
    mark_errors(path, mistakes_of(path), io.BytesIO(), sheet=sheet.name, header=header)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("make", hostile.EXPECTED, ids=lambda make: make.__name__)
def test_no_hostile_file_comes_back_alive(tmp_path, make):
    """Such a file is refused before; should one get here, it is refused or given back harmless."""
    path, target = tmp_path / "list.xlsx", tmp_path / "out.xlsx"
    path.write_bytes(make())
    header = Header(1, 1, [Column(0, "Школа", "full_name", 1)])
    with target.open("wb") as output, contextlib.suppress(SchoolListError):
        mark_errors(path, [], output, sheet="s", header=header)
    if target.stat().st_size:
        cells = [cell for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
