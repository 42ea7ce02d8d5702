"""Staff at work: signed in, and in their group."""

import pytest

from organizations.accounts import make_staff
from organizations.models import User


@pytest.fixture
def keeper(staff, client) -> User:
    """Staff in the staff group, signed in: keeps tables and accounts, is not a superuser."""
    make_staff(staff)
    client.force_login(staff)
    return staff


@pytest.fixture(autouse=True)
def fast_passwords(settings) -> None:
    """Nothing here is about how passwords are kept; keeping them well takes most of the time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
