"""Two days side by side: the figures on both, the difference, and what moved."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives import distribution
from directives.models import Assignment, StatusUpdate
from directives.models.as_of import end_of
from tests import make
from tests.dashboard.conftest import PAST

pytestmark = pytest.mark.django_db
BUDGET = 12
SINCE, TO = PAST - timedelta(days=10), make.TODAY


def ask(client, **query):
    response = client.get(reverse("two-days"), query)
    assert response.status_code == 200
    return response.context["page"]


def rows_of(client, of: str, **query) -> list[list[str]]:
    response = client.get(reverse("two-days"), query | {"format": "csv", "of": of})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))[1:]


def state_on(day: date) -> dict[int, StatusUpdate]:
    """The last row of each assignment by the end of a day, by plain Python."""
    rows = StatusUpdate.objects.order_by("number").select_related("assignment__directive")
    return {row.assignment_id: row for row in rows if row.recorded_at < end_of(day)}


def executed(state: dict[int, StatusUpdate], day: date, directive: int) -> tuple[int, int]:
    there = [
        row for row in state.values()
        if row.assignment.directive_id == directive and row.due_on < day
        and row.status not in ("not_applicable", "waived", "cancelled")
    ]  # fmt: skip
    return sum(row.status == "accepted" for row in there), len(there)


def test_the_figures_are_those_of_plain_python_on_both_days(as_, region, department):
    page = ask(as_(department), **{"from": SINCE, "to": TO})
    before, after = state_on(SINCE), state_on(TO)
    assert len(page.rows) == len({row.assignment.directive_id for row in after.values()})
    keys = {row.assignment.directive.number: row.assignment.directive_id for row in after.values()}
    for row in page.rows:
        ratio = row.before.measures.execution
        assert (ratio.n, ratio.of) == executed(before, SINCE, keys[row.name])
        ratio = row.after.measures.execution
        assert (ratio.n, ratio.of) == executed(after, TO, keys[row.name])


@pytest.mark.parametrize("by", ["item", "level", "municipality"])
def test_the_file_says_what_the_page_says(as_, region, department, by):
    client = as_(department)
    page = ask(client, **{"from": SINCE, "to": TO, "by": by})
    lines = rows_of(client, "figures", **{"from": SINCE, "to": TO, "by": by})
    *lines, together = lines
    assert [line[0] for line in lines] == [row.name for row in page.rows]
    skip = 2 if by == "item" else 1
    for line, row in zip(lines, page.rows, strict=True):
        assert int(line[skip]) == row.before.measures.executed
        assert int(line[skip + 3]) == row.after.measures.executed
        assert int(line[skip + 6].replace("−", "-")) == row.change("executed")
        assert int(line[-2]) == row.after.measures.substantiated
    assert sum(row.after.count("all") for row in page.rows) == Assignment.objects.count()
    assert together[0] == "Итого"
    assert [int(n) for n in together[-3:-1]] == [
        sum(getattr(row, day).measures.substantiated for row in page.rows)
        for day in ("before", "after")
    ]


def test_moves_are_what_plain_python_finds(as_, region, department):
    client = as_(department)
    page = ask(client, **{"from": SINCE, "to": TO})
    before, after = state_on(SINCE), state_on(TO)
    found = Counter()
    for pk, row in after.items():
        was = before[pk].status if pk in before else ""
        if was != row.status:
            found[f"{was}-{row.status}"] += 1
    assert Counter(row.kind for row in page.moves.every) == found
    assert len(rows_of(client, "moved", **{"from": SINCE, "to": TO})) == found.total()
    for status in {row.status for row in after.values()}:  # and they account for the difference
        grew = sum(row.status == status for row in after.values())
        grew -= sum(row.status == status for row in before.values())
        came = sum(n for kind, n in found.items() if kind.partition("-")[2] == status)
        went = sum(n for kind, n in found.items() if kind.partition("-")[0] == status)
        assert grew == came - went


def test_a_move_says_what_happened_and_when(as_, region, department):
    client = as_(department)
    [line] = rows_of(client, "moved", **{"from": SINCE, "to": TO, "move": "not_started-accepted"})
    assert line[3:5] == ["не начато", "исполнено"]
    assert line[5].count(f"{PAST - timedelta(days=3):%d.%m.%Y}") == 3
    page = ask(client, **{"from": SINCE, "to": TO, "move": "not_started-accepted"})
    assert len(page.moves.rows) == 1 < len(page.moves.every)


def test_the_order_of_the_days_does_not_matter(as_, region, department):
    client = as_(department)
    one, other = ask(client, **{"from": SINCE, "to": TO}), ask(client, **{"from": TO, "to": SINCE})
    assert (one.asked.earlier, one.asked.later) == (other.asked.earlier, other.asked.later)
    assert one.moves.every == other.moves.every


def test_between_a_day_and_itself_nothing_moved(as_, region, department):
    page = ask(as_(department), **{"from": TO, "to": TO})
    assert page.moves.every == []
    assert not any(row.change("reported") for row in page.rows)


def test_a_move_to_another_municipality_is_told_to_both(as_, region, department):
    school = region.schools[1]
    school.municipality, school.parent = region.other.municipality, region.other
    school.save()
    distribution.move_body(organization=school, by=None, at=make.moment())
    client, yesterday = as_(department), TO - timedelta(days=1)

    for place in (region.vyazma.municipality_id, region.other.municipality_id):
        page = ask(client, **{"from": yesterday, "to": TO, "municipality": place})
        assert {row.kind for row in page.moves.every} == {"moved"}
        assert {line.organization for line in page.moves.lines(page.moves.every)} == {school.name}


def test_a_future_or_senseless_day_is_refused_in_words(as_, region, department):
    page = ask(as_(department), **{"from": "вчера", "to": TO + timedelta(days=3)})
    assert len(page.asked.refusals) == 2
    assert page.asked.later == TO
    assert page.asked.earlier == TO - timedelta(days=30)


def test_it_is_narrowed_to_a_level_a_place_and_an_item(as_, region, department):
    client = as_(department)
    place = str(region.vyazma.municipality_id)
    query = {"from": SINCE, "to": TO, "municipality": place, "directive": str(region.due.pk)}
    page = ask(client, **query, level="school")
    assert [row.name for row in page.rows] == ["4.1"]
    assert page.rows[0].after.count("all") == 4
    assert len(page.asked.conditions) == 3
    assert {line[2] for line in rows_of(client, "moved", **query)} == {"Вяземский округ"}


def test_a_reader_sees_the_numbers_and_no_rows(as_, region, reader):
    client = as_(reader)
    page = ask(client, **{"from": SINCE, "to": TO})
    assert page.rows
    assert page.moves.counts
    content = client.get(reverse("two-days")).content.decode()
    assert region.schools[0].name not in content
    assert reverse("assignment-list") not in content
    lines = rows_of(client, "moved", **{"from": SINCE, "to": TO})
    assert len(lines) == len(page.rows) + 1  # the figures and their sum, not the rows


def test_those_who_see_a_part_compare_that_part(as_, region, municipality, outsider):
    page = ask(as_(municipality), **{"from": SINCE, "to": TO, "by": "municipality"})
    assert [row.name for row in page.rows] == ["Вяземский округ"]
    assert not ask(as_(outsider)).rows


def test_each_number_opens_the_list_of_its_day(as_, region, department):
    client = as_(department)
    page = ask(client, **{"from": SINCE, "to": TO})
    row = next(row for row in page.rows if row.name == "4.1")
    assert f"as_of={SINCE}" in row.before.url("reported")
    assert "as_of" not in row.after.url("reported")
    shown = client.get(row.after.url("reported")).content.decode()
    assert f'data-total="{row.after.measures.reported}"' in shown


def test_the_queries_do_not_grow(as_, region, department):
    client = as_(department)
    address = f"{reverse('two-days')}?from={SINCE}&to={TO}&by=municipality"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(5):
        make.make_school(region.vyazma)
    make.make_published(number="4.9", at=make.moment())
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= BUDGET, [query["sql"][:120] for query in many]
