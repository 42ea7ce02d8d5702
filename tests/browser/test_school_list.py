"""Staff take a list in and back again, in a real browser: each state of its page is sound."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.models import Organization
from tests import make
from tests.intake.make_lists import make_list, school_row
from tests.jobs import forget_all, run_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_left():
    yield
    forget_all()


@pytest.fixture
def messy(tmp_path, vyazma):
    """A bad ИНН in row 2; a change, a new school, and two schools that it does not name."""
    make.make_published("school")
    make.make_school(vyazma, name="МБОУ СОШ № 3 г. Вязьмы", ogrn=make.ogrn(3))
    for name in ("МБОУ Ближняя СОШ", "МБОУ Дальняя СОШ"):
        make.make_school(vyazma, name=name)
    rows = [school_row(2, inn="123"), school_row(3, pupils=777), school_row(4)]
    options = {"at": timezone.now(), "municipality": vyazma.municipality}
    return make_list(tmp_path, rows, **options)


def test_a_list_is_mended_applied_and_undone(people, width, staff, messy):
    person = people(width)
    person.is_signed_in(staff)
    person.opens(reverse("school-list-detail", args=[messy.pk]))
    page = person.page

    page.get_by_label("ИНН, строка 2").fill(make.inn(2))
    page.get_by_role("button", name="Сохранить и проверить").click()
    page.get_by_text("В файле нет 2 действующих школ").wait_for()

    fate = page.get_by_label("Что со школой").first
    assert not page.get_by_label("Дата закрытия").first.is_visible()
    fate.select_option("joined")
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_text("Укажите дату закрытия школы.").wait_for()
    person.sees_a_sound_page()
    page.get_by_label("Дата закрытия").first.fill("2026-09-01")
    page.get_by_label("Присоединена к школе").first.select_option(label="МБОУ Дальняя СОШ")
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("button", name="Остальные просто забыты в списке: 1").click()
    page.get_by_text("Всё решено.").wait_for()
    person.settles().sees_a_sound_page()

    page.get_by_role("button", name="Применить список").click()
    page.get_by_text("Ждёт своей очереди").wait_for()
    person.sees_a_sound_page()
    run_jobs()
    page.get_by_text("Список применён").wait_for()
    person.settles().sees_a_sound_page()
    assert Organization.objects.filter(ogrn=make.ogrn(4), voided_at=None).exists()

    page.get_by_role("link", name="Отменить применение списка").click()
    page.get_by_text("2 школы перестанут учитываться").wait_for()
    person.sees_a_sound_page()
    page.get_by_role("button", name="Отменить применение списка").click()
    page.get_by_role("progressbar").wait_for()
    run_jobs()
    page.get_by_text("Применение списка отменено").wait_for()
    person.settles().sees_a_sound_page()
    assert not Organization.objects.filter(ogrn=make.ogrn(4), voided_at=None).exists()
    assert Organization.objects.get(name="МБОУ Ближняя СОШ").closed_on is None
