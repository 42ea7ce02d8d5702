"""Indicators that are computed from the checkpoints of an item."""

from datetime import timedelta

import pytest

from directives import distribution
from directives.models import Status
from indicators import collecting, computing
from indicators.models import IndicatorReport, IndicatorValue, Source
from indicators.roll_up import roll_up, total
from resolution_tracker.indicator_jobs import compute_indicators
from tests import jobs, make
from tests.indicators import make_indicators as mk
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def directive():
    checkpoints = [make.make_checkpoint(asks_number=True) for _ in range(2)]
    return make.make_directive(checkpoints=checkpoints)


@pytest.fixture
def indicator(directive):
    mk.make_indicator()
    return mk.make_indicator("С", source=Source.COMPUTED, computed_from=directive)


@pytest.fixture
def published(directive, indicator, a_school):
    distribution.publish(
        directive=directive, by=None, at=moment(TODAY - timedelta(days=60)),
        placed_on_control_on=TODAY - timedelta(days=60), due_on=TODAY + timedelta(days=8),
    )  # fmt: skip
    return directive


@pytest.fixture
def collection(published):
    return mk.make_collection()


def values(collection) -> list[tuple]:
    rows = IndicatorValue.objects.filter(
        report__collection=collection, report__source=Source.COMPUTED
    )
    return list(
        rows.order_by("report__organization").values_list("numerator", "denominator", "version")
    )


def do(assignment, done: int) -> None:
    type(assignment).objects.filter(pk=assignment.pk).update(checkpoints_done=done)


def test_opening_computes_and_refreshing_writes_only_what_differs(collection, published, a_school):
    assert values(collection) == [(0, 2, 1)]
    assert computing.refresh(collection=collection, at=moment()) == 0
    do(make.assignment_of(published, a_school), 1)
    assert computing.refresh(collection=collection, at=moment()) == 1
    assert values(collection) == [(1, 2, 2)]


def test_a_report_of_a_school_gives_its_done_checkpoints(collection, published, a_school, school):
    make.submitted(make.assignment_of(published, a_school), school)
    computing.refresh(collection=collection, at=moment())
    assert values(collection) == [(2, 2, 2)]


def test_the_row_stands_beside_the_own_report_and_counts(collection, indicator, a_school):
    row = mk.report_of(collection, a_school, Source.COMPUTED)
    assert (row.status, row.municipality) == (Status.ACCEPTED, a_school.municipality)
    asked = mk.asked(collection, indicator)
    whole = total(roll_up([asked])[asked.pk].values())
    assert (whole.numerator, whole.denominator, whole.bodies_in, whole.bodies_out) == (0, 2, 1, 0)


@pytest.mark.parametrize("status", ["cancelled", "not_applicable", "waived"])
def test_what_need_not_be_carried_out_has_no_value(collection, published, a_school, status):
    assignment = make.assignment_of(published, a_school)
    type(assignment).objects.filter(pk=assignment.pk).update(status=status)
    assert computing.refresh(collection=collection, at=moment()) == 1
    assert values(collection) == []


def test_a_body_without_an_assignment_has_no_value(collection, a_school):
    new = make.make_school(a_school.parent)
    assert computing.refresh(collection=collection, at=moment()) == 0
    assert not IndicatorReport.objects.filter(organization=new).exists()


def test_the_last_assignment_begun_by_the_end_of_the_period_counts(a_school):
    directive = make.make_periodic()
    indicator = mk.make_indicator(source=Source.COMPUTED, computed_from=directive)
    first, second = (make.make_period(number=n) for n in (1, 2))
    for period in (first, second):
        distribution.open_period(period=period, by=None, at=moment())
    do(make.assignment_of(directive, a_school, first), 1)
    earlier, later = (mk.make_collection(period) for period in (first, second))
    assert [values(row)[0][:2] for row in (earlier, later)] == [(1, 1), (0, 1)]
    assert indicator.level == "school"


def test_a_school_it_does_not_apply_to_has_no_value(directive, a_school):
    mk.make_indicator(source=Source.COMPUTED, computed_from=directive, education_levels=["soo"])
    nine_year = make.make_school(a_school.parent, education_levels=["noo", "ooo"])
    distribution.publish(
        directive=directive, by=None, at=moment(), placed_on_control_on=TODAY,
        due_on=TODAY + timedelta(days=8),
    )  # fmt: skip
    collection = mk.make_collection()
    rows = IndicatorReport.objects.filter(collection=collection, source=Source.COMPUTED)
    assert [row.organization for row in rows] == [a_school]
    assert nine_year.assignments.exists()


def test_closing_computes_once_more_and_then_nothing_changes(collection, published, a_school):
    assignment = make.assignment_of(published, a_school)
    do(assignment, 1)
    collecting.close_collection(collection=collection, by=None, at=moment())
    assert values(collection) == [(1, 2, 2)]
    do(assignment, 2)
    assert computing.refresh(collection=collection, at=moment()) == 0
    assert computing.refresh_all(at=moment()) == 0
    assert values(collection) == [(1, 2, 2)]


def test_the_worker_computes_what_is_open(collection, published, a_school):
    do(make.assignment_of(published, a_school), 2)
    compute_indicators.defer(timestamp=0)
    assert jobs.run_jobs() == 1
    compute_indicators.defer(timestamp=3600)
    jobs.run_jobs()
    assert values(collection) == [(2, 2, 2)]


def test_the_job_is_due_every_hour():
    compute_indicators.blueprint.perform_import_paths()
    found = compute_indicators.blueprint.periodic_registry.periodic_tasks
    crons = {key[0]: task.cron for key, task in found.items()}
    assert crons[compute_indicators.name] == "7 * * * *"


def test_any_number_of_schools_takes_the_same_queries(
    collection, published, a_school, django_assert_num_queries
):
    new = [make.make_school(a_school.parent) for _ in range(5)]
    distribution.deal_out_to_new_bodies(organizations=new, at=moment())
    with django_assert_num_queries(16):
        assert computing.refresh(collection=collection, at=moment()) == 5
