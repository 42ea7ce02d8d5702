"""Workbooks of values on their way in: read, judged by the rules, marked."""

import pytest
from django.urls import reverse

from indicators import workflow
from indicators.asking import asked_of
from indicators.dealing import deal_out
from indicators.models import ValueList
from tests import make
from tests.indicators import make_indicators as mk
from tests.indicators.workbook import sheets
from tests.indicators.workbook.sheets import NAME, kept
from tests.school_list import hostile

pytestmark = pytest.mark.django_db


def test_values_are_shown_before_they_are_taken(client, send, report, no_query_per_row):
    value_list = send(["Ш-01", 5, 20], ["Ш-03", 4])
    page = client.get(reverse("value-list-detail", args=[value_list.pk])).content.decode()
    assert "В книге 2 значения к приёму." in page
    assert "Принять 2 значения" in page
    assert kept(report) == {}
    assert value_list.state == "checked"


# What a row says, what is said of it, and under which heading.
MISTAKES = [
    (["Ш-99", 5, 20], "Показателя с таким кодом нет.", "Код"),
    (["Р-01", 5, 20], "Этот показатель в этой книге не запрашивается.", "Код"),
    (["", 5, 20], "Не указан код показателя.", "Код"),
    (["Ш-01", "десять", 20], "Введите целое число цифрами; слова пишут в пояснении.", "Числитель"),
    (["Ш-01", -1, 20], "Число не может быть меньше нуля.", "Числитель"),
    (["Ш-01", 2.5, 20], "Введите целое число, без дробной части.", "Числитель"),
    (["Ш-01", "25 %", 20], "Введите само число, а не процент.", "Числитель"),
    (["Ш-01", "#ССЫЛКА!", 20], "Введите само число, а не формулу.", "Числитель"),
    (["Ш-01", 10**12, 20], "Слишком большое число: проверьте его.", "Числитель"),
    (["Ш-01", None, None, "забыли"], "Выберите причину из списка или оставьте ячейку пустой.",
     "Почему нет числа"),
    (["Ш-01", 5, 20, "", "о" * 1001], "Длиннее 1000 знаков: сократите.", "Пояснение"),
    (["Ш-01", 30, 20], "Числитель (30) больше знаменателя (20).", "Числитель"),
    (["Ш-01", 5], "Введите знаменатель.", "Знаменатель"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "message", "heading"), MISTAKES)
def test_a_bad_row_is_refused_and_the_others_are_not(send, row, message, heading):
    value_list = send(row, ["Ш-03", 4])
    problem = value_list.problems.get()
    assert (problem.row, problem.column, problem.is_error) == (2, heading, True)
    assert problem.message == message
    assert [one.outcome for one in value_list.rows.all()] == ["refused", "new"]


def test_a_row_that_stands_twice_is_refused_both_times(send):
    value_list = send(["Ш-01", 5, 20], ["ш - 01", 6, 20])
    assert [row.outcome for row in value_list.rows.all()] == ["refused", "refused"]
    assert "в строке 3." in sheets.messages_of(value_list)[0]


def test_what_a_school_does_not_teach_is_not_taken(send, a_school):
    a_school.education_levels = ["noo", "ooo"]
    a_school.save()
    value_list = send(["Ш-04", 1, 3])
    assert sheets.messages_of(value_list) == ["Этот показатель у организации не запрашивается."]


def test_unequal_denominators_are_marked_in_both_rows(send):
    value_list = send(["Ш-01", 5, 20], ["Ш-02", 6, 21])
    assert sheets.outcomes(value_list) == {"Ш-01": "refused", "Ш-02": "refused"}


def test_a_file_is_judged_together_with_what_is_kept(send, report, school):
    rows = {row.indicator.code: row for row in asked_of(report)}
    workflow.keep_value(report=report, asked=rows["Ш-02"], typed=workflow.Typed(6, 21), by=school,
                        at=make.moment())  # fmt: skip
    assert sheets.outcomes(send(["Ш-01", 5, 20])) == {"Ш-01": "refused"}


def test_a_jump_is_asked_about_and_taken(client, send, a_school, school, municipality):
    before = make.make_period(number=3, school_year=2025)
    earlier = mk.report_of(mk.make_collection(before), a_school)
    mk.accept(earlier, school, municipality, (5, 20), (5, 20), (4, None), (1, 2))
    value_list = send(["Ш-01", 19, 20])
    problem = value_list.problems.get()
    assert (problem.column, problem.is_error) == ("Пояснение", False)
    assert sheets.outcomes(value_list) == {"Ш-01": "new"}


def test_an_empty_row_changes_nothing(client, send, report, school):
    mk.fill(report, school, (5, 20), (6, 20), (4, None), (1, 3))
    value_list = send(["Ш-01", None, 20], ["Ш-02", 7, 20])
    assert sheets.outcomes(value_list) == {"Ш-01": "blank", "Ш-02": "changed"}
    sheets.press(client, "apply", value_list)
    assert (kept(report)["Ш-01"], kept(report)["Ш-02"]) == ((5, 20), (7, 20))


def test_a_sent_report_takes_no_other_number(send, report, school):
    mk.send(report, school, (5, 20), (6, 20), (4, None), (1, 3))
    value_list = send(["Ш-01", 5, 20], ["Ш-02", 7, 20])
    assert sheets.outcomes(value_list) == {"Ш-01": "same", "Ш-02": "refused"}
    text = "Отчёт уже «на проверке», и в нём сохранено другое число."
    assert sheets.messages_of(value_list) == [text]


def test_two_bad_cells_are_marked_in_the_own_file_mended_and_taken(client, send, report, a_school):
    client.force_login(report.organization.memberships.get().user)
    book = sheets.opened(client.get(reverse("report-workbook", args=[report.pk])))
    numbers = {"Ш-01": (30, 20), "Ш-02": ("шесть", 20), "Ш-03": (4,), "Ш-04": (1, 3)}
    value_list = send(content=sheets.filled(book, numbers))
    assert sheets.outcomes(value_list) == {
        "Ш-01": "refused", "Ш-02": "refused", "Ш-03": "new", "Ш-04": "new",
    }  # fmt: skip
    marked = sheets.opened(client.get(reverse("value-list-errors", args=[value_list.pk])))
    sheet = marked.active
    at = sheets.header_of(sheet)
    assert "больше знаменателя" in sheet.cell(5, at["Что исправить"]).value
    assert sheet.cell(6, at["Числитель"]).comment is not None
    mended = {"Ш-01": (13, 20), "Ш-02": (6, 20)}
    value_list = send(content=sheets.filled(marked, mended))
    assert set(sheets.outcomes(value_list).values()) == {"new"}
    sheets.press(client, "apply", value_list)
    assert kept(report) == {
        "Ш-01": (13, 20), "Ш-02": (6, 20), "Ш-03": (4, None), "Ш-04": (1, 3),
    }  # fmt: skip


def test_a_csv_with_titles_and_other_columns_is_understood(client, send, report):
    headings = ["№", "Школа", "код показателя", "Прим.", "ЧИСЛИТЕЛЬ", "Знаменатель ", "Причина"]
    rows = [
        ["", "Сводка за квартал"],
        ["№", *headings[1:]],
        ["1", NAME, "Ш-01", "x", "1 005", "2005", ""],
        ["", "Итого:", "", "", "1005", "2005", ""],
    ]
    value_list = send(content=sheets.csv_table(*rows, headings=["Отчёт"]))
    assert (value_list.header_row, value_list.rows.count()) == (3, 1)
    sheets.press(client, "apply", value_list)
    assert kept(report) == {"Ш-01": (1005, 2005)}


def test_text_that_looks_like_a_formula_is_kept_as_text(client, send, report):
    line = [NAME, make.ogrn(2), "Ш-01", "5", "20", "", "'=1+1"]
    value_list = send(content=sheets.csv_table(line))
    sheets.press(client, "apply", value_list)
    assert report.values.get().explanation == "=1+1"


def test_somebody_elses_school_is_not_taken(send, other_school, collection):
    body = other_school.memberships.get().organization
    deal_out(collection=collection, at=make.moment())
    content = sheets.table([body.name, "", "Ш-01", 5, 20], [NAME, make.ogrn(9), "Ш-01", 5, 20])
    value_list = send(content=content)
    text = "Этой организации нет среди тех, чьи показатели вы загружаете."
    assert sheets.messages_of(value_list) == [text, text]


def test_two_schools_of_one_name_are_told_apart_by_their_ogrn(
    client, municipality, vyazma, collection
):
    make.make_school(vyazma, name=NAME, ogrn=make.ogrn(3))
    deal_out(collection=collection, at=make.moment())
    client.force_login(municipality)
    rows = [NAME, "", "Ш-01", 5, 20], [NAME, make.ogrn(3), "Ш-01", 5, 20]
    value_list = sheets.uploaded(client, sheets.table(*rows), collection, vyazma)
    assert [row.outcome for row in value_list.rows.all()] == ["refused", "new"]
    assert sheets.messages_of(value_list) == ["Так называются несколько организаций: укажите ОГРН."]


HOSTILE = {
    "empty": (b"", "Файл пуст"),
    "page": (b"<html><table><tr><td>1</td></tr></table></html>", "Это веб-страница или XML"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "Это не электронная таблица"),
    "far": (hostile.far_cell(), "показатели.xlsx"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_and_nothing_is_kept(
    client, school, collection, a_school, kind, tmp_path
):
    content, sentence = HOSTILE[kind]
    client.force_login(school)
    answer = sheets.upload(client, content, collection, a_school)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not ValueList.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_table_without_our_columns_is_refused_with_a_sentence(
    client, school, collection, a_school
):
    client.force_login(school)
    answer = sheets.upload(client, sheets.table(headings=["Школа", "ИНН"]), collection, a_school)
    assert "Не найден заголовок" in answer.content.decode()


def test_too_many_rows_are_refused_with_a_sentence(client, school, collection, a_school):
    client.force_login(school)
    content = sheets.csv_table(*([NAME, "", "Ш-01", 5, 20] for _number in range(10_001)))
    answer = sheets.upload(client, content, collection, a_school)
    assert "больше 10 000 строк" in answer.content.decode()


def test_a_workbook_of_another_period_is_told_by_its_codes(client, school, collection, a_school):
    mk.make_indicator("Г-01", frequency="year")
    mk.make_collection(make.make_period(kind="year", starts_on=collection.period.starts_on))
    client.force_login(school)
    content = sheets.table([NAME, make.ogrn(2), "г - 01", 5, 20])
    answer = sheets.upload(client, content, collection, a_school)
    assert "Похоже, это файл за" in answer.content.decode()
    assert not ValueList.objects.exists()
    both = sheets.table([NAME, make.ogrn(2), "Г-01", 5, 20], [NAME, make.ogrn(2), "Ш-03", 4])
    assert sheets.outcomes(sheets.uploaded(client, both, collection, a_school)) == {
        "Г-01": "refused", "Ш-03": "new"
    }  # fmt: skip
