"""Shapes of lists as they really come; each is named for its trap.

A shape is a file, the row where its header begins, what its columns mean, and the rows of its
schools with the municipality of each. Only columns that mean something are listed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.school_list.shape_files import csv, ods, wrapped, xls, xlsx
from tests.school_list.sheets import INN, OGRN

VYAZMA, YARTSEVO, RUDNYA = "Вяземский округ", "Ярцевский округ", "Руднянский округ"
PLAIN = {"Муниципалитет": "municipality", "Наименование ОО": "full_name", "ИНН": "inn"}
HEADER = list(PLAIN)
FIRST = ["Вяземский район", "МБОУ СОШ № 1 г. Вязьмы", INN[0]]
SECOND = ["Ярцевский район", "МБОУ «Школа № 2» г. Ярцево", INN[1]]
BOTH = [VYAZMA, YARTSEVO]
QUOTED = ["Вяземский район", 'МБОУ "СОШ № 1" г. Вязьмы', INN[0]]


@dataclass
class Shape:
    """What a file looks like and how it is to be understood."""

    rows: list[list]
    fields: dict[str, str]
    schools: dict[int, str]
    header: int = 1
    last: int | None = None  # the header's last row, where it has several
    write: Callable[[list[list]], bytes] = xlsx
    options: dict[str, Any] = field(default_factory=dict)


def below(header):
    """Both schools, in the two rows under the header."""
    return {header + 1: VYAZMA, header + 2: YARTSEVO}


def plain(*, above=(), under=(), after=(), write=xlsx):
    """The plainest list with something around it."""
    start = len(above) + 1
    rows = [*above, HEADER, *under, FIRST, SECOND, *after]
    return Shape(rows, PLAIN, below(start + len(under)), start, write=write)


TITLES = [
    ["Приложение № 2 к письму от 01.09.2026 № 15"],
    [],
    ["СВЕДЕНИЯ об общеобразовательных организациях, с указанием руководителя и ИНН"],
    ["по состоянию на 1 сентября 2026 года"],
    [],
]

SHAPES = {
    "a header in the first row": plain(),
    "titles above the header": plain(above=TITLES),
    "a letterhead with cells side by side": plain(
        above=[["Администрация", None, "УТВЕРЖДАЮ"], ["Отдел образования", None, "Начальник"], []]
    ),
    "a row of column numbers": plain(under=[[1, 2, 3]]),
    "a row of column numbers with letters, as in statistics": plain(under=[["А", "Б", 1]]),
    "totals at the end": plain(after=[["Итого:", 2], ["ВСЕГО по району", None, "2"]]),
    "signatures at the end": plain(
        after=[
            [],
            ["Начальник отдела образования", "____________", "И. И. Иванова"],
            ["Исп. Петрова"],
        ]
    ),
    "empty rows inside": Shape(
        [HEADER, [], FIRST, [], [None, None, None], SECOND], PLAIN, {3: VYAZMA, 6: YARTSEVO}
    ),
    "the header again on a second page": Shape(
        [HEADER, FIRST, HEADER, SECOND], PLAIN, {2: VYAZMA, 4: YARTSEVO}
    ),
    "a header of two rows": Shape(
        [
            ["Муниципалитет", "Наименование", None, "Реквизиты", None],
            [None, "полное", "сокращенное", "ИНН", "ОГРН"],
            ["Вяземский район", "Средняя школа № 1 города Вязьмы", "СШ № 1", INN[0], OGRN[0]],
        ],
        {
            "Муниципалитет": "municipality",
            "Наименование полное": "full_name",
            "Наименование сокращенное": "short_name",
            "Реквизиты ИНН": "inn",
            "Реквизиты ОГРН": "ogrn",
        },
        {3: VYAZMA},
        last=2,
        options={"merge": ["A1:A2", "B1:C1", "D1:E1"]},
    ),
    "a header of three rows with column numbers": Shape(
        [
            ["Список школ района"],
            ["№ п/п", "Район", "Сведения об организации", None, None, None],
            [None, None, "Название", None, "Контакты", None],
            [None, None, "полное", "краткое", "телефон", "e-mail"],
            [1, 2, 3, 4, 5, 6],
            [1, "Вяземский", "Средняя школа № 1", "СШ № 1", "8 (48131) 2-22-22", "a@b.example"],
        ],
        {
            "Район": "municipality",
            "Сведения об организации Название полное": "full_name",
            "Сведения об организации Название краткое": "short_name",
            "Сведения об организации Контакты телефон": "phone",
            "Сведения об организации Контакты e-mail": "email",
        },
        {6: VYAZMA},
        header=2,
        last=4,
        options={"merge": ["A2:A4", "B2:B4", "C2:F2", "C3:D3", "E3:F3"]},
    ),
    "look-alike letters in the headings": Shape(
        [["Mуниципалитeт", "Hаименование OO", "ИHН", "Е-mаil"], [*FIRST, "a@b.example"]],
        {
            "Mуниципалитeт": "municipality",
            "Hаименование OO": "full_name",
            "ИHН": "inn",
            "Е-mаil": "email",
        },
        {2: VYAZMA},
    ),
    "headings run together and misspelt": Shape(
        [
            ["Муницпальное образование", "Наименованиеучрежения", "Телефн", "Адресс", "ИНН"],
            ["Вяземский район", "СШ № 1", "8 (48131) 2-22-22", "г. Вязьма, ул. Мира, 1", INN[0]],
        ],
        {
            "Муницпальное образование": "municipality",
            "Наименованиеучрежения": "full_name",
            "Телефн": "phone",
            "Адресс": "address",
            "ИНН": "inn",
        },
        {2: VYAZMA},
    ),
    "line breaks, no-break spaces and soft hyphens in the headings": Shape(
        [
            ["№\nп/п", "Муници\u00adпалитет", "Полное\nнаименование\u00a0ОО", "Кол-во\nуч-ся"],
            [1, "Вяземский район", "СШ № 1", 250],
        ],
        {
            "Муниципалитет": "municipality",
            "Полное наименование ОО": "full_name",
            "Кол-во уч-ся": "pupils",
        },
        {2: VYAZMA},
    ),
    "capital letters, full stops and spread letters": Shape(
        [["РАЙОН.", "НАИМЕНОВАНИЕ ШКОЛЫ:", "И Н Н", "АДРЕС ."], [*FIRST, "г. Вязьма"]],
        {
            "РАЙОН.": "municipality",
            "НАИМЕНОВАНИЕ ШКОЛЫ:": "full_name",
            "И Н Н": "inn",
            "АДРЕС .": "address",
        },
        {2: VYAZMA},
    ),
    "headings that explain themselves at length": Shape(
        [
            [
                "Муниципальный район (округ), в котором находится организация",
                "Полное наименование общеобразовательной организации (как в уставе)",
                "ИНН организации (10 знаков)",
                "Ф.И.О. руководителя полностью, без сокращений",
                "Контактный телефон с кодом населенного пункта",
                "Численность обучающихся на 1 сентября, человек",
            ],
            [*FIRST, "Иванова Анна Петровна", "8 (48131) 2-22-22", 250],
        ],
        {
            "Муниципальный район (округ), в котором находится организация": "municipality",
            "Полное наименование общеобразовательной организации (как в уставе)": "full_name",
            "ИНН организации (10 знаков)": "inn",
            "Ф.И.О. руководителя полностью, без сокращений": "head_name",
            "Контактный телефон с кодом населенного пункта": "phone",
            "Численность обучающихся на 1 сентября, человек": "pupils",
        },
        {2: VYAZMA},
    ),
    "English headings of a program": Shape(
        [
            ["ROWNUM", "rayon", "name", "inn", "ogrn", "telephone", "e_mail", "web_site", "adress"],
            [1, *FIRST, OGRN[0], "8 (48131) 2-22-22", "a@b.example", "b.example", "г. Вязьма"],
        ],
        {
            "rayon": "municipality",
            "name": "full_name",
            "inn": "inn",
            "ogrn": "ogrn",
            "telephone": "phone",
            "e_mail": "email",
            "web_site": "website",
            "adress": "address",
        },
        {2: VYAZMA},
    ),
    "ИНН/КПП in one column": Shape(
        [["Район", "Название школы", "ИНН/КПП"], [*FIRST[:2], f"{INN[0]}/679901001"]],
        {"Район": "municipality", "Название школы": "full_name", "ИНН/КПП": "inn_kpp"},
        {2: VYAZMA},
    ),
    "two addresses and two telephones": Shape(
        [
            ["МО", "Школа", "Адрес (юридический)", "Адрес (фактический)", "Телефон", "Телефон"],
            [
                "Вяземский район",
                "СШ № 1",
                "г. Вязьма, 1",
                "г. Вязьма, 2",
                "2-22-22",
                "8 (48131) 2-22-22",
            ],
        ],
        {
            "МО": "municipality",
            "Школа": "full_name",
            "Адрес (юридический)": "address",
            "Телефон": "phone",
        },
        {2: VYAZMA},
    ),
    "the list on the third sheet": Shape(
        [HEADER, FIRST, SECOND],
        PLAIN,
        below(1),
        options={
            "sheets": {
                "Титул": [["Список школ"]],
                "Свод": [["Муниципалитет", "Число школ"], ["Вяземский район", 1], ["Итого", 1]],
            }
        },
    ),
    "a hidden sheet with an old list": Shape(
        [["Школа", "ИНН", "Район"], [FIRST[1], INN[0], "Вяземский"]],
        {"Школа": "full_name", "ИНН": "inn", "Район": "municipality"},
        {2: VYAZMA},
        options={
            "sheets": {
                "Старое": [[*HEADER, "ОГРН", "Телефон"], [*SECOND, OGRN[1], "8 (48143) 1-11-11"]]
            },
            "hidden_sheets": ["Старое"],
        },
    ),
    "hidden columns and rows": Shape(
        [[*HEADER, "ОГРН"], [*FIRST, OGRN[0]], [*SECOND, OGRN[1]]],
        PLAIN | {"ОГРН": "ogrn"},
        below(1),
        options={"hidden_columns": [2], "hidden_rows": [3]},
    ),
    "a table that begins far from the corner": Shape(
        [[], [], [None, None, *HEADER], [None, None, *FIRST], [None, None, *SECOND]],
        PLAIN,
        below(3),
        header=3,
    ),
    "the municipality in the first row of a merged block": Shape(
        [
            HEADER,
            FIRST,
            [None, "МБОУ СОШ № 3 г. Вязьмы", INN[2]],
            [None, "МБОУ СОШ № 4 г. Вязьмы", INN[3]],
            SECOND,
        ],
        PLAIN,
        {2: VYAZMA, 3: VYAZMA, 4: VYAZMA, 5: YARTSEVO},
        options={"merge": ["A2:A4"]},
    ),
    "the municipality in rows between the schools": Shape(
        [
            ["№", "Наименование ОО", "ИНН"],
            ["Вяземский район"],
            [1, *FIRST[1:]],
            ["Ярцевский район"],
            [1, *SECOND[1:]],
        ],
        {"Наименование ОО": "full_name", "ИНН": "inn"},
        {3: VYAZMA, 5: YARTSEVO},
        options={"merge": ["A2:C2", "A4:C4"]},
    ),
    "codes glued to the municipality": Shape(
        [HEADER, ["(5) Вяземский район", *FIRST[1:]], ["66658000 Ярцевский округ", *SECOND[1:]]],
        PLAIN,
        below(1),
    ),
    "only the ОКТМО tells the municipality": Shape(
        [["ОКТМО", "Наименование ОО", "ИНН"], ["66605000", *FIRST[1:]], [66658000, *SECOND[1:]]],
        {"ОКТМО": "oktmo", "Наименование ОО": "full_name", "ИНН": "inn"},
        below(1),
    ),
    "columns that are called nothing": Shape(
        [["Район", "Школа", None, "ИНН"], [*FIRST[:2], "да", INN[0]]],
        {"Район": "municipality", "Школа": "full_name", "ИНН": "inn"},
        {2: VYAZMA},
    ),
    "a list given back with what to mend": Shape(
        [[*HEADER, "Что исправить"], [*FIRST, "В ИНН пропущена цифра"], SECOND], PLAIN, below(1)
    ),
    "a header of names that mean nothing beside those that do": Shape(
        [
            [
                "Район",
                "Школа",
                "ИНН",
                "Год постройки",
                "Наличие спортзала",
                "Педагогов",
                "Лицензия",
            ],
            [*FIRST, 1974, "да", 25, "№ 123 от 01.02.2015"],
        ],
        {"Район": "municipality", "Школа": "full_name", "ИНН": "inn"},
        {2: VYAZMA},
    ),
    "an .xls": plain(above=TITLES, write=xls),
    "an .ods with a million empty rows": plain(above=TITLES, write=ods),
    "a .csv with a mark of UTF-8": plain(write=partial(csv, encoding="utf-8-sig")),
    "a .csv of Excel in Russian": plain(
        above=[["Список школ"]], write=partial(csv, encoding="cp1251")
    ),
    "Unicode text of Excel, with tabs": plain(
        write=partial(csv, encoding="utf-16", separator="\t")
    ),
    "UTF-16 without a mark": plain(write=partial(csv, encoding="utf-16-le", separator="\t")),
    "a .csv with commas": plain(write=partial(csv, separator=",")),
    "a separator after the last cell": plain(write=partial(csv, trailing=";")),
    "a .csv with the separator told in its first line": Shape(
        [["sep=;"], HEADER, FIRST, SECOND], PLAIN, below(1), write=csv
    ),
    "quotation marks not doubled": Shape(
        [HEADER, QUOTED, SECOND], PLAIN, below(1), write=partial(csv, quote=wrapped)
    ),
    "line breaks inside the cells of a .csv": Shape(
        [["Муниципалитет", "Наименование\nОО", "ИНН"], [FIRST[0], "МБОУ\nСОШ № 1", INN[0]], SECOND],
        {"Муниципалитет": "municipality", "Наименование ОО": "full_name", "ИНН": "inn"},
        below(1),
        write=partial(csv, quote=wrapped),
    ),
    "a .csv padded with separators to the full width": Shape(
        [
            ["Список школ", "", ""],
            ["", "", ""],
            HEADER,
            FIRST,
            ["", "", ""],
            SECOND,
            ["Итого", "", 2],
        ],
        PLAIN,
        {4: VYAZMA, 6: YARTSEVO},
        header=3,
        write=partial(csv, encoding="cp1251"),
    ),
}
