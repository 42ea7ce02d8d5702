"""Every status × every action × every role: one table says what may be done, nothing else may."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction

from directives import workflow
from directives.models import Assignment, Kind, Status
from tests.make import TODAY, assignment_of, fill_draft, key, make_published, moment

pytestmark = pytest.mark.django_db

TO_DO = {"not_started", "in_progress", "returned"}
ROLES = (
    "department department2 viewer municipality soiro school other_municipality other_school "
    "staff outsider"
).split()

# action: (statuses it starts from, roles that may take it on a Вяземский school's assignment)
MAY = {
    "submit": (TO_DO, {"school", "municipality"}),
    "report_interim": (TO_DO, {"school", "municipality"}),
    "withdraw": ({"submitted"}, {"school"}),
    "accept": ({"submitted"}, {"municipality"}),
    "return_for_rework": ({"submitted"}, {"municipality"}),
    "request_extension": (TO_DO, {"school"}),
    "request_exemption": (TO_DO, {"school"}),
    "waive": (TO_DO | {"submitted"}, {"department", "department2"}),
    "reopen": ({"accepted", "not_applicable", "waived"}, {"department", "department2"}),
    "confirm_spot_check": ({"accepted"}, {"department", "department2"}),
}


def take(action: str, assignment: Assignment, user) -> None:
    """Take the action with everything it asks for, so that only role and status can refuse."""
    at, given = moment(), {"assignment": assignment, "by": user, "at": moment()}
    if action in ("submit", "report_interim"):
        draft = fill_draft(assignment, user, at)
        getattr(workflow, action)(draft=draft, by=user, at=at, key=key())
    elif action == "request_extension":
        workflow.request_extension(**given, until=TODAY + timedelta(days=30), text="Причина")
    elif action in ("withdraw", "accept"):
        getattr(workflow, action)(**given)
    else:
        getattr(workflow, action)(**given, text="Причина")


def reach(assignment: Assignment, status: str, people: dict) -> None:
    """Bring a fresh assignment to the status by the actions that lead there."""
    school, reviewer = people["school"], people["reviewer"]
    given = {"assignment": assignment, "at": moment(TODAY - timedelta(days=1))}
    if status == Status.IN_PROGRESS:
        workflow.start(**given, by=school)
    if status in (Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED):
        draft = fill_draft(assignment, school, given["at"])
        workflow.submit(draft=draft, by=school, at=given["at"], key=draft.key)
    if status == Status.RETURNED:
        workflow.return_for_rework(**given, by=reviewer, text="Причина")
    if status == Status.ACCEPTED:
        workflow.accept(**given, by=reviewer)
    if status == Status.WAIVED:
        workflow.waive(**given, by=people["department"], text="Причина")
    if status == Status.NOT_APPLICABLE:
        workflow.request_exemption(**given, by=school, text="Причина")
        for who in (reviewer, people["department"]):
            workflow.answer_request(**given, by=who, kind="exemption", agree=True)
    if status == Status.CANCELLED:
        workflow.bulk.record([assignment], Kind.CANCELLED, by=None, at=given["at"], text="Причина")
    assignment.refresh_from_db()
    assert assignment.status == status


@pytest.mark.parametrize("status", list(Status))
def test_only_the_table_is_allowed(status, request, a_school, vyazma):
    users = {name: request.getfixturevalue(name) for name in ROLES}
    people = users | {"reviewer": users["municipality"]}
    assignment = assignment_of(make_published(), a_school)
    reach(assignment, status, people)
    for action, role in product(MAY, ROLES):
        assignment = assignment_of(assignment.directive, a_school)
        may = status in MAY[action][0] and role in MAY[action][1]
        offered = action in workflow.allowed(assignment, users[role], TODAY)
        assert offered == may, (status, action, role, offered)
        with transaction.atomic():
            try:
                take(action, assignment, users[role])
                done = True
            except workflow.Refused:
                done = False
            transaction.set_rollback(True)
        assert done == may, (status, action, role)


def test_every_kind_of_the_timeline_has_its_row():
    assert {*workflow.table.TRANSITIONS, Kind.ASSIGNED} == set(Kind)
