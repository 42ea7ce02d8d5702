"""Files taken in by the browser: whose they are, what is refused, who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organizations.models import SchoolList
from organizations.school_list import limits
from resolution_tracker.intake import receiving
from tests import make
from tests.intake.make_lists import school_row
from tests.school_list.sheets import HEADINGS, write_book

pytestmark = pytest.mark.django_db
UPLOAD = reverse("school-list-upload")
BOARD = reverse("school-list-board")


@pytest.fixture
def book(tmp_path, vyazma):
    """A workbook of schools of Вяземский округ, unless its rows say otherwise."""

    def made(*rows, name="список.xlsx", headings=HEADINGS):
        rows = rows or [school_row(n) for n in range(1, 4)]
        path = write_book(tmp_path / "made.xlsx", [headings, *rows])
        return SimpleUploadedFile(name, path.read_bytes())

    return made


@pytest.fixture
def keeper(client, staff):
    client.force_login(staff)
    return staff


@pytest.fixture
def coordinator(client, municipality):
    client.force_login(municipality)
    return municipality


def page_of(response) -> str:
    return response.content.decode()


def test_one_file_leads_to_its_page(client, keeper, book, vyazma):
    assert " multiple" in page_of(client.get(UPLOAD))
    scope = vyazma.municipality.oktmo
    response = client.post(UPLOAD, {"files": book(), "scope": scope})
    school_list = SchoolList.objects.get()
    assert response.url == reverse("school-list-detail", args=[school_list.pk])
    assert (school_list.new, school_list.uploaded_by) == (3, keeper)
    assert school_list.municipality == vyazma.municipality


def test_the_list_itself_tells_its_municipality(client, keeper, book, vyazma):
    client.post(UPLOAD, {"files": book(), "scope": "content"})
    assert SchoolList.objects.get().municipality == vyazma.municipality


def test_a_list_of_two_municipalities_is_one_of_all(client, keeper, book):
    other = make.make_authority(make.make_municipality("Гагаринский округ"))
    rows = [school_row(1), school_row(2, other.municipality.short_name)]
    client.post(UPLOAD, {"files": book(*rows), "scope": "content"})
    assert SchoolList.objects.get().municipality is None


def test_a_misspelt_row_does_not_make_the_list_anothers(client, keeper, book, vyazma):
    rows = [school_row(1), school_row(2, "Вяземскй р-н"), school_row(3, "Незнамский район")]
    client.post(UPLOAD, {"files": book(*rows), "scope": "content"})
    assert SchoolList.objects.get().municipality == vyazma.municipality


def test_more_unknown_rows_than_known_leave_the_scope_open(client, keeper, book):
    rows = [school_row(1), school_row(2, "Незнамский"), school_row(3, "Неведомый")]
    client.post(UPLOAD, {"files": book(*rows), "scope": "content"})
    assert SchoolList.objects.get().municipality is None


def test_a_refused_file_says_its_sentence_and_the_others_are_taken(client, keeper, book):
    make.make_authority(make.make_municipality("Гагаринский округ"))
    files = [
        book(name="вязьма.xlsx"),
        SimpleUploadedFile("не список.xlsx", b"<html>"),
        book(school_row(5, "Гагаринский округ"), name="гагарин.xlsx"),
    ]
    response = client.post(UPLOAD, {"files": files, "scope": "content"}, follow=True)
    assert response.redirect_chain == [(BOARD, 302)]
    assert "Принято 2 списка." in page_of(response)
    assert "не список.xlsx не принят." in page_of(response)
    assert SchoolList.objects.count() == 2


def test_a_single_refused_file_says_so_beside_its_name(client, keeper, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("плохой.xlsx", b"PK\x03\x04 broken")
    page = page_of(client.post(UPLOAD, {"files": file, "scope": "all"}))
    assert "плохой.xlsx</strong>: Файл повреждён" in page
    assert not SchoolList.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_too_large_is_not_kept_whole(client, keeper, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 100_000)
    sizes = []
    receive = receiving.receive

    def watched(file, **said):
        sizes.append(file.size)
        return receive(file, **said)

    monkeypatch.setattr("resolution_tracker.intake.uploads.receive", watched)
    file = SimpleUploadedFile("большой.xlsx", b"x" * 1_000_000)
    page = page_of(client.post(UPLOAD, {"files": file, "scope": "all"}))
    assert "20 МБ" in page
    assert 100_000 < sizes[0] < 300_000


@pytest.mark.parametrize("scope", ["content", "", "00000000", "все"])
def test_a_coordinator_is_not_asked_whose_schools(client, coordinator, book, vyazma, scope):
    make.make_municipality("Чужой округ", oktmo="00000000")
    page = page_of(client.get(UPLOAD))
    assert 'name="scope"' not in page
    assert " multiple" not in page
    assert vyazma.municipality.name in page
    client.post(UPLOAD, {"files": book(), "scope": scope})
    school_list = SchoolList.objects.get()
    assert (school_list.municipality, school_list.uploaded_by) == (vyazma.municipality, coordinator)


def test_two_files_of_one_municipality_are_not_taken_at_once(client, coordinator, book):
    page = page_of(client.post(UPLOAD, {"files": [book(), book()]}))
    assert "Для одного муниципалитета выберите один файл." in page
    assert not SchoolList.objects.exists()


def test_no_file_is_an_error_of_the_form(client, keeper):
    page = page_of(client.post(UPLOAD, {"scope": "all"}))
    assert "Выберите файл." in page
    assert 'aria-invalid="true"' in page


def test_a_newer_file_takes_the_place_of_the_one_before(client, coordinator, book):
    client.post(UPLOAD, {"files": book()})
    old = SchoolList.objects.get()
    page = page_of(client.get(UPLOAD, {"replaces": old.pk}))
    assert "Загрузить новый файл" in page
    client.post(f"{UPLOAD}?replaces={old.pk}", {"files": book(school_row(1))})
    old.refresh_from_db()
    newer = SchoolList.objects.exclude(pk=old.pk).get()
    assert (old.state, newer.replaces, newer.new) == ("replaced", old, 1)


@pytest.mark.parametrize("said", ["9" * 30, "²", "-1", "x", str(2**63 - 1)])
def test_a_strange_number_of_the_replaced_list(client, keeper, said):
    assert client.get(UPLOAD, {"replaces": said}).status_code in (200, 404)


def test_anothers_list_is_not_replaced(client, coordinator, list_of):
    alien = list_of(school_row(1), municipality=make.make_municipality("Чужой округ"))
    assert client.get(UPLOAD, {"replaces": alien.pk}).status_code == 404


def test_a_long_list_is_checked_by_the_worker(
    client, keeper, book, monkeypatch, run_jobs_on_commit
):
    monkeypatch.setattr(receiving, "ROWS_AT_ONCE", 2)
    monkeypatch.setitem(receiving.receive.__kwdefaults__, "rows_at_once", 2)
    with run_jobs_on_commit():
        client.post(UPLOAD, {"files": book(), "scope": "all"})
        assert SchoolList.objects.get().state == "checking"
    assert SchoolList.objects.get().state == "checked"
    assert SchoolList.objects.get().new == 3


def test_the_empty_form_and_the_export_come_back_in(client, coordinator, vyazma, book):
    make.make_school(vyazma, name="МБОУ СОШ № 7 г. Вязьмы", inn=make.inn(7), ogrn=make.ogrn(7))
    make.make_school(name="МБОУ СОШ № 8 чужая", inn=make.inn(8), ogrn=make.ogrn(8))
    template = client.get(reverse("school-list-template"))
    assert "attachment" in template["Content-Disposition"]
    assert b"".join(template.streaming_content).startswith(b"PK")
    for ending in ("xlsx", "csv"):
        response = client.get(reverse("school-list-export", kwargs={"ending": ending}))
        content = b"".join(response.streaming_content)
        client.post(UPLOAD, {"files": SimpleUploadedFile(f"a.{ending}", content)})
        school_list = SchoolList.objects.first()
        assert (school_list.schools, school_list.unchanged, school_list.missing) == (1, 1, 0)
    assert "МБОУ СОШ № 8" not in content.decode("utf-8-sig")


def test_an_export_of_anothers_municipality_is_not_found(client, coordinator, vyazma):
    other = make.make_municipality("Чужой округ")
    address = reverse("school-list-export", kwargs={"ending": "csv"})
    assert client.get(address, {"municipality": other.oktmo}).status_code == 404
    own = vyazma.municipality.oktmo
    assert client.get(address, {"municipality": own}).status_code == 200
