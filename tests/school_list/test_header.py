"""The header is found, and its columns understood, in the shapes lists really have."""

import pytest

from organizations.school_list.reader import SchoolListError
from tests.school_list.sheets import INN, header_of, write_book

SCHOOL = ["Вяземский район", "МБОУ СОШ № 1 г. Вязьмы", INN[0]]
# The trap → rows; the row of the header; fields that must be found.
SHAPES = {
    "in the first row": ([["Муниципалитет", "Наименование ОО", "ИНН"], SCHOOL], 1, {"inn"}),
    "under titles": (
        [
            ["Приложение 1"],
            [],
            ["СПИСОК общеобразовательных организаций"],
            ["по состоянию на 01.09.2026"],
            [],
            ["Муниципалитет", "Наименование ОО", "ИНН"],
            SCHOOL,
        ],
        6,
        {"municipality", "full_name", "inn"},
    ),
    "of two rows": (
        [
            ["Муниципалитет", "Наименование", None, "Реквизиты", None],
            [None, "полное", "сокращенное", "ИНН", "ОГРН"],
            ["Вяземский район", "а", "б", INN[0], ""],
        ],
        1,
        {"municipality", "full_name", "short_name", "inn", "ogrn"},
    ),
    "with numbers of columns under it": (
        [["МО", "Школа", "ИНН"], [1, 2, 3], SCHOOL],
        1,
        {"municipality", "full_name", "inn"},
    ),
    "with look-alike letters": (
        [["Mуниципалитeт", "Hаименование OO", "ИHН", "Е-mail"], SCHOOL],
        1,
        {"municipality", "full_name", "inn", "email"},
    ),
    "with line breaks and no-break spaces": (
        [
            ["№\nп/п", "Муници\u00adпалитет", "Полное\nнаименование\u00a0ОО", "Кол-во\nуч-ся"],
            SCHOOL,
        ],
        1,
        {"municipality", "full_name", "pupils"},
    ),
    "misspelt and run together": (
        [
            ["Муниципальное образование", "Наименованиеучреждения", "Сокращеное наименование"],
            SCHOOL,
        ],
        1,
        {"municipality", "full_name", "short_name"},
    ),
    "of a program": (
        [["ROWNUM", "rayon", "name", "inn", "telephone", "e_mail", "web_site"], SCHOOL],
        1,
        {"municipality", "full_name", "inn", "phone", "email", "website"},
    ),
    "with ИНН/КПП in one column": (
        [["Район", "Название школы", "ИНН/КПП"], SCHOOL],
        1,
        {"municipality", "full_name", "inn_kpp"},
    ),
    "with long explanations": (
        [
            [
                "Муниципальный район (городской округ)",
                "Полное наименование общеобразовательной организации (по уставу)",
                "ИНН организации",
                "Ф.И.О. руководителя полностью",
                "Контактный телефон (с кодом города)",
            ],
            SCHOOL,
        ],
        1,
        {"municipality", "full_name", "inn", "head_name", "phone"},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_header_is_found(tmp_path, shape):
    rows, row, fields = SHAPES[shape]
    header = header_of(write_book(tmp_path / "list.xlsx", rows))
    assert header.row == row
    assert fields <= header.fields


def test_header_is_found_on_another_sheet(tmp_path):
    rows = [["Муниципалитет", "Школа", "ИНН"], SCHOOL]
    path = write_book(tmp_path / "list.xlsx", rows, before=["Титул", "Свод"])
    assert header_of(path).fields == {"municipality", "full_name", "inn"}


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_tables_are_read(tmp_path, encoding, separator):
    path = tmp_path / "list.csv"
    lines = [["Муниципалитет", "Школа", "ИНН"], SCHOOL]
    path.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    assert header_of(path).fields == {"municipality", "full_name", "inn"}
