"""Indicators as of a day: what had been accepted by then, with the values that had been sent."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives.models import Status
from directives.workflow.refusal import Refused
from indicators import collecting, workflow
from indicators.completeness import measure
from indicators.models import IndicatorReport, Source
from indicators.roll_up import BY, roll_up
from indicators.standings import standings_of_directives
from organizations.models import Organization, Role
from tests import make
from tests.indicators import make_indicators as mk
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db
OPENED = TODAY - timedelta(days=20)


@pytest.fixture(autouse=True)
def noon(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment(hour=18))


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


class World:
    """Two municipalities with two schools each, two indicators, those who report and decide."""

    def __init__(self) -> None:
        self.item = make.make_directive(number="4.3")
        self.indicators = [
            mk.make_indicator(directives=[self.item]),
            mk.make_indicator(measure="count", unit="ед."),
        ]
        mk.make_target(self.indicators[0], 50)
        self.authorities = [make.make_authority(make.make_municipality()) for _ in range(2)]
        self.schools = [make.make_school(body) for body in self.authorities for _ in range(2)]
        self.reporters = {body.pk: make.make_user(organization=body) for body in self.schools}
        self.reviewers = {
            body.pk: make.make_user("", body, Role.COORDINATOR) for body in self.authorities
        }
        ends = OPENED + timedelta(days=3)
        self.collection = mk.make_collection(at=moment(OPENED), ends_on=ends)
        self.asked = [mk.asked(self.collection, row) for row in self.indicators]

    def act(self, random: Random, day) -> None:
        """Something a school or its reviewer may do; what is refused changes nothing."""
        school = random.choice(self.schools)
        report = mk.report_of(self.collection, school)
        by, reviewer = self.reporters[school.pk], self.reviewers[school.parent_id]
        at = moment(day)
        if report.status == Status.SUBMITTED:
            what = random.choice(["accept", "accept", "back", "withdraw"])
            if what == "accept":
                workflow.accept(report=report, by=reviewer, at=at)
            elif what == "back":
                workflow.return_for_rework(report=report, by=reviewer, at=at, text="Проверьте.")
            else:
                workflow.withdraw(report=report, by=by, at=at)
        elif report.status == Status.ACCEPTED:
            workflow.reopen(report=report, by=reviewer, at=at, text="Ошибка.")
        else:
            numbers = (random.randint(1, 20), 20), (random.randint(0, 9), None)
            mk.send(report, by, *numbers, at=at)


def recorded(world: World, as_of=None) -> dict[str, object]:
    """All that pages take from reports on a day."""
    reports = IndicatorReport.objects.as_of(as_of)
    tables = {by: roll_up(world.asked, by=by, as_of=as_of) for by in BY}
    return {
        "tables": {
            by: {key: {k: v for k, v in groups.items() if any(v)} for key, groups in table.items()}
            for by, table in tables.items()
        },
        "counts": measure(reports, "organization__level", "municipality_id"),
        "states": {row.pk: (row.status, row.due_on, row.accepted_at) for row in reports},
    }


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_each_day_of_a_collection_is_given_back_as_it_was_recorded(seed):
    random, told = Random(seed), {}
    with transaction.atomic():
        world, day = World(), OPENED
        for _ in range(18):
            pause = random.choice([0, 0, 1, 2])
            if pause:
                told[day] = recorded(world), standings_of_directives(TODAY)
                day += timedelta(days=pause)
            try:
                with transaction.atomic():
                    world.act(random, day)
            except Refused:
                continue
        told[day] = recorded(world), standings_of_directives(TODAY)
        for then, (what, stands) in told.items():
            assert recorded(world, then) == what, then
            assert standings_of_directives(TODAY, then) == stands, then
        transaction.set_rollback(True)


def test_what_waited_and_was_withdrawn_since_has_no_values_kept(db):
    """The one thing nobody kept: it is left out, never guessed."""
    world = World()
    school = world.schools[0]
    report, by = mk.report_of(world.collection, school), world.reporters[school.pk]
    mk.send(report, by, (3, 10), (5, None), at=moment(OPENED))
    workflow.withdraw(report=report, by=by, at=moment(OPENED + timedelta(days=1)))
    mk.fill(report, by, (9, 10), (5, None), at=moment(OPENED + timedelta(days=1)))

    then = roll_up(world.asked, basis="submitted", as_of=OPENED)
    assert then[world.asked[0].pk][school.municipality_id].bodies_in == 0
    assert IndicatorReport.objects.as_of(OPENED).get(pk=report.pk).status == Status.SUBMITTED


def test_before_it_was_opened_there_is_no_collection(db):
    world = World()
    assert not IndicatorReport.objects.as_of(OPENED - timedelta(days=1)).exists()
    table = roll_up(world.asked, as_of=OPENED - timedelta(days=1))
    assert set(map(len, table.values())) == {0}


def test_a_kept_figure_of_a_collection_closed_later_is_added_up_anew(db):
    world = World()
    first, second = world.schools[:2]
    for school, offset, n in ((first, 2, 9), (second, 8, 1)):
        report, by = mk.report_of(world.collection, school), world.reporters[school.pk]
        reviewer = world.reviewers[school.parent_id]
        at = moment(OPENED + timedelta(days=offset))
        mk.accept(report, by, reviewer, (n, 20), (1, None), at=at)
    before = standings_of_directives(TODAY, OPENED + timedelta(days=4))
    collecting.close_collection(
        collection=world.collection, by=None, at=moment(TODAY - timedelta(days=1))
    )
    after = standings_of_directives(TODAY, OPENED + timedelta(days=4))
    assert before == after
    assert standings_of_directives(TODAY, TODAY) == standings_of_directives(TODAY)


def test_figures_of_the_region_count_from_the_day_they_were_written(db):
    world = World()
    body = Organization.objects.get(pk=world.schools[0].pk)
    given_on = OPENED + timedelta(days=5)
    with transaction.atomic():
        collecting.region_report(
            collection=world.collection, organization=body, source=Source.UPLOADED,
            at=moment(given_on),
        )  # fmt: skip
    there = IndicatorReport.objects.filter(source=Source.UPLOADED)
    assert there.count() == 1

    def count(day) -> int:
        return IndicatorReport.objects.as_of(day).filter(source=Source.UPLOADED).count()

    assert (count(given_on - timedelta(days=1)), count(given_on)) == (0, 1)


PAGES = ("indicator-list", "roll-up", "completeness", "indicator-not-reported")


@pytest.mark.parametrize("name", [*PAGES, "indicator-detail"])
def test_the_pages_stand_on_the_day_of_the_address(as_, department, name):
    world = World()
    school = world.schools[0]
    reviewer = world.reviewers[school.parent_id]
    mk.accept(mk.report_of(world.collection, school), world.reporters[school.pk], reviewer,
              (18, 20), (7, None), at=moment(TODAY - timedelta(days=2)))  # fmt: skip
    pk = [world.indicators[0].pk] if name == "indicator-detail" else []
    client, address = as_(department), reverse(name, args=pk)
    period = {"period": world.collection.period_id}

    live = client.get(address, period)
    client.get(address, period)
    with CaptureQueriesContext(connection) as now:
        client.get(address, period)
    client.get(address, period | {"as_of": OPENED})
    with CaptureQueriesContext(connection) as then:
        early = client.get(address, period | {"as_of": OPENED})
    today = client.get(address, period | {"as_of": TODAY})

    assert len(then) <= len(now)
    assert "Состояние на 3 ноября 2026 г." in early.content.decode().replace("\xa0", " ")
    assert f"as_of={OPENED}" in early.content.decode()
    assert figures(name, live) == figures(name, today)
    assert figures(name, live) != figures(name, early)


def figures(name: str, response) -> object:
    """What the page says in numbers."""
    context = response.context
    if name == "indicator-list":
        return [(row.reading.said, row.reading.rolled) for row in context["page"].tiles]
    if name == "indicator-detail":
        page = context["page"]
        return page.reading.said, [(out.reason, out.count) for out in page.outs]
    if name == "roll-up":
        page = context["screen"].page
        return page.sums, page.cells
    if name == "completeness":
        return [row.counts for row in context["page"].levels]
    return context["total"]
