"""Rows become schools: what is filled in, dropped, warned of and refused."""

import pytest

from organizations.school_list.duplicates import merge_duplicates
from organizations.school_list.reader import SchoolListError
from tests.school_list.sheets import HEADINGS, INN, OGRN, municipality, reading_of, write_book


def school(n, place="Вяземский район", **more):
    return [place, f"МБОУ СОШ № {n} г. Вязьмы", INN[n], OGRN[n], more.get("pupils", 100 + n)]


def read(tmp_path, rows, headings=HEADINGS, merge=(), **options):
    path = write_book(tmp_path / "list.xlsx", [headings, *rows], merge=merge)
    return reading_of(path, **options)


def names(reading):
    return [entry.label for entry in reading.entries]


def test_merged_municipality_reaches_each_school_of_its_block(tmp_path):
    rows = [school(0), school(1, None), school(2, "Смоленск"), school(3, None), school(4, None)]
    reading = read(tmp_path, rows, merge=[(1, 2, 0), (3, 5, 0)])
    assert [entry.municipality.short_name for entry in reading.entries] == [
        *["Вяземский округ"] * 2,
        *["город Смоленск"] * 3,
    ]
    assert not reading.errors
    assert not reading.warnings


def test_a_merged_block_stands_beside_rows_that_name_their_own(tmp_path):
    rows = [school(0), school(1, None), school(2, "Смоленск"), school(3, "Смоленск")]
    reading = read(tmp_path, rows, merge=[(1, 2, 0)])
    found = [entry.municipality.short_name for entry in reading.entries]
    assert found == ["Вяземский округ"] * 2 + ["город Смоленск"] * 2
    assert not reading.errors


def test_a_block_that_begins_with_a_kindergarten_is_not_of_the_municipality_above(tmp_path):
    nursery = ["Смоленск", "МБДОУ детский сад № 5", INN[4], OGRN[4], 90]
    reading = read(tmp_path, [school(0), school(1, None), nursery, school(2, None)])
    found = [entry.municipality.short_name for entry in reading.entries]
    assert found == ["Вяземский округ", "Вяземский округ", "город Смоленск"]
    nursery[0] = "Где-то там"
    reading = read(tmp_path, [school(0), nursery, school(2, None)])
    assert [problem.row for problem in reading.errors] == [4]


def test_a_gap_where_each_row_names_its_municipality_is_an_error(tmp_path):
    reading = read(tmp_path, [school(0), school(1), school(2, None), school(3)])
    [problem] = reading.errors
    assert (problem.row, problem.column) == (4, "Муниципалитет")


def test_municipality_in_a_row_of_its_own(tmp_path):
    rows = [["Вяземский район"], school(0)[1:], ["г. Смоленск"], school(1)[1:], school(2)[1:]]
    reading = read(tmp_path, rows, headings=HEADINGS[1:])
    found = [entry.municipality.short_name for entry in reading.entries]
    assert found == ["Вяземский округ", "город Смоленск", "город Смоленск"]
    assert reading.dropped == {"section": 2}


def test_rows_that_are_no_schools_are_dropped_and_counted(tmp_path):
    rows = [
        [1, 2, 3, 4, 5],
        school(0),
        [],
        school(1),
        ["Всего по району", None, None, None, 201],
        HEADINGS,
        school(2, "Смоленск"),
        ["ИТОГО:", None, None, None, 303],
        [],
        ["Исп. Иванова И. И., 8 (48131) 0-00-00"],
        ["Начальник отдела", None, None, "Петрова"],
    ]
    reading = read(tmp_path, rows)
    assert len(reading.entries) == 3
    assert reading.dropped == {
        "numbering": 1,
        "empty": 2,
        "totals": 2,
        "header": 1,
        "signature": 2,
    }
    assert not reading.errors


def test_rows_keep_the_numbers_of_the_sheet(tmp_path):
    headings = [["Список школ"], [], HEADINGS]
    rows = [*headings, school(0), [], school(1), ["Итого"], [*school(2)[:2], "6799001008"]]
    reading = reading_of(write_book(tmp_path / "list.xlsx", rows))
    assert [entry.row for entry in reading.entries] == [4, 6, 8]
    [problem] = reading.errors
    assert problem.row == 8
    assert problem.column == "ИНН"
    assert "контрольная цифра" in problem.message


def test_line_breaks_inside_cells_of_a_text_table_make_no_rows(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        'Муниципалитет;Школа;ИНН\nВяземский;"МБОУ\nСОШ № 1";6799001007\nВяземский;СОШ № 2;1\n',
        encoding="utf-8",
    )
    reading = reading_of(path)
    assert [entry.row for entry in reading.entries] == [2, 3]
    assert [problem.row for problem in reading.errors] == [3]


def test_unknown_municipality_is_an_error_and_a_guess_a_warning(tmp_path):
    reading = read(tmp_path, [school(0, "Московский район"), school(1, "Вязьма")])
    assert [problem.row for problem in reading.errors] == [2]
    assert [problem.row for problem in reading.warnings] == [3]
    assert "Вяземский округ" in reading.warnings[0].message


def test_scope_fills_a_missing_column_and_refuses_other_municipalities(tmp_path):
    scope = municipality("Вяземский округ")
    reading = read(tmp_path, [school(0)[1:]], headings=HEADINGS[1:], scope=scope)
    assert reading.entries[0].municipality == scope
    reading = read(tmp_path, [school(0), school(1, "Смоленск")], scope=scope)
    assert [problem.row for problem in reading.errors] == [3]


def test_a_list_without_municipalities_and_scope_is_refused(tmp_path):
    with pytest.raises(SchoolListError, match="нет столбца с муниципалитетом"):
        read(tmp_path, [school(0)[1:]], headings=HEADINGS[1:])


def test_kindergartens_are_left_out_with_a_warning(tmp_path):
    rows = [school(0), ["Вяземский район", "МБДОУ детский сад № 3", INN[1], "", 50]]
    reading = read(tmp_path, rows)
    assert len(reading.entries) == 1
    assert [problem.row for problem in reading.warnings] == [3]


def test_one_school_on_several_rows_becomes_one_with_a_warning(tmp_path):
    headings = [*HEADINGS, "Адрес"]
    first, second = school(0), [*school(0)[:4], None, "г. Вязьма, ул. Мира, 1"]
    reading = read(tmp_path, [first, school(1), second], headings=headings)
    merge_duplicates(reading)
    assert len(reading.entries) == 2
    assert reading.entries[0].values["pupils"] == 100
    assert reading.entries[0].values["address"] == "г. Вязьма, ул. Мира, 1"
    assert [(problem.row, "строке 2" in problem.message) for problem in reading.warnings] == [
        (4, True)
    ]


def test_what_a_further_row_of_a_school_says_otherwise_is_named(tmp_path):
    headings = [*HEADINGS, "Адрес"]
    rows = [[*school(0), "ул. Мира, 1"], [*school(0), "ул. Мира, 3"]]
    reading = read(tmp_path, rows, headings=headings)
    merge_duplicates(reading)
    [entry] = reading.entries
    assert (entry.values["address"], entry.rows) == ("ул. Мира, 1", (3,))
    [problem] = reading.warnings
    assert problem.message.endswith("не учитывается: адрес.")


def test_spellings_of_one_name_meet_where_one_of_the_rows_has_no_number(tmp_path):
    full = "Муниципальное бюджетное общеобразовательное учреждение средняя школа №0 города Вязьмы"
    reading = read(tmp_path, [school(0), school(1), ["Вяземский район", full]])
    merge_duplicates(reading)
    assert [entry.all_rows for entry in reading.entries] == [{2, 4}, {3}]


def test_one_name_with_two_numbers_is_an_error(tmp_path):
    other = [*school(0)[:2], INN[1], OGRN[1], 5]
    reading = read(tmp_path, [school(0), other])
    merge_duplicates(reading)
    assert [problem.row for problem in reading.errors] == [3]


def test_two_numbered_schools_with_one_ogrn_are_an_error(tmp_path):
    name = school(0)[1].replace("№ 0", "№ 7")
    assert name != school(0)[1]
    reading = read(tmp_path, [school(0), [school(0)[0], name, *school(0)[2:]]])
    merge_duplicates(reading)
    assert [problem.row for problem in reading.errors] == [3]
    assert "ОГРН тот же, что в строке 2" in reading.errors[0].message
    assert not reading.warnings


def test_a_branch_with_the_numbers_of_its_school_stands_apart(tmp_path):
    branch = ["Вяземский район", "Филиал МБОУ СОШ № 0 г. Вязьмы в д. Лужки", INN[0], OGRN[0], 9]
    reading = read(tmp_path, [school(0), branch])
    merge_duplicates(reading)
    assert [entry.is_branch for entry in reading.entries] == [False, True]


def test_the_same_village_in_two_districts_is_two_schools(tmp_path):
    headings = ["Муниципалитет", "Школа"]
    rows = [["Гагаринский район", "Пречистенская СШ"], ["Духовщинский", "Пречистенская СШ"]]
    reading = read(tmp_path, rows, headings=headings)
    merge_duplicates(reading)
    assert len(reading.entries) == 2
    assert not reading.has_numbers


@pytest.mark.parametrize(
    ("heading", "cell", "field", "value"),
    [
        ("Численность обучающихся", "1 236", "pupils", 1236),
        ("Численность обучающихся", "1\u00a0236 чел.", "pupils", 1236),
        ("Уровни образования", "НОО, ООО и СОО", "education_levels", ["noo", "ooo", "soo"]),
        ("Уровни образования", "1-9 классы", "education_levels", ["noo", "ooo"]),
        ("Тип ОО", "средняя школа", "kind", "secondary"),
        ("Тип ОО", "ООШ", "kind", "basic"),
        ("Город/село", "сельская", "settlement", "rural"),
        ("Телефон", 84813112345, "phone", "+7 (481) 311-23-45"),
        ("Телефон", "8(48131) 5-12-34; 5-12-35", "phone", "8(48131) 5-12-34; 5-12-35"),
        ("E-mail", "mailto:school@vyazma.example;", "email", "school@vyazma.example"),
        ("Сайт", "school.vyazma.example", "website", "school.vyazma.example"),
        ("Адрес", "г. Вязьма,\nул. Мира,  1", "address", "г. Вязьма, ул. Мира, 1"),
        ("ФИО руководителя", "Иванoва Анна", "head_name", "Иванова Анна"),  # a Latin o
    ],
)
def test_cells_are_read(tmp_path, heading, cell, field, value):
    rows = [["Вяземский район", "МБОУ Школа", cell]]
    reading = read(tmp_path, rows, headings=["Муниципалитет", "Школа", heading])
    assert reading.entries[0].values[field] == value
    assert not reading.errors
    assert not reading.warnings


@pytest.mark.parametrize(
    ("heading", "cell", "kind"),
    [
        ("Численность обучающихся", "сто", "errors"),
        ("Численность обучающихся", -1, "errors"),
        ("Численность обучающихся", 2**70, "errors"),
        ("Уровни образования", "всякое", "errors"),
        ("Адрес", "ш" * 501, "errors"),
        ("Телефон", "4,812E+10", "warnings"),
        ("E-mail", "нет почты", "warnings"),
        ("E-mail", "school@vyazma.example, two@x.example", "warnings"),
        ("Сайт", "school@vyazma.example", "warnings"),
        ("Сайт", "javascript://alert", "warnings"),
        ("Сайт", "http://[", "warnings"),
        ("Город/село", "посёлок у реки", "warnings"),
    ],
)
def test_wrong_cells_are_told_with_row_and_column(tmp_path, heading, cell, kind):
    rows = [["Вяземский район", "МБОУ Школа", cell]]
    reading = read(tmp_path, rows, headings=["Муниципалитет", "Школа", heading])
    [problem] = getattr(reading, kind)
    assert (problem.row, problem.column) == (2, heading)


@pytest.mark.parametrize("nothing", ["", "-", "—", "нет", "н/д"])
def test_words_for_nothing_are_nothing(tmp_path, nothing):
    rows = [["Вяземский район", "МБОУ Школа", nothing]]
    for heading in ("Численность обучающихся", "ИНН", "E-mail"):
        reading = read(tmp_path, rows, headings=["Муниципалитет", "Школа", heading])
        assert set(reading.entries[0].values) == {"name"}
        assert not reading.errors


def test_a_mended_cell_is_read_instead_of_the_file(tmp_path):
    rows = [[*school(0)[:2], "6799001008", *school(0)[3:]], school(1)[:2]]
    [problem] = read(tmp_path, rows).errors
    assert (problem.row, problem.index, problem.value) == (2, 2, "6799001008")
    reading = read(tmp_path, rows, corrections={(2, 2): INN[0], (3, 4): "7"})
    assert not reading.errors
    assert reading.entries[0].values["inn"] == INN[0]
    assert reading.entries[1].values["pupils"] == 7


def test_spellings_are_told_and_a_chosen_one_wins(tmp_path):
    rows = [
        school(0, "Вязьма"),
        school(1, "Нигдейский"),
        school(2, "Вязьма"),
        school(3, "Смоленск"),
    ]
    vyazma, gagarin = municipality("Вяземский округ"), municipality("Гагаринский округ")
    reading = read(tmp_path, rows)
    assert reading.places == {
        "Вязьма": (vyazma, False, 2),
        "Нигдейский": (None, False, 1),
        "Смоленск": (municipality("город Смоленск"), True, 1),
    }
    spellings = {"Вязьма": gagarin, "Нигдейский": vyazma}
    reading = read(tmp_path, rows, spellings=spellings)
    assert [entry.municipality for entry in reading.entries][:3] == [gagarin, vyazma, gagarin]
    assert reading.places["Вязьма"] == (gagarin, True, 2)
    assert not reading.errors
    assert not reading.warnings


def test_dropped_rows_are_shown_with_what_stood_in_them(tmp_path):
    rows = [school(0), ["Итого", None, None, None, 100], [], ["Исп. Иванова", None, "5-12-34"]]
    assert read(tmp_path, rows).dropped_rows == [
        (3, "totals", "Итого · 100"),
        (5, "signature", "Исп. Иванова · 5-12-34"),
    ]
