"""The header is found or pointed at, and its columns understood; see also test_shapes.py."""

import json

import pytest

from organizations.school_list.header import (
    find_header,
    header_at,
    is_numbering,
    letters,
    tentative_header,
)
from organizations.school_list.headings import SYNONYMS, UNUSED, field_of
from organizations.school_list.reader import Row, SchoolListError, SheetHead
from tests.school_list.sheets import INN, ROOT, header_of, write_book

SCHOOL = ["Вяземский район", "МБОУ СОШ № 1 г. Вязьмы", INN[0]]


def head(*rows, name="Лист1"):
    filled = [Row(number, list(cells)) for number, cells in enumerate(rows, start=1) if cells]
    return SheetHead(name, filled, len(rows))


def test_two_columns_alike_give_one_field(tmp_path):
    rows = [["Школа", "Адрес (юридический)", "Адрес (фактический)", "Телефон", "Телефон"], SCHOOL]
    columns = header_of(write_book(tmp_path / "list.xlsx", rows)).as_dict()
    assert columns == {
        "Школа": "full_name",
        "Адрес (юридический)": "address",
        "Адрес (фактический)": None,
        "Телефон": "phone",
        "Телефон (2)": None,
    }


def test_a_sheet_without_a_header_is_refused(tmp_path):
    path = write_book(tmp_path / "list.xlsx", [["Вязьма", "школа", 1], ["Рославль", "школа", 2]])
    with pytest.raises(SchoolListError, match="Не найден заголовок"):
        header_of(path)


def test_the_sheet_that_explains_most_columns_is_the_likely_one():
    summary = head(["Школа", "Район"], ["всего", "5"], name="Свод")
    schools = head(["Район", "Школа", "ИНН", "Телефон"], SCHOOL, name="Школы")
    assert find_header([summary, schools])[0].name == "Школы"


def test_no_name_means_two_fields():
    bare = [name.lower() for names in SYNONYMS.values() for name in names]
    assert len(bare) == len(set(bare))
    for field, names in SYNONYMS.items():
        for name in names:
            assert field_of(name)[0] == field, name


def test_the_names_of_columns_are_kept_as_the_file_should_look():
    """A formatter of code would leave a comma behind the last name, which is no JSON."""
    path = ROOT / "organizations/school_list/headings.json"
    assert json.loads(path.read_text(encoding="utf-8")) == SYNONYMS


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Наименование муниципального образования (округа)", "municipality"),
        ("Наименование муниципальной общеобразовательной организации", "full_name"),
        ("Наименование учредителя", "founder"),
        ("Должность, ФИО руководителя", "head_name"),
        ("Адрес электронной почты школы", "email"),
        ("Адрес официального сайта школы в сети Интернет", "website"),
        ("Численность педагогических работников", "teachers"),
        ("Количество учащихся, всего", "pupils"),
        ("Организационно-правовая форма", "legal_form"),
        ("Что исправить", "to_mend"),
        ("№", "row_no"),
        ("Количество классов", None),
        ("Год постройки", None),
        ("МБОУ СОШ № 1", None),
        ("", None),
        (None, None),
    ],
)
def test_headings_are_understood(heading, field):
    assert field_of(heading)[0] == field


def test_what_is_recognised_and_not_used_has_no_field():
    _sheet, header = find_header([head(["Школа", "ИНН", "Что исправить", "№ п/п", "ОПФ"], SCHOOL)])
    assert header.fields == {"full_name", "inn"}
    assert {"to_mend", "legal_form"} <= UNUSED


def test_columns_without_a_heading_can_be_chosen():
    _sheet, header = find_header([head(["Школа", None, "ИНН"], ["СШ № 1", "да", "1"])])
    assert header.as_dict() == {"Школа": "full_name", "(B)": None, "ИНН": "inn"}


def test_a_likely_row_is_shown_where_no_header_is_found():
    heads = [
        head(["Список объектов"], name="Титул"),
        head(["Перечень"], ["Объект", "Код", "Прочее"], ["СШ № 1", "11", "да"], ["СШ № 2", "12"]),
    ]
    with pytest.raises(SchoolListError):
        find_header(heads)
    sheet, header = tentative_header(heads)
    assert (sheet.name, header.row, header.last_row) == ("Лист1", 2, 2)
    assert header.as_dict() == {"Объект": None, "Код": None, "Прочее": None}


def test_what_is_known_of_a_likely_row_is_told():
    rows = [["Список"], ["Объект", "ИНН", "ОГРН", "Телефон"], ["СШ № 1", INN[0], "", ""]]
    _sheet, header = tentative_header([head(*rows)])
    assert header.row == 2
    assert header.as_dict() == {"Объект": None, "ИНН": "inn", "ОГРН": "ogrn", "Телефон": "phone"}


def test_no_table_has_no_likely_row():
    assert tentative_header([head(["Школа № 1"], ["Школа № 2"]), head(["а", "б"])]) is None
    assert tentative_header([]) is None


def test_a_person_points_at_the_header():
    sheet = head(["ИНН", "Школа"], ["Объект", "Код"], ["полное", "ОГРН"], ["СШ № 1", "1"])
    assert header_at(sheet, 2).as_dict() == {"Объект": None, "Код": None}
    pointed = header_at(sheet, 2, 3)
    assert (pointed.row, pointed.last_row) == (2, 3)
    assert pointed.as_dict() == {"Объект полное": None, "Код ОГРН": "ogrn"}


@pytest.mark.parametrize("row", [0, 9, 10**9])
def test_a_header_cannot_be_where_nothing_is(row):
    with pytest.raises(SchoolListError, match=f"Строка {row} пуста"):
        header_at(head(["Школа", "ИНН"], SCHOOL), row)


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ([1, 2, 3], True),
        (["1.", "(2)", " 3 ", ""], True),
        (["А", "Б", 1, 2], True),
        ([1, 3, 4], False),
        (["А", "Б"], False),
        ([1], False),
    ],
)
def test_a_row_of_column_numbers(cells, answer):
    assert is_numbering(Row(2, cells)) is answer


def test_columns_are_called_as_in_a_spreadsheet():
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
