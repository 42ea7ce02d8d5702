"""Somebody new takes a messy list in: returned, mended, applied, undone; and by command line."""

import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.core.management import call_command

from organizations.models import Organization, SchoolList
from tests import make
from tests.jobs import forget_all, run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BAD = {8: (4, make.ogrn(2)), 9: (3, make.inn(3)), 11: (5, 90)}  # row: column, what is right
SPOILT = {
    8: make.ogrn(2)[:-1] + str((int(make.ogrn(2)[-1]) + 1) % 10),
    9: "6,7E+09",
    11: "около ста",
}
RIGHT = [
    ("МБОУ СОШ № 1 г. Вязьмы", make.inn(1), make.ogrn(1), 150),
    ("МБОУ СОШ № 2 г. Вязьмы", make.inn(2), make.ogrn(2), 160),
    ("МБОУ СОШ № 3 г. Вязьмы", make.inn(3), make.ogrn(3), 170),
    ("МБОУ СОШ № 4 г. Вязьмы", make.inn(4), make.ogrn(4), 180),
    ("МБОУ СОШ № 5 г. Вязьмы", make.inn(5), make.ogrn(5), 90),
]
KNOWN = [("МБОУ СОШ № 1 г. Вязьмы", make.inn(1), make.ogrn(1), 100)]


@pytest.fixture(autouse=True)
def _no_jobs_left():
    yield
    forget_all()


@pytest.fixture
def region(vyazma):
    """One school is known, with fewer pupils; an item is on control."""
    name, inn, ogrn, pupils = KNOWN[0]
    make.make_school(vyazma, name=name, inn=inn, ogrn=ogrn, pupils=pupils)
    make.make_published("school")
    return vyazma


@pytest.fixture
def messy(tmp_path) -> Path:
    """Titles, a header of two rows, numbers of columns, a merged district, a total, a signature."""
    path = tmp_path / "Список школ.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Лист1")
        sheet.merge_range("A1:E1", "СПИСОК общеобразовательных организаций")
        sheet.merge_range("A2:E2", "по состоянию на 1 сентября 2026 года")
        for cells, heading in (("A4:A5", "Район"), ("B4:B5", "Наименование ОО")):
            sheet.merge_range(cells, heading)
        sheet.merge_range("C4:D4", "Реквизиты")
        sheet.write_row("C5", ["ИНН", "ОГРН"])
        sheet.merge_range("E4:E5", "Численность обучающихся")
        sheet.write_row("A6", [1, 2, 3, 4, 5])
        sheet.merge_range("A7:A11", "Вяземский район")
        for row, school in enumerate(RIGHT, start=7):
            sheet.write_row(row - 1, 1, school)
            if row in BAD:
                sheet.write(row - 1, BAD[row][0] - 1, SPOILT[row])
        sheet.write_row("A12", ["ИТОГО", "", "", "", 750])
        sheet.write("A14", "Исп.: Петрова Н. С.")
    return path


def mend(path: Path) -> Path:
    """As the sender does: what stands in «Что исправить» is looked up, and the cell put right."""
    book = openpyxl.load_workbook(path)
    sheet = book["Лист1"]
    [told] = [
        cell.column for row in sheet["A4:Z5"] for cell in row if cell.value == "Что исправить"
    ]
    rows = [row for row in range(6, 15) if sheet.cell(row, told).value]
    assert rows == list(BAD)
    for row in rows:
        column, right = BAD[row]
        cell = sheet.cell(row, column)
        assert str(cell.value) == SPOILT[row]
        assert cell.fill.fill_type == "solid"
        cell.value = right
    book.save(path)
    return path


def schools():
    """The schools at work, as the list tells of them."""
    at_work = Organization.objects.at("school").active(make.TODAY).order_by("sort_key")
    return list(at_work.values_list("name", "inn", "ogrn", "pupils"))


def test_somebody_new_takes_a_messy_list_in_and_back(people, width, staff, region, messy, tmp_path):
    person = people(width)
    person.is_signed_in(staff)
    person.opens("/school-lists/")
    page = person.page
    page.get_by_role("link", name="Загрузить списки").click()
    page.get_by_label("Файлы со списками").set_input_files(messy)
    page.get_by_role("button", name="Загрузить и проверить").click()
    page.get_by_role("heading", name="Вяземский округ").wait_for()
    page.get_by_text("Исправьте их здесь или верните файл отправителю").wait_for()
    person.settles().sees_a_sound_page()

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Файл с отметками об ошибках").click()
    returned = tmp_path / "returned.xlsx"
    waiting.value.save_as(returned)
    page.get_by_role("link", name="Загрузить исправленный файл").click()
    page.locator("input[type=file]").set_input_files(mend(returned))
    page.get_by_role("button", name="Загрузить и проверить").click()
    page.get_by_text("Всё решено.").wait_for()
    person.settles().sees_a_sound_page()
    assert schools() == KNOWN

    page.get_by_role("button", name="Применить список").click()
    page.get_by_role("progressbar").wait_for()
    page.get_by_role("link", name="Списки школ").first.click()  # left, and come back to
    run_jobs()
    person.opens(f"/school-lists/{SchoolList.objects.latest('pk').pk}/")
    page.get_by_text("Список применён").wait_for()
    assert schools() == RIGHT

    page.get_by_role("link", name="Отменить применение списка").click()
    page.get_by_role("button", name="Отменить применение списка").click()
    page.get_by_role("progressbar").wait_for()
    run_jobs()
    page.get_by_text("Применение списка отменено").wait_for()
    assert schools() == KNOWN


def test_the_command_line_comes_to_the_same(region, messy):
    """Refused as it is, with the same rows named; mended by hand, the same schools."""
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_schools", messy, stdout=said)
    assert [row for row in BAD if f"  {row}, " in said.getvalue()] == list(BAD)
    assert schools() == KNOWN
    book = openpyxl.load_workbook(messy)
    for row, (column, right) in BAD.items():
        book["Лист1"].cell(row, column).value = right
    book.save(messy)
    call_command("import_schools", messy, stdout=said)
    assert schools() == RIGHT
