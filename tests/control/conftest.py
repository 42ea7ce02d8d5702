"""The day these tests live on."""

import pytest
from django.utils import timezone

from tests import make


@pytest.fixture(autouse=True)
def noon(monkeypatch) -> None:
    """Views ask the clock: it stands at noon of `make.TODAY`."""
    monkeypatch.setattr(timezone, "now", lambda: make.moment(hour=12))


@pytest.fixture
def page(client, department):
    """The department's coordinator at work."""
    client.force_login(department)
    return client
