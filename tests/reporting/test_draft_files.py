"""Files go up one by one, are checked, never orphaned, and never lost with the text beside them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.files import uploads
from directives.models import Draft, Evidence
from tests.reporting import files
from tests.reporting.conftest import HTMX


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_file_is_attached_to_its_checkpoint(form, points):
    response = form.upload(place=str(points[0].pk))

    evidence = Evidence.objects.get()
    assert response.status_code == 200
    assert (evidence.checkpoint, evidence.name) == (points[0], "приказ.pdf")
    assert evidence.draft == form.draft
    assert "приказ.pdf" in response.content.decode()
    assert len(stored()) == 1


def test_a_file_does_instead_of_the_requisites(form, points):
    form.upload(place=str(points[0].pk))

    assert form.submit(**{f"c{points[0].pk}-order_number": ""}).status_code == 302


def test_a_refused_file_is_answered_200_with_its_sentence(form):
    response = form.upload(b"MZ" + bytes(100), "приказ.pdf")

    assert response.status_code == 200
    assert "Программы и сценарии не принимаются" in response.content.decode()
    assert not Evidence.objects.exists()
    assert stored() == []


def test_the_same_file_twice_is_attached_once(form):
    form.upload()
    response = form.upload(name="копия.pdf")

    assert "уже приложен: «приказ.pdf»" in response.content.decode()
    assert len(stored()) == 1


def test_no_more_files_than_a_report_holds(form, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    for number in range(3):
        response = form.upload(files.pdf(f"%{number}".encode()))

    assert "не больше 2 файлов" in response.content.decode()
    assert len(stored()) == 2


def test_a_file_too_large_is_dropped_and_the_text_beside_it_is_kept(form, client, settings):
    settings.EVIDENCE_MAX_BYTES = 200_000
    big = SimpleUploadedFile("фильм.pdf", files.pdf(b"0" * 400_000))
    good = SimpleUploadedFile("приказ.pdf", files.pdf())
    data = form.full(text="Набрано рядом")

    response = client.post(form.upload_url, data | {"file-general": [big, good]})

    assert response.status_code == 200
    assert "фильм.pdf: Файл больше" in response.content.decode()
    assert form.draft.text == "Набрано рядом"
    assert [file.name for file in form.draft.files.all()] == ["приказ.pdf"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_body_far_too_large_is_refused_before_it_is_read(form, client, settings, headers):
    settings.EVIDENCE_MAX_BYTES = 1000
    data = {"file-general": SimpleUploadedFile("a.pdf", bytes(10_000))}

    response = client.post(form.upload_url, data, headers=headers)

    assert response.status_code == (200 if headers else 413)
    assert "Ничего не принято" in response.content.decode()
    assert not Draft.objects.exists()


def test_too_much_text_is_refused_with_a_sentence(form, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = client.post(form.url, {"text": "я" * 5000})

    assert response.status_code == 413
    assert "Вернитесь назад" in response.content.decode()


def test_without_a_script_the_whole_form_comes_with_the_file(form, client, points):
    place = points[0].pk
    upload = SimpleUploadedFile("приказ.pdf", files.pdf())

    response = client.post(form.upload_url, form.full() | {f"file-{place}": upload, "place": place})

    assert response.url == f"{form.url}#files-{place}"
    assert form.draft.text == "План утверждён."
    assert form.draft.files.count() == 1


def test_a_file_chosen_but_not_added_goes_with_the_report(form, client):
    upload = SimpleUploadedFile("приказ.pdf", files.pdf())

    response = client.post(form.url, form.full() | {"file-general": upload, "action": "submit"})

    assert response.status_code == 302
    assert Evidence.objects.get().update.kind == "submitted"


def test_a_refused_file_stops_the_sending_and_loses_nothing(form, client):
    upload = SimpleUploadedFile("приказ.pdf", b"MZ")

    response = client.post(form.url, form.full() | {"file-general": upload, "action": "submit"})

    assert response.status_code == 200
    assert "Программы и сценарии" in response.content.decode()
    assert form.draft.text == "План утверждён."


def test_removing_a_file_removes_its_content(form, client, django_capture_on_commit_callbacks):
    form.upload()

    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("draft-file-remove", args=[Evidence.objects.get().pk])
        response = client.post(url, {"assignment": form.assignment.pk}, headers=HTMX)

    assert response.status_code == 200
    assert not Evidence.objects.exists()
    assert stored() == []


def test_removing_without_a_script_keeps_the_text_too(form, client):
    form.upload()
    url = reverse("draft-file-remove", args=[Evidence.objects.get().pk])

    response = client.post(url, form.full(text="Набрано рядом"))

    assert response.status_code == 302
    assert form.draft.text == "Набрано рядом"


def test_nobody_removes_another_persons_file(form, client, a_school, municipality):
    form.upload()
    url = reverse("draft-file-remove", args=[Evidence.objects.get().pk])
    client.force_login(municipality)

    assert client.post(url).status_code == 404
    assert Evidence.objects.exists()


def test_a_sent_file_cannot_be_removed_only_withdrawn(form, client):
    form.upload()
    form.submit()
    url = reverse("draft-file-remove", args=[Evidence.objects.get().pk])

    assert client.post(url).status_code == 404


def test_nothing_is_stored_when_the_row_cannot_be_made(form, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the database has gone")

    form.save(**form.full())
    monkeypatch.setattr(Evidence, "save", fail)

    with pytest.raises(RuntimeError):
        form.upload()

    assert stored() == []


def test_a_file_that_arrives_after_the_report_was_sent_leaves_nothing(form, school):
    form.save(**form.full())
    draft = form.draft
    form.submit()

    with pytest.raises(uploads.RefusedFile):
        uploads.attach(
            draft=draft,
            upload=SimpleUploadedFile("приказ.pdf", files.pdf()),
            checkpoint=None,
            by=school,
            at=draft.updated_at,
        )

    assert stored() == []


def test_an_upload_with_the_key_of_a_sent_report_opens_no_draft(form):
    key = form.page().key
    form.submit()

    response = form.upload(key=key)

    assert "уже отправлен" in response.content.decode()
    assert not Draft.objects.exists()


def test_an_unknown_place_hangs_on_the_report_as_a_whole(form):
    form.upload(place="999999")

    assert Evidence.objects.get().checkpoint is None


def test_a_picture_is_stored_drawn_anew(form):
    form.upload(files.photograph(), "фото.heic")

    evidence = Evidence.objects.get()
    assert (evidence.content_type, evidence.name) == ("image/jpeg", "фото.jpg")
    assert b"Phone" not in evidence.file.read()
    evidence.file.close()
