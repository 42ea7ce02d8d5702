"""Reference tables as sheets: all rows or none, and nothing in them runs."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.models import Checkpoint, PeriodDueDate, ReportingPeriod, Theme
from organizations.models import Level, Municipality
from tests import make

pytestmark = pytest.mark.django_db
THEMES = ["Код", "Краткое наименование", "Наименование", "Описание"]


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def xlsx(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def preview(client, table: str, content: bytes, name: str = "table.xlsx"):
    file = SimpleUploadedFile(name, content)
    url = reverse(f"admin:directives_{table}_import")
    return client.post(url, {"import_file": file, "format": "0", "resource": "0"})


def load(client, table: str, content: bytes):
    """Preview and confirm."""
    page = preview(client, table, content)
    assert "confirm_form" in page.context, page.content.decode()
    url = reverse(f"admin:directives_{table}_process_import")
    return client.post(url, page.context["confirm_form"].initial)


def export(client, table: str, kind: str, app: str = "directives") -> bytes:
    url = reverse(f"admin:{app}_{table}_export")
    return client.post(url, {"format": kind, "resource": "0"}).content


def test_a_sheet_adds_changes_and_leaves_alone(keeper, client):
    make.make_theme("A", name="Было", short_name="А", description="Описание")
    make.make_theme("B", name="Б", short_name="Б")
    rows = [THEMES, ["A", "А", "Стало", None], ["B", "Б", "Б", None], ["C", "В", "Новое", "="]]
    load(client, "theme", xlsx(*rows))
    assert dict(Theme.objects.values_list("code", "name")) == {"A": "Стало", "B": "Б", "C": "Новое"}
    assert Theme.objects.get(code="A").description == "Описание"


def test_a_preview_changes_nothing(keeper, client):
    make.make_theme("A", name="Было")
    page = preview(client, "theme", xlsx(THEMES, ["A", "А", "Новое", ""], ["B", "Б", "Б", ""]))
    assert "<del>Было</del> <ins>Новое</ins>" in page.content.decode()
    assert "style=" not in page.content.decode()
    assert [theme.name for theme in Theme.objects.all()] == ["Было"]


def test_one_bad_row_stops_all_and_is_named_by_the_sheets_own_number(keeper, client):
    rows = [THEMES, ["A", "А", "Хорошая", ""], [None] * 4, ["СЛИШКОМ", "Б", "Плохая", ""]]
    page = preview(client, "theme", xlsx(*rows))
    assert "confirm_form" not in page.context
    [bad] = page.context["result"].invalid_rows
    assert bad.number == 4
    assert not Theme.objects.exists()


def test_what_turned_bad_after_the_preview_is_not_half_imported(keeper, client):
    first, second = make.make_checkpoint("Первая"), make.make_checkpoint("Вторая")
    rows = [["Код", "Название"], [first.code, "Раз"], [second.code, "Два"]]
    form = preview(client, "checkpoint", xlsx(*rows)).context["confirm_form"].initial
    make.make_published(checkpoints=[second])
    answer = client.post(reverse("admin:directives_checkpoint_process_import"), form, follow=True)
    assert "Ничего не загружено" in answer.content.decode()
    first.refresh_from_db()
    assert first.title == "Первая"


def test_a_confirmation_pressed_twice_imports_once(keeper, client):
    page = preview(client, "theme", xlsx(THEMES, ["A", "А", "Новое", ""]))
    url, form = (
        reverse("admin:directives_theme_process_import"),
        page.context["confirm_form"].initial,
    )
    client.post(url, form)
    answer = client.post(url, form, follow=True)
    assert "Выберите файл заново" in answer.content.decode()
    assert Theme.objects.count() == 1


@pytest.mark.parametrize("changed", [{"format": "9"}, {"import_file_name": "../../secret_key"}])
def test_a_tampered_confirmation_reads_nothing(keeper, client, changed):
    page = preview(client, "theme", xlsx(THEMES, ["A", "А", "Новое", ""]))
    form = page.context["confirm_form"].initial | changed
    answer = client.post(reverse("admin:directives_theme_process_import"), form)
    assert answer.status_code in (200, 302)
    assert not Theme.objects.exists()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["Код", "Лишний"], ["A", "1"]], "Лишний"),
        ([["Наименование"], ["Да"]], "Код"),
        ([THEMES, ["A", "А", "Раз", ""], ["A", "А", "Два", ""]], "строке 2"),
        ([THEMES, [None, "А", "Без кода", ""]], "Заполните: Код"),
    ],
)
def test_a_wrong_sheet_is_refused_in_words(keeper, client, rows, sentence):
    page = preview(client, "theme", xlsx(*rows))
    assert "confirm_form" not in page.context
    assert sentence in page.content.decode()
    assert "Traceback" not in page.content.decode()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x00\x01\x02", b"<html></html>"])
def test_what_is_no_table_is_refused_in_words(keeper, client, content):
    page = preview(client, "theme", content)
    assert page.status_code == 200
    assert page.context["form"].errors["import_file"]


def test_a_huge_file_is_refused_unread(keeper, client):
    page = preview(client, "theme", b"x" * (5 * 1024 * 1024 + 1))
    assert "5 МБ" in str(page.context["form"].errors["import_file"])


def test_an_export_opens_and_holds_no_formulas(keeper, client):
    make.make_theme("A", name="=1+1", short_name="@SUM(A1)", description="+7 (48131)")
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "theme", "0"))).active
    assert [cell.value for cell in sheet[1]] == THEMES
    assert [cell.value for cell in sheet[2]] == ["A", "@SUM(A1)", "=1+1", "+7 (48131)"]
    assert {cell.data_type for row in sheet for cell in row} == {"s"}


def test_a_csv_shields_formulas_and_comes_back_the_same(keeper, client):
    make.make_theme("A", name="=1+1", short_name="-А", description="строка\nдругая")
    content = export(client, "theme", "1")
    [_head, row] = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert row[:3] == ["A", "'-А", "'=1+1"]
    page = preview(client, "theme", content)
    assert page.context["result"].totals["skip"] == 1


@pytest.mark.parametrize("kind", ["0", "1"])
@pytest.mark.parametrize("table", ["theme", "checkpoint", "reportingperiod", "directive"])
def test_every_table_comes_back_unchanged(keeper, client, table, kind):
    make.make_theme("A")
    make.make_period()
    make.make_published(
        checkpoints=[make.make_checkpoint(education_levels=["ooo"], asks_date=True)],
        education_levels=["noo", "soo"], text="обеспечить\nисполнение;",
    )  # fmt: skip
    page = preview(client, table, export(client, table, kind))
    totals = page.context["result"].totals
    assert totals["update" if table == "reportingperiod" else "skip"] == 1, page.content.decode()


def test_municipalities_come_back_unchanged(keeper, client):
    make.make_municipality()
    content = export(client, "municipality", "0", app="organizations")
    url = reverse("admin:organizations_municipality_import")
    file = SimpleUploadedFile("table.xlsx", content)
    page = client.post(url, {"import_file": file, "format": "0", "resource": "0"})
    assert page.context["result"].totals["skip"] == Municipality.objects.count()


def test_a_period_brings_the_dates_of_its_levels(keeper, client):
    head = ["Вид", "Учебный год", "Номер", "Наименование", "Начало", "Конец",
            "Срок представления: школа"]  # fmt: skip
    row = ["каждую четверть", "2026", "1", "I четверть", "01.09.2026", "2026-10-30", "25.10.2026"]
    load(client, "reportingperiod", xlsx(head, row))
    period = ReportingPeriod.objects.get()
    assert str(period.ends_on) == "2026-10-30"
    due = PeriodDueDate.objects.get()
    assert (due.level, str(due.due_on)) == (Level.SCHOOL, "2026-10-25")


def test_a_sheet_cannot_change_what_a_used_checkpoint_asks(keeper, client):
    checkpoint = make.make_published().checkpoints.get()
    rows = [["Код", "Название", "Подсказка"], [checkpoint.code, "Другое", "Новая"]]
    page = preview(client, "checkpoint", xlsx(*rows))
    [bad] = page.context["result"].invalid_rows
    assert "title" in bad.error_dict
    rows[1][1] = checkpoint.title
    load(client, "checkpoint", xlsx(*rows))
    assert Checkpoint.objects.get(pk=checkpoint.pk).hint == "Новая"


@pytest.mark.parametrize("who", ["school", "department"])
def test_import_is_closed_to_everyone_else(request, client, who):
    client.force_login(request.getfixturevalue(who))
    assert preview(client, "theme", xlsx(THEMES)).status_code in (302, 403)


def test_organizations_and_the_record_have_no_import(keeper, client):
    for table in ("organizations/organization", "directives/assignment", "directives/evidence"):
        answer = client.get(f"/admin/{table}/import/")
        assert (answer.status_code, "import_file" in answer.content.decode()) != (200, True)
