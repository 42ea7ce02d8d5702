"""The cast: who takes part in the tests, and what each may do."""

import pytest
from django.db import connection

from organizations.accounts import make_staff
from organizations.models import Organization, Role, User
from tests import jobs, make, queries


@pytest.fixture
def no_query_per_row(settings) -> None:
    """A page of the test that asks the database once for each of its rows fails."""
    settings.ZEAL_NPLUSONE_THRESHOLD = queries.THRESHOLD
    settings.MIDDLEWARE = ["tests.queries.no_query_per_row", *settings.MIDDLEWARE]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """As pytest-django does it; at the end, whoever still holds the database lets go of it.

    A live server's thread serves as long as its browser keeps the line open, and may be the last.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _no_jobs_left(request, django_db_blocker):
    """What a test has deferred and committed is not for the next one to run."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with django_db_blocker.unblock():
            jobs.forget_all()


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Hashing a password is slow on purpose; the cast of every test would pay for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def vyazma(db) -> Organization:
    """The authority of Вяземский округ."""
    return make.make_authority(make.make_municipality("Вяземский округ"))


@pytest.fixture
def a_school(vyazma) -> Organization:
    """A school of Вяземский округ."""
    return make.make_school(vyazma, name="МБОУ СОШ № 2 г. Вязьмы")


@pytest.fixture
def department(db) -> User:
    """Coordinator of the department: publishes, reviews municipalities, spot checks."""
    return make.make_user("department", make.make_department(), Role.COORDINATOR)


@pytest.fixture
def department2(db) -> User:
    """The department's second pair of eyes: accepts what the first one contributed to."""
    return make.make_user("department2", make.make_department(), Role.COORDINATOR)


@pytest.fixture
def viewer(db) -> User:
    """A viewer at the department: sees everything, changes nothing."""
    return make.make_user("viewer", make.make_department(), Role.VIEWER)


@pytest.fixture
def reader(db) -> User:
    """Reads totals and approved documents (the governor's office): no drafts, rows or persons."""
    return make.make_user("reader", make.make_department(), Role.READER)


@pytest.fixture
def municipality(vyazma) -> User:
    """Coordinator of Вяземский округ: reviews its schools, reports for the authority."""
    return make.make_user("municipality", vyazma, Role.COORDINATOR)


@pytest.fixture
def soiro(db) -> User:
    """Coordinator of the institute: reports on its items, reads those it supports."""
    return make.make_user("soiro", make.make_institute(), Role.COORDINATOR)


@pytest.fixture
def school(a_school) -> User:
    """Reporter of a school of Вяземский округ."""
    return make.make_user("school", a_school, Role.REPORTER)


@pytest.fixture
def other_municipality(db) -> User:
    """Coordinator of another municipality: sees nothing of Вяземский округ."""
    return make.make_user("other_municipality", make.make_authority(), Role.COORDINATOR)


@pytest.fixture
def other_school(db) -> User:
    """Reporter of a school elsewhere."""
    return make.make_user("other_school", make.make_school(), Role.REPORTER)


@pytest.fixture
def staff(db) -> User:
    """Staff: keep reference tables, lists and accounts; see everything, decide nothing."""
    user = make.make_user("staff", is_staff=True)
    make_staff(user)
    return user


@pytest.fixture
def outsider(db) -> User:
    """Signed in, but with no role anywhere."""
    return make.make_user("outsider")
