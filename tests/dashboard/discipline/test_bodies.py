"""Those who report: rates, what was extended, and by whom."""

from datetime import date

import pytest

from directives.models import StatusUpdate
from tests import make, recount
from tests.dashboard.discipline.reading import BODIES, taken_rows

pytestmark = pytest.mark.django_db
THEN = date(2026, 11, 8)


@pytest.mark.parametrize("day", [None, THEN, date(2026, 10, 20)])
def test_the_rates_of_a_municipality_are_those_of_its_rows(as_, told, department, day):
    asked = {"as_of": day.isoformat()} if day else {}
    rows = taken_rows(as_(department), BODIES, **asked)
    found = recount.count_by(
        recount.states(day or make.TODAY), day or make.TODAY, lambda row: row.municipality_id
    )

    for place in (told.vyazma.municipality, told.other.municipality):
        row, counts = rows[place.short_name], found[place.pk]
        said = ("applicable", "executed", "come_due", "reported", "accepted", "substantiated")
        heads = ("Поручения", "Исполнено", "Срок наступил", "Представлено", "Принято",
                 "Подтверждено")  # fmt: skip
        assert [row[head] for head in heads] == [counts[name] for name in said]
        assert row["В срок"] == counts["on_time"]
        assert row["В первоначальный срок"] == counts["on_time_original"]
        assert row["Принято с первого раза"] == counts["first_pass"]
        assert row["Продлено"] == counts["extended"]
        assert row["Не распространяется"] == counts["not_applicable"]
        if counts["come_due"]:
            share = counts["executed"] / counts["come_due"]
            assert row["Исполнено, %"] == pytest.approx(share)


def test_the_sum_is_that_of_all_rows(as_, told, department):
    total = taken_rows(as_(department), BODIES)["Всего"]
    counts = recount.count(recount.states(make.TODAY), make.TODAY)

    assert total["Исполнено"] == counts["executed"]
    assert total["Срок наступил"] == counts["come_due"]
    assert total["Продлено"] == counts["extended"]


def _let_go(kind: str) -> dict[bool, set[int]]:
    """Assignments granted so, by whether a municipality had supported the request."""
    found: dict[bool, set[int]] = {True: set(), False: set()}
    rows = list(StatusUpdate.objects.select_related("acting_organization"))
    for grant in rows:
        if grant.kind == f"{kind}_granted":
            assert grant.acting_organization.level == "department"
            is_supported = any(
                row.kind == f"{kind}_endorsed" and row.answers_id == grant.answers_id
                for row in rows
            )
            found[is_supported].add(grant.assignment_id)
    return found


def test_who_let_it_wait_is_told(as_, told, department):
    rows = taken_rows(as_(department), BODIES)
    extended, exempted = _let_go("extension"), _let_go("exemption")

    whole = rows["Всего"]
    assert whole["Продлено: поддержал муниципалитет"] == len(extended[True]) == 1
    assert whole["Продлено: департамент без муниципалитета"] == len(extended[False]) == 1
    assert whole["Не распространяется: поддержал муниципалитет"] == len(exempted[True]) == 1
    here = rows[told.vyazma.municipality.short_name]
    assert here["Продлено: поддержал муниципалитет"] == 1
    assert here["Продлено: департамент без муниципалитета"] == 0


def test_an_extension_is_not_known_before_it_was_granted(as_, told, department):
    rows = taken_rows(as_(department), BODIES, as_of="2026-11-10")

    assert rows["Всего"]["Продлено"] == 1  # the department's own; the other was only supported
    assert rows["Всего"]["Продлено: поддержал муниципалитет"] == 0
