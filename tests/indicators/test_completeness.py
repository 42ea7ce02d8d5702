"""Completeness and timeliness: never above 100 %, and each figure opens exactly its rows."""

import csv
import io
import random
import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from directives.models import Status
from indicators import completeness, following, workflow
from indicators.completeness import CONDITIONS, Completeness
from indicators.models import IndicatorReport
from organizations.models import Level
from tests import make
from tests.indicators import make_indicators as mk
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db

LISTED = re.compile(r'href="([^"]*/not-reported/\?[^"]*)">([\d\s\u202f]+)</a>')


@pytest.fixture
def collection(vyazma):
    """Two municipalities with four schools each; the department is asked as well."""
    mk.make_indicator("А")
    mk.make_indicator("Д", level=Level.DEPARTMENT)
    for authority in (vyazma, make.make_authority()):
        for _ in range(4):
            make.make_school(authority)
    return mk.make_collection()


def scatter(reports, seed: int) -> None:
    """Arbitrary states, as wild as the database allows them."""
    dice = random.Random(seed)
    reviewer = make.make_department()
    days = [None, *(TODAY + timedelta(days=n) for n in (-40, 0, 10, 11, 40))]
    for report in reports:
        status = dice.choice(list(Status))
        report.status = status
        report.first_submitted_on = dice.choice(days)
        report.due_on = dice.choice(days[1:])
        report.is_nil = dice.random() < 0.3
        report.reviewer = reviewer
        report.submitted_at = moment()
        report.rework_due_on = TODAY
        report.accepted_at = moment() if status == Status.ACCEPTED else None
        report.save()


@pytest.mark.parametrize("seed", range(8))
def test_no_share_is_above_one_whatever_the_states(collection, seed):
    scatter(collection.reports.all(), seed)
    reports = IndicatorReport.objects.filter(collection=collection)
    groups = completeness.measure(reports, "organization__level", "municipality_id")
    whole = sum(groups.values(), Completeness())
    assert whole == completeness.all_of(reports)
    for counts in groups.values():
        assert 0 <= counts.in_time <= counts.received <= counts.expected
        assert counts.received + counts.not_received == counts.expected
        assert counts.accepted + counts.not_accepted == counts.expected
        for share in (counts.completeness, counts.timeliness):
            assert share is None or 0 <= share <= 1
    for name in CONDITIONS:
        assert completeness.showing(reports, name, TODAY).count() == getattr(whole, name)


def test_a_withdrawn_report_is_not_received_and_a_returned_one_is(collection, vyazma, municipality):
    school = vyazma.subordinates.order_by("pk").first()
    user = make.make_user("reporter", school)
    report = mk.report_of(collection, school)
    mk.send(report, user, (1, 2))
    assert completeness.all_of(collection.reports).received == 1
    workflow.withdraw(report=mk.report_of(collection, school), by=user, at=moment())
    assert completeness.all_of(collection.reports).received == 0
    workflow.submit(report=mk.report_of(collection, school), by=user, at=moment(), key=make.key())
    workflow.return_for_rework(
        report=mk.report_of(collection, school), by=municipality, at=moment(), text="Проверьте"
    )
    counts = completeness.all_of(collection.reports)
    assert (counts.received, counts.in_time, counts.returned) == (1, 1, 1)


@pytest.mark.parametrize(
    ("who", "level", "least"), [("department", "school", 20), ("municipality", "municipal", 5)]
)
def test_each_figure_opens_exactly_its_rows(request, client, collection, who, level, least):
    scatter(collection.reports.all(), 7)
    client.force_login(request.getfixturevalue(who))
    url = reverse("completeness")
    page = client.get(url, {"period": collection.period_id, "level": level}).content.decode()
    links = LISTED.findall(page)
    assert len(links) > least
    for href, number in links:
        rows = client.get(unescape(href))
        assert rows.context["total"] == int(re.sub(r"\D", "", number)), href


def test_an_authority_sees_its_own_and_others_nothing(client, collection, municipality, vyazma):
    client.force_login(municipality)
    page = client.get(reverse("completeness")).context["page"]
    assert {row.key: row.counts.expected for row in page.levels} == {"school": 4, "municipal": 1}
    assert not page.compares
    rows = client.get(reverse("indicator-not-reported"), {"show": "expected"}).context["page"]
    assert {row.municipality for row in rows} == {vyazma.municipality}


@pytest.mark.parametrize("name", ["completeness", "indicator-not-reported"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("staff", 200), ("department", 200), ("viewer", 200), ("municipality", 200),
     ("soiro", 404), ("school", 404), ("outsider", 404)],
)  # fmt: skip
def test_only_those_who_oversee_open_it(request, client, collection, name, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(name)).status_code == status


@pytest.mark.parametrize("name", ["completeness", "indicator-not-reported"])
def test_the_pages_open_before_anything_is_collected(client, department, name):
    client.force_login(department)
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["period=0", "period=x", "municipality=x&level=y", "show=z", "organization=99999999999999999",
     "organization=x", "page=abc", "page=99", "sort=evil", "q=%25_", f"period={'9' * 40}",
     "level=school&level=municipal"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["completeness", "indicator-not-reported"])
def test_no_address_breaks_the_pages(client, department, collection, name, query):
    client.force_login(department)
    assert client.get(f"{reverse(name)}?{query}").status_code == 200


def test_a_condition_that_is_not_understood_is_said(client, department, collection):
    client.force_login(department)
    page = client.get(reverse("indicator-not-reported"), {"level": "planet"})
    assert "«Уровень» не распознано" in page.content.decode()


def test_the_table_sorts_by_what_the_address_says(client, department, collection, vyazma):
    done = collection.reports.filter(municipality=vyazma.municipality)
    done.update(first_submitted_on=TODAY)
    client.force_login(department)
    url = reverse("completeness")
    first = {
        sort: client.get(url, {"sort": sort}).context["page"].municipalities[0].key
        for sort in ("-completeness", "completeness", "-not_received")
    }
    assert first["-completeness"] == vyazma.municipality_id
    assert first["completeness"] == first["-not_received"] != vyazma.municipality_id


def test_whom_to_call_is_on_the_list(client, department, collection):
    client.force_login(department)
    page = client.get(reverse("indicator-not-reported")).content.decode()
    assert "+7 (48131) 2-22-22" in page


def test_one_body_over_the_periods(client, department, collection, vyazma):
    school = vyazma.subordinates.order_by("pk").first()
    second = mk.make_collection(make.make_period(number=2, due_on=TODAY + timedelta(days=90)))
    late = collection.reports.filter(organization=school)
    late.update(first_submitted_on=TODAY + timedelta(days=60))
    client.force_login(department)
    page = client.get(reverse("indicator-not-reported"), {"organization": school.pk})
    assert [row.collection for row in page.context["over"].reports] == [second, collection]
    assert "Получено 1 из 2 отчётов, в срок 0 из 2" in page.content.decode()


def test_the_list_as_csv_has_all_pages_and_harmless_cells(client, department, collection, vyazma):
    for _ in range(60):
        make.make_school(vyazma, name="=1+1")
    following.follow(at=moment())
    client.force_login(department)
    said = {"format": "csv", "municipality": vyazma.municipality_id, "level": "school"}
    answer = client.get(reverse("indicator-not-reported"), said)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 1 + 64
    assert [row[2] for row in rows[1:]].count("'=1+1") == 60
    assert len({len(row) for row in rows}) == 1


@pytest.mark.usefixtures("no_query_per_row")
@pytest.mark.parametrize("name", ["completeness", "indicator-not-reported"])
def test_the_pages_take_the_same_queries_for_any_number_of_bodies(
    client, department, collection, vyazma, name, django_assert_max_num_queries
):
    for _ in range(20):
        make.make_school(make.make_authority())
    following.follow(at=moment())
    client.force_login(department)
    with django_assert_max_num_queries(12):
        assert client.get(reverse(name), {"show": "expected"}).status_code == 200
