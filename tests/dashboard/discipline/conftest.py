"""The region, once more has been decided in it."""

from datetime import date, timedelta

import pytest

from directives import workflow
from organizations.models import Role
from tests import make


@pytest.fixture
def told(region, department, department2, municipality):
    """Вяземский округ: a report accepted over a holiday, another returned twice, two spot checks
    confirmed and one of them reopened later, an extension it supported. Elsewhere: an extension by
    the department alone, an exemption that the municipality supported.
    """
    second = make.make_user(organization=region.other, role=Role.COORDINATOR)
    schools, at = region.schools, make.moment
    of = [make.assignment_of(region.due, school) for school in schools]
    workflow.accept(assignment=of[1], by=municipality, at=at(date(2026, 11, 6)))
    for who, day in ((department, 9), (department2, 10)):
        workflow.confirm_spot_check(assignment=of[1], by=who, at=at(date(2026, 11, day)))
    workflow.confirm_spot_check(assignment=of[0], by=department, at=at(date(2026, 11, 8)))
    workflow.reopen(
        assignment=of[0], by=department, at=at(date(2026, 11, 20)), text="Приказ не тот."
    )
    workflow.reopen(assignment=of[3], by=department, at=at(date(2026, 11, 20)), text="Актуально.")
    _asks_later(region, schools[2], at(date(2026, 11, 9)), [municipality, department])
    _asks_later(region, schools[6], at(date(2026, 11, 9)), [department])
    _asks_later(region, schools[5], at(date(2026, 11, 10)), [second])
    for who, day in ((second, 10), (department, 12)):
        workflow.answer_request(
            assignment=of[4], by=who, at=at(date(2026, 11, day)), kind="exemption", agree=True
        )
    _returned_twice(of[2], region, municipality)
    return region


def _asks_later(region, school, at, answered_by) -> None:
    assignment = make.assignment_of(region.periodic, school, region.second)
    asks = make.make_user(organization=school)
    until = make.TODAY + timedelta(days=60)
    workflow.request_extension(assignment=assignment, by=asks, at=at, until=until, text="Ремонт.")
    for days, who in enumerate(answered_by, 1):
        workflow.answer_request(
            assignment=assignment, by=who, at=at + timedelta(days=days), kind="extension",
            agree=True,
        )  # fmt: skip


def _returned_twice(assignment, region, municipality) -> None:
    again = make.make_user(organization=assignment.organization)
    make.submitted(assignment, again, make.moment(date(2026, 11, 12)))
    workflow.return_for_rework(
        assignment=assignment, by=municipality, at=make.moment(date(2026, 11, 17)), text="Снова."
    )
