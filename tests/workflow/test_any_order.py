"""Whatever people do, in whatever order: what must always hold, holds."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from directives import conditions, distribution, workflow
from directives.completion import RATIOS, measure
from directives.models import Assignment, Kind
from directives.workflow.state import state_of
from directives.workflow.table import TRANSITIONS
from organizations.models import Organization, Role
from tests import make
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db

PEOPLE = ("school", "municipality", "colleague", "new_municipality", "department", "department2")
# What staff and the department do to the body and the item.
CHANGES = ("close", "reopen_body", "move", "withdraw_directive")
# The parts into which the figures divide all assignments; each row is in exactly one.
PARTITIONS = [
    ("not_started", "in_progress", "submitted", "returned", "accepted", "left_out"),
    ("not_applicable", "waived", "cancelled", "applicable"),
    ("come_due", "not_due", "left_out"),
    ("executed", "not_executed", "not_due", "left_out"),
    ("reported", "not_reported", "left_out"),
]
STEPS = 30
PAUSES = (0, 0, 1, 3)  # days between two acts
FIRST_DAYS = 60  # dealt out so many days before TODAY


class World:
    """A school with a one-off and a periodic item, and those who decide above it."""

    def __init__(self) -> None:
        self.vyazma = make.make_authority(make.make_municipality())
        self.elsewhere = make.make_authority(make.make_municipality())
        self.body = make.make_school(self.vyazma)
        department = make.make_department()
        self.people = {
            "school": make.make_user("", self.body),
            "municipality": make.make_user("", self.vyazma, Role.COORDINATOR),
            "colleague": make.make_user("", self.vyazma, Role.COORDINATOR),
            "new_municipality": make.make_user("", self.elsewhere, Role.COORDINATOR),
            "department": make.make_user("", department, Role.COORDINATOR),
            "department2": make.make_user("", department, Role.COORDINATOR),
        }
        self.once = make.make_published()
        periods = [make.make_period(number=number) for number in (1, 2)]
        for period in periods:
            at = moment(TODAY - timedelta(days=FIRST_DAYS))
            distribution.open_period(period=period, by=None, at=at)
        periodic = make.make_periodic()
        targets = [(self.once, None), (periodic, periods[0]), (periodic, periods[1])]
        self.assignments = [make.assignment_of(item, self.body, period) for item, period in targets]

    def possible(self, which: int, today) -> list[tuple[str, str]]:
        """What may be done with this assignment now, by whom; changes of the body are rarer."""
        assignment = Assignment.objects.get(pk=self.assignments[which].pk)
        found = [(act, "") for act in CHANGES]
        for who, user in self.people.items():
            acts = workflow.allowed(assignment, user, today) - {"start", "withdraw_proof"}
            looks = {"look"} if "accept" in acts else set()
            found += [(act, who) for act in sorted(acts | looks)]
        return found

    def take(self, act: str, who: str, which: int, at) -> None:
        """One act of one person; what the rules refuse changes nothing."""
        if act in CHANGES:
            return self.change(act, at)
        assignment = Assignment.objects.get(pk=self.assignments[which].pk)
        given = {"assignment": assignment, "by": self.people[who], "at": at}
        if act in ("submit", "report_interim"):
            draft = make.fill_draft(assignment, given["by"], at)
            getattr(workflow, act)(draft=draft, by=given["by"], at=at, key=make.key())
        elif act == "submit_nil":
            workflow.submit_nil(**given, key=make.key())
        elif act in ("withdraw", "look", "accept"):
            getattr(workflow, act)(**given)
        elif act == "request_extension":
            until = at.date() + timedelta(days=20)
            workflow.request_extension(**given, until=until, text="Причина")
        elif act.startswith("answer_"):
            kind = act.removeprefix("answer_")
            workflow.answer_request(**given, kind=kind, agree=which != 1, text="Причина")
        else:
            getattr(workflow, act)(**given, text="Причина")
        return None

    def change(self, act: str, at) -> None:
        body = Organization.objects.get(pk=self.body.pk)
        if act == "close":
            distribution.close_body(organization=body, closed_on=at.date(), by=None, at=at)
        elif act == "reopen_body":
            body.closed_on = None
            body.save()
            distribution.deal_out_to_new_bodies(organizations=[body], at=at)
        elif act == "move":
            body.parent = self.elsewhere if body.parent == self.vyazma else self.vyazma
            body.municipality = body.parent.municipality
            body.save()
            distribution.move_body(organization=body, by=None, at=at)
        else:
            distribution.withdraw_directive(directive=self.once, by=None, at=at, text="Отозван")


def check(world: World, today) -> None:
    assert workflow.rebuild() == 0, "the assignments are their last timeline rows"
    items = Assignment.objects.all()
    for item in items.select_related("organization__parent"):
        check_timeline(item)
        if item.status == "submitted" and not item.is_on_behalf:
            assert item.reviewer_id == item.organization.parent_id, "the body above decides"
    check_figures(items, today)


def check_timeline(item: Assignment) -> None:
    rows = list(item.timeline.all())
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert state_of(rows[-1]) == state_of(item)
    for before, row in pairwise(rows):
        transition = TRANSITIONS[row.kind]
        assert before.status in transition.start
        assert row.status == (transition.end or row.status) or row.kind == Kind.WITHDRAWN
        assert row.original_due_on == before.original_due_on
        if row.kind == Kind.ACCEPTED:
            assert not by_contributor(rows[: row.number - 1], row), "nobody accepts their own"


def by_contributor(rows: list, decision) -> bool:
    for row in reversed(rows):
        if row.kind in workflow.contributions.DECISIONS:
            return False
        if row.kind in workflow.table.REPORTS and row.author_id == decision.author_id:
            return True
    return False


def check_figures(items, today) -> None:
    figures = measure(items, today)
    for name in conditions.CONDITIONS:
        assert figures.count(name) == items.showing(name, today).count()
    for name in [*RATIOS, "progress"]:
        ratio = getattr(figures, name)
        assert 0 <= ratio.n <= ratio.of, name
    for parts in PARTITIONS:
        assert sum(figures.count(name) for name in parts) == figures.all, parts
    assert all(count >= 0 for _, count in figures.bar)
    overdue = set(items.overdue(today))
    assert overdue == {item for item in items if item.is_overdue(today)}
    assert overdue <= set(items.showing("applicable", today))


# A walk is told by its seed: lists of choices that hypothesis makes are short and stay shallow.
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,  # the same on every machine
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_after_any_acts_everything_agrees(seed):
    random, walk = Random(seed), []
    with transaction.atomic():
        world, day = World(), TODAY - timedelta(days=5)
        for _ in range(STEPS):
            day += timedelta(days=random.choice(PAUSES))
            which = random.choice([0, 0, 1, 2])
            possible = world.possible(which, day)
            changes = random.random() < 0.1 or len(possible) == len(CHANGES)
            act, who = random.choice(
                possible[: len(CHANGES)] if changes else possible[len(CHANGES) :]
            )
            walk.append((act, who, which, day))
            with suppress(workflow.Refused), transaction.atomic():
                world.take(act, who, which, moment(day))
        note(walk)
        check(world, day)
        transaction.set_rollback(True)
