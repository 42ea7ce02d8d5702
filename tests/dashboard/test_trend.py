"""«Динамика»: the same figures in the pictures, the table, its files and the raw timeline."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives import weeks, workflow
from directives.models import Assignment, Resolution, WeekFigure
from organizations.models import Organization
from resolution_tracker.dashboard.trend.picture import _apart
from resolution_tracker.dashboard.trend.sentences import signed
from tests import make, recount
from tests.dashboard.conftest import PAST
from tests.downloads.taking import take
from tests.make import TODAY

pytestmark = pytest.mark.django_db
BUDGET = 12
NAMES = {"department": "Департамент", "municipal": "Муниципальные органы", "school": "Школы"}


def page_of(client, **query):
    return client.get(reverse("trend"), query).context["page"]


def days_to(last: date) -> list[date]:
    """Ends of weeks since the items were published, and the day itself."""
    first = TODAY - timedelta(days=40)
    every = [first + timedelta(days=at) for at in range((last - first).days)]
    return [*(day for day in every if day.weekday() == 6), last]


def by_hand(days: list[date], key, seen=None) -> list[dict]:
    """The counts of each day by group, from raw rows, over the bodies seen."""
    found = []
    for day in days:
        rows = [row for row in recount.states(day)
                if seen is None or row.assignment.organization_id in seen]  # fmt: skip
        found.append(recount.count_by(rows, day, key))
    return found


def level_of(row) -> str:
    return row.assignment.directive.level


def shown(page) -> dict[tuple, tuple]:
    """What the page's lines say: executed, come due, overdue and the honest numbers."""
    return {
        (row.name, day): tuple(one.count(name) for name in WeekFigure.COUNTS)
        for row in page.figures.series
        for day, one in zip(page.figures.days, row.measures, strict=True)
    }


def expected(days: list[date], groups: list[dict], names: dict) -> dict[tuple, tuple]:
    return {
        (name, day): tuple(counts[key][count] for count in WeekFigure.COUNTS)
        for key, name in names.items()
        for day, counts in zip(days, [_full(one, names) for one in groups], strict=True)
    }


def _full(groups: dict, names: dict) -> dict:
    return {key: groups.get(key, recount.count([], TODAY)) for key in names}


@pytest.mark.parametrize("kept", [True, False])
def test_each_line_is_what_the_timeline_says_whether_weeks_are_kept_or_not(
    as_, region, department, kept
):
    if kept:
        weeks.keep(TODAY)
    days = days_to(TODAY)
    names = {**NAMES, "institute": "СОИРО"}
    assert shown(page_of(as_(department))) == expected(days, by_hand(days, level_of), names)


def test_only_the_weeks_that_are_missing_are_read_from_the_timeline(as_, region, department):
    weeks.keep(TODAY - timedelta(days=14))
    WeekFigure.objects.update(overdue=50)
    page = page_of(as_(department))
    overdue = [sum(row.measures[at].overdue for row in page.figures.series)
               for at in range(len(page.figures.days))]  # fmt: skip

    assert overdue[0] >= 50
    assert overdue[-2] < 50


@pytest.mark.parametrize("who", ["municipality", "school", "soiro"])
def test_those_who_see_a_part_read_the_lines_of_their_part(as_, region, request, who):
    user = request.getfixturevalue(who)
    weeks.keep(TODAY)
    seen = set(Organization.objects.visible_to(user).values_list("pk", flat=True))
    days = days_to(TODAY)
    groups = by_hand(days, level_of, seen)
    names = {key: name for key, name in {**NAMES, "institute": "СОИРО"}.items()
             if any(key in one for one in groups)}  # fmt: skip
    assert shown(page_of(as_(user))) == expected(days, groups, names)


def test_the_institute_reads_kept_weeks_of_what_it_supports(as_, region, soiro):
    region.due.supported_by.add(make.make_institute())
    weeks.keep(TODAY)
    days = days_to(TODAY)
    page = page_of(as_(soiro), directive=region.due.pk)

    def item(row):
        return row.assignment.directive_id

    assert shown(page) == expected(days, by_hand(days, item), {region.due.pk: "4.1"})


def test_the_files_hold_the_rows_of_the_screen_and_draw_them(as_, region, department):
    weeks.keep(TODAY)
    client = as_(department)
    taken = take(client, reverse("trend"))
    days = days_to(TODAY)
    groups = by_hand(days, level_of)

    assert taken.column("На дату") == [f"{day:%d.%m.%Y}" for day in days]
    for level, name in NAMES.items():
        executed = [one[level]["executed"] if level in one else 0 for one in groups]
        overdue = [one[level]["overdue"] if level in one else 0 for one in groups]
        assert taken.values(f"{name}: исполнено") == executed
        assert taken.values(f"{name}: просрочено") == overdue
    assert taken.charts == 2
    content = client.get(reverse("trend")).content.decode()
    assert re.findall(r"<th scope=\"row\">(?:<a[^>]*>)?([\d.]+)<", content) == taken.column(
        "На дату"
    )


def test_an_item_and_a_level_narrow_the_lines(as_, region, department):
    client = as_(department)
    assert [row.name for row in page_of(client, level="school").figures.series] == [
        "4.1", "4.2", "4.3",
    ]  # fmt: skip
    page = page_of(client, directive=region.due.pk)
    assert [row.name for row in page.figures.series] == ["4.1"]
    assert [row.day for row in page.due] == [PAST]
    assert "4.1" in page.chosen
    assert len(page_of(client, level="x", directive="²").figures.series) == 4


def test_dates_are_marked_as_they_were_set(as_, region, department):
    page = page_of(as_(department))
    assert [row.day for row in page.due] == [PAST]
    assert "2.1" in page.due[0].said
    assert "4.3" in page.due[0].said
    assert f"{PAST:%d.%m}</text>" in page.execution


def test_today_by_the_timeline_is_as_it_stands(as_, region, department):
    client = as_(department)
    assert shown(page_of(client)) == shown(page_of(client, as_of=TODAY.isoformat()))


def test_the_trend_ends_on_the_day_asked_for(as_, region, department, municipality):
    then = PAST - timedelta(days=2)
    client = as_(department)
    before = shown(page_of(client, as_of=then.isoformat()))
    late = make.assignment_of(region.due, region.schools[1])
    workflow.accept(assignment=late, by=municipality, at=make.moment())

    page = page_of(client, as_of=then.isoformat())
    assert shown(page) == before
    assert page.figures.days == days_to(then)
    days = days_to(then)
    names = {**NAMES, "institute": "СОИРО"}
    assert before == expected(days, by_hand(days, level_of), names)


def test_before_anything_was_published_there_is_nothing_to_follow(as_, region, department):
    early = (TODAY - timedelta(days=60)).isoformat()
    response = as_(department).get(reverse("trend"), {"as_of": early})
    assert response.context["page"].past is None
    assert "динамики пока нет" in response.content.decode()
    taken = take(as_(department), reverse("trend"), {"as_of": early})
    assert taken.rows == []


def test_without_a_resolution_the_page_says_so(as_, department):
    assert "динамики пока нет" in as_(department).get(reverse("trend")).content.decode()


def test_one_without_assignments_is_told_so(as_, region, outsider):
    assert "Ваших поручений здесь нет" in as_(outsider).get(reverse("trend")).content.decode()


def test_a_reader_sees_the_lines_of_the_region_and_opens_no_rows(as_, region, department, reader):
    weeks.keep(TODAY)
    whole = shown(page_of(as_(department)))
    client = as_(reader)
    assert shown(page_of(client)) == whole
    content = client.get(reverse("trend")).content.decode()
    assert reverse("assignment-list") not in content
    assert reverse("figure-detail", args=["execution"]) in content


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("who", ["department", "municipality", "soiro"])
def test_the_queries_do_not_grow_with_the_bodies(as_, region, request, who, kept):
    if kept:
        weeks.keep(TODAY)
    client = as_(request.getfixturevalue(who))
    client.get(reverse("trend"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("trend"))
    for _ in range(5):
        make.make_school(region.vyazma)
    make.make_published(number="4.9", at=make.moment(TODAY - timedelta(days=30)))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("trend"))
    assert len(many) == len(few)
    assert len(many) <= BUDGET, [query["sql"][:90] for query in many]


def test_another_resolution_is_no_part_of_the_trend(as_, region, department):
    before = shown(page_of(as_(department)))
    archived = make.make_resolution(status=Resolution.Status.ARCHIVED)
    make.make_published(number="4.8", resolution=archived)
    assert shown(page_of(as_(department))) == before
    assert Assignment.objects.filter(directive__resolution=archived).exists()


def test_a_picture_is_told_to_those_who_do_not_see_it(as_, region, department):
    content = as_(department).get(reverse("trend")).content.decode()
    assert content.count('role="img" aria-labelledby=') == 2
    assert content.count('aria-details="trend-table"') == 2
    assert 'id="trend-table"' in content
    for kind in range(4):
        assert f"trend__line--{kind}" in content


def test_names_of_lines_stand_apart():
    assert _apart([50, 52, 200]) == [50, 65, 200]
    assert _apart([214, 215, 216]) == [186, 201, 216]


def test_a_change_has_its_sign():
    assert (signed(4), signed(-3), signed(0)) == ("+4", "\N{MINUS SIGN}3", "без изменений")
