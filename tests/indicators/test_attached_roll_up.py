"""The roll-up that goes up with an authority's report, and what it is since."""

import pytest
from django.urls import reverse

from indicators import attached, workflow
from organizations.models import Level
from tests import make
from tests.indicators import make_indicators as mk
from tests.make import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(a_school, vyazma):
    mk.make_indicator("А")
    mk.make_indicator("Б", measure="count", unit="чел.")
    mk.make_indicator("О", level=Level.MUNICIPAL)
    return mk.make_collection()


@pytest.fixture
def second(vyazma):
    return make.make_school(vyazma)


@pytest.fixture
def own(second, collection, vyazma):
    """The authority's report; two schools owe theirs."""
    mk.collecting.deal_out(collection=collection, at=moment())
    return mk.report_of(collection, vyazma)


def send_own(own, by, text=""):
    mk.fill(own, by, (1, 4))
    return workflow.submit(report=own, by=by, at=moment(), key=make.key(), text=text)


def of_lines(found) -> list[tuple]:
    return [
        (
            line.asked.indicator.code,
            line.sent and (line.sent.figure.numerator, line.sent.bodies_in, line.sent.bodies_out),
            (line.now.figure.numerator, line.now.bodies_in, line.now.bodies_out),
            line.differs,
        )
        for line in found.lines
    ]


def test_an_authority_says_why_it_does_not_wait_for_its_schools(
    own, a_school, school, municipality, collection, second
):
    mk.accept(mk.report_of(collection, a_school), school, municipality, (3, 10), (7, None))
    with pytest.raises(workflow.Refused) as refused:
        send_own(own, municipality, text="  ")
    assert (refused.value.code, refused.value.field) == ("no_reason", "text")
    entry = send_own(own, municipality, text="Школа на карантине")
    assert entry.text == "Школа на карантине"


def test_with_all_schools_accepted_no_word_is_asked(
    own, a_school, school, municipality, collection, second
):
    mk.accept(mk.report_of(collection, a_school), school, municipality, (3, 10), (7, None))
    reporter = make.make_user(organization=second)
    mk.accept(mk.report_of(collection, second), reporter, municipality, (5, 20), (2, None))
    assert send_own(own, municipality).text == ""


def test_a_school_asks_for_no_word(collection, a_school, school):
    entry = mk.send(mk.report_of(collection, a_school), school, (3, 10), (7, None))
    assert entry.text == ""


def test_the_sent_roll_up_stays_and_says_where_it_differs(
    own, a_school, school, municipality, collection, second
):
    mk.accept(mk.report_of(collection, a_school), school, municipality, (3, 10), (7, None))
    assert of_lines(attached.to_send(own)) == [
        ("А", None, (3, 1, 1), False),
        ("Б", None, (7, 1, 1), False),
    ]
    send_own(own, municipality, "Вторая школа опаздывает")
    assert of_lines(attached.of_report(own)) == [
        ("А", (3, 1, 1), (3, 1, 1), False),
        ("Б", (7, 1, 1), (7, 1, 1), False),
    ]
    reporter = make.make_user(organization=second)
    late = mk.report_of(collection, second)
    mk.accept(late, reporter, municipality, (5, 20), (0, None))
    found = attached.of_report(own)
    assert of_lines(found) == [
        ("А", (3, 1, 1), (8, 2, 0), True),
        ("Б", (7, 1, 1), (7, 2, 0), True),
    ]
    assert found.differing == 2


def test_without_an_accepted_school_the_roll_up_says_nothing(own, municipality):
    send_own(own, municipality, "Отчёты школ ещё не приняты")
    assert of_lines(attached.of_report(own)) == [
        ("А", (None, 0, 2), (None, 0, 2), False),
        ("Б", (None, 0, 2), (None, 0, 2), False),
    ]


def test_a_school_has_no_roll_up(collection, a_school):
    assert attached.of_report(mk.report_of(collection, a_school)) is None


def test_schools_below_are_counted(own, a_school, school, municipality, collection):
    assert attached.schools_of(own) == attached.Schools(2, 0)
    mk.accept(mk.report_of(collection, a_school), school, municipality, (3, 10), (7, None))
    assert attached.schools_of(own).left_out == 1


def test_the_department_reads_it_beside_the_report(
    own, a_school, school, municipality, department, collection, client
):
    mk.accept(mk.report_of(collection, a_school), school, municipality, (3, 12), (7, None))
    send_own(own, municipality, "Вторая школа опаздывает")
    client.force_login(department)
    text = client.get(reverse("indicator-review", args=[own.pk])).content.decode()
    assert "Приложенный свод по школам" in text
    assert "3 из 12" in text.replace("\xa0", " ")
    assert "Вторая школа опаздывает" in text
    workflow.reopen(
        report=mk.report_of(collection, a_school), by=municipality, at=moment(), text="Ошибка"
    )
    text = client.get(reverse("indicator-review", args=[own.pk])).content.decode()
    assert "с тех пор изменились 2 показателя" in text


def test_schools_that_report_to_another_body_are_told_of(
    own, a_school, school, municipality, department, collection, client, vyazma
):
    """The roll-up page, by territory, holds one school more than what the authority sends."""
    send_own(own, municipality, "Школы опаздывают")
    client.force_login(department)
    page = reverse("indicator-review", args=[own.pk])
    assert "перед другим органом" not in client.get(page).content.decode()
    above = department.memberships.get().organization
    make.make_school(vyazma, parent=above)
    mk.collecting.deal_out(collection=collection, at=moment())
    assert attached.of_report(own).elsewhere == 1
    text = client.get(page).content.decode()
    assert "ещё 1 школа территории отчитывается перед другим органом" in text
    assert f"{reverse('roll-up')}?period={collection.period_id}" in text
