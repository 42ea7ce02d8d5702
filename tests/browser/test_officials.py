"""What officials do: look by keyboard, go back to a day, write what is read elsewhere."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from organizations.models import Level
from tests import make
from tests.browser.test_keyboard import tabs_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def carried_out(vyazma, a_school, department, municipality, school):
    """An item is due in two municipalities: one school executed it, another is late. When."""
    now = timezone.now()
    day = timezone.localdate(now)
    place = make.make_municipality("Рославльский округ", grid_col=2, grid_row=1)
    vyazma.municipality.grid_col = vyazma.municipality.grid_row = 1
    vyazma.municipality.save()
    other = make.make_authority(place)
    make.make_school(other, name="МБОУ Школа № 7")
    item = make.make_published(
        Level.SCHOOL, number="4.1", due_on=day - timedelta(days=10), at=now - timedelta(days=30)
    )
    make.make_published(Level.DEPARTMENT, number="1.1", at=now - timedelta(days=30))
    sent = now - timedelta(days=12)
    make.accepted(make.assignment_of(item, a_school), school, municipality, sent)
    return timezone.localdate(sent)


def test_an_official_finds_the_worst_place_without_a_mouse(people, carried_out, department):
    """The grid is sorted, the map walked by arrows, a figure opened: each stop can be seen."""
    person = people()
    page = person.page
    person.is_signed_in(department)
    person.opens(reverse("municipality-grid"))
    heading = page.get_by_role("columnheader").get_by_role("link", name=re.compile("^4.1"))
    tabs_to(page, heading.first)
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=**")
    person.sees_a_sound_page_at_every_width()
    person.opens(reverse("municipality-map"))
    tiles = page.locator(".tiles a")
    tabs_to(page, tiles.first)
    page.keyboard.press("ArrowRight")
    reached = page.evaluate("document.activeElement.innerText")
    assert "Рославльский" in reached
    page.keyboard.press("ArrowLeft")
    assert "Вяземский" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools/**")
    assert page.get_by_text("МБОУ Школа № 7").first.is_visible()
    person.sees_a_sound_page_at_every_width()


def test_a_day_that_is_over_is_shown_compared_and_taken_away(
    people, width, carried_out, department
):
    person = people(width)
    page = person.page
    person.is_signed_in(department)
    person.opens(reverse("resolution"))
    page.locator(".as-of summary").click()
    page.locator("#as-of").fill((carried_out - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url("**as_of=**")
    assert page.locator(".as-of__said").is_visible()
    person.sees_a_sound_page()
    page.get_by_role("link", name="Сравнить с сегодняшним днём").click()
    page.wait_for_url("**/comparison/**")
    assert page.get_by_text("исполнено").first.is_visible()
    person.sees_a_sound_page()
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSX").first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_document_is_written_approved_and_read_by_the_governors_office(
    people, width, carried_out, department, reader
):
    author = people(width)
    author.is_signed_in(department)
    _begins_a_draft(author)
    document = Document.objects.get()
    _writes_what_is_missing(author, document)
    author.page.get_by_role("button", name="Утвердить").click()
    author.page.get_by_text(f"№ 1/{timezone.localdate().year}").first.wait_for()
    author.settles()
    author.sees_a_sound_page()
    document.refresh_from_db()

    office = people(width)
    office.is_signed_in(reader)
    office.opens(document.frozen_address)
    office.sees_a_sound_page()
    said = office.page.locator("main").inner_text()
    assert "<b>выезд</b>" in said
    assert "И. О. Сигнатор" in said
    assert "Исполнителева" not in said
    assert office.page.locator("main a[href*='/assignments/']").count() == 0
    with office.page.expect_download() as taken:
        office.page.get_by_role("link", name="Файл Word (.docx)").click()
    assert taken.value.suggested_filename.endswith(".docx")


def _begins_a_draft(author) -> None:
    page, today = author.page, timezone.localdate()
    author.opens(reverse("document-list"))
    page.get_by_role("link", name="Новый документ").click()
    page.get_by_label("Чьё исполнение").select_option(label="Регион в целом")
    page.get_by_label("С", exact=True).fill((today - timedelta(days=40)).isoformat())
    page.get_by_label("По", exact=True).fill(today.isoformat())
    page.get_by_role("button", name="Составить черновик").click()
    page.wait_for_url(re.compile(r"/documents/\d+/$"))
    author.sees_a_sound_page()


def _writes_what_is_missing(author, document: Document) -> None:
    """A sentence for each item, who signs and whom to ask."""
    page = author.page
    for item in document.items.all():
        author.opens(reverse("document-edit-item", args=[document.pk, item.pk]))
        author.sees_a_sound_page()
        page.get_by_label("Добавить предложение").fill("Оказана помощь: <b>выезд</b>.")
        page.get_by_role("button", name="Сохранить", exact=True).last.click()
        page.get_by_text("выезд").first.wait_for(state="attached")
        author.settles()
    author.opens(reverse("document-edit", args=[document.pk]))
    page.locator("[name=signatory_post]").fill("Министр")
    page.locator("[name=signatory_name]").fill("И. О. Сигнатор")
    page.locator("[name=executor_name]").fill("Исполнителева")
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("link", name="К утверждению").click()
    page.wait_for_url("**/approve/")
    author.sees_a_sound_page()
