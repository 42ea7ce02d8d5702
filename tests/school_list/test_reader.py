"""A spreadsheet is read once, in a child process, and streamed; nothing is left of the child."""

import datetime
import os
import textwrap

import pytest
import xlsxwriter

from organizations.school_list import limits, reader
from organizations.school_list.reader import CHILD, SchoolListError, open_book, read_book
from tests.school_list.shape_files import csv, ods, xls, xlsx
from tests.school_list.sheets import write_book

HEADER = ["Муниципалитет", "Школа", "ИНН"]


def long_list(tmp_path, rows=2500):
    return write_book(
        tmp_path / "list.xlsx", [HEADER, *([f"р-н {n}", f"СШ № {n}", n] for n in range(rows))]
    )


@pytest.fixture
def other_child(tmp_path, monkeypatch):
    """A child process that does as it is told here."""

    def do(code):
        path = tmp_path / "other_child.py"
        path.write_text(textwrap.dedent(code), encoding="utf-8")
        monkeypatch.setattr(reader, "CHILD", path)
        list_path = tmp_path / "list.csv"
        list_path.write_text("Школа;ИНН\n", encoding="utf-8")
        return list_path

    return do


def test_heads_come_first_and_rows_in_chunks(tmp_path):
    with open_book(long_list(tmp_path)) as book:
        [head] = book.sheets
        assert (head.name, head.height, len(head.rows)) == ("Лист1", 2501, limits.HEAD_ROWS)
        chunks = list(book.rows("Лист1"))
    rows = [row for chunk in chunks for row in chunk]
    assert len(rows) == 2501
    assert max(map(len, chunks)) <= limits.CHUNK_ROWS
    assert rows[2500] == (2501, ["р-н 2499", "СШ № 2499", 2499])


def test_two_sheets_are_read_one_after_the_other(tmp_path):
    path = write_book(tmp_path / "list.xlsx", [HEADER], before=["Титул"])
    with open_book(path) as book:
        read = [
            [row.cells for chunk in book.rows(name) for row in chunk] for name in ("Лист1", "Титул")
        ]
    assert read == [[HEADER], [["Сводка"]]]
    assert [sheet.name for sheet in read_book(path)] == ["Титул", "Лист1"]


def test_a_sheet_left_half_read_is_not_mixed_with_another(tmp_path):
    with open_book(long_list(tmp_path)) as book:
        next(book.rows("Лист1"))
        with pytest.raises(RuntimeError):
            next(book.rows("Лист1"))


def test_a_sheet_that_is_not_there_is_a_sentence(tmp_path):
    with open_book(long_list(tmp_path, 1)) as book, pytest.raises(SchoolListError, match="листа"):
        book.rows("Лист2")


def test_rows_keep_the_numbers_and_places_of_the_sheet(tmp_path):
    rows = [[], [], [None, None, "Школа", "ИНН"], [], [None, None, "СШ № 1", 1.5]]
    [sheet] = read_book(write_book(tmp_path / "list.xlsx", rows))
    assert sheet.rows == [(3, ["", "", "Школа", "ИНН"]), (5, ["", "", "СШ № 1", 1.5])]


@pytest.mark.parametrize("write", [xlsx, xls, ods, csv])
@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list.ods", "list.csv", "list"])
def test_the_content_decides_not_the_name(tmp_path, write, name):
    path = tmp_path / name
    path.write_bytes(write([HEADER, ["Вязьма", "СШ № 1", "1"]]))
    [sheet] = read_book(path)
    assert sheet.rows == [(1, HEADER), (2, ["Вязьма", "СШ № 1", "1"])]


def test_values_are_what_a_person_sees(tmp_path):
    day = datetime.date(2026, 9, 1)
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [6799001007, 2.5, True, "007", "=1+1"])
        sheet.write_datetime(0, 5, day, book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_formula(0, 6, "=A1*2", None, 13598002014)
        sheet.write_formula(0, 7, "=1/0", None, "#DIV/0!")
    [[row]] = [sheet.rows for sheet in read_book(path)]
    assert row.cells[:4] == [6799001007, 2.5, True, "007"]
    assert row.cells[5:] == ["2026-09-01", 13598002014]  # what could not be computed is empty


def test_long_cells_are_cut_in_the_head_only(tmp_path):
    path = write_book(tmp_path / "list.xlsx", [HEADER, ["р-н", "ш" * 2000]])
    with open_book(path) as book:
        assert len(book.sheets[0].rows[1].cells[1]) == limits.HEAD_CELL_CHARACTERS
        [chunk] = book.rows("Лист1")
    assert len(chunk[1].cells[1]) == 2000


def test_the_child_is_gone_when_the_reader_stops_early(tmp_path):
    with open_book(long_list(tmp_path)) as book:
        next(book.rows("Лист1"))
        child = book._child
    assert child.returncode is not None
    assert child.stdout.closed
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("raise SystemExit(3)", "повреждён"),
        ("print('nonsense')", "повреждён"),
        ("print('[' * 100_000)", "повреждён"),
        ("print('{}')", "повреждён"),
        ("print('[1, 2]')", "повреждён"),
        ("""print('{"sheets": [["", 1, [[1]], []]]}')""", "повреждён"),
        ("""print('{"refused": "новое"}')""", "повреждён"),
        ("import os; os.abort()", "памяти или времени"),
        ("import os; os.kill(os.getpid(), 9)", "памяти или времени"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGPROF)", "памяти или времени"),
        ("while True: print('x' * 1000, end='')", "памяти или времени"),
        ("import time; time.sleep(60)", "памяти или времени"),
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_a_sentence(
    other_child, monkeypatch, code, sentence
):
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.5)
    monkeypatch.setattr(limits, "LINE_BYTES", 100_000)
    with pytest.raises(SchoolListError, match=sentence), open_book(other_child(code)):
        pass


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("raise SystemExit(3)", "повреждён"),
        ("import os; os.abort()", "памяти или времени"),
        ("input(); print('[[1, 2, 3]]')", "повреждён"),
        ("input(); print('7')", "повреждён"),
        ("""input(); print('{"refused": "long", "row": null}')""", "60 000 строк"),
    ],
)
def test_so_is_one_that_does_it_in_the_middle(other_child, code, sentence):
    path = other_child(f"""print('{{"sheets": [["", 1, [], []]]}}', flush=True); {code}""")
    with open_book(path) as book, pytest.raises(SchoolListError, match=sentence):
        list(book.rows(""))


def test_a_child_that_reads_too_long_is_ended(other_child):
    """What it gave up before reading ends it: a small file has a second and a half."""
    code = f"import sys; sys.path.append({str(CHILD.parent)!r}); import child; child.limit(9)"
    path = other_child(f"{code}\nwhile True: pass")
    with pytest.raises(SchoolListError, match="памяти или времени"):
        read_book(path)


def test_the_child_sees_nothing_of_our_environment(other_child, monkeypatch):
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    path = other_child(
        """
        import json, os
        print(json.dumps({"sheets": [[name, 1, [], []] for name in os.environ]}))
        """
    )
    with open_book(path) as book:
        assert "DATABASE_PASSWORD" not in [sheet.name for sheet in book.sheets]
