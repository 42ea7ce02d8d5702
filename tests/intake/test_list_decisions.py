"""What a person decides on the page of a list, and how the list answers."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from organizations.models import Organization, SchoolList
from organizations.school_list.names import match_name
from tests import make
from tests.intake.make_lists import school_row

pytestmark = pytest.mark.django_db
State = SchoolList.State


@pytest.fixture
def send(client, staff):
    """Staff post to an address of a list; the list as it is afterwards."""
    client.force_login(staff)

    def sent(school_list, verb, data, **options):
        address = reverse(f"school-list-{verb}", args=[school_list.pk])
        sent.response = client.post(address, data, **options)
        school_list.refresh_from_db()
        return school_list

    return sent


@pytest.fixture
def known(vyazma):
    """A school known by its name only."""
    name = "МБОУ СОШ № 3 г. Вязьмы"
    return make.make_school(vyazma, name=name, match_name=match_name(name))


def test_a_mended_cell_is_read_instead_of_the_file(send, list_of):
    said = list_of(school_row(2, inn="123"))
    assert said.error_rows == 1
    send(said, "mend", {"row": [2], "cell-2-2": make.inn(2), "show": "errors"})
    assert (said.error_rows, said.new) == (0, 1)
    assert said.rows.get().inn == make.inn(2)
    assert send.response["Location"] == reverse("school-list-detail", args=[said.pk])


def test_a_cell_mended_wrongly_stays_in_the_list_of_errors(send, list_of):
    said = list_of(school_row(2, inn="123"))
    send(said, "mend", {"row": [2], "cell-2-2": "1234567890", "show": "errors", "page": "1"})
    assert said.error_rows == 1
    assert said.problems.get(is_error=True).value == "1234567890"
    assert send.response["Location"].endswith("?show=errors&page=1")


def test_only_cells_with_errors_can_be_written(send, list_of):
    said = list_of(school_row(2), school_row(3, inn="123"))
    send(said, "mend", {"row": [2, 3], "cell-2-1": "Другая", "cell-3-4": "7", "cell-3-x": "7"})
    assert not said.corrections.exists()


def test_a_row_left_out_can_be_put_back(send, list_of):
    said = list_of(school_row(2, inn="123"), school_row(3))
    send(said, "mend", {"row": [2], "leave-2": "on"})
    assert (said.error_rows, said.left_out, said.new) == (0, 1, 1)
    send(said, "put-back", {"row": [2]})
    assert (said.error_rows, said.left_out) == (1, 0)


def test_all_rows_with_errors_are_left_out_after_a_question(send, list_of, client):
    said = list_of(school_row(2, inn="123"), school_row(3, inn="124"), school_row(4))
    page = client.get(reverse("school-list-leave-out", args=[said.pk]))
    assert "Не включать 2 строки с ошибками" in page.content.decode()
    send(said, "leave-out", {})
    assert (said.error_rows, said.left_out, said.new) == (0, 2, 1)


def test_a_guess_is_the_same_school(send, list_of, known):
    said = list_of(school_row(3, pupils=999))
    assert said.undecided == 1
    send(said, "decide", {"row": [2], "answer-2": "same", "show": "guesses"})
    assert (said.undecided, said.changed, said.missing) == (0, 1, 0)


def test_a_guess_is_another_school(send, list_of, known):
    said = list_of(school_row(3, pupils=999))
    send(said, "decide", {"row": [2], "answer-2": "another"})
    assert (said.undecided, said.new, said.missing) == (0, 1, 1)
    send(said, "decide", {"row": [2], "answer-2": "same"})
    assert (said.new, said.changed) == (0, 1)


def test_saving_without_a_choice_says_so(send, list_of, known, client):
    said = list_of(school_row(3, pupils=999))
    send(said, "decide", {"row": [2], "show": "guesses"})
    assert said.undecided == 1
    page = client.get(reverse("school-list-detail", args=[said.pk]))
    assert "Ничего не выбрано" in page.content.decode()


def test_all_guesses_can_be_accepted_at_once(send, list_of, known):
    said = list_of(school_row(3, pupils=999), school_row(4))
    send(said, "decide", {"all_same": "yes"})
    assert (said.undecided, said.changed, said.new) == (0, 1, 1)


def test_a_wrong_number_of_a_guess_can_be_mended(send, list_of, vyazma):
    make.make_school(vyazma, name="МБОУ Гимназия", ogrn=make.ogrn(2))
    said = list_of(school_row(2, ogrn=make.ogrn(2)))
    assert said.rows.get().guess == "renamed"
    send(said, "decide", {"row": [2], "answer-2": "another"})
    assert said.undecided == 1, "its number says otherwise"
    send(said, "decide", {"row": [2], "cell-2-3": make.ogrn(9)})
    assert (said.undecided, said.new, said.missing) == (0, 1, 1)


def test_contacts_of_the_school_stay_unless_the_lists_are_taken(send, list_of, vyazma):
    make.make_school(
        vyazma, name="МБОУ СОШ № 2 г. Вязьмы", ogrn=make.ogrn(2), pupils=100,
        phone="+7 (48131) 2-00-00", own_contacts=["phone"],
    )  # fmt: skip
    said = list_of(
        school_row(2, more=["8 (48131) 9-99-99"]),
        headings=["Муниципалитет", "Наименование ОО", "ИНН", "ОГРН", "Численность", "Телефон"],
    )
    assert said.rows.get().kept == ["phone"]
    send(said, "contacts", {"row": [2], "contacts-2": "list", "show": "kept"})
    assert "phone" in said.rows.get().fields
    send(said, "contacts", {"row": [2], "contacts-2": "school"})
    assert said.rows.get().kept == ["phone"]


@pytest.fixture
def missing(vyazma, list_of):
    """A list of one school that does not name two others."""
    one, two = (make.make_school(vyazma, name=name) for name in ("Ближняя", "Дальняя"))
    said = list_of(school_row(2))
    return said, said.absent.get(organization=one), said.absent.get(organization=two)


def test_a_missing_school_is_closed_or_joined(send, missing):
    said, one, two = missing
    answers = {
        f"fate-{one.pk}-fate": "joined",
        f"fate-{one.pk}-closed_on": "2026-09-01",
        f"fate-{one.pk}-successor": two.organization_id,
        f"fate-{two.pk}-fate": "stays",
    }
    send(said, "missing", {"row": [one.pk, two.pk], "show": "missing"} | answers)
    assert said.unanswered == 0
    one.refresh_from_db()
    assert (one.fate, one.successor) == ("joined", two.organization)


def test_closing_needs_its_day_and_joining_its_successor(send, missing):
    said, one, two = missing
    answers = {f"fate-{one.pk}-fate": "joined", f"fate-{two.pk}-fate": "stays"}
    send(said, "missing", {"row": [one.pk, two.pk]} | answers)
    text = send.response.content.decode()
    assert "Укажите дату закрытия школы." in text
    assert "Укажите, к какой школе она присоединена." in text
    assert said.unanswered == 2, "nothing is saved by halves"


def test_a_school_is_not_joined_to_itself_or_elsewhere(send, missing):
    said, one, _two = missing
    for successor in (one.organization_id, make.make_school().pk, "x"):
        answers = {"fate": "joined", "closed_on": "2026-09-01", "successor": successor}
        named = {f"fate-{one.pk}-{name}": value for name, value in answers.items()}
        send(said, "missing", {"row": [one.pk]} | named)
        assert send.response.status_code == 200
    assert said.unanswered == 2


def test_the_rest_is_only_forgotten(send, missing):
    said, *_rows = missing
    send(said, "missing", {"the_rest": "yes"})
    assert said.unanswered == 0
    assert Organization.objects.filter(closed_on=None, level="school").count() == 2


def test_nothing_is_decided_of_a_list_that_has_gone_on(send, enter):
    said = enter(school_row(2))
    for verb in "decide mend contacts missing put-back leave-out check".split():
        send(said, verb, {"row": [2], "leave-2": "on", "the_rest": "yes"}, follow=True)
        assert send.response.status_code == 200
    assert said.state == State.APPLIED
    assert not said.decisions.exists()


def test_a_long_list_is_checked_by_the_worker(send, list_of, monkeypatch, run_jobs_on_commit):
    said = list_of(school_row(2, inn="123"), school_row(3))
    monkeypatch.setattr("resolution_tracker.intake.rechecking.ROWS_AT_ONCE", 1)
    with run_jobs_on_commit():
        send(said, "mend", {"row": [2], "leave-2": "on"})
        assert said.state == State.CHECKING
    said.refresh_from_db()
    assert (said.state, said.left_out, said.error_rows) == (State.CHECKED, 1, 0)


@pytest.mark.parametrize("text", ["\x00", "x" * 5000, " "])
def test_whatever_is_typed_is_taken_calmly(send, list_of, text):
    said = list_of(school_row(2, inn="123"), school_row(3))
    send(said, "mend", {"row": ["2", "x", str(2**70)], "cell-2-2": text})
    assert send.response.status_code == 302


def test_a_building_left_out_leaves_its_school(send, list_of):
    said = list_of(school_row(2), school_row(2, pupils="много"))
    assert (said.error_rows, said.new) == (1, 0)
    send(said, "mend", {"row": [3], "leave-3": "on"})
    assert (said.error_rows, said.left_out, said.new) == (0, 1, 1)


def test_of_two_rows_for_one_school_one_is_left_out(send, list_of, vyazma):
    make.make_school(vyazma, name="МБОУ СОШ № 2 г. Вязьмы", inn=make.inn(2), ogrn=make.ogrn(2))
    said = list_of(
        school_row(2, name="МБОУ Основная", inn="", ogrn=make.ogrn(2)),
        school_row(3, name="МБОУ Другая", inn=make.inn(2), ogrn=""),
    )
    assert said.error_rows == 1
    assert "относятся к одной школе" in said.problems.get(is_error=True).message
    send(said, "decide", {"row": [2], "answer-2": "leave_out"})
    assert (said.error_rows, said.left_out) == (0, 1)


def test_a_form_sent_after_the_session_ended_leads_back_to_the_list(client, list_of):
    """The address of the form speaks POST only: to come back to it after sign-in is a dead end."""
    said = list_of(school_row(2, inn="123"))
    page = "http://testserver" + reverse("school-list-detail", args=[said.pk])
    address = reverse("school-list-mend", args=[said.pk])
    response = client.post(address, {"row": [2]}, headers={"Referer": page})
    assert parse_qs(urlsplit(response.url).query)["next"] == [page]
    response = client.post(address, {"row": [2]}, headers={"Referer": "https://else.where/"})
    assert "else.where" not in response.url
