"""The line about indicators on the pages where people begin."""

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import workflow
from indicators.pages import desk
from indicators.waiting import Owed
from tests.indicators import make_indicators as mk
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment(hour=12))


@pytest.fixture
def collection(a_school):
    mk.make_indicator("А")
    mk.make_indicator("Б")
    return mk.make_collection()


def text_of(client, user, name) -> str:
    client.force_login(user)
    content = client.get(reverse(name)).content.decode()
    return " ".join(content.replace("\xa0", " ").split())


def test_a_school_reads_how_much_is_filled_in_and_until_when(collection, a_school, school, client):
    report = mk.report_of(collection, a_school)
    first = mk.asked_of(report)[0]
    workflow.keep_value(
        report=report, asked=first, typed=workflow.Typed(3, 10), by=school, at=moment()
    )
    text = text_of(client, school, "my-assignments")
    address = reverse("indicator-fill", args=[report.pk])
    assert f'href="{address}">осталось заполнить 2 поля из 4</a>' in text
    assert "до 3 декабря 2026 г." in text


def test_what_is_sent_is_no_longer_one_s_own_to_do(collection, a_school, school):
    mk.send(mk.report_of(collection, a_school), school, (3, 10), (5, 20))
    assert desk.desk_of(school, TODAY).own == []


def test_an_authority_reads_what_waits_and_who_has_not_reported(
    collection, a_school, school, municipality, client
):
    text = text_of(client, municipality, "desk")
    assert "не сдали" in text
    assert "Сегодня вас ничего не ждёт" not in text
    found = desk.desk_of(municipality, TODAY)
    assert (found.waiting, found.owed) == (0, Owed(0, 1, mk.day(10)))
    mk.send(mk.report_of(collection, a_school), school, (3, 10), (5, 20))
    found = desk.desk_of(municipality, TODAY)
    assert (found.waiting, found.owed.count) == (1, 0)


def test_a_closed_collection_asks_nothing_of_anybody(collection, school, municipality):
    mk.collecting.close_collection(collection=collection, by=None, at=moment())
    assert not desk.desk_of(school, TODAY)
    assert not desk.desk_of(municipality, TODAY)


def test_without_a_role_nothing_is_asked_of_the_database(
    collection, outsider, django_assert_max_num_queries
):
    with django_assert_max_num_queries(1):  # the roles themselves
        assert not desk.desk_of(outsider, TODAY)
