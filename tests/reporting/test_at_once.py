"""The same button from two places in the same moment: one report, one file, no error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from directives.models import Draft, Evidence, StatusUpdate
from tests.reporting import files
from tests.reporting.conftest import HTMX

pytestmark = pytest.mark.django_db(transaction=True)


def together(user, send) -> list:
    """Two signed-in browsers do the same at once; their answers."""
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(user)
    barrier = Barrier(2)

    def one(client):
        try:
            barrier.wait(timeout=10)
            return send(client)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, clients))


def test_a_report_sent_at_once_is_sent_once(form, school, assignment):
    data = form.full() | {"action": "submit"}

    answers = together(school, lambda client: client.post(form.url, data))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert StatusUpdate.objects.filter(assignment=assignment, kind="submitted").count() == 1
    assert not Draft.objects.exists()


def test_a_file_uploaded_at_once_is_attached_once(form, school):
    form.save(**form.full())

    def send(client):
        upload = SimpleUploadedFile("приказ.pdf", files.pdf())
        return client.post(form.upload_url, {"file-general": upload}, headers=HTMX)

    answers = together(school, send)

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Evidence.objects.count() == 1


def test_a_first_save_at_once_makes_one_draft(form, school):
    data = form.full() | {"action": "save"}

    answers = together(school, lambda client: client.post(form.url, data))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Draft.objects.count() == 1
