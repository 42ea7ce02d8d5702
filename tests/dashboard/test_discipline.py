"""Discipline, both ways: of those who report and of those who review."""

import re
from collections import Counter
from datetime import date, timedelta
from html import unescape
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directives import deciding, workflow
from directives.models import StatusUpdate
from organizations.models import Role
from resolution_tracker.dashboard.discipline.grid import Column, Grid, Line, share
from tests import make, recount
from tests.downloads.taking import content_of, take

pytestmark = pytest.mark.django_db
BUDGET = 12
THEN = date(2026, 11, 8)
UNITY_DAY = date(2026, 11, 4)  # a Wednesday nobody works on
BODIES, REVIEWERS = "/discipline/", "/discipline/reviewers/"


@pytest.fixture
def told(region, department, department2, municipality):
    """The region, once more has been decided in it.

    Вяземский округ: one report accepted over a holiday, two spot checks confirmed and one of them
    reopened later, an extension it supported. Elsewhere: an extension by the department alone, an
    exemption supported by the municipality. One report answered for by two returns.
    """
    second = make.make_user(organization=region.other, role=Role.COORDINATOR)
    schools, at = region.schools, make.moment
    of = [make.assignment_of(region.due, school) for school in schools]
    workflow.accept(assignment=of[1], by=municipality, at=at(date(2026, 11, 6)))
    for who, day in ((department, 9), (department2, 10)):
        workflow.confirm_spot_check(assignment=of[1], by=who, at=at(date(2026, 11, day)))
    workflow.confirm_spot_check(assignment=of[0], by=department, at=at(THEN))
    workflow.reopen(
        assignment=of[0], by=department, at=at(date(2026, 11, 20)), text="Приказ не тот."
    )
    workflow.reopen(assignment=of[3], by=department, at=at(date(2026, 11, 20)), text="Актуально.")
    _asks_later(region, schools[2], at(date(2026, 11, 9)), [municipality, department])
    _asks_later(region, schools[6], at(date(2026, 11, 9)), [department])
    _asks_later(region, schools[5], at(date(2026, 11, 10)), [second])
    for who, day in ((second, 10), (department, 12)):
        workflow.answer_request(
            assignment=of[4], by=who, at=at(date(2026, 11, day)), kind="exemption", agree=True
        )
    _returned_twice(of[2], region, municipality)
    return region


def _asks_later(region, school, at, answered_by) -> None:
    assignment = make.assignment_of(region.periodic, school, region.second)
    asks = make.make_user(organization=school)
    until = make.TODAY + timedelta(days=60)
    workflow.request_extension(assignment=assignment, by=asks, at=at, until=until, text="Ремонт.")
    for days, who in enumerate(answered_by, 1):
        workflow.answer_request(
            assignment=assignment, by=who, at=at + timedelta(days=days), kind="extension",
            agree=True,
        )  # fmt: skip


def _returned_twice(assignment, region, municipality) -> None:
    again = make.make_user(organization=assignment.organization)
    make.submitted(assignment, again, make.moment(date(2026, 11, 12)))
    workflow.return_for_rework(
        assignment=assignment, by=municipality, at=make.moment(date(2026, 11, 17)), text="Снова."
    )


def taken_rows(client, address: str, **query) -> dict[str, dict[str, object]]:
    """The workbook's rows by the name in their first column; the CSV says the same."""
    taken = take(client, address, query)
    columns = {head: taken.values(head) for head in taken.head}
    return {
        row[taken.head[0]]: row
        for row in ({head: columns[head][at] for head in taken.head}
                    for at in range(len(taken.rows)))
    }  # fmt: skip


def grid_of(client, address: str, **query) -> Grid:
    return client.get(address, query).context["page"].grid


# What it counts, by loops over raw rows


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


# Those who review


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


# The pages


@pytest.mark.parametrize("address", [BODIES, REVIEWERS])
@pytest.mark.parametrize("day", ["", "2026-11-18"])
def test_a_figure_opens_exactly_the_rows_it_counts(as_, told, department, address, day):
    client = as_(department)
    page = client.get(address, {"as_of": day} if day else {}).content.decode()
    links = set(re.findall(r'href="(/assignments/[^"]+)" data-count="(\d+)"', page))

    assert len(links) > 15
    for link, count in links:
        response = client.get(unescape(link))
        assert response.context["total"] == int(count), link


@pytest.mark.parametrize("address", [BODIES, REVIEWERS])
def test_as_of_today_is_what_stands_now(as_, told, department, address):
    client = as_(department)

    live = grid_of(client, address).taken
    asked = grid_of(client, address, as_of=make.TODAY.isoformat()).taken
    assert list(live.rows) == list(asked.rows)
    assert list(live.totals) == list(asked.totals)


def test_the_page_shows_what_its_files_hold(as_, told, department):
    client = as_(department)
    for address, narrowed in ((BODIES, {}), (BODIES, {"level": "school"}), (REVIEWERS, {}),
                              (BODIES, {"municipality": told.vyazma.municipality_id})):  # fmt: skip
        grid = grid_of(client, address, **narrowed)
        page = client.get(address, narrowed).content.decode()
        assert str(grid.drawn) in page
        rows = taken_rows(client, address, **narrowed)
        whole = [*grid.lines, *([grid.total] if grid.total else [])]
        assert list(rows) == [line.words[0] for line in whole]
        for line in whole:
            values = [value for cell in line.cells for value in cell.values]
            held = list(rows[line.words[0]].values())[len(line.words) :]
            assert [value or 0 for value in held] == pytest.approx([one or 0 for one in values])


def test_below_ten_nobody_is_ranked():
    lines = [
        Line("", (name,), [share("", n, of)])
        for name, n, of in (("few", 9, 9), ("half", 5, 10), ("all", 20, 20), ("none", 0, 0))
    ]
    grid = Grid("x", (), [Column("rate", "", (), ranks=True)], lines, sort="-rate")

    assert [(line.words[0], line.rank) for line in grid.lines] == [
        ("all", 1), ("half", 2), ("few", None), ("none", None),
    ]  # fmt: skip
    turned = Grid("x", (), grid.columns, lines, sort="rate")
    assert [line.words[0] for line in turned.lines] == ["half", "all", "few", "none"]


def test_a_row_out_of_fewer_than_ten_says_that_it_is_not_ranked(as_, told, department):
    page = as_(department).get(BODIES, {"sort": "-first_pass"}).content.decode()

    assert "менее 10 — не ранжируется" in page
    assert "место 1" not in page


def test_a_municipality_reads_its_own_bodies_and_its_own_reviewing(as_, told, municipality):
    client = as_(municipality)

    names = {line.words[0] for line in grid_of(client, BODIES).lines}
    assert names == {told.vyazma.name, *(school.name for school in told.schools[:4])}
    rows = grid_of(client, REVIEWERS, municipality="999").lines
    assert [line.words[1] for line in rows] == [told.vyazma.name]


def test_the_institute_reads_its_own_row(as_, told, soiro):
    told.due.supported_by.add(make.make_institute())

    lines = grid_of(as_(soiro), BODIES).lines
    assert [line.words[0] for line in lines] == [make.make_institute().name]
    assert as_(soiro).get(REVIEWERS).status_code == 404


def test_those_without_bodies_below_them_do_not_find_it(as_, told, school, outsider, reader):
    reporter = make.make_user(organization=told.vyazma)
    for user in (school, told.reporter, outsider, reader, reporter):
        for address in (BODIES, REVIEWERS):
            assert as_(user).get(address).status_code == 404, user


def test_no_person_is_named(as_, told, department):
    told.reporter.last_name = "Скрытный"
    told.reporter.save()
    for address in (BODIES, REVIEWERS):
        assert "Скрытный" not in as_(department).get(address).content.decode()


@pytest.mark.parametrize("address", [BODIES, REVIEWERS])
def test_the_queries_do_not_grow_with_the_bodies(as_, told, department, address):
    client = as_(department)
    for query in ({}, {"as_of": "2026-11-15"}, {"municipality": told.vyazma.municipality_id}):
        client.get(address, query)
        with CaptureQueriesContext(connection) as few:
            client.get(address, query)
        for _ in range(3):
            make.make_school(make.make_authority())
            make.make_school(told.vyazma)
        with CaptureQueriesContext(connection) as many:
            client.get(address, query)
        assert len(many) == len(few)
        assert len(many) <= BUDGET, [one["sql"][:90] for one in many]


@pytest.mark.parametrize("address", [BODIES, REVIEWERS])
def test_before_anything_is_dealt_out_it_says_so(as_, department, municipality, address):
    response = as_(department).get(address)

    assert response.status_code == 200
    assert content_of(as_(municipality).get(address, {"format": "csv"}))
    assert "<table" in response.content.decode() or 'class="empty"' in response.content.decode()


def test_the_two_sides_are_one_press_apart(as_, told, department):
    page = as_(department).get(BODIES).content.decode()

    assert reverse("reviewer-discipline") in page
