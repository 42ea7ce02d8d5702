"""A school with one item to report on, and the ways its form is used."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directives.models import Assignment, Draft
from tests import make
from tests.reporting import files

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _own_store(tmp_path, settings):
    """Files of a test go with it."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def points(db):
    """One checkpoint proved by an order with its link, and one that asks for nothing."""
    return [
        make.make_checkpoint(
            "Утверждён план", asks_number=True, asks_date=True, asks_link=True, group="План"
        ),
        make.make_checkpoint("Назначен ответственный", needs_proof=False),
    ]


@pytest.fixture
def assignment(a_school, points, department) -> Assignment:
    """Item 4.2 given to the school, due in eight days, reviewed by Вяземский округ."""
    return make.assignment_of(make.make_published(number="4.2", checkpoints=points), a_school)


class Form:
    """The report form as a person uses it."""

    def __init__(self, client, assignment: Assignment, points) -> None:
        self.client, self.assignment, self.points = client, assignment, points
        self.url = reverse("assignment-report", args=[assignment.pk])
        self.upload_url = reverse("draft-file-upload", args=[assignment.pk])

    def get(self):
        return self.client.get(self.url)

    def page(self):
        return self.get().context["page"]

    def full(self, **more) -> dict[str, str]:
        """Everything that is asked for."""
        first, second = (f"c{point.pk}" for point in self.points)
        page = self.page()
        return {
            "text": "План утверждён.",
            "key": page.key,
            "version": page.version,
            "assignment": str(self.assignment.pk),
            f"{first}-state": "done",
            f"{first}-order_number": "12-од",
            f"{first}-order_date": "01.09.2026",
            f"{first}-link": "https://school.example/plan",
            f"{second}-state": "done",
        } | more

    def save(self, **fields):
        return self.client.post(self.url, {"action": "save"} | fields)

    def save_in_passing(self, **fields):
        return self.client.post(self.url, {"action": "save"} | fields, headers=HTMX)

    def submit(self, **fields):
        return self.client.post(self.url, self.full(**fields) | {"action": "submit"})

    def upload(self, content: bytes = b"", name: str = "приказ.pdf", place="general", **fields):
        upload = SimpleUploadedFile(name, content or files.pdf())
        data = {"place": place, f"file-{place}": upload} | fields
        return self.client.post(self.upload_url, data, headers=HTMX)

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(assignment=self.assignment)


@pytest.fixture
def form(client, school, assignment, points) -> Form:
    """The form, opened by the school's reporter."""
    client.force_login(school)
    return Form(client, assignment, points)
