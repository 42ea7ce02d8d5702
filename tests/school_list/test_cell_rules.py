"""One table: of each rule about cells, what is taken and what is refused or left out with words."""

import pytest

from organizations.school_list.entries import read_entries
from organizations.school_list.header import Column, Header
from organizations.school_list.headings import field_of
from organizations.school_list.reader import Row
from tests.school_list.sheets import INDEX, INN, OGRN

FLOAT = float(INN[0])
LOST_ZERO = "0123456788"  # a valid number of another region
KPP = "679901001"
MAIL = "school@vyazma.example"
SITE = "https://school.vyazma.example"
ADDRESS = "г. Вязьма, ул. Мира, 1"


def read(headings, *rows):
    """Entries of a table that begins in its first row."""
    columns = [Column(at, name, *field_of(name)) for at, name in enumerate(headings)]
    rows = [Row(number, list(cells)) for number, cells in enumerate(rows, start=2)]
    return read_entries(rows, Header(1, 1, columns), INDEX)


def read_cells(cells):
    """One school with these further cells, by heading."""
    headings = ["Муниципалитет", "Наименование ОО", *cells]
    return read(headings, ["Вяземский район", "МБОУ Школа", *cells.values()])


TAKEN = [
    ("ИНН as text", {"ИНН": INN[0]}, {"inn": INN[0]}),
    ("ИНН as a number", {"ИНН": int(INN[0])}, {"inn": INN[0]}),
    ("ИНН stored as a float", {"ИНН": FLOAT}, {"inn": INN[0]}),
    ("ИНН stored as text of a float", {"ИНН": f"{INN[0]},0"}, {"inn": INN[0]}),
    ("apostrophe before ИНН", {"ИНН": f"'{INN[0]}"}, {"inn": INN[0]}),
    ("spaces within ИНН", {"ИНН": "67 9900\u00a01007"}, {"inn": INN[0]}),
    ("the word before the number", {"ИНН": f"ИНН: {INN[0]}"}, {"inn": INN[0]}),
    ("ОГРН as a number", {"ОГРН": int(OGRN[0])}, {"ogrn": OGRN[0]}),
    ("ОГРН stored as a float", {"ОГРН": float(OGRN[0])}, {"ogrn": OGRN[0]}),
    ("ИНН/КПП in one cell", {"ИНН/КПП": f"{INN[0]}/{KPP}"}, {"inn": INN[0], "kpp": KPP}),
    ("КПП before ИНН", {"ИНН/КПП": f"{KPP} / {INN[0]}"}, {"inn": INN[0], "kpp": KPP}),
    ("ИНН/КПП on two lines", {"ИНН/КПП": f"{INN[0]}\n{KPP}"}, {"inn": INN[0], "kpp": KPP}),
    ("ИНН/КПП in the column of ИНН", {"ИНН": f"{INN[0]}/{KPP}"}, {"inn": INN[0], "kpp": KPP}),
    ("КПП said twice alike", {"ИНН": f"{INN[0]}/{KPP}", "КПП": KPP}, {"inn": INN[0], "kpp": KPP}),
    ("КПП as a number", {"КПП": int(KPP)}, {"kpp": KPP}),
    (
        "several phones",
        {"Телефон": "8(48131) 5-12-34,\n5-12-35"},
        {"phone": "8(48131) 5-12-34, 5-12-35"},
    ),
    ("phone as a number", {"Телефон": 84813112345}, {"phone": "+7 (481) 311-23-45"}),
    ("phone as a float", {"Телефон": 84813112345.0}, {"phone": "+7 (481) 311-23-45"}),
    ("phone without the eight", {"Телефон": 4813112345}, {"phone": "+7 (481) 311-23-45"}),
    ("local phone", {"Телефон": "5-12-34"}, {"phone": "5-12-34"}),
    ("e-mail", {"E-mail": MAIL}, {"email": MAIL}),
    ("e-mail with its name", {"E-mail": f"e-mail: <{MAIL}>"}, {"email": MAIL}),
    ("e-mail twice alike", {"E-mail": f"{MAIL}; {MAIL.upper()}"}, {"email": MAIL}),
    ("site", {"Сайт": SITE}, {"website": SITE}),
    ("site without http", {"Сайт": "school.vyazma.example"}, {"website": "school.vyazma.example"}),
    ("a mail said twice alike", {"Сайт": MAIL, "E-mail": MAIL}, {"email": MAIL}),
    ("spaces in a count", {"Количество учащихся": "1 236"}, {"pupils": 1236}),
    ("a unit after a count", {"Количество учащихся": "1\u00a0236 чел."}, {"pupils": 1236}),
    ("count as a float", {"Количество учащихся": 1236.0}, {"pupils": 1236}),
    ("no pupils", {"Количество учащихся": 0}, {"pupils": 0}),
    ("levels in letters", {"Уровни образования": "НОО,ООО"}, {"education_levels": ["noo", "ooo"]}),
    (
        "levels in words",
        {"Уровни образования": "начальное и среднее общее"},
        {"education_levels": ["noo", "soo"]},
    ),
    (
        "levels in classes",
        {"Уровни образования": "1–11 кл."},
        {"education_levels": ["noo", "ooo", "soo"]},
    ),
    (
        "preschool beside levels",
        {"Уровни образования": "дошкольное, НОО"},
        {"education_levels": ["noo"]},
    ),
    ("kind", {"Тип ОО": "Гимназия"}, {"kind": "gymnasium"}),
    ("a word that says nothing of the kind", {"Тип ОО": "бюджетное учреждение"}, {}),
    ("urban", {"Город/село": "городской округ"}, {"settlement": "urban"}),
    ("rural", {"Город/село": "сельский населённый пункт"}, {"settlement": "rural"}),
    ("line breaks in text", {"Адрес": ADDRESS.replace(" ", "\n")}, {"address": ADDRESS}),
    (
        "a Latin letter in a Russian word",
        {"Адрес": ADDRESS.replace("а", "a")},
        {"address": ADDRESS},
    ),
    ("an apostrophe against formulas", {"Примечание": "'=1+1"}, {"note": "=1+1"}),
    ("nothing in words", {"Сайт": "Нет", "Телефон": "—", "ИНН": "н/д", "E-mail": None}, {}),
]


@pytest.mark.parametrize(
    ("cells", "said"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN]
)
def test_a_cell_is_taken_without_a_word(cells, said):
    reading = read_cells(cells)
    [entry] = reading.entries
    assert entry.values == {"name": "МБОУ Школа", **said}
    assert reading.errors == []
    assert reading.warnings == []


WARNED = [
    ("lost zero of ИНН", {"ИНН": int(LOST_ZERO)}, {"inn": LOST_ZERO}, "ноль ИНН"),
    ("lost zero of КПП", {"КПП": 12301001}, {"kpp": "012301001"}, "ноль КПП"),
    ("short КПП", {"КПП": "6799"}, {}, "9 цифр"),
    ("КПП of letters", {"КПП": "нетКПП"}, {}, "только из цифр"),
    (
        "another КПП in the cell of ИНН",
        {"КПП": KPP, "ИНН": f"{INN[0]}/679901002"},
        {"inn": INN[0], "kpp": KPP},
        "679901002",
    ),
    ("shortened phone", {"Телефон": "8,4813E+10"}, {}, "сокращён"),
    ("no phone at all", {"Телефон": "звонить утром"}, {}, "не телефон"),
    ("second e-mail", {"E-mail": f"{MAIL}, two@x.example"}, {"email": MAIL}, "two@x.example"),
    (
        "Russian letter in an e-mail",
        {"E-mail": MAIL.replace("c", "с")},
        {"email": MAIL},
        "русские буквы",
    ),
    ("no e-mail at all", {"E-mail": "почта россии"}, {}, "не адрес электронной почты"),
    ("e-mail in the column of the site", {"Сайт": MAIL}, {"email": MAIL}, "перенес"),
    (
        "e-mail beside another one",
        {"E-mail": MAIL, "Сайт": "two@x.example"},
        {"email": MAIL},
        "two@x.example",
    ),
    ("site in the column of e-mail", {"E-mail": SITE}, {"website": SITE}, "перенес"),
    ("second site", {"Сайт": f"{SITE} vk.example/school"}, {"website": SITE}, "vk.example"),
    ("no site at all", {"Сайт": "в разработке"}, {}, "не адрес сайта"),
    ("unknown kind", {"Тип ОО": "прочее"}, {}, "прочее"),
    (
        "unknown among levels",
        {"Уровни образования": "НОО, ясли"},
        {"education_levels": ["noo"]},
        "ясли",
    ),
    ("neither urban nor rural", {"Город/село": "хутор"}, {}, "хутор"),
    ("neither branch nor not", {"Филиал": "возможно"}, {}, "возможно"),
]


@pytest.mark.parametrize(
    ("cells", "said", "words"), [row[1:] for row in WARNED], ids=[row[0] for row in WARNED]
)
def test_what_is_mended_or_left_out_is_said(cells, said, words):
    reading = read_cells(cells)
    [entry] = reading.entries
    assert entry.values == {"name": "МБОУ Школа", **said}
    assert reading.errors == []
    [problem] = reading.warnings
    heading = [*cells][-1]
    assert (problem.row, problem.column, problem.index) == (2, heading, 1 + len(cells))
    assert words in problem.message
    assert problem.value


REFUSED = [
    ("ИНН with a wrong check digit", {"ИНН": "6799001008"}, "контрольная цифра"),
    ("ИНН shortened by Excel", {"ИНН": "6.7E+09"}, "сокращён"),
    ("ИНН of a person", {"ИНН": "679900100712"}, "физическому лицу"),
    ("ИНН too short", {"ИНН": "67990"}, "10 цифр"),
    ("ИНН with a letter", {"ИНН": "679900100О"}, "только из цифр"),
    ("nine digits that lost no zero", {"ИНН": "679900100"}, "10 цифр"),
    ("ОГРН in the column of ИНН", {"ИНН": OGRN[0]}, "стоит ОГРН"),
    ("ИНН in the column of ОГРН", {"ОГРН": INN[0]}, "стоит ИНН"),
    ("ОГРН with a wrong check digit", {"ОГРН": "1026799001009"}, "контрольная цифра"),
    ("ОГРН shortened by Excel", {"ОГРН": "1,02669E+12"}, "сокращён"),
    ("ОГРН of an entrepreneur", {"ОГРН": "304679900100012"}, "предпринимателю"),
    ("ОГРН too short", {"ОГРН": 102679900100}, "13 цифр"),
    ("wrong ИНН beside КПП", {"ИНН/КПП": f"6799001008/{KPP}"}, "контрольная цифра"),
    ("a count in words", {"Количество учащихся": "сто"}, "целое число"),
    ("a count with a fraction", {"Количество учащихся": 12.5}, "целое число"),
    ("a count below nothing", {"Количество учащихся": -1}, "целое число"),
    ("a count of a city", {"Количество учащихся": 20_001}, "20001"),
    ("unknown levels", {"Уровни образования": "разные"}, "НОО, ООО, СОО"),
    ("text too long", {"Адрес": "а" * 501}, "длиннее 500"),
    ("phones too long", {"Телефон": "5-12-34, " * 23}, "длиннее 200"),
]


@pytest.mark.parametrize(
    ("cells", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_cell_that_cannot_be_taken_is_an_error_in_its_place(cells, words):
    reading = read_cells(cells)
    [entry] = reading.entries
    assert not set(entry.values) & {"inn", "ogrn", "pupils", "education_levels", "address", "phone"}
    [problem] = reading.errors
    assert (problem.row, problem.column, problem.index) == (2, [*cells][-1], 1 + len(cells))
    assert words in problem.message
    assert problem.value


def test_swapped_numbers_are_an_error_in_both_columns():
    reading = read_cells({"ИНН": OGRN[0], "ОГРН": INN[0]})
    assert [(problem.column, problem.index) for problem in reading.errors] == [
        ("ИНН", 2),
        ("ОГРН", 3),
    ]


@pytest.mark.parametrize(
    ("name", "cell", "is_branch"),
    [
        ("Филиал МБОУ Школа", "", True),
        ("Филиал МБОУ Школа", "нет", False),
        ("МБОУ Школа", "да", True),
        ("МБОУ Школа", True, True),
        ("МБОУ Школа", "", False),
        ("МБОУ Школа", "Филиал МБОУ Школа № 1", True),
    ],
)
def test_a_branch_is_known_by_its_column_or_its_name(name, cell, is_branch):
    headings = ["Муниципалитет", "Наименование ОО", "Филиал"]
    [entry] = read(headings, ["Вяземский район", name, cell]).entries
    assert entry.is_branch is is_branch


@pytest.mark.parametrize(
    ("name", "is_dropped"),
    [
        ("МБДОУ детский сад № 3 «Солнышко»", True),
        ("МАДОУ «Солнышко»", True),
        ("Детcкий сад № 3", True),  # a Latin c
        ("Начальная школа — детский сад № 5", False),
        ("МБОУ Школа с дошкольными группами", False),
    ],
)
@pytest.mark.parametrize("inn", ["", INN[0]])
def test_kindergartens_are_dropped_with_a_warning(name, is_dropped, inn):
    reading = read(["Муниципалитет", "Школа", "ИНН"], ["Вяземский", name, inn])
    assert len(reading.entries) == (not is_dropped)
    assert [row[:2] for row in reading.dropped_rows] == [(2, "kindergarten")] * is_dropped
    assert len(reading.warnings) == is_dropped


def test_a_school_is_no_total_because_of_its_note():
    headings = ["Муниципалитет", "Школа", "Примечание"]
    reading = read(headings, ["Вяземский", "Лужковская ОШ", "Всего два класса"], ["Всего", None, 1])
    assert [entry.label for entry in reading.entries] == ["Лужковская ОШ"]
    assert reading.dropped == {"totals": 1}


def test_a_doubtful_or_unknown_section_is_said_and_gives_no_wrong_municipality():
    reading = read(
        ["№", "Школа", "ИНН"],
        ["Смоленск"],
        [1, "МБОУ Школа № 1", INN[0]],
        ["Вязьма"],
        [2, "МБОУ Школа № 2", INN[1]],
        ["Нигдейский район"],
        [3, "МБОУ Школа № 3", INN[2]],
    )
    places = [
        str(entry.municipality and entry.municipality.short_name) for entry in reading.entries
    ]
    assert places == ["город Смоленск", "Вяземский округ", "None"]
    assert [problem.row for problem in reading.warnings] == [4]
    assert [problem.row for problem in reading.errors] == [6, 7]
    assert reading.places["Нигдейский район"] == (None, False, 1)


def test_a_long_name_is_not_cut_in_silence():
    name = f"МБОУ {'очень ' * 50}длинная школа"
    [entry] = read(["Муниципалитет", "Школа"], ["Вяземский район", name]).entries
    assert entry.values["full_name"] == name
