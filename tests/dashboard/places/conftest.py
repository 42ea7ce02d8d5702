"""A region large enough for shares: two municipalities of ten and more schools, one of two."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from directives import distribution, workflow
from organizations.models import Level
from tests import make
from tests.dashboard.conftest import EARLY, PAST

THEN = PAST - timedelta(days=5)  # before the dates had come: three reports, none accepted


@pytest.fixture
def land(department, municipality, vyazma):
    """Items at every level; a date that has come, one to come, two periods; a waived one.

    Of the eleven schools of Вязьма two are accepted, of the ten of Рославль six, of two one.
    """
    other = make.make_authority(make.make_municipality("Рославльский округ"))
    small = make.make_authority(make.make_municipality("Угранский округ"))
    make.make_municipality("Никакой округ")  # no authority: no part of the region
    make.make_institute()
    schools = {
        authority: [make.make_school(authority) for _ in range(count)]
        for authority, count in ((vyazma, 11), (other, 10), (small, 2))
    }
    found = SimpleNamespace(vyazma=vyazma, other=other, small=small, schools=schools, **_items())
    _tell(found, department, municipality)
    return found


def _items() -> dict:
    first, second = (
        make.make_period(number=number, due_on=day)
        for number, day in ((1, PAST), (2, make.TODAY + timedelta(days=30)))
    )
    items = {
        "own": make.make_published(Level.DEPARTMENT, number="1.1", due_on=PAST, at=EARLY),
        "municipal": make.make_published(Level.MUNICIPAL, number="2.1", due_on=PAST, at=EARLY),
        "institute": make.make_published(Level.INSTITUTE, number="3.1", at=EARLY),
        "due": make.make_published(number="4.1", due_on=PAST, at=EARLY),
        "coming": make.make_published(number="4.2", at=EARLY),
        "periodic": make.make_periodic(number="4.3", at=EARLY),
    }
    distribution.open_period(period=first, by=None, at=EARLY)
    distribution.open_period(period=second, by=None, at=make.moment(PAST))
    return items | {"first": first, "second": second}


def _tell(land, department, municipality) -> None:
    done = {land.vyazma: 2, land.other: 6, land.small: 1}
    for authority, count in done.items():
        reviewer = municipality
        if authority != land.vyazma:
            reviewer = make.make_user(organization=authority, role="coordinator")
        for at, school in enumerate(land.schools[authority][:count]):
            day = make.moment(PAST if at else THEN)
            assignment = make.assignment_of(land.due, school)
            person = make.make_user(organization=school)
            make.submitted(assignment, person, day)
            workflow.accept(assignment=assignment, by=reviewer, at=make.moment(PAST, 15))
    periodic = make.assignment_of(land.periodic, land.schools[land.other][0], land.first)
    make.submitted(periodic, make.make_user(organization=periodic.organization), make.moment(PAST))
    waived = make.assignment_of(land.due, land.schools[land.vyazma][10])
    workflow.waive(assignment=waived, by=department, at=make.moment(PAST), text="Неактуально.")
    make.submitted(make.assignment_of(land.municipal, land.vyazma), municipality, make.moment())
