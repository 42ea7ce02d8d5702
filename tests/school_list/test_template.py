"""The empty list: what is filled in comes back, and an empty one is not a list of no schools."""

import openpyxl
import pytest

from organizations.models import SchoolListProblem
from organizations.school_list.header import find_header
from organizations.school_list.marking import mark_errors
from organizations.school_list.reader import SchoolListError, read_book
from organizations.school_list.resource import COLUMNS
from organizations.school_list.template import write_template
from tests import make
from tests.school_list.sheets import OGRN, reading_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(tmp_path, vyazma):
    path = tmp_path / "template.xlsx"
    with path.open("wb") as output:
        write_template(output)
    return path


def test_its_header_is_found_and_nothing_is_read_from_it(template):
    sheet, header = find_header(read_book(template))
    assert (sheet.name, header.row, len(sheet.rows)) == ("Школы", 1, 1)
    assert [column.field for column in header.columns] == [column.name for column in COLUMNS]


def test_a_filled_template_is_a_list(template):
    book = openpyxl.load_workbook(template)
    book["Школы"].append(["Вяземский округ", None, "МБОУ СОШ № 1", None, None, OGRN[0]])
    book.save(template)
    reading = reading_of(template)
    assert reading.errors == []
    assert [entry.values["ogrn"] for entry in reading.entries] == [OGRN[0]]


def test_an_empty_template_is_refused_with_a_sentence(template):
    with pytest.raises(SchoolListError, match="под заголовком нет строк"):
        reading_of(template)


def test_columns_offer_what_may_be_chosen(template):
    book = openpyxl.load_workbook(template)
    rules = book["Школы"].data_validations.dataValidation
    chosen = {
        str(rule.sqref).split(":")[0]: _choices(book, rule) for rule in rules if rule.type == "list"
    }
    assert chosen["A2"] == ["Вяземский округ"]
    assert "школа-интернат" in chosen["G2"]
    assert chosen["I2"] == ["город", "село"]
    assert chosen["Q2"] == ["да", "нет"]
    lengths = [int(rule.formula1) for rule in rules if rule.type == "textLength"]
    assert lengths == [10, 9, 13]


def _rules(book):
    rules = book["Школы"].data_validations.dataValidation
    return [(str(rule.sqref), rule.type, rule.formula1, rule.formula2) for rule in rules]


def _choices(book, rule):
    name, _mark, cells = rule.formula1.removeprefix("=").partition("!")
    found = book[name.strip("'")][cells.replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def test_hints_stand_beside_the_headings_and_not_among_the_rows(template):
    book = openpyxl.load_workbook(template)
    assert book["Школы"].max_row == 1
    assert all(cell.comment.text for cell in book["Школы"][1])
    explained = [row[0].value for row in book["Как заполнить"].iter_rows() if row[0].value]
    assert explained == [column.heading for column in COLUMNS]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_numbers_typed_into_empty_cells_stay_text(template):
    sheet = openpyxl.load_workbook(template)["Школы"]
    assert [sheet.column_dimensions[letter].number_format for letter in "DEF"] == ["@"] * 3


def test_a_municipality_chooses_only_itself(tmp_path, vyazma):
    make.make_municipality("Гагаринский округ")
    path = tmp_path / "one.xlsx"
    with path.open("wb") as output:
        write_template(output, vyazma.municipality)
    book = openpyxl.load_workbook(path)
    first = book["Школы"].data_validations.dataValidation[0]
    assert str(first.sqref).startswith("A2:")
    assert _choices(book, first) == ["Вяземский округ"]


def test_a_filled_template_comes_back_marked_with_its_lists_and_hints(template):
    book = openpyxl.load_workbook(template)
    book["Школы"].append(["Вяземский округ", None, "МБОУ СОШ № 1", "123"])
    book.save(template)
    sheet, header = find_header(read_book(template))
    [problem] = reading_of(template).errors
    target = template.with_name("returned.xlsx")
    mistake = SchoolListProblem(row=2, index=3, message=problem.message, is_error=True)
    with target.open("wb") as output:
        assert mark_errors(template, [mistake], output, sheet=sheet.name, header=header)
    before, after = (openpyxl.load_workbook(path) for path in (template, target))
    assert _rules(before) == _rules(after) != []
    assert [page.sheet_state for page in after] == ["visible", "visible", "veryHidden"]
    assert after["Школы"]["D1"].comment.text == before["Школы"]["D1"].comment.text
    assert after["Школы"]["S2"].value == problem.message
    assert reading_of(target).errors == [problem]
