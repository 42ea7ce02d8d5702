"""«Карта»: the tiles stand where the municipalities lie and say what the grid says."""

import re

import pytest
from django.urls import reverse

from organizations.models import Municipality
from tests import make
from tests.dashboard.places.conftest import THEN
from tests.dashboard.places.reading import NO_BREAK, THIN, read
from tests.downloads.taking import take

pytestmark = pytest.mark.django_db
TILE = re.compile(
    r'<li class="([^"]*)" data-column="(\d+)" data-line="(\d+)">(.*?)</li>', re.DOTALL
)


def tiles_of(response) -> dict[str, dict]:
    """By the name in full."""
    found = {}
    for look, column, line, held in TILE.findall(response.content.decode()):
        name = re.search(r'visually-hidden">([^<]+)<', held)
        name = name[1] if name else re.search(r'tile__name">([^<]+)', held)[1]
        number = re.search(r'tile__number">([^<]+)<', held)
        link = re.search(r'href="([^"]+)"', held)
        found[name] = {
            "at": (int(column), int(line)),
            "look": look,
            "number": number and number[1].replace(NO_BREAK, " ").replace(THIN, " "),
            "link": link and link[1],
        }
    return found


@pytest.fixture
def placed(land):
    """The three municipalities on a corner of the grid."""
    for at, authority in enumerate((land.vyazma, land.other, land.small)):
        Municipality.objects.filter(pk=authority.municipality_id).update(
            grid_col=3 + at, grid_row=5 - at
        )
    return land


def test_tiles_say_the_totals_of_the_grid(placed, as_, department):
    client = as_(department)
    for query in ({}, {"measure": "overdue"}, {"measure": "progress", "as_of": THEN.isoformat()}):
        grid = read(client.get(reverse("municipality-grid"), query))
        page = client.get(reverse("municipality-map"), query)
        tiles, table = tiles_of(page), read(page)
        for name, tile in tiles.items():
            assert tile["number"] in (grid.rows[name][0].text, "нет данных")
            assert [cell.text for cell in table.rows[name]] == [
                grid.rows[name][0].text,
                *(cell.text for cell in grid.rows[name][-5:]),
            ]
        assert "Региональный уровень" in page.content.decode()


def test_tiles_stand_as_the_municipalities_do_in_order_of_reading(placed, as_, department):
    tiles = tiles_of(as_(department).get(reverse("municipality-map")))
    assert {name: tile["at"] for name, tile in tiles.items()} == {
        "Угранский округ": (3, 1), "Рославльский округ": (2, 2), "Вяземский округ": (1, 3),
    }  # fmt: skip
    assert list(tiles) == ["Угранский округ", "Рославльский округ", "Вяземский округ"]


def test_a_tile_leads_to_its_schools_and_keeps_the_day(placed, as_, department):
    query = {"as_of": THEN.isoformat(), "period": "current"}
    tile = tiles_of(as_(department).get(reverse("municipality-map"), query))["Вяземский округ"]
    schools = reverse("school-grid", args=[placed.vyazma.municipality_id])
    assert tile["link"].startswith(schools)
    assert f"as_of={THEN.isoformat()}" in tile["link"]
    assert "period=current" in tile["link"]
    assert as_(department).get(tile["link"].replace("&amp;", "&")).status_code == 200


def test_the_files_of_the_map_say_its_table(placed, as_, department):
    query = {"measure": "overdue", "sort": "-total"}
    client = as_(department)
    table = read(client.get(reverse("municipality-map"), query))
    taken = take(client, reverse("municipality-map"), query)
    assert [row[:2] for row in taken.rows[:-1]] == [
        [name, cells[0].text] for name, cells in table.rows.items()
    ]


def test_a_municipality_sees_the_others_without_numbers(placed, as_, municipality):
    tiles = tiles_of(as_(municipality).get(reverse("municipality-map")))
    assert len(tiles) == 3
    assert [name for name, tile in tiles.items() if tile["link"]] == ["Вяземский округ"]


def test_a_reader_s_tiles_lead_to_totals(placed, as_, reader):
    tiles = tiles_of(as_(reader).get(reverse("municipality-map")))
    place = placed.vyazma.municipality_id
    link = tiles["Вяземский округ"]["link"]
    assert link.endswith(f"#m{place}")
    assert f'id="m{place}"' in as_(reader).get(link.partition("#")[0]).content.decode()


def test_a_place_far_off_the_grid_still_has_its_tile(placed, as_, department):
    far = make.make_authority(make.make_municipality("Дальний округ", grid_col=90, grid_row=90))
    tile = tiles_of(as_(department).get(reverse("municipality-map")))[far.municipality.short_name]
    assert tile["look"] == ""
    assert tile["number"] == "нет данных"
