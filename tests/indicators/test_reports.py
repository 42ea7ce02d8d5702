"""A report from the first number to acceptance, through the workflow."""

import uuid

import pytest

from directives.models import Status
from indicators import workflow
from indicators.models import EntryValue, IndicatorReport
from indicators.roll_up import roll_up, total
from tests.indicators import make_indicators as mk
from tests.make import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(a_school, vyazma):
    mk.make_indicator("А")
    mk.make_indicator("Б")
    return mk.make_collection()


@pytest.fixture
def report(collection, a_school) -> IndicatorReport:
    return mk.report_of(collection, a_school)


def test_a_report_is_dealt_out_to_the_school_and_its_authority(collection, a_school, vyazma):
    assert set(collection.reports.values_list("organization", flat=True)) == {
        a_school.pk,
        vyazma.pk,
    }


def test_a_full_report_is_sent_accepted_and_counted(report, school, municipality, collection):
    mk.accept(report, school, municipality, (3, 10), (5, 20))
    report.refresh_from_db()
    assert report.status == Status.ACCEPTED
    rows = list(collection.asked.select_related("indicator", "definition"))
    table = roll_up(rows)
    sums = [total(table[row.pk].values()) for row in rows]
    assert [(s.numerator, s.denominator, s.bodies_in, s.bodies_out) for s in sums] == [
        (3, 10, 1, 0),
        (5, 20, 1, 0),
    ]


def test_an_empty_value_hinders_sending(report, school):
    mk.fill(report, school, (3, 10), (None, 20))
    with pytest.raises(workflow.Refused) as refused:
        workflow.submit(report=report, by=school, at=moment(), key=uuid.uuid4())
    assert refused.value.code == "problems"


def test_a_returned_value_keeps_what_was_sent(report, school, municipality):
    mk.send(report, school, (3, 10), (5, 20))
    first, _second = report.values.order_by("pk")
    entry = workflow.return_for_rework(
        report=report, by=municipality, at=moment(), remarks={first.asked_id: "Перепроверьте."}
    )
    report.refresh_from_db()
    assert report.status == Status.RETURNED
    assert EntryValue.objects.get(entry=entry, asked=first.asked_id).remark == "Перепроверьте."
    first.refresh_from_db()
    assert first.remark == "Перепроверьте."
    workflow.submit(report=report, by=school, at=moment(), key=uuid.uuid4())
    first.refresh_from_db()
    assert first.remark == ""
