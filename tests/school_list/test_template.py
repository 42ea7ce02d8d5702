"""The empty list: what is filled in comes back, and an empty one is not a list of no schools."""

import openpyxl
import pytest

from organizations.school_list.header import find_header
from organizations.school_list.plan import make_plan
from organizations.school_list.reader import read_book
from organizations.school_list.resource import COLUMNS
from organizations.school_list.template import write_template
from tests import make
from tests.school_list.sheets import OGRN

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
    plan = make_plan(template, today=make.TODAY)
    assert plan.errors == []
    assert [addition.values["ogrn"] for addition in plan.diff.new] == [OGRN[0]]


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
