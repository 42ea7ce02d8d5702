"""A reader from outside: totals and approved documents; no rows, drafts, persons or small figures.

Every link such a person finds from the resolution is followed, in a world full of people.
"""

import re
from datetime import date
from html import unescape
from io import BytesIO
from urllib.parse import urldefrag, urljoin, urlsplit
from zipfile import BadZipFile, ZipFile

import pytest
from django.urls import resolve, reverse

from documents.models import Document, State
from organizations.models import Organization, User
from resolution_tracker.demo.moments import moment
from tests.demo.conftest import filled_demo

pytestmark = pytest.mark.django_db

NOW = moment(date(2026, 11, 23), 18)
# A page of each kind, with each of its choices, is opened so many times at most.
OF_A_KIND = 8
# Lists of rows, bodies and files: nothing leads a reader there.
CLOSED = {
    "assignment-list", "not-reported", "my-assignments", "assignment-detail", "organization-list",
    "organization-detail", "municipality-detail", "school-grid", "desk", "review-queue",
    "evidence-download", "indicator-list", "indicator-detail", "roll-up", "passport-list",
    "discipline", "reviewer-discipline",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker, tmp_path_factory, some_schools):
    """Told once; the tests only read."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), filled_demo(NOW, some_schools, folder):
        yield


@pytest.fixture
def governor(client) -> User:
    user = User.objects.get(username="governor")
    client.force_login(user)
    return user


def text_of(response) -> str:
    """A page; or all that a file says, whatever it is packed in."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith("xml")]
            names = [name for name in names if "styles" not in name and "theme" not in name]
            return unescape("\n".join(archive.read(name).decode() for name in names))
    except BadZipFile:
        return unescape(content.decode())


def links_of(page: str, base: str) -> set[str]:
    found = re.findall(r'(?:href|action|hx-get)="([^"#][^"]*)"', page)
    paths = {urldefrag(urljoin(base, link)).url for link in found}
    return {path for path in paths if path.startswith("/") and not path.startswith("/static/")}


def crawled(client) -> dict[str, str]:
    """Address and text of all that can be reached by links, some of each kind."""
    waiting, found, kinds = ["/"], {}, {}
    while waiting:
        path = waiting.pop(0)
        name = resolve(urlsplit(path).path).url_name
        kinds[name] = kinds.get(name, 0) + 1
        if path in found or kinds[name] > OF_A_KIND or name == "account_logout":
            continue
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        found[path] = text_of(response)
        if response["Content-Type"].startswith("text/html"):
            waiting += sorted(links_of(found[path], path) - found.keys())
    return found


def signed(text: str) -> str:
    """Without those who sign: a document says whose it is."""
    for name in Document.objects.values_list("signatory_name", flat=True):
        text = text.replace(name, "")
    return text


def surnames() -> set[str]:
    """Of users and of heads of bodies."""
    heads = Organization.objects.exclude(head_name="").values_list("head_name", flat=True)
    users = User.objects.exclude(username="governor").exclude(last_name="")
    found = set(users.values_list("last_name", flat=True)) | {name.split()[0] for name in heads}
    assert len(found) > 20
    return found


def contacts() -> set[str]:
    """Telephones and e-mails of people and bodies."""
    found = set()
    for rows in (User.objects.exclude(username="governor"), Organization.objects.all()):
        for field in ("phone", "email"):
            found |= set(rows.exclude(**{field: ""}).values_list(field, flat=True))
    assert len(found) > 20
    return found


def test_nothing_a_reader_reaches_tells_of_persons(client, governor):
    pages = crawled(client)
    names = {resolve(urlsplit(path).path).url_name for path in pages}
    assert {
        "resolution", "directive-detail", "municipality-grid", "municipality-map", "theme-chains",
        "trend", "figure-detail", "how-counted", "document-list", "document-detail",
        "document-docx", "document-by-code",
    } <= names  # fmt: skip
    assert names & CLOSED == set()
    people, written = surnames(), contacts()
    for path, text in pages.items():
        said = signed(text)
        assert not people & set(re.findall(r"\w+", said)), path
        assert not {contact for contact in written if contact in said}, path


def test_a_reader_counts_the_whole_region(client, governor):
    department = User.objects.get(username="department")
    counts = []
    for user in (governor, department):
        client.force_login(user)
        page = client.get(reverse("resolution")).content.decode()
        counts.append(re.findall(r'data-count="(\d+)"', page))
    seen, whole = (set(found) for found in counts)
    assert seen
    assert seen <= whole


def test_drafts_are_not_there_for_a_reader(client, governor):
    draft = Document.objects.get(status=State.DRAFT)
    page = client.get(reverse("document-list")).content.decode()
    assert draft.get_absolute_url() not in page
    for name in ("document-detail", "document-docx"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404
    assert client.get(draft.frozen_address).status_code == 404


def test_a_reader_is_offered_no_rows_by_any_query(client, governor):
    """Lists of rows are as empty as an outsider's, whatever is asked of them."""
    for name in ("assignment-list", "not-reported", "organization-list"):
        for query in ({}, {"show": "overdue"}, {"as_of": "2026-11-01"}, {"format": "csv"}):
            response = client.get(reverse(name), query)
            if response.status_code == 200:
                text = text_of(response)
                assert "МБОУ" not in text
                assert "/organizations/1" not in text
