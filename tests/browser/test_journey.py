"""The way of one report through real browsers: the school, the municipality, the department."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from directives.models import Assignment, Status
from tests.make import assignment_of, make_checkpoint, make_published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ORDER = "Утверждено положение о языке образования"


@pytest.fixture
def assignment(a_school, department, municipality, school) -> Assignment:
    """One item of two checkpoints on control, not yet due."""
    today = timezone.localdate()
    directive = make_published(
        number="4.2",
        due_on=today + timedelta(days=14),
        at=timezone.now() - timedelta(days=30),
        checkpoints=[
            make_checkpoint(ORDER, asks_number=True, asks_date=True),
            make_checkpoint("Сведения размещены на сайте", asks_link=True),
        ],
    )
    return assignment_of(directive, a_school)


@pytest.fixture
def photograph(tmp_path):
    """A real photograph, larger than what a report needs."""
    path = tmp_path / "приказ с печатью.jpg"
    Image.effect_noise((2600, 1900), 60).convert("RGB").save(path, quality=92)
    return path


def test_a_report_goes_all_the_way(people, width, assignment, photograph):
    school, municipality, department = people(width), people(width), people(width)
    department.signs_in("department")
    assert _executed(department) == 0

    school.signs_in("school")
    school.settles().sees_a_sound_page()
    _writes_and_loses_the_line(school, photograph)
    _returns_and_sends(school)

    municipality.signs_in("municipality")
    municipality.settles().sees_a_sound_page()
    _returns_for_rework(municipality, "Укажите ссылку на сам документ")

    _reworks(school, "Укажите ссылку на сам документ")
    _accepts(municipality)

    assignment.refresh_from_db()
    assert assignment.status == Status.ACCEPTED
    assert assignment.is_substantiated
    assert assignment.evidence.get().content_type == "image/jpeg"
    assert _executed(department) == 1
    department.settles().sees_a_sound_page()


def _executed(department) -> int:
    """The department's figure of what is executed, and that its link opens just those rows."""
    department.opens("/assignments/?show=accepted")
    text = department.page.locator("main").inner_text()
    found = re.search(r"(\d+)\s+поручени", text)
    count = int(found.group(1)) if found else 0
    department.opens("/resolution/")
    figures = department.page.locator("a.figure[href*='show=accepted']")
    if count:
        assert figures.first.get_attribute("data-count") == str(count)
    return count


def _writes_and_loses_the_line(school, photograph) -> None:
    page = school.page
    page.get_by_role("link", name=re.compile("Отчитаться")).first.click()
    page.wait_for_url("**/report/")
    school.settles().sees_a_sound_page()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.fill("#id_text", "Положение утверждено педагогическим советом.")
    page.locator("#saved", has_text="Черновик сохранён").wait_for()
    first = page.locator("fieldset", has_text=ORDER)
    first.get_by_label("Выполнено", exact=True).check()
    first.get_by_label(re.compile("Номер")).fill("01-05/17")
    first.get_by_label(re.compile("Дата")).fill(timezone.localdate().isoformat())
    with page.expect_response(lambda answer: "/files/" in answer.url and answer.ok):
        page.locator("#file-general, input[type=file]").last.set_input_files(photograph)
    page.locator(".files__list", has_text="приказ с печатью").first.wait_for()
    school.loses_the_line()
    page.fill("#id_text", "Положение утверждено, приказ подписан без связи.")
    page.locator("#line .notice").wait_for()
    # The telephone is put away: the page is gone, the line is still down.
    page.goto("about:blank")
    school.has_the_line_again()


def _returns_and_sends(school) -> None:
    page = school.page
    school.opens("/my/")
    page.get_by_role("link", name=re.compile("Отчитаться|Продолжить|Доработать")).first.click()
    page.wait_for_url("**/report/")
    page.wait_for_function(
        "document.getElementById('id_text').value.includes('подписан без связи')"
    )
    assert page.locator(".files__list", has_text="приказ с печатью").count()
    second = page.locator("fieldset", has_text="Сведения размещены на сайте")
    second.get_by_label("Выполнено", exact=True).check()
    second.get_by_label(re.compile("Ссылка|Адрес")).fill("https://school.example/")
    page.get_by_role("button", name="Отправить на проверку").click()
    page.wait_for_url(re.compile(r"/assignments/\d+/$"))
    page.locator("main", has_text="на проверке").wait_for()
    school.settles().sees_a_sound_page()


def _returns_for_rework(municipality, reason) -> None:
    page = municipality.page
    page.locator("a[href*='/review/']", has_text="4.2").first.click()
    page.wait_for_url("**/review/**")
    municipality.settles().sees_a_sound_page()
    page.fill("#id_return_text", reason)
    page.get_by_role("button", name="Вернуть на доработку").click()
    page.get_by_text(re.compile("возвращ", re.IGNORECASE)).first.wait_for()


def _reworks(school, reason) -> None:
    page = school.page
    school.opens("/my/")
    assert reason in page.locator("main").inner_text()
    page.get_by_role("link", name=re.compile("Доработать")).first.click()
    page.wait_for_url("**/report/")
    assert reason in page.locator("main").inner_text()
    school.settles().sees_a_sound_page()
    second = page.locator("fieldset", has_text="Сведения размещены на сайте")
    second.get_by_label(re.compile("Ссылка|Адрес")).fill("https://school.example/order-17.html")
    page.fill("#id_text", "Ссылка исправлена.")
    page.get_by_role("button", name="Отправить на проверку").click()
    page.wait_for_url(re.compile(r"/assignments/\d+/$"))


def _accepts(municipality) -> None:
    page = municipality.page
    municipality.opens("/review/")
    municipality.settles().sees_a_sound_page()
    page.locator("a[href*='/review/']", has_text="4.2").first.click()
    page.wait_for_url("**/review/**")
    page.get_by_role("button", name="Принять", exact=True).click()
    page.get_by_text(re.compile("принят", re.IGNORECASE)).first.wait_for()
