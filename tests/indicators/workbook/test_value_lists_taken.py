"""Workbooks of values shown: taken in, taken back, put away."""

import io

import openpyxl
import pytest
from django.urls import reverse

from directives.models import Status
from indicators import collecting, workflow
from indicators.asking import asked_of
from indicators.dealing import deal_out
from indicators.models import IndicatorReport, IndicatorValue, ReportStep, ValueList
from indicators.roll_up import roll_up, total
from tests import make
from tests.indicators import make_indicators as mk
from tests.indicators.workbook import sheets
from tests.indicators.workbook.sheets import NAME, kept

pytestmark = pytest.mark.django_db


def test_taken_values_are_a_draft_that_somebody_sends(client, send, report):
    value_list = send(["Ш-01", 5, 20], ["Ш-02", 6, 20], ["Ш-03", 4], ["Ш-04", 1, 3])
    answer = sheets.press(client, "apply", value_list)
    assert answer.url == reverse("value-list-detail", args=[value_list.pk])
    report.refresh_from_db()
    assert report.status == Status.IN_PROGRESS
    assert [entry.kind for entry in report.entries.all()] == [ReportStep.STARTED]
    assert kept(report)["Ш-01"] == (5, 20)
    page = client.get(answer.url).content.decode()
    assert "можно отправлять" in page


def test_what_is_missing_yet_is_said_after_taking_in(client, send):
    value_list = send(["Ш-01", 5, 20])
    sheets.press(client, "apply", value_list)
    page = client.get(reverse("value-list-detail", args=[value_list.pk])).content.decode()
    assert "не хватает 3 чисел" in page


def test_pressed_twice_it_is_taken_in_once(client, send, report):
    value_list = send(["Ш-01", 5, 20])
    sheets.press(client, "apply", value_list)
    sheets.press(client, "apply", value_list)
    assert [row.version for row in report.values.all()] == [1]
    assert report.entries.count() == 1


def test_what_a_municipality_fills_in_is_accepted_by_the_department(
    client, municipality, vyazma, collection, report
):
    client.force_login(municipality)
    line = [NAME, make.ogrn(2), "Ш-01", 5, 20]
    value_list = sheets.uploaded(client, sheets.table(line), collection, vyazma)
    sheets.press(client, "apply", value_list)
    assert report.values.get().updated_by == municipality
    assert report.entries.get().acting_organization == vyazma
    page = client.get(reverse("value-list-upload")).content.decode()
    assert "принимает Департамент" in page


def test_a_number_changed_meanwhile_is_shown_before_it_is_overwritten(client, send, report, school):
    value_list = send(["Ш-01", 5, 20])
    asked = asked_of(report)[0]
    workflow.keep_value(report=report, asked=asked, typed=workflow.Typed(9, 20), by=school,
                        at=make.moment())  # fmt: skip
    answer = sheets.press(client, "apply", value_list)
    assert kept(report)["Ш-01"] == (9, 20)
    page = client.get(answer.url).content.decode()
    assert "После проверки книги сохранённые числа изменились." in page
    assert sheets.outcomes(value_list) == {"Ш-01": "changed"}
    sheets.press(client, "apply", value_list)
    assert kept(report)["Ш-01"] == (5, 20)


def test_a_closed_period_takes_nothing(client, send, report, collection, school, a_school):
    value_list = send(["Ш-01", 5, 20])
    collecting.close_collection(collection=collection, by=None, at=make.moment())
    sheets.press(client, "apply", value_list)
    assert kept(report) == {}
    page = client.get(reverse("value-list-detail", args=[value_list.pk])).content.decode()
    assert "Период закрыт" in page
    again = sheets.upload(client, sheets.table([NAME, "", "Ш-01", 5, 20]), collection, a_school)
    assert again.status_code == 200
    assert ValueList.objects.count() == 1


def test_the_same_file_again_says_so(client, send):
    content = sheets.table([NAME, make.ogrn(2), "Ш-01", 5, 20])
    sheets.press(client, "apply", send(content=content))
    value_list = send(content=content)
    page = client.get(reverse("value-list-detail", args=[value_list.pk])).content.decode()
    assert "Изменений нет: числа из книги уже сохранены." in page
    assert "Точно такой же файл уже загружен" in page


def test_a_newer_file_puts_the_waiting_one_away(send):
    first = send(["Ш-01", 5, 20])
    send(["Ш-01", 6, 20])
    first.refresh_from_db()
    assert (first.state, first.rows.count()) == ("discarded", 0)


def test_undoing_gives_back_what_nobody_has_touched_since(client, send, report, school):
    rows = asked_of(report)
    for asked, numbers in zip(rows[:2], [(1, 20), (2, 20)], strict=True):
        workflow.keep_value(report=report, asked=asked, typed=workflow.Typed(*numbers), by=school,
                            at=make.moment())  # fmt: skip
    value_list = send(["Ш-01", 5, 20], ["Ш-02", 6, 20], ["Ш-03", 4])
    sheets.press(client, "apply", value_list)
    workflow.keep_value(report=report, asked=rows[1], typed=workflow.Typed(7, 20), by=school,
                        at=make.moment())  # fmt: skip
    sheets.press(client, "undo", value_list)
    assert kept(report) == {"Ш-01": (1, 20), "Ш-02": (7, 20)}
    value_list.refresh_from_db()
    assert value_list.state == "undone"
    assert sheets.messages_of(value_list) == ["Значение осталось: после загрузки его изменили."]
    page = client.get(reverse("value-list-detail", args=[value_list.pk])).content.decode()
    assert "Возвращено 2 значения. Осталось без изменения: 1." in page


def test_what_was_sent_stays_when_the_workbook_is_taken_back(client, send, report, school):
    value_list = send(["Ш-01", 5, 20], ["Ш-02", 6, 20], ["Ш-03", 4], ["Ш-04", 1, 3])
    sheets.press(client, "apply", value_list)
    workflow.submit(report=report, by=school, at=make.moment(), key=make.key())
    sheets.press(client, "undo", value_list)
    assert len(kept(report)) == 4
    assert set(sheets.messages_of(value_list)) == {"Значение осталось: отчёт «на проверке»."}


def test_a_workbook_is_put_away(client, send):
    value_list = send(["Ш-01", 5, 20])
    sheets.press(client, "discard", value_list)
    value_list.refresh_from_db()
    assert value_list.state == "discarded"
    assert "отклонена" in client.get(reverse("value-list-board")).content.decode()
    sheets.press(client, "apply", value_list)
    assert not IndicatorValue.objects.exists()


def test_figures_of_the_region_count_at_once(client, department, collection, a_school):
    client.force_login(department)
    book = sheets.opened(client.get(reverse("region-workbook", args=[collection.pk])))
    content = sheets.filled(book, {"Р-01": (15, 40)})
    value_list = sheets.uploaded(client, content, collection, "region")
    sheets.press(client, "apply", value_list)
    report = mk.report_of(collection, a_school, "uploaded")
    assert (report.status, report.entries.get().kind) == ("accepted", ReportStep.GIVEN)
    asked = list(collection.asked.filter(indicator__code="Р-01").select_related(
        "indicator", "definition"))  # fmt: skip
    rolled = total(roll_up(asked)[asked[0].pk].values())
    assert (rolled.numerator, rolled.denominator, rolled.bodies_in) == (15, 40, 1)
    sheets.press(client, "undo", value_list)
    assert total(roll_up(asked)[asked[0].pk].values()).bodies_in == 0
    assert report.entries.count() == 2


def test_only_the_region_uploads_for_the_region(client, municipality, collection):
    client.force_login(municipality)
    answer = sheets.upload(client, sheets.table(), collection, "region")
    assert answer.status_code == 200
    assert not ValueList.objects.exists()


def test_who_may_see_and_take_in_a_workbook(
    client, send, municipality, other_school, other_municipality, viewer, department, staff,
    school, outsider,
):  # fmt: skip
    value_list = send(["Ш-01", 5, 20])
    pages = [reverse(f"value-list-{name}", args=[value_list.pk]) for name in
             ("detail", "file", "errors")]  # fmt: skip
    found = {}
    people = [school, municipality, other_school, other_municipality, viewer, department, staff]
    for user in [*people, outsider]:
        client.force_login(user)
        codes = [sheets.code_of(client, address) for address in pages]
        codes += [client.get(reverse(f"value-list-{name}")).status_code for name in
                  ("board", "upload")]  # fmt: skip
        if user != school:
            codes.append(sheets.press(client, "apply", value_list).status_code)
        found[user.username] = codes
    no = [404, 404, 404]
    assert found == {
        "school": [200, 200, 200, 200, 200],
        "municipality": [*no, 200, 200, 404],
        "other_school": [*no, 200, 200, 404],
        "other_municipality": [*no, 200, 200, 404],
        "viewer": [*no, 404, 404, 404],
        "department": [200, 200, 200, 200, 200, 403],
        "staff": [200, 200, 200, 200, 200, 403],
        "outsider": [*no, 404, 404, 404],
    }
    assert IndicatorValue.objects.count() == 0


def test_the_page_asks_as_much_of_the_database_for_many_rows(
    client, municipality, vyazma, collection, django_assert_max_num_queries, no_query_per_row
):
    for _number in range(12):
        make.make_school(vyazma)
    deal_out(collection=collection, at=make.moment())
    client.force_login(municipality)
    content = sheets.content_of(
        client.get(reverse("municipality-workbook", args=[vyazma.pk, collection.pk]))
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    content = sheets.filled(book, {"Ш-01": (30, 20), "Ш-02": (5, 20), "Ш-03": (4,)})
    with django_assert_max_num_queries(60):
        value_list = sheets.uploaded(client, content, collection, vyazma)
    assert value_list.rows.count() == 13 * 4
    with django_assert_max_num_queries(30):
        client.get(reverse("value-list-detail", args=[value_list.pk]))
    with django_assert_max_num_queries(60):
        sheets.press(client, "apply", value_list)
    assert IndicatorReport.objects.filter(status="in_progress").count() == 13
    with django_assert_max_num_queries(40):
        client.get(reverse("value-list-detail", args=[value_list.pk]))
