"""Confirmed by the municipality, applied and undone by staff, on the page of the list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directives.models import Assignment
from organizations.models import Organization, SchoolList
from tests import make
from tests.intake.make_lists import problems_of, receive_file, school_row
from tests.jobs import run_jobs
from tests.school_list.sheets import HEADINGS

pytestmark = pytest.mark.django_db
State = SchoolList.State


@pytest.fixture
def post(client):
    """A person posts to an address of a list; the list as it is afterwards."""

    def posted(user, school_list, verb, data=None):
        client.force_login(user)
        address = reverse(f"school-list-{verb}", args=[school_list.pk])
        posted.response = client.post(address, data or {})
        school_list.refresh_from_db()
        return school_list

    return posted


@pytest.fixture
def ready(vyazma, list_of):
    """Two new schools of Вяземский округ; an item is on control."""
    make.make_published("school")
    return list_of(school_row(2), school_row(3), municipality=vyazma.municipality)


def test_a_coordinator_confirms_and_takes_it_back(post, ready, municipality):
    post(municipality, ready, "confirm")
    assert (ready.state, ready.confirmed_by) == (State.CONFIRMED, municipality)
    post(municipality, ready, "check")
    assert ready.state == State.CONFIRMED, "confirmed: it is changed no more"
    post(municipality, ready, "confirm")
    assert (ready.state, ready.confirmed_by) == (State.CHECKED, None)


def test_an_unready_list_is_not_confirmed(post, list_of, vyazma, municipality):
    said = list_of(school_row(2, inn="1"), municipality=vyazma.municipality)
    post(municipality, said, "confirm")
    assert said.state == State.CHECKED


def test_applying_is_for_staff(post, ready, municipality, staff, client):
    post(municipality, ready, "apply")
    assert post.response.status_code == 403
    post(municipality, ready, "undo")
    assert post.response.status_code == 403
    post(staff, ready, "confirm")
    assert post.response.status_code == 403


def test_staff_apply_what_was_confirmed(post, ready, municipality, staff, client):
    post(municipality, ready, "confirm")
    post(staff, ready, "apply")
    assert (ready.state, ready.applied_by) == (State.QUEUED, staff)
    detail = reverse("school-list-detail", args=[ready.pk])
    assert "Ждёт своей очереди" in client.get(detail).content.decode()
    run_jobs()
    ready.refresh_from_db()
    assert (ready.state, ready.dealt_out) == (State.APPLIED, 2)
    assert "Список применён" in client.get(detail).content.decode()


def test_progress_is_a_fragment_that_ends_with_the_page(post, ready, staff, client):
    address = reverse("school-list-progress", args=[ready.pk])
    post(staff, ready, "apply")
    assert client.get(address).status_code == 302
    bar = client.get(address, headers={"HX-Request": "true"})
    assert b"<progress" in bar.content
    assert b"<html" not in bar.content
    run_jobs()
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_list_with_errors_is_not_applied_and_says_why(post, list_of, staff, client):
    said = list_of(school_row(2, inn="1"))
    post(staff, said, "apply")
    assert said.state == State.CHECKED
    page = client.get(post.response["Location"])
    assert "В списке есть ошибки" in page.content.decode()


def test_a_list_overtaken_by_changes_is_checked_again(post, ready, vyazma, staff, client):
    post(staff, ready, "apply")
    make.make_school(vyazma, ogrn=make.ogrn(2))
    run_jobs()
    ready.refresh_from_db()
    assert (ready.state, bool(ready.not_applied)) == (State.CHECKED, True)
    page = client.get(reverse("school-list-detail", args=[ready.pk])).content.decode()
    assert "Проверить ещё раз" in page
    assert "Применить список" not in page, "it would be refused once more: one next step"
    post(staff, ready, "check")
    assert (ready.not_applied, ready.new) == ("", 1)


def test_undoing_says_what_it_would_do_and_does_it(post, ready, staff, client):
    post(staff, ready, "apply")
    run_jobs()
    address = reverse("school-list-undo", args=[ready.pk])
    page = client.get(address)
    assert page.context["cancelled"] == 2
    assert len(page.context["ahead"].brought) == 2
    post(staff, ready, "undo")
    assert ready.state == State.UNDOING
    run_jobs()
    ready.refresh_from_db()
    assert (ready.state, ready.cancelled) == (State.UNDONE, 2)
    assert not Assignment.objects.open().exists()
    assert client.get(address).status_code == 302


def test_what_cannot_be_undone_is_listed_with_the_reason(post, ready, staff, client):
    post(staff, ready, "apply")
    run_jobs()
    school = Organization.objects.get(ogrn=make.ogrn(2))
    make.make_user("somebody", school)
    page = client.get(reverse("school-list-undo", args=[ready.pk])).content.decode()
    assert str(school) in page
    assert "1 школа останется как есть" in page


def test_undoing_asks_a_fixed_number_of_questions(
    post, list_of, staff, client, django_assert_max_num_queries
):
    said = list_of(*[school_row(n) for n in range(2, 42)])
    post(staff, said, "apply")
    run_jobs()
    for school in Organization.objects.exclude(ogrn=""):
        make.make_user(f"user-{school.pk}", school)
    with django_assert_max_num_queries(15):
        client.get(reverse("school-list-undo", args=[said.pk]))


def test_what_waits_for_a_dead_worker_says_so(post, ready, staff, client):
    post(staff, ready, "apply")
    ready.progress.at = timezone.now() - timedelta(hours=1)
    ready.progress.save()
    page = client.get(reverse("school-list-detail", args=[ready.pk])).content.decode()
    assert "Фоновые задания сейчас никто не выполняет" in page


def test_the_marked_file_and_the_letter(list_of, staff, client, tmp_path):
    said = list_of(school_row(2, inn="123"), name="Вязьма.xlsx")
    client.force_login(staff)
    response = client.get(reverse("school-list-errors", args=[said.pk]))
    content = b"".join(response.streaming_content)
    assert content.startswith(b"PK")
    assert "attachment" in response["Content-Disposition"]
    letter = client.get(reverse("school-list-letter", args=[said.pk])).content.decode()
    assert "Вязьма.xlsx" in letter
    assert "строка 2" in letter


@pytest.mark.parametrize("name", ["own.xlsx", "fresh.csv"])
def test_what_was_mended_in_the_browser_stands_in_the_returned_file(
    list_of, staff, client, tmp_path, vyazma, name
):
    """Whoever mends the rest in the file does not meet the same error twice."""
    options = {"municipality": vyazma.municipality}
    if name.endswith("xlsx"):
        said = list_of(school_row(2, inn="123"), school_row(3, pupils="сто"), **options)
    else:
        path = tmp_path / name
        rows = [HEADINGS, school_row(2, inn="123"), school_row(3, pupils="сто")]
        path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
        said = receive_file(path, **options)
    client.force_login(staff)
    mended = {"row": "2", "cell-2-2": make.inn(2)}
    client.post(reverse("school-list-mend", args=[said.pk]), mended)
    response = client.get(reverse("school-list-errors", args=[said.pk]))
    returned = tmp_path / "returned.xlsx"
    returned.write_bytes(b"".join(response.streaming_content))
    again = receive_file(returned, **options)
    assert [(row, heading) for row, heading, _message in problems_of(again)] == [
        (3, "Численность обучающихся")
    ]
