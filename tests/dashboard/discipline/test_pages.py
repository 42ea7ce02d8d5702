"""Both pages: their links, their files, their order, who opens them, what they cost."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resolution_tracker.dashboard.discipline.grid import Column, Grid, Line, share
from tests import make
from tests.dashboard.discipline.reading import BODIES, REVIEWERS, grid_of, taken_rows
from tests.downloads.taking import content_of

pytestmark = pytest.mark.django_db
BUDGET = 12


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
