"""Without a mouse: the way to each page's main action, and where the eye finds the focus."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.world import addresses_of, draft_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_FOCUSED = """() => {
    const it = document.activeElement;
    const style = getComputedStyle(it), box = it.getBoundingClientRect();
    return {
        where: it.tagName + ' ' + (it.id || it.name || it.innerText).slice(0, 40),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        on_screen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
}"""


@pytest.fixture
def addresses(a_school, school, municipality) -> dict[str, str]:
    return addresses_of(a_school, school, timezone.now())


def tabs_to(page, target, most: int = 60) -> int:
    """Press Tab until the target has the focus, which can be seen at every stop on the way."""
    target.wait_for()
    for presses in range(1, most + 1):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        assert focused["outlined"], f"no outline: {focused}"
        assert focused["on_screen"], f"off the screen: {focused}"
        if target.evaluate("it => it === document.activeElement"):
            return presses
    raise AssertionError(f"{target} was not reached by {most} presses of Tab")


def test_the_skip_link_is_first_and_leads_past_the_head(people, addresses, municipality):
    person = people()
    page = person.page
    person.is_signed_in(municipality)
    person.opens(reverse("review-queue"))
    assert tabs_to(page, page.locator("a.skip")) == 1
    assert page.locator("a.skip").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_school_reaches_its_next_step_and_sends_it_by_keyboard(people, addresses, school):
    person = people()
    page = person.page
    person.is_signed_in(school)
    person.opens(reverse("my-assignments"))
    step = page.locator(f"main a.button[href='{draft_address()}']").first
    tabs_to(page, step)
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/")
    tabs_to(page, page.locator("#id_text"))
    page.keyboard.type("Положение утверждено.")
    tabs_to(page, page.get_by_role("button", name="Отправить на проверку"))
    page.keyboard.press("Enter")
    # The checkpoint is not marked: said beside it, and what was typed stays.
    page.get_by_role("alert").first.wait_for()
    assert page.input_value("#id_text") == "Положение утверждено."


def test_a_reviewer_reaches_accept_and_decides_by_keyboard(people, addresses, municipality):
    person = people()
    page = person.page
    person.is_signed_in(municipality)
    person.opens(addresses["assignment-review"])
    tabs_to(page, page.get_by_role("button", name="Принять", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: addresses["assignment-review"] not in url)
