"""Files of a report in a real browser: refused ones say why, lost ones are named."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directives.models import Assignment
from tests.make import assignment_of, make_checkpoint, make_published
from tests.reporting import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROGRAM = {"name": "setup.exe", "mimeType": "", "buffer": b"MZ\x90\x00" + bytes(3000)}
HIDDEN = {"name": "приказ.pdf", "mimeType": "application/pdf", "buffer": PROGRAM["buffer"]}
SOUND = {"name": "справка.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}


@pytest.fixture
def assignment(a_school, department, municipality, school) -> Assignment:
    due_on = timezone.localdate() + timedelta(days=14)
    at = timezone.now() - timedelta(days=30)
    directive = make_published(number="4.2", due_on=due_on, at=at, checkpoints=[make_checkpoint()])
    return assignment_of(directive, a_school)


@pytest.fixture
def page(people, assignment):
    """A telephone, with the report open."""
    person = people("phone")
    person.signs_in("school")
    person.opens(f"/assignments/{assignment.pk}/report/")
    person.page.person = person
    return person.page


def test_each_refused_file_says_why_until_it_is_read(page):
    page.locator("#file-general").set_input_files([PROGRAM, HIDDEN, SOUND])

    page.locator("#files-list-general", has_text="справка.pdf").wait_for()
    said = page.locator("#files-general .errors").all_inner_texts()
    assert ["setup.exe" in said[0], "приказ.pdf" in said[1], len(said)] == [True, True, 2]
    page.person.sees_a_sound_page()
    page.get_by_role("button", name="Понятно").first.click()
    assert page.locator("#files-general .errors").count() == 1


def test_a_file_that_never_arrived_is_named_when_the_report_is_opened_again(page):
    page.person.loses_the_line()
    page.locator("#file-general").set_input_files([SOUND])
    page.get_by_role("button", name="Повторить").wait_for()
    page.goto("about:blank")
    page.person.has_the_line_again()

    page.go_back()

    page.locator(".notice", has_text="не загрузились").get_by_text("справка.pdf").wait_for()


def test_a_stopped_file_goes_up_when_the_line_is_back(page):
    page.person.loses_the_line()
    page.locator("#file-general").set_input_files([SOUND])
    again = page.get_by_role("button", name="Повторить")
    again.wait_for()
    page.person.has_the_line_again()

    again.click()

    page.locator("#files-list-general", has_text="справка.pdf").wait_for()
    assert page.locator("#files-general .files__queue li").count() == 0
