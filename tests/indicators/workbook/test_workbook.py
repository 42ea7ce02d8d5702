"""The workbook we write: prefilled, locked, and the same numbers when it comes back."""

import openpyxl
import pytest
from django.urls import reverse

from indicators.dealing import deal_out
from indicators.models import Absence, IndicatorValue
from tests import make
from tests.indicators import make_indicators as mk
from tests.indicators.workbook import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def quantity(vyazma):
    return mk.make_quantity(name="Обучающихся всего")


@pytest.fixture
def collection(a_school, quantity):
    a_school.ogrn = make.ogrn(2)
    a_school.save()
    mk.make_passport(a_school, {quantity: 120})
    first = mk.make_indicator("Ш-01", quantity=quantity)
    mk.make_indicator("Ш-02", measure="count")
    mk.make_indicator("Ш-03", measure="yes_no")
    mk.make_indicator("Р-01", source="uploaded")
    mk.make_target(first, 95)
    return mk.make_collection()


def workbook(client, user, report) -> openpyxl.Workbook:
    client.force_login(user)
    return sheets.opened(client.get(reverse("report-workbook", args=[report.pk])))


def row_of(sheet, code: str) -> dict[str, openpyxl.cell.Cell]:
    at = sheets.header_of(sheet)
    number = next(
        row for row in range(5, sheet.max_row + 1) if sheet.cell(row, at["Код"]).value == code
    )
    return {heading: sheet.cell(number, column) for heading, column in at.items()}


def test_it_is_prefilled_with_what_is_known_and_kept(client, school, report):
    mk.fill(report, school, (100, 120), (7, None), (1, 1))
    sheet = workbook(client, school, report).active
    assert sheet["A1"].value == "Показатели: МБОУ СОШ № 2 г. Вязьмы"
    assert "срок" in sheet["A2"].value
    row = row_of(sheet, "Ш-01")
    shown = [row[name].value for name in ("ОГРН", "Числитель", "Знаменатель", "Целевое значение")]
    assert shown == [make.ogrn(2), 100, 120, 0.95]
    assert row["Доля"].value.startswith("=IF(")
    assert row_of(sheet, "Ш-02")["Числитель"].value == 7


def test_only_what_is_asked_stands_in_it(client, school, report):
    sheet = workbook(client, school, report).active
    column = sheets.header_of(sheet)["Код"]
    codes = [sheet.cell(row, column).value for row in range(5, sheet.max_row + 1)]
    assert codes == ["Ш-01", "Ш-02", "Ш-03"]


def test_a_known_denominator_is_filled_in_and_the_numerator_is_empty(client, school, report):
    row = row_of(workbook(client, school, report).active, "Ш-01")
    assert (row["Числитель"].value, row["Знаменатель"].value) == (None, 120)


def test_everything_but_the_inputs_is_locked(client, school, report):
    sheet = workbook(client, school, report).active
    assert sheet.protection.sheet
    assert not sheet.protection.password
    share, count = row_of(sheet, "Ш-01"), row_of(sheet, "Ш-02")
    free = {heading for heading, cell in share.items() if not cell.protection.locked}
    assert free == {"Числитель", "Знаменатель", "Почему нет числа", "Пояснение"}
    assert count["Знаменатель"].protection.locked
    assert sheet.freeze_panes == "A5"


def test_cells_take_whole_numbers_and_reasons_from_a_list(client, school, report):
    sheet = workbook(client, school, report).active
    rules = {(rule.type, str(rule.sqref)): rule for rule in sheet.data_validations.dataValidation}
    by_column = {(kind, where[0]): rule for (kind, where), rule in rules.items()}
    numbers = by_column["whole", "G"]
    assert (numbers.formula1, numbers.errorTitle) == ("0", "Целое число")
    reasons = by_column["list", "J"]
    assert all(str(label) in reasons.formula1 for label in Absence.labels)
    yes_no = [rule for rule in rules.values() if rule.formula2 == "1"]
    assert len(yes_no) == 1


def test_a_sent_report_is_locked_whole(client, school, report):
    mk.send(report, school, (100, 120), (7, None), (1, 1))
    sheet = workbook(client, school, report).active
    assert all(cell.protection.locked for cell in row_of(sheet, "Ш-01").values())
    assert not sheet.data_validations.dataValidation


def test_text_that_looks_like_a_formula_stays_text(client, school, report):
    mk.fill(report, school, (100, 120), (7, None), (1, 1), explanation="=HYPERLINK(1)")
    cell = row_of(workbook(client, school, report).active, "Ш-01")["Пояснение"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_down_filled_in_and_up_again_are_the_same_values(client, school, report, a_school):
    book = workbook(client, school, report)
    numbers = {
        "Ш-01": (100, 120, None, "=не формула"),
        "Ш-02": (None, None, "другая причина", "Учёт не вёлся."),
        "Ш-03": (1,),
    }
    numbers["Ш-02"] = (None, None, str(Absence.OTHER.label), "Учёт не вёлся.")
    content = sheets.filled(book, numbers)
    value_list = sheets.uploaded(client, content, report.collection, a_school)
    assert set(sheets.outcomes(value_list).values()) == {"new"}
    assert not value_list.problems.filter(is_error=True).exists()
    sheets.press(client, "apply", value_list)
    kept = {
        row.asked.indicator.code: tuple(row.content.values())
        for row in IndicatorValue.objects.filter(report=report)
    }
    assert kept == {
        "Ш-01": (100, 120, "", "=не формула"),
        "Ш-02": (None, None, "other", "Учёт не вёлся."),
        "Ш-03": (1, 1, "", ""),
    }
    again = sheets.content_of(client.get(reverse("report-workbook", args=[report.pk])))
    value_list = sheets.uploaded(client, again, report.collection, a_school)
    assert set(sheets.outcomes(value_list).values()) == {"same"}


def test_a_workbook_of_a_municipality_has_all_its_schools(client, municipality, vyazma, collection):
    make.make_school(vyazma, name="МБОУ Лицей")
    deal_out(collection=collection, at=make.moment())
    client.force_login(municipality)
    address = reverse("municipality-workbook", args=[vyazma.pk, collection.pk])
    sheet = sheets.opened(client.get(address)).active
    names = {sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)}
    assert names == {"МБОУ СОШ № 2 г. Вязьмы", "МБОУ Лицей"}
    assert sheet.max_row == 4 + 2 * 3


def test_the_region_has_its_own_with_municipalities(client, department, collection):
    client.force_login(department)
    sheet = sheets.opened(client.get(reverse("region-workbook", args=[collection.pk]))).active
    row = row_of(sheet, "Р-01")
    assert (row["Муниципалитет"].value, row["ОГРН"].value) == ("Вяземский округ", make.ogrn(2))


def test_who_may_download_what(client, users_of, collection, vyazma, report):
    addresses = {
        "report": reverse("report-workbook", args=[report.pk]),
        "municipality": reverse("municipality-workbook", args=[vyazma.pk, collection.pk]),
        "region": reverse("region-workbook", args=[collection.pk]),
    }
    found = {}
    for name, user in users_of.items():
        client.force_login(user)
        found[name] = [sheets.code_of(client, address) for address in addresses.values()]
    assert found == {
        "school": [200, 404, 404],
        "other_school": [404, 404, 404],
        "municipality": [200, 200, 404],
        "other_municipality": [404, 404, 404],
        "viewer": [200, 200, 404],
        "department": [200, 200, 200],
        "staff": [200, 200, 200],
        "outsider": [404, 404, 404],
    }


@pytest.fixture
def users_of(school, other_school, municipality, other_municipality, viewer, department, staff,
             outsider):  # fmt: skip
    return {
        "school": school, "other_school": other_school, "municipality": municipality,
        "other_municipality": other_municipality, "viewer": viewer, "department": department,
        "staff": staff, "outsider": outsider,
    }  # fmt: skip
