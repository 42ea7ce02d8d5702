"""The workbook and the CSV of any table: kinds of values, colours, charts, harmless texts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from directives.downloads.as_csv import lines
from directives.downloads.as_xlsx import write
from directives.downloads.looks import STEPS
from directives.downloads.table import About, Chart, Column, Drawing, Form, Graded, Table

MONDAY = date(2026, 10, 5)
COLUMNS = [
    Column("Неделя", Form.DAY),
    Column("Организация", width=40),
    Column("Всего", Form.NUMBER),
    Column("Доля", Form.SHARE),
    Column("ИНН"),
    Column("Когда", Form.MOMENT),
    Column("Среднее", Form.DECIMAL),
]


def a_table(**more) -> Table:
    rows = [
        [MONDAY + timedelta(weeks=week), "МБОУ СОШ № 2", week, Graded(week / 7, week + 1),
         "0123456789", datetime(2026, 10, 1, 22, 5, tzinfo=UTC), Decimal("2.25")]
        for week in range(5)
    ]  # fmt: skip
    total = [None, "Всего", 10, Graded(3, form=Form.NUMBER), "", None, "нет данных"]
    return Table("weeks", COLUMNS, rows, totals=[total], **more)


def book_of(table: Table, title: str = "Динамика", **more) -> openpyxl.Workbook:
    output = BytesIO()
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    write(output, table, About(title, MONDAY, at, "Иванова А. П.", **more))
    return openpyxl.load_workbook(BytesIO(output.getvalue()))


@pytest.mark.parametrize("charts", [(), [Chart(Drawing.LINE, "Доля", 0, [3])]])
def test_days_numbers_and_percent_are_what_they_are(charts):
    sheet = book_of(a_table(charts=charts)).worksheets[1]
    row = [cell.value for cell in sheet[3]]
    assert row[0] == datetime(2026, 10, 12)  # noqa: DTZ001 - a sheet knows no zone
    assert row[2:5] == [1, pytest.approx(1 / 7), "0123456789"]
    assert row[5] == datetime(2026, 10, 2, 1, 5)  # noqa: DTZ001
    assert row[6] == 2.25
    assert sheet["D3"].number_format == "0.0%"
    assert sheet["D7"].number_format == "#,##0"
    assert sheet["E3"].number_format == "@"


def test_steps_have_the_colours_of_the_grid_and_the_worst_is_bold():
    sheet = book_of(a_table()).worksheets[1]
    colours = [sheet.cell(row, 4).fill.fgColor.rgb for row in range(2, 7)]
    assert colours == [f"FF{STEPS[step][1:]}" for step in range(1, 6)]
    assert [sheet.cell(row, 4).font.bold for row in range(2, 7)] == [True] + [False] * 4


def test_totals_stay_out_of_the_filter():
    sheet = book_of(a_table()).worksheets[1]
    assert sheet.auto_filter.ref == "A1:G6"
    assert sheet["B7"].value == "Всего"


def test_a_chart_stands_on_a_sheet_of_its_own():
    drawn = Chart(Drawing.LINE, "По неделям", 0, [3]), Chart(Drawing.COLUMN, "Всего", 0, [2])
    book = book_of(a_table(charts=drawn))
    [_about, _table, sheet] = book.worksheets
    assert len(sheet._charts) == 2
    assert "$D$2:$D$6" in sheet._charts[0].series[0].val.numRef.f


def test_the_first_sheet_says_what_narrowed_by_what_as_of_when_and_by_whom():
    said = {"is_live": False, "conditions": [("Уровень", "=школа")], "notes": ["Σ ÷ Σ"]}
    first = book_of(a_table(), **said).worksheets[0]
    rows = [(row[0].value, row[1].value) for row in first.iter_rows(max_col=2)]
    assert rows[0][0] == "Динамика"
    assert ("По состоянию на", "5 октября 2026 г., конец дня, по истории изменений") in rows
    assert ("Уровень", "=школа") in rows
    assert ("Строк", "5") in rows
    assert ("Выгрузил(а)", "Иванова А. П.") in rows
    assert ("Выгружено", "24.11.2026 12:00") in rows
    assert (None, "Σ ÷ Σ") in rows


@pytest.mark.parametrize("title", ["a" * 40, "Что: [x] / y * ?", "'", "", "Ход дел, все" * 4])
def test_any_title_names_a_sheet(title):
    assert 0 < len(book_of(a_table(), title=title).worksheets[1].title) <= 31


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_no_text_is_run_as_a_formula(text):
    table = Table("x", [Column("Имя"), Column(text)], [[text, text]])
    sheet = book_of(table).worksheets[1]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    written = "".join(lines(Table("x", table.columns, [[text, text]])))
    assert written.count(f"'{text}") == 3


def test_what_a_cell_cannot_hold_is_left_out():
    book = book_of(Table("x", [Column("Имя")], [["a\x00\x0bb"], ["я" * 40_000]]))
    cells = [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)]
    assert cells == ["ab", "я" * 32_767]


def test_csv_is_written_as_russians_write():
    [mark, head, first, *_rest, total] = lines(a_table())
    assert mark == "\ufeff"
    assert head.startswith('"Неделя";"Организация"')
    day = '"05.10.2026";"МБОУ СОШ № 2";0;0,0%;"0123456789";"02.10.2026 01:05";2,3\r\n'
    assert first == day
    assert total == '"";"Всего";10;3;"";"";"нет данных"\r\n'
