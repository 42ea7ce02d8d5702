"""A collection opens and closes in the moment in which somebody writes into it."""

import uuid

import pytest
from django.db import transaction

from directives.models import Status
from indicators import collecting, computing, following, workflow
from indicators.models import Collection, Source
from tests import make
from tests.indicators import make_indicators as mk
from tests.make import moment
from tests.workflow.test_at_once import PATIENCE, Other, blocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other():
    found = Other()
    yield found
    found.pool.shutdown()


@pytest.fixture
def collection(a_school):
    mk.make_indicator("А")
    return mk.make_collection()


def close(collection):
    collecting.close_collection(collection=collection, by=None, at=moment())


def test_of_two_who_open_at_once_one_is_told(other, a_school):
    mk.make_indicator("А")
    period = make.make_period()

    def act():
        return collecting.open_collection(period=period, by=None, at=moment())

    with transaction.atomic():
        act()
        second = other.begin(act)
        assert blocked()
    with pytest.raises(workflow.Refused) as refused:
        second.result(PATIENCE)
    assert refused.value.code == "already_decided"
    assert Collection.objects.get().reports.count() == 2


def test_of_two_who_close_at_once_one_is_told(other, collection):
    with transaction.atomic():
        close(collection)
        second = other.begin(lambda: close(collection))
        assert blocked()
    with pytest.raises(workflow.Refused) as refused:
        second.result(PATIENCE)
    assert refused.value.code == "wrong_status"


def test_closing_waits_for_a_report_that_is_being_sent(other, collection, a_school, school):
    report = mk.report_of(collection, a_school)
    mk.fill(report, school, (1, 2))
    with transaction.atomic():
        workflow.submit(report=report, by=school, at=moment(), key=uuid.uuid4())
        closing = other.begin(lambda: close(collection))
        assert blocked()
    closing.result(PATIENCE)
    assert mk.report_of(collection, a_school).status == Status.SUBMITTED


def test_who_sends_while_it_closes_is_told(other, collection, a_school, school):
    report = mk.report_of(collection, a_school)
    mk.fill(report, school, (1, 2))
    with transaction.atomic():
        close(collection)
        sending = other.begin(
            lambda: workflow.submit(report=report, by=school, at=moment(), key=uuid.uuid4())
        )
        assert blocked()
    with pytest.raises(workflow.Refused) as refused:
        sending.result(PATIENCE)
    assert refused.value.code == "closed"
    assert mk.report_of(collection, a_school).status == Status.IN_PROGRESS


def test_a_school_entered_while_a_collection_opens_is_asked(other, a_school):
    """Whichever comes first: neither sees what the other has not committed."""
    mk.make_indicator("А")
    period = make.make_period()

    def enter():
        with transaction.atomic():
            new = make.make_school(a_school.parent)
            following.follow(organizations=[new.pk], at=moment())
            return new

    with transaction.atomic():
        collection = collecting.open_collection(period=period, by=None, at=moment())
        entering = other.begin(enter)
        assert blocked()
    assert collection.reports.filter(organization=entering.result(PATIENCE)).count() == 1


def test_a_collection_that_opens_while_a_school_is_entered_asks_it(other, a_school):
    mk.make_indicator("А")
    period = make.make_period()
    with transaction.atomic():
        new = make.make_school(a_school.parent)
        following.follow(organizations=[new.pk], at=moment())
        opening = other.begin(
            lambda: collecting.open_collection(period=period, by=None, at=moment())
        )
        assert blocked()
    assert opening.result(PATIENCE).reports.filter(organization=new).count() == 1


def test_a_body_that_closes_while_the_collection_closes_changes_nothing_in_it(
    other, collection, a_school
):
    with transaction.atomic():
        close(collection)
        a_school.closed_on = make.TODAY
        a_school.save()
        closing = other.begin(lambda: following.follow(organizations=[a_school.pk], at=moment()))
        assert blocked()
    assert closing.result(PATIENCE) == following.Followed()
    assert mk.report_of(collection, a_school).status == Status.NOT_STARTED


def test_two_who_compute_at_once_write_each_value_once(other, a_school):
    directive = make.make_published()
    mk.make_indicator("С", source=Source.COMPUTED, computed_from=directive)
    collection = mk.make_collection()
    assignment = make.assignment_of(directive, a_school)
    type(assignment).objects.filter(pk=assignment.pk).update(checkpoints_done=1)

    def compute() -> int:
        return computing.refresh(collection=collection, at=moment())

    with transaction.atomic():
        assert compute() == 1
        again = other.begin(compute)
        assert blocked()
    assert again.result(PATIENCE) == 0


def test_those_who_type_do_not_wait_for_each_other(other, collection, a_school, school):
    """One row held by every school of a region would be a queue."""
    neighbour = make.make_school(a_school.parent)
    following.follow(organizations=[neighbour.pk], at=moment())
    who = make.make_user("neighbour", neighbour)
    with transaction.atomic():
        mk.fill(mk.report_of(collection, a_school), school, (1, 2))
        typing = other.begin(lambda: mk.fill(mk.report_of(collection, neighbour), who, (1, 2)))
        assert len(typing.result(PATIENCE)) == 1
