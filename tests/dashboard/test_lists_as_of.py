"""Lists of assignments on an earlier day: the rows of that day, in the page and in its files."""

import re
from datetime import timedelta
from html import unescape

import pytest

from directives.models import Assignment
from tests import make
from tests.downloads.taking import take
from tests.recount import count, states

pytestmark = pytest.mark.django_db
LIST, SILENT = "/assignments/", "/assignments/not-reported/"
# The story of the region is told 23 days ago; by then two requests are open and nothing is late.
DAY = make.TODAY - timedelta(days=21)
SORTS = ["", "-due_on", "status", "-checkpoints", "organization", "first_submitted_on"]


def asked(day=DAY, **more) -> dict[str, str]:
    return {"as_of": f"{day:%Y-%m-%d}", **more}


def test_as_of_today_is_live(as_, region, department):
    client = as_(department)
    for page in (LIST, SILENT):
        for sort in SORTS:
            live = take(client, page, {"sort": sort})
            then = take(client, page, asked(make.TODAY, sort=sort))
            assert (live.head, live.rows) == (then.head, then.rows), (page, sort)
    for show in ("overdue", "executed", "first_pass"):
        pages = [client.get(LIST, {"show": show, **more}) for more in ({}, asked(make.TODAY))]
        said = [re.sub("<[^>]+>", "", page.context["listing"].explained) for page in pages]
        assert said[0] == said[1], show


def test_each_condition_counts_what_was_recorded_by_then(as_, region, department):
    client, rows = as_(department), states(DAY)
    found = count(rows, DAY)
    assert found["all"] < Assignment.objects.count()  # the second period was opened later
    for show in ("all", "accepted", "submitted", "returned", "overdue", "not_reported", "waived",
                 "come_due", "executed", "not_executed", "substantiated"):  # fmt: skip
        page = client.get(LIST, asked(show=show))
        assert page.context["total"] == found[show], show
        taken = take(client, LIST, asked(show=show)) if found[show] else None
        assert taken is None or len(taken.rows) == found[show], show


def test_a_file_of_an_earlier_day_has_its_states_and_says_so(as_, region, department):
    taken = take(as_(department), LIST, asked(sort="organization"))
    wanted = sorted(
        (row.assignment.organization.name, row.assignment.directive.number, row.due_on,
         row.first_submitted_on, row.checkpoints_done, row.returns_count)
        for row in states(DAY)
    )  # fmt: skip
    days = [[value and value.date() for value in taken.values(head)]
            for head in ("Срок представления", "Впервые представлено")]  # fmt: skip
    shown = zip(
        taken.column("Организация"), taken.column("Пункт"), *days,
        map(int, taken.column("Выполнено контрольных точек")),
        map(int, taken.column("Возвратов")), strict=True,
    )  # fmt: skip
    assert sorted(shown, key=str) == sorted(wanted, key=str)
    assert "по истории изменений" in taken.about["По состоянию на"]
    assert taken.name == f"assignments-{DAY:%Y-%m-%d}"


def test_those_who_had_not_reported_by_then(as_, region, department):
    client = as_(department)
    page = client.get(SILENT, asked())
    found = count(states(DAY), DAY)["not_reported"]
    assert page.context["total"] == found == len(take(client, SILENT, asked()).rows)
    letters = [group.letter for group in page.context["groups"]]
    assert any(f"{DAY.day} " in letter for letter in letters)


def test_the_page_says_its_day_and_keeps_it_in_its_links(as_, region, department, monkeypatch):
    monkeypatch.setattr("resolution_tracker.dashboard.tables.PER_PAGE", 5)
    page = as_(department).get(LIST, asked(show="reported", level="school"))
    content = page.content.decode()
    assert f"as_of={DAY:%Y-%m-%d}" in content
    links = [unescape(href) for href in re.findall(r'href="(\?[^"]+)"', content)]
    without = page.context["listing"].chips[-1]
    assert without.value == f"{DAY:%d.%m.%Y}"
    assert "as_of" not in without.without
    live = {without.without}
    assert len(links) > 10
    assert all("as_of=" in href for href in links if href not in live)
    assert f'name="as_of" value="{DAY:%Y-%m-%d}"' in content


@pytest.mark.parametrize("day", ["2126-01-01", "вчера", "2026-02-31", "0001-01-01"])
def test_a_day_that_cannot_be_had_is_said_and_the_present_is_shown(as_, region, department, day):
    client = as_(department)
    page = client.get(LIST, {"as_of": day})
    assert page.context["asked"].refusal in page.content.decode()
    assert page.context["total"] == Assignment.objects.count()
    assert not any("as_of" in chip.without for chip in page.context["listing"].chips)


def test_what_one_condition_found_then_is_less_than_now(as_, region, department):
    """A body with nothing then is still understood: no row, not every row."""
    late = region.own.assignments.get()
    early = {"as_of": f"{make.TODAY - timedelta(days=60):%Y-%m-%d}"}
    page = as_(department).get(LIST, {"organization": late.organization_id, **early})
    assert page.context["total"] == 0
    assert page.context["listing"].errors == []


def test_a_checkpoints_marks_are_those_known_by_then(as_, region, department):
    point = region.due.checkpoints.first()
    for day in (DAY - timedelta(days=5), DAY, make.TODAY):
        query = asked(day, checkpoint=point.pk, mark="done", directive=region.due.pk)
        page = as_(department).get(LIST, query)
        assert page.context["total"] == _marked(region.due, point, day), day


def _marked(directive, point, day) -> int:
    """Bodies whose last report by that day marks the point as done."""
    found = 0
    for assignment in directive.assignments.all():
        reports = [row for row in assignment.timeline.order_by("number")
                   if row.kind in ("submitted", "interim")
                   and row.recorded_at.date() <= day]  # fmt: skip
        marks = reports[-1].marks.filter(checkpoint=point, state="done") if reports else []
        found += len(marks)
    return found


@pytest.mark.parametrize("who", ["school", "municipality"])
def test_others_see_their_own_rows_of_that_day(as_, region, request, who):
    user = request.getfixturevalue(who)
    own = set(Assignment.objects.visible_to(user).values_list("pk", flat=True))
    wanted = sum(row.assignment_id in own for row in states(DAY))
    assert as_(user).get(LIST, asked()).context["total"] == wanted


def test_a_reader_from_outside_opens_no_rows(as_, region, reader):
    client = as_(reader)
    for page in (LIST, SILENT):
        assert client.get(page, asked()).context["total"] == 0
        assert take(client, page, asked()).rows == []
