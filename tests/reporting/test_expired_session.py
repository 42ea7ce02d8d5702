"""A session that ended while one was typing: nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from directives.models import Draft
from directives.views.reporting import body


def test_a_script_is_told_where_to_sign_in_and_how_to_come_back(form, client):
    client.logout()

    response = form.save_in_passing(text="Набрано")

    assert response.status_code == 401
    assert response["X-Sign-In"].endswith(f"?next={form.url.replace('/', '%2F')}")


def test_an_upload_is_told_the_same(form, client):
    client.logout()

    response = form.upload()

    assert response.status_code == 401
    assert form.url.replace("/", "%2F") in response["X-Sign-In"]


def test_a_plain_form_waits_for_its_author_to_sign_in(form, client, school):
    data = form.full(text="Набрано до входа")
    client.logout()

    response = client.post(form.url, data | {"action": "submit"})
    signed_in = client.post(
        response.url, {"login": "school", "password": "secret-school"}, follow=True
    )

    assert signed_in.redirect_chain[-1][0] == form.url
    assert Draft.objects.get(author=school).text == "Набрано до входа"
    assert "Набранное до входа" in signed_in.content.decode()


def test_what_was_wrong_in_it_is_shown_beside_its_field(form, client, school, points):
    data = form.full(**{f"c{points[0].pk}-order_date": "завтра"})
    client.logout()
    client.post(form.url, data)
    client.force_login(school)

    forms = form.get().context["forms"]

    assert forms.marks[0]["order_date"].value() == "завтра"
    assert forms.marks[0].errors


def test_it_is_given_once(form, client, school):
    data = form.full(text="Набрано до входа")
    client.logout()
    client.post(form.url, data)
    client.force_login(school)
    form.get()
    Draft.objects.all().delete()

    form.get()

    assert not Draft.objects.exists()


def test_somebody_else_signing_in_gets_nothing_of_it(form, client, other_school):
    data = form.full(text="Набрано до входа")
    client.logout()
    client.post(form.url, data)
    client.force_login(other_school)

    assert form.get().status_code == 404
    assert not Draft.objects.exists()


def test_removing_a_file_after_the_session_ended_comes_back_to_the_form(form, client):
    form.upload()
    url = reverse("draft-file-remove", args=[form.draft.files.get().pk])
    data = form.full()
    client.logout()

    response = client.post(url, data)

    assert response.url.endswith(f"?next={form.url}")


def test_no_more_than_a_form_is_kept_for_somebody_not_signed_in(form, client):
    client.logout()

    response = client.post(form.url, {"text": "я" * body.LARGEST_KEPT})

    assert response.status_code == 302
    assert body.KEPT not in client.session


def test_the_page_itself_asks_to_sign_in(client, assignment):
    response = client.get(reverse("assignment-report", args=[assignment.pk]))

    assert response.status_code == 302
    assert "/accounts/login/" in response.url


@pytest.fixture
def strict(school) -> Client:
    """A browser whose token is checked, as outside tests."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(school)
    return strict


def test_a_stale_token_brings_the_form_back_filled_and_changes_nothing(form, strict):
    response = strict.post(form.url, form.full(text="Набрано") | {"action": "submit"})

    text = response.content.decode()
    assert response.status_code == 200
    assert "Страница устарела" in text
    assert "Набрано" in text
    assert not Draft.objects.exists()


def test_nothing_is_kept_for_a_stranger_without_a_token(form, client):
    stranger = Client(enforce_csrf_checks=True)

    response = stranger.post(form.url, {"text": "Набрано"})

    assert response.status_code == 403
    assert body.KEPT not in stranger.session


def test_a_stale_token_removes_no_file(form, strict):
    form.upload()
    evidence = form.draft.files.get()

    strict.post(reverse("draft-file-remove", args=[evidence.pk]), {"assignment": "1"})

    assert form.draft.files.get() == evidence


@pytest.mark.parametrize("written", ["٣", "²", "1" * 30, "-1", "\x00", "0x1"])
def test_a_forged_number_of_the_assignment_breaks_nothing(client, db, written):
    address = reverse("draft-file-remove", args=[1])

    response = client.post(address, {"assignment": written, "text": "Набрано"})

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
