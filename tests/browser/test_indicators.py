"""Numbers of a school through real browsers: typed, brought in a workbook, returned, accepted.

The school has a phone, those above it a desk; the tour looks at every page at both widths.

By hand. Another school of the municipality is accepted with 30 of 60. This one gives 33 of 40 for
the first quarter, where 22 was returned and mended: (30 + 33) ÷ (60 + 40) = 63 ÷ 100 = 63,0 %.
"""

import re
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from directives.models import Status
from tests import make
from tests.indicators import make_indicators as mk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REMARK = "По журналу участников больше. Проверьте."


@pytest.fixture
def quarters(a_school, vyazma, municipality, department, school):
    """Two open quarters of two indicators; another school's first quarter is accepted."""
    pupils = mk.make_quantity("pupils", name="Обучающиеся")
    mk.make_indicator("П-01", quantity=pupils, name="Доля участников")
    mk.make_indicator("П-02", name="Доля классов")
    now, year = timezone.now(), 2026
    a_school.ogrn = make.ogrn(2)
    a_school.save()
    neighbour = make.make_school(vyazma, name="МБОУ СОШ № 9")
    mk.make_passport(a_school, {pupils: 40}, year)
    mk.make_passport(neighbour, {pupils: 60}, year)
    due_on = timezone.localdate(now) + timedelta(days=14)
    days = [timezone.localdate(now) - timedelta(days=back) for back in (150, 80)]
    made = [
        mk.make_collection(
            make.make_period(
                number=number, school_year=year, due_on=due_on, name=f"{'I' * number} четверть",
                starts_on=starts, ends_on=starts + timedelta(days=60),
            ),
            at=now - timedelta(days=5),
        )
        for number, starts in enumerate(days, start=1)
    ]  # fmt: skip
    other = make.make_user("neighbour", neighbour)
    mk.accept(mk.report_of(made[0], neighbour), other, municipality, (30, 60), (5, 10), at=now)
    return made


def test_numbers_go_all_the_way(people, quarters, a_school, tmp_path):
    school, municipality, department = people("phone"), people(), people()
    department.signs_in("department")
    school.signs_in("school")
    municipality.signs_in("municipality")
    assert _region_says(department, quarters[0]) == ("50,0", "30 из 60")

    _types_with_a_mistake(school, quarters[0])
    _returns_one_value(municipality, quarters[0], a_school)
    _mends_the_value(school)
    _accepts(municipality, a_school)
    assert _region_says(department, quarters[0]) == ("63,0", "63 из 100")

    _brings_a_workbook(school, quarters[1], tmp_path)
    _accepts(municipality, a_school)
    report = mk.report_of(quarters[1], a_school)
    assert report.status == Status.ACCEPTED
    assert list(report.values.order_by("pk").values_list("numerator", "denominator")) == [
        (36, 40),
        (9, 10),
    ]
    assert _region_says(department, quarters[1]) == ("90,0", "36 из 40")


def _region_says(department, collection) -> tuple[str, str]:
    """The region's share of the first indicator, and what it is a share of."""
    indicator = collection.asked.get(indicator__code="П-01").indicator
    department.opens(f"/indicators/{indicator.pk}/?period={collection.period_id}")
    department.sees_a_sound_page()
    lead = department.page.locator("main .lead").first.inner_text()
    found = re.search(r"([\d,]+)\s*%\s*\(([^)]+)\)", lead)
    return found.group(1), found.group(2).replace("\xa0", " ").replace("\u202f", " ")


def _opens_the_report(school, collection) -> None:
    school.opens("/indicators/reports/")
    school.sees_a_sound_page()
    link = f"/indicators/reports/{mk.report_of(collection, school.body).pk}/fill/"
    school.page.locator(f"a[href='{link}']").first.click()
    school.page.wait_for_url("**/fill/")
    school.settles().sees_a_sound_page()


def _types_with_a_mistake(school, collection) -> None:
    """44 of 40 is told at once, where it stands; the page is left and come back to."""
    page = school.page
    school.body = collection.reports.get(organization__ogrn=make.ogrn(2)).organization
    _opens_the_report(school, collection)
    first = page.locator("fieldset.ask", has_text="П-01")
    numerator = first.get_by_label("Численность участников")
    assert first.get_by_label("Общая численность").input_value() == "40"
    numerator.press_sequentially("44")
    first.locator(".ask__error", has_text="больше знаменателя").wait_for()
    assert numerator.evaluate("(field) => field === document.activeElement")
    school.sees_a_sound_page()
    numerator.fill("22")
    first.locator(".ask__share", has_text="55,0").wait_for()
    second = page.locator("fieldset.ask", has_text="П-02")
    second.get_by_label("Численность участников").fill("8")
    second.get_by_label("Общая численность").fill("10")
    second.locator(".ask__share", has_text="80,0").wait_for()
    school.settles()
    page.reload()
    assert numerator.input_value() == "22"
    _sends(school)


def _sends(school) -> None:
    school.page.get_by_role("button", name="Отправить на проверку").click()
    school.page.wait_for_url(re.compile(r"/indicators/reports/\d+/$"))
    school.page.locator("main", has_text="на проверке").wait_for()
    school.sees_a_sound_page()


def _review(municipality, body):
    municipality.opens("/indicators/review/")
    municipality.sees_a_sound_page()
    municipality.page.locator("main").get_by_role("link", name=re.compile(body.name)).first.click()
    municipality.page.wait_for_url("**/review/**")
    municipality.settles().sees_a_sound_page()
    return municipality.page


def _returns_one_value(municipality, collection, body) -> None:
    page = _review(municipality, body)
    value = page.locator(f"#value-{collection.asked.get(indicator__code='П-01').pk}")
    value.locator("summary").first.click()
    value.locator("textarea, input[type=text]").first.fill(REMARK)
    page.get_by_role("button", name="Вернуть на доработку").last.click()
    page.wait_for_url("**/review/**")
    report = mk.report_of(collection, body)
    assert report.status == Status.RETURNED


def _mends_the_value(school) -> None:
    page = school.page
    school.opens("/indicators/reports/")
    page.locator("a[href$='/fill/']").first.click()
    page.wait_for_url("**/fill/")
    first = page.locator("fieldset.ask", has_text="П-01")
    assert REMARK in first.inner_text()
    school.sees_a_sound_page()
    first.get_by_label("Численность участников").fill("33")
    first.locator(".ask__share", has_text="82,5").wait_for()
    school.settles()
    _sends(school)


def _accepts(municipality, body) -> None:
    page = _review(municipality, body)
    page.get_by_role("button", name="Принять", exact=True).click()
    page.wait_for_url("**/review/**")
    municipality.settles()


def _brings_a_workbook(school, collection, folder) -> None:
    """Two bad cells are named by the preview and marked in the file; the mended one is taken in."""
    page = school.page
    school.opens("/indicators/value-lists/")
    school.sees_a_sound_page()
    report = mk.report_of(collection, school.body)
    with page.expect_download() as download:
        page.locator(f"a[href='/indicators/reports/{report.pk}/workbook/']").first.click()
    path = folder / "показатели.xlsx"
    download.value.save_as(path)
    _fills(path, {"П-01": ("сорок", None), "П-02": (12, 10)})
    _uploads(school, collection, path)
    assert page.locator(".late", has_text="Числитель").count() == 2
    school.sees_a_sound_page()
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать с пометками").click()
    download.value.save_as(path)
    marked = _said_to_mend(path)
    assert set(marked) == {"П-01", "П-02"}
    _fills(path, {"П-01": (36, 40), "П-02": (9, 10)})
    _uploads(school, collection, path)
    assert not page.locator("td .late").count()
    page.get_by_role("button", name=re.compile("Принять 2")).click()
    school.settles().sees_a_sound_page()
    page.locator("main a[href$='/fill/']").first.click()
    page.wait_for_url("**/fill/")
    _explains_what_is_asked(page)
    school.settles()
    _sends(school)


def _explains_what_is_asked(page) -> None:
    """A jump against the accepted quarter asks for a sentence."""
    for question in page.locator("fieldset.ask:has(.ask__question)").all():
        question.locator("[name^='e-']").fill("Прошла областная акция.")
        question.locator(".ask__question").wait_for(state="detached")


def _uploads(school, collection, path) -> None:
    page = school.page
    school.opens(f"/indicators/value-lists/upload/?collection={collection.pk}")
    school.sees_a_sound_page()
    page.locator("main input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Загрузить и проверить").click()
    page.wait_for_url(re.compile(r"/value-lists/\d+/"))
    school.settles()


def _sheet(path):
    book = openpyxl.load_workbook(path)
    sheet = book["Показатели"]
    row = next(row for row in sheet.iter_rows() if any(cell.value == "Код" for cell in row))
    return book, sheet, {cell.value: cell.column for cell in row}, row[0].row


def _fills(path, numbers) -> None:
    book, sheet, columns, header = _sheet(path)
    for number in range(header + 1, sheet.max_row + 1):
        code = sheet.cell(number, columns["Код"]).value
        if code in numbers:
            top, bottom = numbers[code]
            sheet.cell(number, columns["Числитель"]).value = top
            if bottom is not None:
                sheet.cell(number, columns["Знаменатель"]).value = bottom
    book.save(path)


def _said_to_mend(path) -> dict[str, str]:
    _book, sheet, columns, header = _sheet(path)
    return {
        sheet.cell(number, columns["Код"]).value: said
        for number in range(header + 1, sheet.max_row + 1)
        if (said := sheet.cell(number, columns["Что исправить"]).value)
    }
