"""What a person says of a list's table, columns and municipalities."""

import pytest
from django.core.files import File
from django.urls import reverse

from organizations.models import RememberedColumn
from resolution_tracker.intake.receiving import receive
from tests import make
from tests.intake.make_lists import school_row
from tests.school_list.sheets import HEADINGS, write_book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_query_per_row")]
ODD = ["Где", "Кто", "Код 1", "Код 2", "Дети"]
FIELDS = ["municipality", "full_name", "inn", "ogrn", "pupils"]
SAID = {f"column-{index}": field for index, field in enumerate(FIELDS)} | {"part": "columns"}


@pytest.fixture
def keeper(client, staff):
    client.force_login(staff)
    return staff


def page_of(response) -> str:
    return response.content.decode()


def columns(school_list) -> str:
    return reverse("school-list-columns", args=[school_list.pk])


def places(school_list) -> str:
    return reverse("school-list-places", args=[school_list.pk])


def test_columns_show_their_first_values_and_how_sure_the_guess_is(client, keeper, list_of):
    school_list = list_of(*[school_row(n) for n in range(1, 6)])
    page = page_of(client.get(columns(school_list)))
    assert all(value in page for value in (*HEADINGS, make.inn(1), make.inn(3), "обычное название"))
    assert make.inn(4) not in page


def test_what_is_said_is_done_and_remembered_for_the_next_file(client, keeper, list_of):
    first = list_of(school_row(1), headings=ODD)
    assert first.refusal
    page = page_of(client.get(columns(first)))
    assert "не распознан" in page
    assert "запомнен" not in page.replace("запоминается", "")
    response = client.post(columns(first), SAID)
    assert response.url == reverse("school-list-detail", args=[first.pk])
    first.refresh_from_db()
    assert (first.refusal, first.new) == ("", 1)
    assert first.municipality.short_name == "Вяземский округ"
    assert "указано вручную" in page_of(client.get(columns(first)))
    second = list_of(school_row(2), headings=ODD, at=make.moment(hour=13))
    assert (second.refusal, second.new) == ("", 1)
    assert "запомнено с прошлого файла" in page_of(client.get(columns(second)))


def test_two_columns_do_not_hold_the_same(client, keeper, list_of):
    school_list = list_of(school_row(1))
    page = page_of(client.post(columns(school_list), SAID | {"column-2": "ogrn"}))
    assert "указано для двух столбцов" in page
    assert 'aria-invalid="true"' in page
    assert not RememberedColumn.objects.exists()
    assert not school_list.columns.filter(is_chosen=True).exists()


def test_two_columns_change_places(client, keeper, list_of):
    school_list = list_of(school_row(1))
    client.post(columns(school_list), SAID | {"column-2": "ogrn", "column-3": "inn"})
    found = dict(school_list.columns.values_list("index", "field"))
    assert (found[2], found[3]) == ("ogrn", "inn")


def test_another_sheet_is_read(client, keeper, tmp_path, vyazma):
    path = write_book(tmp_path / "x.xlsx", [HEADINGS, school_row(1)], before=["Итоги"])
    with path.open("rb") as file:
        school_list = receive(File(file), name="x.xlsx", at=make.moment())
    assert (school_list.sheet, school_list.new) == ("Лист1", 1)
    said = {"part": "table", "sheet": "Итоги", "header_row": "", "scope": "all"}
    page = page_of(client.post(columns(school_list), said))
    assert 'role="alert"' in page
    school_list.refresh_from_db()
    assert (school_list.sheet, school_list.sheet_is_chosen, school_list.new) == ("Лист1", False, 1)
    client.post(columns(school_list), said | {"sheet": "Лист1"})
    school_list.refresh_from_db()
    assert school_list.new == 1


def test_a_header_is_pointed_at_and_looked_for_again(client, keeper, list_of):
    school_list = list_of(school_row(1), titles=[["Список", "на 2026 год"]])
    assert school_list.header_row == 2
    response = client.post(columns(school_list), {"part": "table", "header_row": 1, "scope": "all"})
    assert response.url == columns(school_list)
    school_list.refresh_from_db()
    assert (school_list.header_row, bool(school_list.refusal)) == (1, True)
    client.post(columns(school_list), {"part": "table", "header_row": "", "scope": "all"})
    school_list.refresh_from_db()
    assert (school_list.header_row, school_list.refusal) == (2, "")


@pytest.mark.parametrize("row", ["500", "0", "-1", "x", str(2**70)])
def test_a_header_that_is_not_there_is_said_so(client, keeper, list_of, row):
    school_list = list_of(school_row(1))
    said = {"part": "table", "header_row": row, "scope": "all"}
    response = client.post(columns(school_list), said)
    assert response.status_code == 200
    school_list.refresh_from_db()
    assert (school_list.header_row, school_list.header_is_chosen) == (1, False)


def test_another_scope_takes_the_place_of_the_list_that_waited_there(
    client, keeper, list_of, vyazma
):
    waiting = list_of(school_row(1), municipality=vyazma.municipality)
    whole = list_of(school_row(1), headings=ODD, at=make.moment(hour=13))
    said = {"part": "table", "header_row": "", "scope": vyazma.municipality.oktmo}
    client.post(columns(whole), said)
    waiting.refresh_from_db()
    whole.refresh_from_db()
    assert (waiting.state, whole.municipality) == ("replaced", vyazma.municipality)


def test_a_coordinator_does_not_choose_the_scope(client, municipality, list_of, vyazma):
    other = make.make_municipality("Чужой округ")
    school_list = list_of(school_row(1), municipality=vyazma.municipality)
    client.force_login(municipality)
    assert 'name="scope"' not in page_of(client.get(columns(school_list)))
    client.post(columns(school_list), {"part": "table", "scope": other.oktmo})
    school_list.refresh_from_db()
    assert school_list.municipality == vyazma.municipality


def test_an_applied_list_is_only_read(client, keeper, list_of, enter):
    school_list = list_of(school_row(1))
    enter(school_list)
    for address in (columns(school_list), places(school_list)):
        page = page_of(client.get(address))
        assert "<select" not in page
        assert "Сохранить и проверить" not in page
    client.post(columns(school_list), SAID)
    assert not RememberedColumn.objects.exists()


def test_unknown_and_uncertain_spellings_come_first_and_are_settled(client, keeper, list_of):
    gagarin = make.make_authority(make.make_municipality("Гагаринский округ")).municipality
    rows = [school_row(1), school_row(2, "Незнамский"), school_row(3, "Вяземскай округ")]
    school_list = list_of(*rows)
    page = page_of(client.get(places(school_list)))
    assert page.index("Незнамский") < page.index("Вяземскай") < page.index("известен</span>")
    unknown = school_list.places.get(spelling="Незнамский")
    response = client.post(places(school_list), {f"place-{unknown.pk}": gagarin.pk})
    assert response.url == reverse("school-list-detail", args=[school_list.pk])
    school_list.refresh_from_db()
    assert school_list.error_rows == 0
    assert school_list.rows.get(number=3).municipality == gagarin
    place = school_list.places.get(spelling="Незнамский")
    assert (place.municipality, place.is_chosen) == (gagarin, True)


@pytest.mark.parametrize("said", ["", "0", "x", str(2**70), "\x00"])
def test_no_choice_and_a_strange_one_change_nothing(client, keeper, list_of, said):
    school_list = list_of(school_row(1), school_row(2, "Незнамский"))
    unknown = school_list.places.get(municipality=None)
    client.post(places(school_list), {f"place-{unknown.pk}": said})
    school_list.refresh_from_db()
    assert school_list.error_rows == 1
    assert not school_list.places.filter(is_chosen=True).exists()


def test_spellings_are_paged(client, keeper, list_of, monkeypatch):
    monkeypatch.setattr("resolution_tracker.intake.views.places.PER_PAGE", 2)
    school_list = list_of(*[school_row(n, f"Неведомый {n}") for n in range(1, 6)])
    page = page_of(client.get(places(school_list)))
    assert page.count("<select") == 2
    assert page_of(client.get(places(school_list), {"page": 3})).count("<select") == 1


def test_a_list_without_municipalities_says_so(client, municipality, list_of, vyazma):
    rows = [school_row(1)[1:]]
    school_list = list_of(*rows, headings=HEADINGS[1:], municipality=vyazma.municipality)
    client.force_login(municipality)
    assert "муниципалитет не указан" in page_of(client.get(places(school_list)))


def test_pages_take_a_fixed_number_of_queries(
    client, keeper, list_of, django_assert_max_num_queries
):
    rows = [school_row(n, f"Неведомый {n}") for n in range(1, 30)]
    school_list = list_of(*rows, headings=[*HEADINGS, *[f"Графа {n}" for n in range(30)]])
    with django_assert_max_num_queries(12):
        client.get(columns(school_list))
    with django_assert_max_num_queries(12):
        client.get(places(school_list))


def test_a_text_file_has_no_sheet_to_name(client, keeper, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("1;2;3\n4;5;6\n", encoding="utf-8")
    with path.open("rb") as file:
        said = receive(File(file), name=path.name, at=make.moment())
    page = page_of(client.get(columns(said)))
    assert "Названия столбцов в строке 1." in page
    assert "Лист «»" not in page
