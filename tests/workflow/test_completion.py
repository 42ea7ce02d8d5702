"""Measures: the same rows counted by SQL and by plain Python."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives import completion, distribution, workflow
from directives.completion import Measures, Ratio
from directives.conditions import CONDITIONS, LABELS
from directives.models import Assignment, Status
from tests.make import (
    TODAY,
    accepted,
    assignment_of,
    make_checkpoint,
    make_directive,
    make_period,
    make_periodic,
    make_published,
    make_school,
    make_user,
    moment,
    submitted,
)

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture
def story(vyazma, municipality, department):
    """Nine schools, one item due three days ago: each school stands differently."""
    due = TODAY - 3 * DAYS
    directive = make_directive(due_on=due)
    schools = [make_school(vyazma) for _ in range(9)]
    reporters = [make_user(organization=school) for school in schools]
    begin = moment(TODAY - 40 * DAYS)
    distribution.publish(
        directive=directive, by=None, at=begin, placed_on_control_on=begin.date(), due_on=due
    )
    a = [assignment_of(directive, school) for school in schools]
    early, late = moment(TODAY - 20 * DAYS), moment(TODAY - 2 * DAYS)
    accepted(a[0], reporters[0], municipality, early)
    accepted(a[1], reporters[1], municipality, late)
    submitted(a[2], reporters[2], early)
    submitted(a[3], reporters[3], early)
    workflow.return_for_rework(assignment=a[3], by=municipality, at=early, text="Мало")
    accepted(a[3], reporters[3], municipality, early + DAYS)
    submitted(a[4], reporters[4], early)
    workflow.return_for_rework(
        assignment=a[4], by=municipality, at=early, text="Мало", rework_due_on=TODAY - DAYS
    )
    workflow.waive(assignment=a[5], by=department, at=late, text="Утратило")
    workflow.request_exemption(assignment=a[6], by=reporters[6], at=early, text="Нет классов")
    workflow.start(assignment=a[7], by=reporters[7], at=early)
    return directive


def test_each_figure_by_hand(story):
    found = completion.measure(Assignment.objects.all(), TODAY)
    expected = {
        "all": 9,
        "applicable": 8,
        "come_due": 8,
        "accepted": 3,
        "executed": 3,
        "substantiated": 3,
        "submitted": 1,
        "returned": 1,
        "overdue": 4,
        "not_reported": 3,
        "reported": 5,
        "on_time": 4,
        "accepted_late": 1,
        "first_pass": 2,
        "review_overdue": 1,
        "waiting_request": 1,
        "waived": 1,
        "left_out": 1,
        "extended": 0,
    }
    assert {name: found.count(name) for name in expected} == expected
    assert found.execution == Ratio(3, 8, "executed", "come_due")
    assert found.execution.percent == 37
    assert found.progress == Ratio(5, 8, "applicable", "applicable")
    assert found.bar == [("accepted", 3), ("submitted", 1), ("overdue", 4), ("rest", 0)]


def test_overdue_by_sql_is_overdue_by_row(story):
    for offset in range(-6, 7):
        day = TODAY + offset * DAYS
        by_sql = set(Assignment.objects.overdue(day).values_list("pk", flat=True))
        assert by_sql == {row.pk for row in Assignment.objects.all() if row.is_overdue(day)}


def test_a_figure_and_its_rows_agree(story):
    found = completion.measure(Assignment.objects.all(), TODAY)
    for name in CONDITIONS:
        assert Assignment.objects.showing(name, TODAY).count() == found.count(name), name


def test_groups_sum_to_the_whole(story, vyazma):
    make_published()
    whole = completion.measure(Assignment.objects.all(), TODAY)
    for fields in (["directive_id"], ["organization_id"], ["municipality_id", "status"]):
        parts = completion.measure_by(Assignment.objects.all(), TODAY, *fields).values()
        total = Measures.sum(parts)
        assert {name: total.count(name) for name in CONDITIONS} == {
            name: whole.count(name) for name in CONDITIONS
        }


def test_measuring_is_one_query(story, django_assert_num_queries):
    with django_assert_num_queries(1):
        completion.measure_by(Assignment.objects.all(), TODAY, "directive_id", "period_id")


def test_no_ratio_exceeds_the_whole(story):
    found = completion.measure(Assignment.objects.all(), TODAY)
    for name in completion.RATIOS:
        ratio = getattr(found, name)
        assert 0 <= ratio.n <= ratio.of, name


def test_a_submission_in_time_is_never_overdue(a_school, school):
    assignment = assignment_of(make_published(due_on=TODAY - DAYS), a_school)
    submitted(assignment, school, moment(TODAY - DAYS))
    assert not Assignment.objects.overdue(TODAY + 100 * DAYS).exists()
    assert Assignment.objects.showing("review_overdue", TODAY + 100 * DAYS).count() == 1


def test_what_is_not_yet_due_never_looks_like_failure(a_school):
    make_published(due_on=TODAY)
    found = completion.measure(Assignment.objects.all(), TODAY)
    assert found.execution.percent is None
    assert (found.come_due, found.not_due, found.overdue) == (0, 1, 0)


def test_accepted_without_its_proof_is_not_substantiated(a_school, school, municipality):
    proved, word = make_checkpoint(asks_number=True), make_checkpoint()
    directive = make_published(checkpoints=[proved, word], evidence_required=False)
    accepted(assignment_of(directive, a_school), school, municipality)
    found = completion.measure(Assignment.objects.all(), TODAY)
    assert (found.accepted, found.substantiated) == (1, 0)


def test_the_margin_speaks_of_the_latest_opened_period(a_school):
    first, second = make_period(number=1), make_period(number=2)
    once, directive = make_published(), make_periodic()
    distribution.open_period(period=first, by=None, at=moment())
    assert completion.current_periods(TODAY) == {"quarter": first}
    distribution.open_period(period=second, by=None, at=moment())
    rows = completion.current(Assignment.objects.all(), TODAY)
    assert set(rows.values_list("directive", "period")) == {
        (once.pk, None), (directive.pk, second.pk),
    }  # fmt: skip


def test_the_worst_municipality_and_the_nearest_date(story, vyazma):
    make_published(due_on=date(2026, 12, 1))
    rows = Assignment.objects.all()
    assert 4 in completion.worst_municipality(rows, TODAY)
    assert completion.next_due(rows, TODAY) == (date(2026, 12, 1), 9)


def test_checkpoint_counts_read_the_last_report(story):
    point = story.checkpoints.get()
    marks = completion.checkpoint_marks(story.assignments.all())
    assert completion.checkpoint_counts(marks) == {point.pk: {"done": 5}}


def test_every_condition_has_a_label():
    assert LABELS.keys() == CONDITIONS.keys()
    assert {str(Status(status)) for status in Status} >= {"accepted", "waived"}


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_percent_rounds_down_and_stays_within_bounds(n, extra):
    ratio = Ratio(n, n + extra, "executed", "come_due")
    assert 0 <= ratio.percent <= 99
    assert Ratio(extra, extra, "executed", "come_due").percent == 100
