"""A small region in the middle of the school year, with something of everything."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from directives import distribution, workflow
from organizations.models import Level, Role
from tests import make

PAST = make.TODAY - timedelta(days=20)
EARLY = make.moment(make.TODAY - timedelta(days=40))


@pytest.fixture(autouse=True)
def noon(monkeypatch) -> None:
    """Views ask the clock: it stands at noon of `make.TODAY`."""
    monkeypatch.setattr(timezone, "now", lambda: make.moment(hour=12))


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Nobody signs in with a password here, and there are many people."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def as_(client):
    """Sign in as somebody and go on with the client."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def region(department, municipality, soiro, vyazma, a_school):
    """Two municipalities, seven schools (one answers to the department), items at every level.

    Of the one-off school item whose date has come: accepted, submitted, returned and overdue,
    extended, exempted, waived, two not begun. A quarterly item has an earlier and a current period.
    """
    head = make.make_department()
    other = make.make_authority(make.make_municipality("Рославльский округ"))
    schools = [a_school, *(make.make_school(vyazma) for _ in range(3))]
    schools += [make.make_school(other) for _ in range(2)]
    schools.append(make.make_school(other, parent=head, name="Кадетский корпус"))
    make.make_school(other, name="Школа без поручений", education_levels=["noo"])
    items = _items()
    for item in items.values():
        item.refresh_from_db()
    reporter = make.make_user("reporter", a_school, Role.COORDINATOR)
    world = SimpleNamespace(schools=schools, other=other, vyazma=vyazma, reporter=reporter, **items)
    _tell_the_story(world, department, municipality)
    return world


def _items() -> dict:
    theme = make.make_theme("B")
    levels = {"education_levels": ["ooo", "soo"]}
    points = [make.make_checkpoint(asks_number=True), make.make_checkpoint(asks_link=True)]
    due = make.make_published(number="4.1", due_on=PAST, checkpoints=points, at=EARLY, **levels)
    due.theme_links.create(theme=theme, is_primary=True)
    first, second = (
        make.make_period(number=number, due_on=day)
        for number, day in ((1, PAST), (2, make.TODAY + timedelta(days=30)))
    )
    periodic = make.make_periodic(number="4.3", at=EARLY, **levels)
    distribution.open_period(period=first, by=None, at=EARLY)
    distribution.open_period(period=second, by=None, at=make.moment(PAST))
    return {
        "due": due,
        "periodic": periodic,
        "coming": make.make_published(number="4.2", at=EARLY, **levels),
        "own": make.make_published(Level.DEPARTMENT, number="1.1", at=EARLY),
        "municipal": make.make_published(Level.MUNICIPAL, number="2.1", due_on=PAST, at=EARLY),
        "institute": make.make_published(Level.INSTITUTE, number="3.1", at=EARLY),
        "later": make.make_directive(Level.SCHOOL, number="4.4"),
        "first": first,
        "second": second,
    }


def _tell_the_story(world, department, municipality) -> None:
    day = make.moment(PAST - timedelta(days=3))
    people = [make.make_user(organization=school) for school in world.schools]
    of = [make.assignment_of(world.due, school) for school in world.schools]
    make.accepted(of[0], people[0], municipality, day)
    make.submitted(of[1], people[1], day)
    make.submitted(of[2], people[2], day)
    workflow.return_for_rework(
        assignment=of[2], by=municipality, at=day + timedelta(hours=2), text="Нет приказа.",
        rework_due_on=make.TODAY - timedelta(days=5),
    )  # fmt: skip
    workflow.request_exemption(assignment=of[4], by=people[4], at=day, text="Закрыт ремонт.")
    workflow.waive(assignment=of[3], by=department, at=day, text="Утратило актуальность.")
    make.submitted(make.assignment_of(world.municipal, world.vyazma), municipality, day)
    current = make.assignment_of(world.periodic, world.schools[0], world.second)
    make.submitted(current, people[0], make.moment(make.TODAY - timedelta(days=2)))
