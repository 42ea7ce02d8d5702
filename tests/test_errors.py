"""Pages for what went wrong, and what every answer carries."""

import re

import pytest
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from resolution_tracker.shell import errors, views

FIRST_LOAD = 60_000  # bytes over the wire


def test_an_unknown_page_is_told_in_russian(client, outsider):
    client.force_login(outsider)

    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "Такой страницы нет" in response.content.decode()


def test_a_refusal_gives_its_reason(rf, outsider):
    request = _request_of(rf, outsider)

    page = errors.permission_denied(request, PermissionError("Отчёт проверяет другой орган."))

    assert page.status_code == 403
    assert "Отчёт проверяет другой орган." in page.content.decode()


def test_a_form_without_its_token_is_refused_with_a_way_on(outsider):
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider)

    response = client.post(reverse("account_logout"))

    assert response.status_code == 403
    assert "Форма устарела" in response.content.decode()


def test_the_page_of_a_failure_needs_no_database(rf):
    response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Сбой на сервере" in response.content.decode()


def test_a_failure_shows_that_page(client, outsider, monkeypatch):
    def fail(view):
        raise ZeroDivisionError

    monkeypatch.setattr(views.start, "landing", fail)
    client.raise_request_exception = False
    client.force_login(outsider)

    assert "Сбой на сервере" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "address", ["/?q=%00", "/accounts/login/?next=%00", "/%00/", "/accounts/login/?%00=1"]
)
def test_nul_in_an_address_is_a_bad_request(client, outsider, address):
    client.force_login(outsider)

    response = client.get(address)

    assert response.status_code == 400
    assert "Запрос не разобран" in response.content.decode()


def test_a_foreign_host_is_a_bad_request(client, db):
    assert client.get("/", headers={"host": "example.org"}).status_code == 400


# What every answer carries


def test_answers_say_what_the_browser_may_do(client, db):
    response = client.get("/accounts/login/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_a_page_has_no_inline_styles_scripts_or_handlers(client, outsider):
    client.force_login(outsider)

    page = client.get("/").content.decode()

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)


def test_the_first_load_is_small(client, db):
    page = client.get("/accounts/login/", headers={"accept-encoding": "gzip"})
    html = client.get("/accounts/login/").content.decode()
    loaded = len(page.content)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        loaded += len(b"".join(answer.streaming_content))
        answer.close()

    assert loaded < FIRST_LOAD


def test_messages_are_shown_once_above_the_page(rf, outsider):
    request = _request_of(rf, outsider)
    request._messages = [Message(25, "Черновик сохранён.")]

    page = errors.page_not_found(request).content.decode()

    assert '<li class="success">Черновик сохранён.</li>' in page


def _request_of(rf: RequestFactory, user) -> HttpRequest:
    request = rf.get("/")
    request.user = user
    return request
