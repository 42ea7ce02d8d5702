"""Cells as Excel and other programs make them: nothing breaks, nothing is taken wrongly."""

import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from tests import make
from tests.indicators.workbook import sheets
from tests.indicators.workbook.sheets import HEADINGS, NAME, outcomes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("numerator", "outcome"),
    [
        (8, "new"), (8.0, "new"), (-3, "refused"), (8.5, "refused"), (1e30, "refused"),
        (10**300, "refused"), (True, "refused"), ("8\u00a0", "new"),
        ("1e9", "refused"), ("½", "refused"), ("٣", "refused"), ("8 %", "refused"),
        ("1,000", "refused"), ("9" * 4999, "refused"),
    ],
)  # fmt: skip
def test_only_a_whole_number_is_taken(send, numerator, outcome):
    found = send(content=sheets.table([NAME, "", "Ш-01", numerator, 12]))
    assert outcomes(found) == {"Ш-01": outcome}


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        (float(make.ogrn(2)), "new"), (int(make.ogrn(2)), "new"), (make.ogrn(2) + "\u00a0", "new"),
        ("\u200b" + make.ogrn(2), "new"), ("1,02670E+12", "refused"),
    ],
)  # fmt: skip
def test_an_ogrn_is_the_same_however_it_is_stored(send, written, outcome):
    found = send(content=sheets.table(["Другое имя", written, "Ш-01", 8, 12]))
    assert outcomes(found) == {"Ш-01": outcome}


def test_halves_of_characters_break_no_page(client, send):
    """A sheet may hold what no database takes: «_xD800_» is half a character, «_x0000_» none."""
    rows = [NAME, "", "Ш-01", 8, 12, "", "пояснение"], ["школа", "", "код", 8, 12]
    source, output = zipfile.ZipFile(io.BytesIO(sheets.table(*rows))), io.BytesIO()
    with zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            for word in ("пояснение", "школа", "код"):
                data = data.replace(word.encode() + b"<", b"_xD800_a_x0000_b_x0001_<")
            target.writestr(name, data)
    found = send(content=output.getvalue())
    assert sorted(outcomes(found).values()) == ["new", "refused"]
    for name in ("value-list-detail", "value-list-errors"):
        assert sheets.code_of(client, reverse(name, args=[found.pk])) == 200
    assert sheets.press(client, "apply", found).status_code == 302


def test_a_hidden_sheet_is_not_read(send):
    book = openpyxl.load_workbook(io.BytesIO(sheets.table([NAME, "", "Ш-01", 1, 12])))
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Новые")
    for row in (HEADINGS, [NAME, "", "Ш-01", 8, 12]):
        sheet.append(row)
    book.active = 1
    assert send(content=sheets.saved(book)).rows.get().numerator == 8
