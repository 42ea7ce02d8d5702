"""A share that is not the whole never reads «100,0 %», whatever the file."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from directives.downloads.as_csv import cell
from directives.downloads.as_xlsx import write
from directives.downloads.table import About, Column, Form, Table
from documents.docx.cells import said


@pytest.mark.parametrize("share", [2999 / 3000, Decimal("0.9999"), 0.9996])
def test_nearly_all_is_not_all(share):
    assert str(cell(share, Form.SHARE)) == "99,9%"
    assert said(share, Form.SHARE).replace("\u00a0", "") == "99,9%"
    assert f"{in_workbook(share):.1%}" == "99.9%"


@pytest.mark.parametrize(
    ("share", "shown"), [(1, "100,0%"), (1.0, "100,0%"), (0.9984, "99,8%"), (0, "0,0%")]
)
def test_other_shares_are_as_they_are(share, shown):
    assert str(cell(share, Form.SHARE)) == shown
    assert in_workbook(share) == pytest.approx(share)


def in_workbook(share) -> float:
    """The number in the cell; Excel shows it with one place."""
    output = BytesIO()
    table = Table("shares", [Column("Доля", Form.SHARE)], [[share]])
    write(output, table, About("Доли", date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC), ""))
    sheet = openpyxl.load_workbook(output).worksheets[1]
    return sheet["A2"].value
