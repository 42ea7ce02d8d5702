"""A workbook is taken in in the moment in which somebody else writes, sends or closes."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from directives.models import Status
from indicators import collecting, workflow
from indicators.asking import asked_of
from indicators.models import Purpose
from indicators.workbook.applying import Moved, take_in
from indicators.workbook.scope import Scope
from indicators.workbook.staging import receive
from tests import make
from tests.indicators import make_indicators as mk
from tests.indicators.workbook import sheets
from tests.indicators.workbook.sheets import NAME, kept
from tests.workflow.test_at_once import PATIENCE, Other, blocked

pytestmark = pytest.mark.django_db(transaction=True)
NUMBERS = [("Ш-01", 5, 20), ("Ш-02", 6, 20), ("Ш-03", 4, None), ("Ш-04", 1, 3)]


@pytest.fixture
def other():
    found = Other()
    yield found
    found.pool.shutdown()


@pytest.fixture
def value_list(report, school, collection, a_school):
    content = sheets.table(*[[NAME, make.ogrn(2), *row] for row in NUMBERS])
    scope = Scope(collection, Purpose.REPORTS, a_school)
    return receive(
        ContentFile(content), name="показатели.xlsx", scope=scope, by=school, at=make.moment()
    )


def taken_in(value_list, by) -> int:
    return take_in(value_list=value_list, by=by, at=make.moment())


def test_of_two_who_press_at_once_one_takes_it_in(other, value_list, report, school):
    with transaction.atomic():
        assert taken_in(value_list, school) == 4
        second = other.begin(lambda: taken_in(value_list, school))
        assert blocked()
    assert second.result(PATIENCE) == 0
    assert report.entries.count() == 1


def test_closing_waits_for_a_workbook_that_is_being_taken_in(
    other, value_list, report, school, collection
):
    with transaction.atomic():
        taken_in(value_list, school)
        closing = other.begin(
            lambda: collecting.close_collection(collection=collection, by=None, at=make.moment())
        )
        assert blocked()
    closing.result(PATIENCE)
    assert len(kept(report)) == 4


def test_who_takes_in_while_it_closes_is_told(other, value_list, report, school, collection):
    with transaction.atomic():
        collecting.close_collection(collection=collection, by=None, at=make.moment())
        taking = other.begin(lambda: taken_in(value_list, school))
        assert blocked()
    with pytest.raises(workflow.Refused) as refused:
        taking.result(PATIENCE)
    assert refused.value.code == "closed"
    assert kept(report) == {}


def test_a_report_sent_meanwhile_takes_nothing_more(other, value_list, report, school):
    mk.fill(report, school, (1, 20), (2, 20), (3, None), (1, 3))
    with transaction.atomic():
        workflow.submit(report=report, by=school, at=make.moment(), key=uuid.uuid4())
        taking = other.begin(lambda: taken_in(value_list, school))
        assert blocked()
    with pytest.raises(Moved):
        taking.result(PATIENCE)
    report.refresh_from_db()
    assert (report.status, kept(report)["Ш-01"]) == (Status.SUBMITTED, (1, 20))
    assert set(value_list.rows.values_list("outcome", flat=True)) == {"refused", "same"}


def test_a_value_typed_meanwhile_is_not_overwritten_unseen(other, value_list, report, school):
    asked = asked_of(report)[0]
    with transaction.atomic():
        workflow.keep_value(
            report=report, asked=asked, typed=workflow.Typed(9, 20), by=school, at=make.moment()
        )
        taking = other.begin(lambda: taken_in(value_list, school))
        assert blocked()
    with pytest.raises(Moved):
        taking.result(PATIENCE)
    assert kept(report) == {"Ш-01": (9, 20)}
