"""The board of all municipalities and the history of uploads."""

from datetime import timedelta

import pytest
from django.urls import reverse

from organizations.models import SchoolList
from resolution_tracker.intake import take_back, take_in
from resolution_tracker.intake.board import Stage, lines_of
from tests import make
from tests.intake.make_lists import school_row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_query_per_row")]
BOARD = reverse("school-list-board")
HISTORY = reverse("school-list-history")


@pytest.fixture
def gagarin(db):
    return make.make_authority(make.make_municipality("Гагаринский округ")).municipality


def stages() -> dict[str, Stage]:
    places = SchoolList.municipality.field.related_model.objects.all()
    return {line.municipality.short_name: line.stage for line in lines_of(places)}


def page_of(response) -> str:
    return response.content.decode()


def test_the_way_of_a_list_on_the_board(list_of, vyazma, gagarin):
    place, at = vyazma.municipality, make.moment()
    assert stages() == {"Вяземский округ": Stage.NOTHING, "Гагаринский округ": Stage.NOTHING}
    wrong = list_of(school_row(1, inn="123"), municipality=place, at=at)
    assert (wrong.error_rows, stages()["Вяземский округ"]) == (1, Stage.ERRORS)
    right = list_of(school_row(1), municipality=place, at=at + timedelta(hours=1))
    assert stages() == {"Вяземский округ": Stage.SENT, "Гагаринский округ": Stage.NOTHING}
    take_in.queue(right, by=None)
    take_in.apply_list(right.pk, at=at + timedelta(hours=2))
    assert stages()["Вяземский округ"] == Stage.APPLIED
    right.refresh_from_db()
    take_back.queue_undo(right, by=None)
    take_back.undo_list(right.pk, at=at + timedelta(hours=3))
    assert stages()["Вяземский округ"] == Stage.NOTHING


def test_a_list_of_all_stands_for_those_it_names(list_of, vyazma, gagarin):
    make.make_municipality("Пустой округ")
    list_of(school_row(1), school_row(2, "Гагаринский округ", inn="12"))
    assert stages() == {
        "Вяземский округ": Stage.SENT,
        "Гагаринский округ": Stage.ERRORS,
        "Пустой округ": Stage.NOTHING,
    }


def test_a_later_list_of_all_that_names_fewer_leaves_the_others_applied(list_of, vyazma, gagarin):
    at = make.moment()
    for hours, rows in enumerate(
        ([school_row(1), school_row(2, "Гагаринский округ")], [school_row(3)])
    ):
        said = list_of(*rows, at=at + timedelta(hours=hours), name=f"{hours}.xlsx")
        said.absent.update(fate="stays")
        take_in.queue(said, by=None)
        take_in.apply_list(said.pk, at=at + timedelta(hours=hours))
    assert set(stages().values()) == {Stage.APPLIED}


def test_a_newer_list_of_one_counts_before_that_of_all(list_of, vyazma, gagarin):
    at = make.moment()
    list_of(school_row(1), school_row(2, "Гагаринский округ", inn="12"), at=at)
    list_of(school_row(2, "Гагаринский округ"), municipality=gagarin, at=at + timedelta(hours=1))
    assert stages()["Гагаринский округ"] == Stage.SENT


def test_a_list_whose_columns_are_unknown_is_with_errors(list_of, vyazma):
    rows = [["a", "b"], ["c", "d"]]
    school_list = list_of(*rows, headings=["Ы", "Ъ"], municipality=vyazma.municipality)
    assert school_list.refusal
    assert stages()["Вяземский округ"] == Stage.ERRORS


def test_staff_see_all_and_choose_a_state_by_the_address(client, staff, list_of, vyazma, gagarin):
    list_of(school_row(1, "Гагаринский округ"), municipality=gagarin, by=staff)
    client.force_login(staff)
    page = page_of(client.get(BOARD))
    assert "Вяземский округ" in page
    assert "1 из 2" in page
    page = page_of(client.get(BOARD, {"state": "sent"}))
    assert "Вяземский округ" not in page
    assert "Гагаринский округ" in page
    assert "Таких муниципалитетов нет" in page_of(client.get(BOARD, {"state": "applied"}))
    assert "Вяземский округ" in page_of(client.get(BOARD, {"state": "\x01"}))


def test_a_coordinator_sees_their_own_alone(client, municipality, list_of, vyazma, gagarin):
    whole = list_of(school_row(1), school_row(2, "Гагаринский округ"))
    client.force_login(municipality)
    page = page_of(client.get(BOARD))
    assert "Вяземский округ" in page
    assert "Гагаринский округ" not in page
    assert reverse("school-list-detail", args=[whole.pk]) not in page


def test_the_board_takes_a_fixed_number_of_queries(
    client, staff, list_of, vyazma, django_assert_max_num_queries
):
    for n in range(1, 8):
        place = make.make_authority(make.make_municipality(f"Округ-{n}")).municipality
        by = make.make_user()
        list_of(school_row(n, place.short_name), municipality=place, by=by)
    list_of(school_row(20), school_row(21, "Округ-1"))
    client.force_login(staff)
    with django_assert_max_num_queries(12):
        client.get(BOARD)
    with django_assert_max_num_queries(12):
        client.get(HISTORY)


def test_the_history_keeps_files_and_filters_by_the_address(
    client, staff, list_of, vyazma, gagarin
):
    first = list_of(school_row(1), municipality=vyazma.municipality, name="первый.xlsx", by=staff)
    list_of(school_row(2), municipality=vyazma.municipality, name="второй.xlsx")
    list_of(school_row(3, "Гагаринский округ"), municipality=gagarin, name="третий.xlsx")
    client.force_login(staff)
    page = page_of(client.get(HISTORY))
    assert all(name in page for name in ("первый", "второй", "третий", first.sha256))
    page = page_of(client.get(HISTORY, {"municipality": vyazma.municipality.oktmo}))
    assert "третий" not in page
    page = page_of(client.get(HISTORY, {"state": "replaced"}))
    assert "первый" in page
    assert "второй" not in page
    assert "Таких списков нет" in page_of(client.get(HISTORY, {"municipality": "all"}))
    assert "Таких списков нет" in page_of(client.get(HISTORY, {"state": "никакое"}))


def test_the_history_of_a_coordinator_is_their_own(client, municipality, list_of, vyazma, gagarin):
    list_of(school_row(1), municipality=vyazma.municipality, name="первый.xlsx")
    list_of(school_row(3, "Гагаринский округ"), municipality=gagarin, name="третий.xlsx")
    client.force_login(municipality)
    page = page_of(client.get(HISTORY))
    assert "первый" in page
    assert "третий" not in page


def test_the_history_is_paged(client, staff, list_of, monkeypatch):
    monkeypatch.setattr("resolution_tracker.intake.views.history.PER_PAGE", 2)
    for n in range(1, 4):
        list_of(school_row(n), name=f"файл{n}.xlsx", at=make.moment() + timedelta(hours=n))
    client.force_login(staff)
    page = page_of(client.get(HISTORY))
    assert "файл3" in page
    assert "файл1" not in page
    assert "файл1" in page_of(client.get(HISTORY, {"page": 2}))


def test_the_kept_file_is_given_back_as_it_came(client, municipality, list_of, vyazma):
    school_list = list_of(school_row(1), municipality=vyazma.municipality, name="школы Вязьмы.xlsx")
    client.force_login(municipality)
    response = client.get(reverse("school-list-file", args=[school_list.pk]))
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "%D1%88%D0%BA%D0%BE%D0%BB%D1%8B" in response["Content-Disposition"]


def test_a_file_that_is_gone_is_not_found(client, staff, list_of):
    school_list = list_of(school_row(1))
    school_list.file.storage.delete(school_list.file.name)
    client.force_login(staff)
    assert client.get(reverse("school-list-file", args=[school_list.pk])).status_code == 404


def test_a_list_is_discarded_after_a_question(client, municipality, list_of, vyazma):
    school_list = list_of(school_row(1), municipality=vyazma.municipality)
    client.force_login(municipality)
    address = reverse("school-list-discard", args=[school_list.pk])
    assert "Отклонить список" in page_of(client.get(address))
    school_list.refresh_from_db()
    assert school_list.state == "checked"
    assert client.post(address).url == BOARD
    school_list.refresh_from_db()
    assert school_list.state == "discarded"
    assert not school_list.rows.exists()
    assert school_list.file.storage.exists(school_list.file.name)


def test_a_confirmed_list_is_no_longer_the_coordinators(client, municipality, list_of, vyazma):
    school_list = list_of(school_row(1), municipality=vyazma.municipality)
    SchoolList.objects.update(state="confirmed", confirmed_at=make.moment())
    client.force_login(municipality)
    for name in ("discard", "columns", "places"):
        client.post(reverse(f"school-list-{name}", args=[school_list.pk]), {"part": "columns"})
    school_list.refresh_from_db()
    assert school_list.state == "confirmed"
    assert not school_list.columns.filter(is_chosen=True).exists()
