"""A .csv is read as offices write it: any encoding, any separator, quotation marks anyhow."""

import pytest

from organizations.school_list.reader import SchoolListError, read_book

HEADER = "Муниципалитет;Школа;ИНН\n"


def rows_of(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    [sheet] = read_book(path)
    return sheet.rows


def under_header(tmp_path, lines):
    return [row.cells for row in rows_of(tmp_path, HEADER + lines)[1:]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator(tmp_path, encoding, separator):
    text = HEADER.replace(";", separator) + separator.join(["Вязьма", "СШ № 1", "1"])
    rows = rows_of(tmp_path, text, encoding)
    assert [row.cells for row in rows] == [
        ["Муниципалитет", "Школа", "ИНН"],
        ["Вязьма", "СШ № 1", "1"],
    ]


# What the quotation marks do → lines, and how they are meant.
MARKS = {
    "doubled, as they should be": ('В;"МБОУ ""СОШ № 1; лицей""";67', ['МБОУ "СОШ № 1; лицей"']),
    "not doubled": ('"В";"МБОУ "СОШ № 1"";"67"', ['МБОУ "СОШ № 1"']),
    "not doubled at the beginning": ('В;""Радуга" школа";67', ['"Радуга" школа']),
    "around nothing but a part": ('В;"Радуга" школа;67', ['"Радуга" школа']),
    "not doubled and without a pair": ('В;"Школа "Радуга";67', ['Школа "Радуга']),
    "doubled and not, together": ('В;"МБОУ ""СОШ"" и "Лицей"";67', ['МБОУ "СОШ" и "Лицей"']),
    "not doubled, with a space after": ('"В" ;"МБОУ "СОШ"" ;67', ['МБОУ "СОШ"']),
    "not doubled, the cell in two lines": (
        'В;"МБОУ "СОШ № 1\nг. Вязьмы"";67\nВ;"СШ";68',
        ['МБОУ "СОШ № 1\nг. Вязьмы"', "СШ"],
    ),
    "an empty cell": ('В;"";67', [""]),
}


@pytest.mark.parametrize("marks", MARKS)
def test_inner_quotation_marks_are_kept(tmp_path, marks):
    lines, names = MARKS[marks]
    rows = under_header(tmp_path, lines)
    assert [cells[1] for cells in rows] == names
    assert [cells[0] for cells in rows] == ["В"] * len(names)
    assert rows[0][2] == "67"


def test_commas_inside_cells_with_marks_not_doubled(tmp_path):
    text = 'МО,Школа,Адрес\nВ,"МБОУ "СОШ № 1", филиал","ул. Мира, 1"\n'
    assert rows_of(tmp_path, text)[1].cells == ["В", 'МБОУ "СОШ № 1", филиал', "ул. Мира, 1"]


@pytest.mark.parametrize(
    "lines",
    [
        'В;"Школа;67\nВ;б;1\nВ;в;2\n',  # opened and never closed
        'В;а;1\nВ;"б;2',  # … in the last line
        '"Школа;1;2\nВ;МБОУ "Лицей";5\nВ;МБОУ "Лицей 2";6\n',  # … with others after it
    ],
)
def test_what_cannot_be_told_is_refused_with_its_row(tmp_path, lines):
    with pytest.raises(SchoolListError, match=r"^Строка [23]\. .*кавычка"):
        under_header(tmp_path, lines)


def test_rows_are_counted_as_excel_shows_them(tmp_path):
    rows = rows_of(tmp_path, HEADER + '\n;;\nВ;"СШ\n№ 1";1\nВ;СШ № 2;2\n')
    assert [row.number for row in rows] == [1, 4, 5]


def test_separators_in_addresses_do_not_mislead(tmp_path):
    lines = "".join(f"СШ № {n};г. В, ул. Л, д. {n}, к. 2;{n}\n" for n in range(9))
    assert under_header(tmp_path, lines)[8] == ["СШ № 8", "г. В, ул. Л, д. 8, к. 2", "8"]


def test_the_separator_may_be_told_in_the_first_line(tmp_path):
    rows = rows_of(tmp_path, "sep=|\nМО|Школа\nВ|СШ № 1\n")
    assert rows[1] == (2, ["В", "СШ № 1"])


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_every_end_of_line(tmp_path, ending):
    rows = rows_of(tmp_path, ending.join(["МО;Школа;", "В;СШ № 1;", ""]))
    assert [row.cells for row in rows] == [["МО", "Школа"], ["В", "СШ № 1"]]


PROSE = "Уважаемые коллеги, направляем список, просим учесть.\nВсего школ, по данным отдела, 12.\n"


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "Направляем:\n1) школа № 1;\n2) школа № 2;\n3) школа № 3;\n",
        "Школа № 1\nШкола № 2\n",
        "%PDF-1.4\n1 0 obj;2 0 obj;3\n4;5;6\n",
        "{\\rtf1 Школа;1\nШкола;2\n",
    ],
)
def test_letters_are_not_tables(tmp_path, text):
    with pytest.raises(SchoolListError, match="не электронная таблица"):
        rows_of(tmp_path, text)


def test_a_damaged_text_is_not_taken_for_another_encoding(tmp_path):
    lines = (HEADER + "В;Средняя школа;1\n" * 20).encode()
    with pytest.raises(SchoolListError, match="повреждён"):
        rows_of(tmp_path, lines[:-40] + lines[-39:])
