"""The page of a list: where it is, what it says, and the one next step."""

import pytest
from django.urls import reverse

from organizations.models import SchoolList
from organizations.school_list.names import match_name
from tests import make
from tests.intake.make_lists import school_row

pytestmark = pytest.mark.django_db
State = SchoolList.State


@pytest.fixture
def page(client, staff):
    """Staff look at a part of a list's page."""
    client.force_login(staff)

    def looked(school_list, show="", **query):
        address = reverse("school-list-detail", args=[school_list.pk])
        return client.get(address, query | ({"show": show} if show else {}))

    return looked


@pytest.fixture
def messy(vyazma, list_of):
    """A bad ИНН in row 2, a guess in 3, a change in 4, a new school in 5; one school missing."""
    make.make_school(
        vyazma, name="МБОУ СОШ № 3 г. Вязьмы", match_name=match_name("СОШ № 3 г. Вязьмы")
    )
    make.make_school(vyazma, name="МБОУ СОШ № 4 г. Вязьмы", ogrn=make.ogrn(4), pupils=1)
    make.make_school(vyazma, name="МБОУ Забытая СОШ")
    return list_of(
        school_row(2, inn="123"),
        school_row(3, name="СОШ № 3 г. Вязьмы"),
        school_row(4, pupils=50),
        school_row(5),
        ["Итого", "", "", "", 250],
        municipality=vyazma.municipality,
    )


def test_the_page_says_the_first_thing_that_waits(page, messy):
    preview = page(messy).context["preview"]
    assert (preview.step, preview.show) == ("errors", "errors")
    assert preview.waiting == {"errors": 1, "guesses": 1, "missing": 1}


def test_a_change_is_shown_field_by_field(page, messy):
    text = page(messy, "changed").content.decode()
    assert "Численность" in text or "обучающихся" in text.lower()
    assert "<del>1</del> → <ins>50</ins>" in text


def test_errors_stand_beside_their_cells_with_the_sheets_own_row(page, messy):
    text = page(messy, "errors").content.decode()
    assert "Строка 2" in text
    assert 'name="cell-2-2" value="123"' in text


def test_a_guess_stands_beside_the_known_school(page, messy):
    text = page(messy, "guesses").content.decode()
    assert 'name="answer-3"' in text
    assert "МБОУ СОШ № 3 г. Вязьмы" in text


def test_rows_that_are_no_schools_are_shown_with_the_reason(page, messy):
    assert "Итого" in page(messy, "dropped").content.decode()


@pytest.mark.parametrize(
    "show", "errors guesses missing new changed unchanged kept warnings left_out dropped".split()
)
def test_each_part_opens_full_and_empty(page, messy, list_of, show):
    assert page(messy, show).status_code == 200
    assert page(list_of(school_row(7)), show, page="99999999999999999999").status_code == 200


def test_an_applied_list_shows_what_was_known_before(page, enter, vyazma):
    make.make_school(vyazma, name="МБОУ СОШ № 4 г. Вязьмы", ogrn=make.ogrn(4), pupils=1)
    applied = enter(school_row(4, pupils=50), school_row(5))
    assert applied.state == State.APPLIED
    assert "<del>1</del> → <ins>50</ins>" in page(applied, "changed").content.decode()
    assert page(applied).context["preview"].step == "applied"


def test_strange_questions_are_answered_with_the_page(page, messy):
    for show in ("nothing", "-1", "'"):
        assert page(messy, show, page=show).status_code == 200


@pytest.mark.parametrize(
    "show", "errors guesses missing new changed unchanged kept warnings dropped".split()
)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    page, vyazma, list_of, show, django_assert_max_num_queries
):
    for n in range(40):
        name = f"МБОУ СОШ № {n + 100} г. Вязьмы"
        fields = {"ogrn": make.ogrn(n + 100)} if n % 2 else {"match_name": match_name(name)}
        make.make_school(vyazma, name=name, own_contacts=["phone"], **fields)
        make.make_school(vyazma)
    rows = [school_row(n + 100) for n in range(40)]
    rows += [school_row(n + 200, inn="1") for n in range(40)]
    rows += [school_row(n + 300, place="Вяземский", more=[]) for n in range(40)]
    long = list_of(*rows)
    with django_assert_max_num_queries(15):
        assert page(long, show).status_code == 200


def test_a_list_without_names_asks_for_its_columns(page, list_of):
    said = list_of([1, 2], [3, 4], headings=["Номер", "Численность обучающихся"])
    text = page(said).content.decode()
    assert said.refusal in text
    assert reverse("school-list-columns", args=[said.pk]) in text


def test_a_list_that_was_replaced_leads_to_the_newer_one(page, list_of, vyazma):
    old = list_of(school_row(2), municipality=vyazma.municipality)
    new = list_of(school_row(3), municipality=vyazma.municipality, name="new.xlsx", replaces=old)
    old.refresh_from_db()
    assert old.state == State.REPLACED
    for show in ("", "errors"):
        assert reverse("school-list-detail", args=[new.pk]) in page(old, show).content.decode()


def test_a_list_says_whose_list_it_took_the_place_of(page, list_of, vyazma, municipality):
    """The one that waited is another person's: neither page keeps silent about it."""
    options = {"municipality": vyazma.municipality}
    old = list_of(school_row(2), by=municipality, name="theirs.xlsx", **options)
    new = list_of(school_row(3), name="new.xlsx", **options)
    text = page(new).content.decode()
    assert "theirs.xlsx" in text
    assert municipality.short_name in text
    assert reverse("school-list-detail", args=[new.pk]) in page(old).content.decode()


def test_a_list_being_checked_shows_how_far_it_is(page, list_of):
    said = list_of(school_row(2))
    SchoolList.objects.filter(pk=said.pk).update(state=State.CHECKING)
    text = page(said, "errors").content.decode()
    assert "<progress" in text
    assert "Ждёт своей очереди" in text


@pytest.mark.parametrize("verb", ["errors", "letter", "undo", "missing", "leave-out", "progress"])
def test_pages_that_have_nothing_to_say_lead_back(client, staff, list_of, verb):
    said = list_of([1, 2], headings=["Номер", "Численность обучающихся"])
    client.force_login(staff)
    response = client.get(reverse(f"school-list-{verb}", args=[said.pk]))
    detail = reverse("school-list-detail", args=[said.pk])
    assert response["Location"].startswith(detail)


def test_pages_ask_no_question_a_row(page, messy, no_query_per_row):
    for show in "errors guesses missing new changed kept left_out dropped".split():
        assert page(messy, show).status_code == 200
