"""«По муниципалитетам»: municipalities × items, the region's own level, the sum of all."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Assignment
from resolution_tracker.dashboard.places.measures import BESIDE, MEASURES
from tests import make, recount
from tests.dashboard.conftest import PAST
from tests.dashboard.places.conftest import THEN
from tests.dashboard.places.reading import beside, read, said
from tests.downloads.taking import take

pytestmark = pytest.mark.django_db
BUDGET = 12
REGION = "Региональный уровень"
ITEMS = ["1.1", "2.1", "3.1", "4.1", "4.2", "4.3"]
GRID = "/municipalities/"


def by_hand(day, key, only=lambda row: True) -> dict:
    return recount.count_by([row for row in recount.states(day) if only(row)], day, key)


def place_of(row) -> str:
    return row.municipality.short_name if row.municipality else REGION


def place_and_item(row) -> tuple[str, str]:
    return place_of(row), row.assignment.directive.number


def test_every_cell_is_what_a_loop_over_raw_rows_counts(land, as_, department):
    for day in (make.TODAY, THEN):
        _is_counted_so(as_(department), day)


def _is_counted_so(client, day) -> None:
    cells, places = by_hand(day, place_and_item), by_hand(day, place_of)
    for measure in MEASURES:
        shown = read(client.get(GRID, {"measure": measure, "as_of": day.isoformat()}))
        assert shown.heads[2:-5] == ITEMS
        for name, drawn in shown.rows.items():
            texts = [cell.text for cell in drawn]
            assert texts[0] == said(measure, places[name])
            assert texts[-5:] == beside(places[name])
            found = {number: said(measure, cells.get((name, number), {})) for number in ITEMS}
            assert dict(zip(ITEMS, texts[1:-5], strict=True)) == found
        whole = by_hand(day, lambda row: "")[""]
        assert shown.total[0].text == said(measure, whole)
        assert [cell.text for cell in shown.total[-5:]] == beside(whole)


def test_the_files_say_what_the_page_says(land, as_, department):
    for measure, query in ((name, {"measure": name, "sort": "-total"}) for name in MEASURES):
        client = as_(department)
        shown, taken = read(client.get(GRID, query)), take(client, GRID, query)
        assert [row[0] for row in taken.rows] == [*shown.rows, "Итого"]
        rows = taken.sheet.iter_rows(min_row=2, values_only=True)
        for row, drawn in zip(rows, [*shown.rows.values(), shown.total], strict=True):
            files = [_as_shown(value, measure) for value in row[1 : len(ITEMS) + 2]]
            assert files == [cell.text for cell in drawn[: len(ITEMS) + 1]], measure
            assert str(row[-1]) == drawn[-1].text
        assert taken.charts == 1
        assert taken.about["Показано"]


def _as_shown(value: object, measure: str) -> str:
    """What the workbook keeps as the page says it: shares in whole per cent, rounded down."""
    if value is None:
        return "—"
    if isinstance(value, str) or measure == "overdue":
        return str(value)
    return f"{int(value * 100 + 1e-9)} %"


def test_the_colours_of_the_grid_are_in_the_workbook(land, as_, department):
    taken = take(as_(department), GRID)
    fills = {
        row[0].value: row[taken.head.index("4.1")].fill.fgColor.rgb
        for row in taken.sheet.iter_rows(min_row=2)
    }
    assert fills["Вяземский округ"] != fills["Рославльский округ"]
    assert fills["Угранский округ"] == "00000000"  # two schools: no colour


def test_as_of_today_is_what_stands_now_and_a_day_past_is_told(land, as_, department):
    client = as_(department)
    live = read(client.get(GRID))
    assert read(client.get(GRID, {"as_of": make.TODAY.isoformat()})).rows.keys() == live.rows.keys()
    assert [[cell.text for cell in row] for row in live.rows.values()] == [
        [cell.text for cell in row]
        for row in read(client.get(GRID, {"as_of": make.TODAY.isoformat()})).rows.values()
    ]
    page = client.get(GRID, {"as_of": THEN.isoformat()})
    assert "Состояние на" in page.content.decode()
    links = {cell.link for row in read(page).rows.values() for cell in row if cell.link}
    assert links
    assert all(f"as_of={THEN.isoformat()}" in link for link in links)


def test_fewer_than_ten_have_no_colour_and_no_rank(land, as_, department):
    client = as_(department)
    for sort in ("4.1", "-4.1"):
        shown = read(client.get(GRID, {"sort": sort}))
        small = shown.cell("Угранский округ", "4.1")
        assert (small.text, small.look) == ("1 из 2", "few")
        assert list(shown.rows)[2:] == ["Угранский округ", REGION]  # after the ranked; a dash last
    assert list(shown.rows)[:2] == ["Рославльский округ", "Вяземский округ"]


def test_rows_without_a_value_are_last_both_ways(land, as_, department):
    for sort in ("1.1", "-1.1"):
        assert next(iter(read(as_(department).get(GRID, {"sort": sort})).rows)) == REGION


def test_counts_sort_both_ways(land, as_, department):
    places = by_hand(make.TODAY, place_of)
    for name, falls in product(BESIDE, (False, True)):
        sort = f"-{name}" if falls else name
        rows = list(read(as_(department).get(GRID, {"sort": sort})).rows)
        found = [places[row].get(name, 0) for row in rows]
        assert found == sorted(found, reverse=falls)


def test_names_sort_both_ways_and_an_unknown_column_is_by_name(land, as_, department):
    client = as_(department)
    rows = list(read(client.get(GRID)).rows)
    assert rows == ["Вяземский округ", "Рославльский округ", "Угранский округ", REGION]
    assert list(read(client.get(GRID, {"sort": "-name"})).rows) == rows[::-1]
    assert list(read(client.get(GRID, {"sort": "нет"})).rows) == rows


def test_where_nothing_has_come_due_there_is_a_dash_not_a_zero(land, as_, department):
    cell = read(as_(department).get(GRID)).cell("Вяземский округ", "4.2")
    assert (cell.text, cell.look, cell.link) == ("—", "none", "")


def test_the_region_has_a_row_of_its_own_with_its_department_and_institute(land, as_, department):
    shown = read(as_(department).get(GRID, {"measure": "overdue"}))
    assert shown.cell(REGION, "1.1").text == "1"
    assert "municipality=region" in shown.cell(REGION, "1.1").link


def test_a_period_narrows_the_figures_and_their_links(land, as_, department):
    for period, only in (
        ("current", lambda row: row.assignment.period_id in (None, land.second.pk)),
        (str(land.first.pk), lambda row: row.assignment.period_id == land.first.pk),
    ):
        shown = read(as_(department).get(GRID, {"period": period}))
        cells = by_hand(make.TODAY, place_and_item, only)
        for name in shown.rows:
            counts = cells.get((name, "4.3"), {})
            assert shown.cell(name, "4.3").text == said("execution", counts)
        assert f"period={period}" in shown.total[0].link


def test_the_first_line_says_the_day_the_whole_and_the_worst(land, as_, department):
    text = " ".join(as_(department).get(GRID).content.decode().split())
    assert "На 23\u00a0ноября 2026".replace(" ", "\u00a0") in text.replace(" ", "\u00a0")
    assert "Ниже всего в округе «Вяземский округ»" in text
    late = as_(department).get(GRID, {"measure": "overdue"}).content.decode()
    assert "Больше всего" in late


def test_each_number_leads_to_exactly_its_rows(land, as_, department):
    client = as_(department)
    for measure in ("overdue", "execution"):
        page = client.get(GRID, {"measure": measure}).content.decode()
        links = re.findall(r'href="(/assignments/[^"]+)" data-count="(\d+)"', page)
        assert links
        for link, count in links[:12]:
            listed = client.get(link.replace("&amp;", "&")).content.decode()
            assert f'data-total="{count}"' in listed or f">{count} " in listed, link


def test_a_municipality_sees_its_own_row_only(land, as_, municipality):
    page = as_(municipality).get(GRID)
    shown = read(page)
    assert list(shown.rows) == ["Вяземский округ"]
    assert not shown.total
    assert shown.heads[2:-5] == ["2.1", "4.1", "4.2", "4.3"]  # what asks nobody there is left out
    assert reverse("school-grid", args=[land.vyazma.municipality_id]) in page.context["below"][1]


def test_a_reader_sees_totals_and_opens_no_rows(land, as_, reader, department):
    for measure in MEASURES:
        mine = read(as_(reader).get(GRID, {"measure": measure}))
        theirs = read(as_(department).get(GRID, {"measure": measure}))
        assert [[cell.text for cell in row] for row in mine.rows.values()] == [
            [cell.text for cell in row] for row in theirs.rows.values()
        ]
        links = {cell.link for row in mine.rows.values() for cell in row} - {""}
        assert all(link.startswith("/figures/") for link in links)
    page = as_(reader).get(GRID).content.decode()
    assert reverse("assignment-list") not in page.partition("<main")[2]
    assert "/schools/" not in page


def test_the_queries_do_not_grow_with_the_schools(land, as_, department):
    client = as_(department)
    for address in (GRID, "/map/", f"{GRID}{land.vyazma.municipality_id}/schools/"):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _ in range(4):
            make.make_school(land.vyazma)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few) <= BUDGET, [query["sql"][:80] for query in many]


def test_before_anything_is_dealt_out_it_says_so(as_, department):
    for address in (GRID, "/map/"):
        assert "поручений нет" in as_(department).get(address).content.decode()
    assert not Assignment.objects.exists()


def test_a_day_before_publication_has_no_columns(land, as_, department):
    page = as_(department).get(GRID, {"as_of": (PAST - timedelta(days=60)).isoformat()})
    assert "поручений нет" in page.content.decode()
