"""The day these tests live on, and a school's report that waits."""

import pytest
from django.utils import timezone

from directives.models import Assignment
from tests import make


@pytest.fixture(autouse=True)
def noon(monkeypatch) -> None:
    """Views ask the clock: it stands at noon of `make.TODAY`."""
    monkeypatch.setattr(timezone, "now", lambda: make.moment(hour=12))


@pytest.fixture
def assignment(a_school) -> Assignment:
    """A school's one-off assignment, not yet reported on."""
    return make.assignment_of(make.make_published(), a_school)


@pytest.fixture
def waiting(assignment, school) -> Assignment:
    """The same, reported in the morning."""
    make.submitted(assignment, school, make.moment(hour=9))
    assignment.refresh_from_db()
    return assignment


@pytest.fixture
def as_(client):
    """Sign in as somebody and go on with the client."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
