"""The catalogue in the reference tables: wording kept, what was asked frozen, sheets both ways."""

import csv
import io
import re

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse

from indicators.models import Definition, Indicator, Mechanism, Quantity, Target
from organizations.accounts import ensure_staff_group
from organizations.models import Level
from tests import make
from tests.indicators.make_indicators import (
    make_collection,
    make_indicator,
    make_quantity,
    make_target,
)

pytestmark = pytest.mark.django_db
TABLES = ["indicator", "target", "mechanism", "quantity"]
NO_INLINES = {
    f"{prefix}-{name}": "0"
    for prefix in ("targets", "definitions")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def keeper(staff, client, settings, tmp_path):
    """Staff, signed in; what is uploaded goes to the test's own store."""
    settings.MEDIA_ROOT = tmp_path
    ensure_staff_group()
    client.force_login(staff)
    return staff


@pytest.fixture
def asked(a_school) -> Indicator:
    """An indicator that a collection has asked."""
    indicator = make_indicator("МШ-01")
    make_collection()
    return indicator


def xlsx(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def preview(client, table: str, content: bytes):
    url = reverse(f"admin:indicators_{table}_import")
    file = SimpleUploadedFile("table.xlsx", content)
    return client.post(url, {"import_file": file, "format": "0", "resource": "0"})


def load(client, table: str, *rows) -> None:
    page = preview(client, table, xlsx(*rows))
    assert "confirm_form" in page.context, page.content.decode()
    url = reverse(f"admin:indicators_{table}_process_import")
    client.post(url, page.context["confirm_form"].initial)


def mistakes(client, table: str, *rows) -> str:
    """What the preview of a bad sheet says; nothing is offered to be confirmed."""
    page = preview(client, table, xlsx(*rows))
    assert "confirm_form" not in page.context
    return page.content.decode()


def form_of(indicator: Indicator, **changed) -> dict[str, str]:
    """The form of an indicator as the page sends it."""
    names = ["code", "position", "name", "unit", "numerator", "denominator", "direction", "measure",
             "level", "source", "frequency", "jump", "minutes", "is_in_use"]  # fmt: skip
    return {name: getattr(indicator, name) for name in names} | NO_INLINES | changed


def post(client, indicator: Indicator, **changed):
    url = reverse("admin:indicators_indicator_change", args=[indicator.pk])
    return client.post(url, form_of(indicator, **changed))


def test_a_changed_wording_is_a_new_definition_and_the_old_one_stays(keeper, client):
    indicator = make_indicator(numerator="Было")
    assert post(client, indicator, numerator="Стало").status_code == 302
    assert post(client, indicator, numerator="Стало", jump=5).status_code == 302
    rows = Definition.objects.filter(indicator=indicator)
    assert [(row.number, row.numerator) for row in rows] == [(1, "Было"), (2, "Стало")]


def test_a_sheet_that_changes_the_wording_makes_a_new_definition(keeper, client):
    make_indicator("МШ-01", numerator="Было")
    load(client, "indicator", ["Код", "Числитель"], ["МШ-01", "Стало"])
    rows = Definition.objects.filter(indicator__code="МШ-01")
    assert [row.numerator for row in rows] == ["Было", "Стало"]


def test_the_page_shows_every_definition_with_its_day_and_lets_none_be_changed(keeper, client):
    indicator = make_indicator(numerator="Первая формулировка")
    indicator.numerator = "Вторая формулировка"
    indicator.save()
    page = client.get(reverse("admin:indicators_indicator_change", args=[indicator.pk]))
    text = page.content.decode()
    assert "Первая формулировка" in text
    assert 'name="definitions-0-numerator"' not in text
    post(client, indicator, **{"definitions-0-numerator": "Подмена"})
    assert not Definition.objects.filter(numerator="Подмена").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("level", "municipal"), ("source", "uploaded"), ("frequency", "year"), ("measure", "count")],
)
def test_what_an_asked_indicator_rests_on_is_frozen(keeper, client, asked, name, value):
    setattr(asked, name, value)
    with pytest.raises(ValidationError) as refused:
        asked.full_clean()
    assert name in refused.value.message_dict
    assert post(client, asked).status_code == 302  # the page offers no such field: not taken
    assert getattr(Indicator.objects.get(), name) != value


def test_the_page_of_an_asked_one_says_why_it_can_not_be_changed(keeper, client, asked):
    page = client.get(reverse("admin:indicators_indicator_change", args=[asked.pk]))
    assert "Показатель уже собирали" in page.content.decode()


def test_a_sheet_can_not_change_them_either(keeper, client, asked):
    text = mistakes(client, "indicator", ["Код", "Источник"], ["МШ-01", "загружает регион"])
    assert "Показатель уже собирали" in text


def test_an_asked_indicator_stays(keeper, client, asked):
    url = reverse("admin:indicators_indicator_delete", args=[asked.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    with pytest.raises(ProtectedError):
        asked.delete()


def test_one_that_nobody_was_asked_goes_with_its_targets(keeper, client):
    indicator = make_indicator()
    make_target(indicator, 90)
    url = reverse("admin:indicators_indicator_delete", args=[indicator.pk])
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Indicator.objects.exists()


def test_targets_are_set_beside_the_indicator(keeper, client):
    indicator = make_indicator()
    row = {
        "targets-TOTAL_FORMS": "1",
        "targets-0-indicator": indicator.pk,
        "targets-0-school_year": "2026",
        "targets-0-value": "90",
        "targets-0-baseline": "71.5",
    }
    assert post(client, indicator, **row).status_code == 302
    target = Target.objects.get()
    assert (target.value, float(target.baseline)) == (90, 71.5)


def test_codes_stand_for_rows_of_other_tables(keeper, client):
    make.make_theme("C")
    Mechanism.objects.create(code="1.1", name="Система оценки")
    make_quantity("pupils")
    directives = [make.make_directive(number=number) for number in ("4.3", "2.3")]
    row = {
        "Код": "Н-1",
        "Наименование": "Доля",
        "Числитель": "Часть",
        "Знаменатель": "Целое",
        "Механизм": "1.1",
        "Направление": "C",
        "Величина знаменателя": "pupils",
        "О каких пунктах говорит": "4.3;2.3",
        "Минут на одно число": "1,5",
    }
    load(client, "indicator", list(row), list(row.values()))
    indicator = Indicator.objects.get()
    assert indicator.mechanism.code == "1.1"
    assert (indicator.theme.code, indicator.quantity.code) == ("C", "pupils")
    assert set(indicator.directives.all()) == set(directives)
    assert float(indicator.minutes) == 1.5


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Механизм", "9.9"),
        ("О каких пунктах говорит", "4.3; 9.9"),
        ("Величина знаменателя", "нет такой"),
        ("Минут на одно число", "полчаса"),
        ("Периодичность", "иногда"),
    ],
)
def test_a_cell_that_means_nothing_is_named(keeper, client, heading, value):
    make_indicator("Н-1")
    make.make_directive(number="4.3")
    text = mistakes(client, "indicator", ["Код", heading], ["Н-1", value])
    assert value.split("; ")[-1] in text or "Напишите число" in text
    assert "Traceback" not in text


def test_a_target_of_a_body_is_known_by_its_ogrn(keeper, client, a_school):
    a_school.ogrn = "1026700000000"
    a_school.save()
    make_indicator("Н-1")
    head = ["Показатель", "Учебный год", "Уровень", "Организация", "Целевое значение"]
    rows = [
        ["Н-1", "2026", "", "", "90"],
        ["Н-1", "2026", "школа", "", "80"],
        ["Н-1", "2026", "", a_school.ogrn, "70,5"],
    ]
    load(client, "target", head, *rows)
    values = Target.objects.values_list("level", "organization", "value")
    assert {(level, body): float(value) for level, body, value in values} == {
        ("", None): 90, (Level.SCHOOL, None): 80, ("", a_school.pk): 70.5,
    }  # fmt: skip
    rows[0][4] = "95"
    load(client, "target", head, *rows)
    assert Target.objects.count() == 3
    assert "в таблице" in mistakes(client, "target", head, ["Н-1", "2026", "", "нет такой", "1"])


@pytest.mark.parametrize("kind", ["0", "1"])
@pytest.mark.parametrize("table", TABLES)
def test_every_table_comes_back_unchanged(keeper, client, table, kind):
    directive = make.make_directive(number="4.3")
    mechanism = Mechanism.objects.create(code="1.1", name="Система оценки")
    quantity = make_quantity("pupils", parts=[make_quantity("pupils-1")])
    indicator = make_indicator(
        "Н-1", mechanism=mechanism, quantity=quantity, directives=[directive], least="0.5"
    )
    make_target(indicator, "97.5")
    make_target(indicator, 80, level=Level.SCHOOL)
    url = reverse(f"admin:indicators_{table}_export")
    page = preview(client, table, client.post(url, {"format": kind, "resource": "0"}).content)
    totals = page.context["result"].totals
    assert totals["skip"] == sum(totals.values()) > 0, page.content.decode()


def test_the_export_writes_codes_and_decimal_commas(keeper, client):
    directives = [make.make_directive(number=number) for number in ("2.3", "4.3")]
    make_indicator("Н-1", directives=directives, minutes="1.5")
    url = reverse("admin:indicators_indicator_export")
    content = client.post(url, {"format": "1", "resource": "0"}).content.decode("utf-8-sig")
    [head, row] = csv.reader(io.StringIO(content), delimiter=";")
    cells = dict(zip(head, row, strict=True))
    assert cells["О каких пунктах говорит"] == "2.3; 4.3"
    assert cells["Минут на одно число"] == "1,5"


@pytest.mark.parametrize("table", TABLES)
def test_staff_open_every_list_form_and_history(
    keeper, client, table, django_assert_max_num_queries
):
    make_target(make_indicator(quantity=make_quantity(parts=[make_quantity()])), 90)
    row = {"indicator": Indicator, "target": Target, "quantity": Quantity}.get(table, Mechanism)
    row = row.objects.first() or row.objects.create(code="1.1", name="Система")
    pages = [
        reverse(f"admin:indicators_{table}_changelist"),
        reverse(f"admin:indicators_{table}_add"),
        reverse(f"admin:indicators_{table}_change", args=[row.pk]),
        reverse(f"admin:indicators_{table}_history", args=[row.pk]),
    ]
    for url in pages:
        client.get(url)
        with django_assert_max_num_queries(20):
            page = client.get(url)
        assert page.status_code == 200, url
        assert " style=" not in page.content.decode()
    headings = re.findall(
        r'<th scope="col".*?</th>', client.get(pages[0]).content.decode(), re.DOTALL
    )
    words = [re.sub(r"<[^>]+>", "", heading).strip() for heading in headings]
    assert not [word for word in words if re.search("[a-zA-Z]", word)]


def test_the_history_says_what_changed_and_who_did_it(keeper, client):
    indicator = make_indicator(jump=20)
    post(client, indicator, jump=35)
    page = client.get(reverse("admin:indicators_indicator_history", args=[indicator.pk]))
    change = page.context["changes"][0]
    assert change.by == keeper
    assert ("20", "35") in [(value.before, value.after) for value in change.values]


@pytest.mark.parametrize("who", ["department", "municipality", "school"])
def test_the_tables_are_closed_to_everyone_else(request, client, who):
    client.force_login(request.getfixturevalue(who))
    for table in TABLES:
        assert client.get(reverse(f"admin:indicators_{table}_changelist")).status_code == 302
