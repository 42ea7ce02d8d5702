"""Two people, or a person and the worker, with lists at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from directives import distribution
from directives.models import StatusUpdate
from organizations.models import Organization, SchoolList
from resolution_tracker.intake import take_back, take_in
from tests import make
from tests.intake.make_lists import make_list, school_row
from tests.polling import until
from tests.school_list.sheets import HEADINGS, write_book

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pool():
    with ThreadPoolExecutor(2) as threads:
        yield threads


def apart(pool, act):
    """In another thread and on another connection."""

    def done():
        try:
            return act()
        finally:
            connection.close()

    return pool.submit(done)


@contextmanager
def waiting_for_us():
    """Ends when another connection waits for what this one holds."""
    yield
    with connection.cursor() as cursor:

        def is_so():
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            return cursor.fetchone()[0]

        until(is_so, seconds=10)


def schools():
    return Organization.objects.at("school").order_by("pk")


def entered(folder, *rows):
    school_list = make_list(folder, list(rows))
    school_list.absent.filter(fate="").update(fate="stays")
    take_in.queue(school_list, by=None)
    return take_in.apply_list(school_list.pk, at=make.moment())


def test_two_files_of_a_municipality_at_once_leave_one_that_waits(pool, vyazma, staff, tmp_path):
    path = write_book(tmp_path / "one.xlsx", [HEADINGS, *[school_row(n) for n in range(1, 40)]])
    content, barrier = path.read_bytes(), Barrier(2)

    def upload():
        client = Client()
        client.force_login(staff)
        barrier.wait(10)
        file = SimpleUploadedFile("list.xlsx", content)
        data = {"files": file, "scope": vyazma.municipality.oktmo}
        return client.post(reverse("school-list-upload"), data).status_code

    for _turn in range(3):
        answers = [apart(pool, upload) for _ in range(2)]
        assert [answer.result(30) for answer in answers] == [302, 302]
        assert SchoolList.objects.open().count() == 1


def test_a_school_closed_by_hand_while_a_list_closes_others(pool, vyazma, tmp_path):
    """The worker holds what deals out and wants the school; a person the other way round."""
    make.make_published("school")
    entered(tmp_path, *[school_row(n) for n in range(1, 4)])
    school_list = make_list(tmp_path, [school_row(1, pupils=7)], municipality=vyazma.municipality)
    school_list.absent.update(fate="closed", closed_on=make.TODAY)
    take_in.queue(school_list, by=None)
    last = schools().last()
    with transaction.atomic():
        last = Organization.objects.select_for_update(no_key=True).get(pk=last.pk)
        with waiting_for_us():
            applying = apart(pool, lambda: take_in.apply_list(school_list.pk, at=make.moment()))
        distribution.close_body(
            organization=last, closed_on=make.TODAY - timedelta(days=9), by=None, at=make.moment()
        )
    applied = applying.result(20)
    assert applied.state == "checked"
    assert "изменились" in applied.not_applied
    assert schools().filter(closed_on__isnull=False).count() == 1


def test_a_school_being_edited_refuses_the_list(pool, vyazma, tmp_path):
    entered(tmp_path, school_row(1))
    school_list = make_list(tmp_path, [school_row(1, pupils=7)])
    take_in.queue(school_list, by=None)
    with transaction.atomic():
        school = schools().select_for_update(no_key=True).get()
        with waiting_for_us():
            applying = apart(pool, lambda: take_in.apply_list(school_list.pk, at=make.moment()))
        school.pupils = 5
        school.save()
    assert applying.result(20).state == "checked"
    assert schools().get().pupils == 5


def test_two_lists_with_the_same_new_school_bring_it_once(pool, vyazma, tmp_path):
    lists = [make_list(tmp_path, [school_row(1), school_row(n)]) for n in (2, 3)]
    for school_list in lists:
        take_in.queue(school_list, by=None)
    barrier = Barrier(2)

    def apply(pk):
        barrier.wait(10)
        return take_in.apply_list(pk, at=make.moment()).state

    states = [apart(pool, lambda pk=one.pk: apply(pk)) for one in lists]
    assert sorted(one.result(20) for one in states) == ["applied", "checked"]
    assert schools().filter(ogrn=make.ogrn(1)).count() == 1
    assert schools().count() == 2


def test_undone_twice_at_once_it_is_undone_once(pool, vyazma, tmp_path):
    make.make_published("school")
    school_list = entered(tmp_path, school_row(1))
    take_back.queue_undo(school_list, by=None)
    barrier = Barrier(2)

    def undo():
        barrier.wait(10)
        return take_back.undo_list(school_list.pk, at=make.moment()).state

    ended = [apart(pool, undo) for _ in range(2)]
    assert [one.result(20) for one in ended] == ["undone", "undone"]
    assert StatusUpdate.objects.filter(kind="cancelled").count() == 1


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("discard", {}),
        ("check", {}),
        ("missing", {"the_rest": "1"}),
        ("columns", {"part": "table", "scope": "all"}),
        ("places", {}),
        ("confirm", {}),
        ("apply", {}),
    ],
)
def test_nothing_is_done_to_a_list_while_it_is_applied(pool, vyazma, staff, tmp_path, verb, data):
    """Whoever opened the page before waits for the worker and then finds it applied."""
    client = Client()
    client.force_login(staff)
    make.make_school(vyazma)
    school_list = make_list(tmp_path, [school_row(1), school_row(2)])
    school_list.absent.update(fate="stays")
    places = list(school_list.places.values_list("pk", "municipality"))
    data = data | {f"place-{pk}": str(place) for pk, place in places}

    def post():
        return client.post(reverse(f"school-list-{verb}", args=[school_list.pk]), data)

    with transaction.atomic():
        held = SchoolList.objects.select_for_update(of=("self",)).get(pk=school_list.pk)
        with waiting_for_us():
            answer = apart(pool, post)
        take_in.queue(held, by=None)
        take_in.apply_list(held.pk, at=make.moment())
    assert answer.result(20).status_code in (200, 302, 403)
    school_list.refresh_from_db()
    assert (school_list.state, school_list.rows.count()) == ("applied", 2)
    assert school_list.applied_at is not None


def test_choosing_municipalities_and_checking_at_once(pool, vyazma, staff, tmp_path):
    rows = [school_row(n, f"Вяземскии {n % 3}") for n in range(1, 30)]
    school_list = make_list(tmp_path, rows)
    [one, other] = [Client(), Client()]
    for client in (one, other):
        client.force_login(staff)
    places = school_list.places.values_list("pk", flat=True)
    said = {f"place-{pk}": str(vyazma.municipality.pk) for pk in places}
    address = reverse("school-list-places", args=[school_list.pk])
    recheck = reverse("school-list-check", args=[school_list.pk])
    for _turn in range(4):
        barrier = Barrier(2)

        def send(client, url, data, barrier=barrier):
            barrier.wait(10)
            return client.post(url, data).status_code

        first = apart(pool, lambda: send(one, address, said))
        second = apart(pool, lambda: send(other, recheck, {}))
        assert (first.result(20), second.result(20)) == (302, 302)
