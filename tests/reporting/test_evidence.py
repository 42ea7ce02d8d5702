"""Files are given out only to those who may see them, as attachments that cannot run."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from directives.models import Evidence
from tests import make
from tests.reporting import files


def get(client, name: str = "evidence-download"):
    return client.get(reverse(name, args=[Evidence.objects.get().pk]))


def test_a_file_comes_back_as_it_was_as_an_attachment(form, client):
    form.upload(name="приказ № 1 «о плане».pdf")

    response = get(client)

    assert b"".join(response) == files.pdf()
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%BF")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == str(len(files.pdf()))


def test_only_pictures_are_shown_in_the_page(form, client):
    form.upload()
    assert get(client, "evidence-preview").status_code == 404
    Evidence.objects.all().delete()
    form.upload(files.picture(), "фото.jpg")

    response = get(client, "evidence-preview")

    assert response["Content-Disposition"].startswith("inline")
    assert b"".join(response).startswith(b"\xff\xd8")


@pytest.mark.parametrize("who", ["other_school", "other_municipality", "outsider"])
def test_a_sent_file_is_not_found_by_those_who_may_not_see_it(form, client, request, who):
    form.upload()
    form.submit()
    client.force_login(request.getfixturevalue(who))

    assert get(client).status_code == 404
    assert get(client, "evidence-preview").status_code == 404


@pytest.mark.parametrize("who", ["municipality", "department", "viewer", "staff"])
def test_a_draft_is_not_read_from_above_until_it_is_sent(form, client, request, who):
    form.upload()
    client.force_login(request.getfixturevalue(who))
    assert get(client).status_code == 404
    client.force_login(form.draft.author)
    form.submit()

    client.force_login(request.getfixturevalue(who))
    response = get(client)

    assert response.status_code == 200
    response.close()


def test_a_colleague_reads_the_file_of_a_draft(form, client, a_school):
    form.upload()
    client.force_login(make.make_user("colleague", a_school))

    response = get(client)

    assert response.status_code == 200
    response.close()


def test_removed_content_says_that_it_was_removed(form, client, staff):
    form.upload()
    Evidence.objects.update(
        content_removed_at=timezone.now(), content_removed_by=staff, removal_reason="Список детей"
    )

    response = get(client)

    assert response.status_code == 410
    assert "Список детей" in response.content.decode()


def test_content_lost_from_the_store_says_so(form, client):
    form.upload()
    Path(Evidence.objects.get().file.path).unlink()

    response = get(client)

    assert response.status_code == 410
    assert "нет в хранилище" in response.content.decode()


def test_nobody_reads_a_file_without_signing_in(form, client):
    form.upload()
    client.logout()

    assert "/accounts/login/" in get(client).url
