"""Each shape of file is understood without help: its header, its columns and its schools."""

import pytest

from organizations.school_list.header import find_header
from organizations.school_list.reader import open_book
from tests.school_list.shapes import SHAPES
from tests.school_list.sheets import reading_of


@pytest.mark.parametrize("trap", SHAPES)
def test_shape_is_understood(tmp_path, trap):
    shape = SHAPES[trap]
    path = tmp_path / "list"
    path.write_bytes(shape.write(shape.rows, **shape.options))
    with open_book(path) as book:
        _head, header = find_header(book.sheets)
    assert (header.row, header.last_row) == (shape.header, shape.last or shape.header)
    assert {heading: field for heading, field in header.as_dict().items() if field} == shape.fields
    reading = reading_of(path)
    schools = {entry.row: entry.municipality.short_name for entry in reading.entries}
    assert schools == shape.schools
