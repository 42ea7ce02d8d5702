"""The reviewer's keyboard: it serves, it can be turned off, it never takes what is being typed."""

import pytest

from directives import distribution
from directives.models import Status
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue(vyazma):
    """Two reports of today, the first in the morning."""
    directive = make.make_published()
    rows = []
    for hour in (9, 10):
        body = make.make_school(vyazma)
        distribution.deal_out_to_new_bodies(organizations=[body], at=make.moment(hour=8))
        row = make.assignment_of(directive, body)
        make.submitted(row, make.make_user(organization=body), make.moment(hour=hour))
        rows.append(row)
    return rows


def address(assignment) -> str:
    return f"/assignments/{assignment.pk}/review/"


def test_keys_lead_through_the_queue_and_decide(people, queue, municipality):
    first, second = queue
    person = people()
    page = person.page
    person.signs_in("municipality")
    person.opens(address(first))
    page.keyboard.press("j")
    page.wait_for_url(f"**{address(second)}")
    page.keyboard.press("k")
    page.wait_for_url(f"**{address(first)}")
    page.keyboard.press("a")
    page.wait_for_url(f"**{address(second)}")
    first.refresh_from_db()
    assert first.status == Status.ACCEPTED
    person.sees_a_sound_page()


def test_what_is_typed_is_not_a_command(people, queue, municipality):
    person = people()
    page = person.page
    person.signs_in("municipality")
    person.opens(address(queue[0]))
    page.keyboard.press("r")
    page.keyboard.type("aj")
    assert page.input_value("#id_return_text") == "aj"
    page.get_by_role("button", name="Отключить клавиши").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    page.reload()
    assert page.get_by_role("button", name="Включить клавиши").is_visible()
    queue[0].refresh_from_db()
    assert queue[0].status == Status.SUBMITTED
