"""A municipality, an institute and schools whose items are due; the clock stands at noon."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directives.models import Directive
from organizations.models import Organization, User
from tests.make import (
    TODAY,
    accepted,
    assignment_of,
    make_authority,
    make_institute,
    make_published,
    make_school,
    moment,
    submitted,
)

LATE = TODAY - timedelta(days=10)
BEFORE = moment(LATE - timedelta(days=5))


@pytest.fixture
def noon(monkeypatch) -> None:
    """Views ask the clock: it stands at noon of `TODAY`."""
    monkeypatch.setattr(timezone, "now", lambda: moment(hour=12))


@pytest.fixture
def as_(client):
    """Sign in as somebody and go on with the client."""

    def sign_in(user: User):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def others(vyazma) -> list[Organization]:
    """One more school of Вяземский округ, and one of another municipality."""
    return [make_school(vyazma), make_school(make_authority())]


@pytest.fixture
def items(vyazma, a_school, others, department, municipality, school, soiro) -> list[Directive]:
    """2.1 waits for review in Вяземский округ, 3.1 at the institute, 4.1 is executed by a school"""
    authority = make_published("municipal", due_on=LATE, number="2.1")
    institute = make_published("institute", due_on=TODAY + timedelta(days=20), number="3.1")
    schools = make_published("school", due_on=LATE, number="4.1")
    submitted(assignment_of(authority, vyazma), municipality, BEFORE)
    submitted(assignment_of(institute, make_institute()), soiro, BEFORE)
    accepted(assignment_of(schools, a_school), school, municipality, BEFORE)
    return [authority, institute, schools]
