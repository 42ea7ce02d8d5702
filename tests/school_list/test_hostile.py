"""Files that want to hurt are refused with a sentence, and hurt nobody.

That it is quick, the limit of processor time sees to: whatever a child has not read by then, it
will not. See test_reader.py.
"""

import pytest

from organizations.school_list.reader import SchoolListError, read_book
from tests.school_list import hostile, hostile_more

EXPECTED = hostile.EXPECTED | hostile_more.EXPECTED


@pytest.mark.parametrize("make", EXPECTED, ids=lambda make: make.__name__)
def test_hostile_file_is_refused(tmp_path, make):
    path = tmp_path / "list.xlsx"
    path.write_bytes(make())
    with pytest.raises(SchoolListError, match=EXPECTED[make]) as refused:
        read_book(path)
    assert str(refused.value).endswith(".")


def test_the_plainest_book_of_that_kind_is_read(tmp_path):
    """Otherwise the traps above would be refused for their shape."""
    path = tmp_path / "list.xlsx"
    path.write_bytes(hostile.workbook(hostile.HEADER_ROW))
    [sheet] = read_book(path)
    assert sheet.rows[0].cells == ["Школа", "ИНН"]


def test_too_large_a_file_is_not_opened(tmp_path):
    path = tmp_path / "list.xlsx"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(SchoolListError, match="20 МБ"):
        read_book(path)


@pytest.mark.parametrize("name", ["absent.xlsx", "folder", "nul\0.xlsx"])
def test_no_file_at_all_is_a_sentence(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(SchoolListError, match="Такого файла нет"):
        read_book(tmp_path / name)


def test_formulas_are_text(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Школа;ИНН\n=HYPERLINK(1);=1+1\n", encoding="utf-8")
    [sheet] = read_book(path)
    assert sheet.rows[1].cells == ["=HYPERLINK(1)", "=1+1"]
