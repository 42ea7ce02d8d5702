"""Schools leave as a file in which nothing is a formula.

That they come back as the same schools, see tests/intake/test_round_trip.py.
"""

import csv
import io

import openpyxl
import pytest

from organizations.models import Organization
from organizations.school_list.export import csv_lines, export_schools
from organizations.school_list.headings import SYNONYMS, known_field
from organizations.school_list.resource import COLUMNS, schools_at_work
from organizations.school_list.text import skeleton
from tests import make
from tests.school_list.hard_schools import NAMES, make_hard_schools
from tests.school_list.sheets import INDEX, OGRN, municipalities

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def schools(vyazma):
    make_hard_schools(vyazma)


def at_work():
    return schools_at_work(Organization.objects.all(), TODAY)


def exported(path):
    with path.open("wb") as output:
        if path.suffix == ".csv":
            output.writelines(csv_lines(at_work()))
        else:
            export_schools(at_work(), output, title="Школы & лицеи")
    return path


def opened(path):
    """Cells of every sheet as an independent reader sees them; a formula has the type «f»."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows()) for sheet in book}


def test_closed_and_voided_schools_are_not_exported(schools, tmp_path):
    names = {row[2].value for row in opened(exported(tmp_path / "a.xlsx"))["Школы"]}
    assert NAMES[1] in names
    assert not names & {"Закрытая СОШ", "Аннулированная СОШ"}


def test_no_cell_of_an_export_is_a_formula(schools, tmp_path):
    pages = opened(exported(tmp_path / "a.xlsx"))
    cells = [cell for rows in pages.values() for row in rows for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    text = io.StringIO(exported(tmp_path / "a.csv").read_text(encoding="utf-8-sig"))
    cells = [cell for row in csv.reader(text, delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_numbers_are_text_and_pupils_are_a_number(schools, tmp_path):
    rows = opened(exported(tmp_path / "a.xlsx"))["Школы"]
    place = {column.name: index for index, column in enumerate(COLUMNS)}
    row = next(row for row in rows if row[place["ogrn"]].value == OGRN[0])
    shown = {name: row[index].value for name, index in place.items()}
    assert shown["kpp"] == "012345678"
    assert (row[place["pupils"]].data_type, shown["pupils"]) == ("n", 0)
    assert row[place["inn"]].number_format == "@"
    said = [shown[name] for name in ("kind", "education_levels", "settlement", "branch", "founder")]
    assert said == ["школа-интернат", "НОО, ООО, СОО", "село", "нет", None]


def test_choices_of_an_export_stand_on_a_hidden_sheet(schools, tmp_path):
    book = openpyxl.load_workbook(exported(tmp_path / "a.xlsx"))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Школы", "visible"), ("Списки", "veryHidden"),
    ]  # fmt: skip
    assert book["Школы"].freeze_panes == "A2"
    assert book["Школы"].auto_filter.ref.startswith("A1:R")
    rules = book["Школы"].data_validations.dataValidation
    assert {rule.type for rule in rules} == {"list", "textLength", "whole"}


def test_import_knows_every_heading_we_write():
    for column in COLUMNS:
        assert known_field(column.heading) == column.name
        assert skeleton(column.heading) == skeleton(SYNONYMS[column.name][0])


@pytest.mark.parametrize("place", municipalities(), ids=lambda place: place.short_name)
def test_every_municipality_is_found_by_its_name_in_the_list(place):
    found = INDEX.find(place.short_name)
    assert found.municipality == place
    assert found.sure


def test_reading_schools_asks_the_database_once(schools, django_assert_num_queries, tmp_path):
    with django_assert_num_queries(1):
        b"".join(csv_lines(at_work()))
