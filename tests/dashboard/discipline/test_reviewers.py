"""Those who review: what waits, how soon they decide, what spot checks found."""

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from django.utils import timezone

from directives import deciding
from directives.models import StatusUpdate
from tests import make, recount
from tests.dashboard.discipline.reading import REVIEWERS, taken_rows

pytestmark = pytest.mark.django_db
UNITY_DAY = date(2026, 11, 4)  # a Wednesday nobody works on


def _working_days(start: date, end: date) -> int:
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 and day != UNITY_DAY for day in days)


def _decisions(body, until: date = make.TODAY) -> list[StatusUpdate]:
    rows = StatusUpdate.objects.filter(acting_organization=body)
    return [
        row
        for row in rows
        if row.kind in ("returned", "accepted") and timezone.localdate(row.recorded_at) <= until
    ]


@pytest.mark.parametrize("until", [make.TODAY, date(2026, 11, 15)])
def test_the_median_leaves_out_weekends_and_holidays(as_, told, department, until):
    asked = {} if until == make.TODAY else {"as_of": until.isoformat()}
    row = taken_rows(as_(department), REVIEWERS, **asked)[told.vyazma.municipality.short_name]
    rows = _decisions(told.vyazma, until)
    days = [
        _working_days(timezone.localdate(row.submitted_at), timezone.localdate(row.recorded_at))
        for row in rows
    ]

    assert 4 in days  # a Saturday to the Friday after the holiday
    assert row["Срок решения, раб. дней (медиана)"] == median(days)
    assert row["Решений"] == len(rows)
    assert row["Решений: по поручениям"] == len({row.assignment_id for row in rows})
    assert row["Возвращено"] == sum(row.kind == "returned" for row in rows)


def test_the_median_weighs_each_decision():
    monday = date(2026, 11, 9)
    pairs = [(monday, monday + timedelta(days=1), 3), (monday, monday + timedelta(days=4), 3)]

    assert deciding.median_days(pairs) == 2.5
    assert deciding.median_days([*pairs, (monday, monday, 1)]) == 1
    assert deciding.median_days([]) is None


def test_what_waits_is_told_with_its_longest_wait(as_, told, department):
    rows = taken_rows(as_(department), REVIEWERS)
    waiting: Counter = Counter()
    longest: dict[int, int] = {}
    for row in recount.states(make.TODAY):
        if row.status == "submitted":
            days = _working_days(timezone.localdate(row.submitted_at), make.TODAY)
            waiting[row.reviewer_id] += 1
            waiting["late", row.reviewer_id] += days > 5
            longest[row.reviewer_id] = max(days, longest.get(row.reviewer_id, 0))

    for body, name in ((make.make_department(), "Департамент образования"),
                       (told.vyazma, told.vyazma.municipality.short_name)):  # fmt: skip
        assert rows[name]["Ждут решения"] == waiting[body.pk]
        assert rows[name]["Проверка просрочена"] == waiting["late", body.pk]
        assert rows[name]["Дольше всех ждут, раб. дней"] == longest.get(body.pk)


def test_requests_wait_and_are_answered(as_, told, department):
    rows = taken_rows(as_(department), REVIEWERS)

    head = rows["Департамент образования"]
    assert (head["Ходатайств ждут ответа"], head["Ответов на ходатайства"]) == (1, 3)
    assert rows[told.vyazma.municipality.short_name]["Ответов на ходатайства"] == 1


def test_a_report_that_a_spot_check_reopened_has_one_result(as_, told, department):
    """Confirmed first, it was reopened later; the other was confirmed twice."""
    row = taken_rows(as_(department), REVIEWERS)[told.vyazma.municipality.short_name]

    assert row["Выборочная проверка: проверено"] == 2
    assert row["Выборочная проверка: подтверждено"] == 1
    assert row["Выборочная проверка: возвращено на контроль"] == 1


def test_what_was_waived_and_is_put_back_was_never_spot_checked(told):
    waived = make.assignment_of(told.due, told.schools[3])
    checks = deciding.spot_checks(make.TODAY)

    assert waived.timeline.filter(kind="reopened").exists()
    assert not checks.filter(assignment=waived).exists()


def test_before_the_reopening_both_were_confirmed(as_, told, department):
    rows = taken_rows(as_(department), REVIEWERS, as_of="2026-11-15")
    row = rows[told.vyazma.municipality.short_name]

    assert row["Выборочная проверка: подтверждено"] == 2
    assert row["Выборочная проверка: возвращено на контроль"] == 0


def test_the_own_rate_is_that_of_the_schools(as_, told, department):
    row = taken_rows(as_(department), REVIEWERS)[told.vyazma.municipality.short_name]
    counts = recount.count(
        [
            row
            for row in recount.states(make.TODAY)
            if row.municipality_id == told.vyazma.municipality_id
            and row.assignment.directive.level == "school"
        ],
        make.TODAY,
    )

    assert row["Принято с первого раза"] == counts["first_pass"]
    assert (row["Исполнено"], row["Срок наступил"]) == (counts["executed"], counts["come_due"])
