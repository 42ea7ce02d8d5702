"""Removing a file's content for personal data: the record stays, the content does not."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from directives.models import Evidence
from tests import make

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4 " + "список учеников".encode()


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def file_of(update, name: str = "список.pdf") -> Evidence:
    return Evidence.objects.create(
        assignment=update.assignment,
        update=update,
        file=ContentFile(CONTENT, name),
        name=name,
        size=len(CONTENT),
        content_type="application/pdf",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        uploaded_by=update.author,
        uploaded_at=update.recorded_at,
    )


@pytest.fixture
def evidence(school, a_school) -> Evidence:
    return file_of(make.submitted(make.assignment_of(make.make_published(), a_school), school))


def remove(client, evidence: Evidence, **fields):
    url = reverse("evidence-remove-content", args=[evidence.pk])
    return client.post(url, {"reason": "Персональные данные"} | fields)


def test_the_content_goes_and_the_record_stays(keeper, client, evidence):
    path, hash_before = evidence.file.name, evidence.sha256
    assert default_storage.exists(path)
    remove(client, evidence)
    evidence.refresh_from_db()
    assert not default_storage.exists(path)
    assert not evidence.file
    assert (evidence.sha256, evidence.size) == (hash_before, len(CONTENT))
    assert evidence.content_removed_by == keeper
    assert evidence.content_removed_at
    page = client.get(reverse("evidence-remove-content", args=[evidence.pk])).content.decode()
    assert "Персональные данные" in page
    assert hash_before in page


def test_a_removal_needs_a_reason(keeper, client, evidence):
    page = remove(client, evidence, reason="  ")
    assert page.context["form"].errors["reason"]
    assert default_storage.exists(evidence.file.name)


def test_the_same_content_elsewhere_goes_too_unless_left(keeper, client, evidence):
    copy = file_of(evidence.update, "копия.pdf")
    remove(client, evidence)
    assert default_storage.exists(copy.file.name)
    third = file_of(evidence.update, "ещё.pdf")
    remove(client, copy, with_copies="on")
    assert not default_storage.exists(copy.file.name)
    assert not default_storage.exists(third.file.name)


def test_a_second_removal_says_so(keeper, client, evidence):
    remove(client, evidence)
    page = remove(client, evidence, reason="ещё раз")
    assert page.context["form"].non_field_errors()
    evidence.refresh_from_db()
    assert evidence.removal_reason == "Персональные данные"


@pytest.mark.parametrize(
    ("who", "status"),
    [("school", 403), ("municipality", 403), ("department", 403), ("other_school", 404)],
)
def test_nobody_but_staff_removes_content(request, client, evidence, who, status):
    client.force_login(request.getfixturevalue(who))
    assert remove(client, evidence).status_code == status
    assert default_storage.exists(evidence.file.name)


def test_staff_reach_it_from_the_list_of_files(keeper, client, evidence):
    page = client.get(reverse("admin:directives_evidence_changelist")).content.decode()
    assert reverse("evidence-remove-content", args=[evidence.pk]) in page


def test_a_file_of_a_draft_can_be_emptied_by_staff_though_they_read_no_draft(
    keeper, client, evidence
):
    draft = make.fill_draft(evidence.assignment, evidence.uploaded_by, evidence.uploaded_at)
    Evidence.objects.filter(pk=evidence.pk).update(update=None, draft=draft)

    assert client.get(reverse("evidence-download", args=[evidence.pk])).status_code == 404
    remove(client, evidence)

    evidence.refresh_from_db()
    assert evidence.content_removed_at
