"""The content files agree with the document they describe and with each other."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import load_workbook

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
LEVELS = ("department", "municipal", "institute", "school")


def load(name):
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def numbers_in_resolution():
    """«4.2» and so on: an addressee's line ends with a colon, an item starts with a dash."""
    numbers, section, item = [], 0, 0
    for line in (FIXTURES / "resolution.txt").read_text(encoding="utf-8").splitlines():
        if line.endswith(":"):
            section, item = section + 1, 0
        elif re.match(r"[-–] ", line):
            item += 1
            numbers.append(f"{section}.{item}")
    return numbers


def test_directives_are_the_items_of_the_resolution():
    directives = load("directives.json")
    assert [row["number"] for row in directives] == numbers_in_resolution()
    assert all(row["level"] == LEVELS[int(row["number"][0]) - 1] for row in directives)


def test_directives_name_existing_themes_and_checkpoints():
    themes = {row["code"] for row in load("themes.json")}
    codes = [row["code"] for row in load("checkpoints.json")]
    used = [code for row in load("directives.json") for code in row["checkpoints"]]
    assert len(codes) == len(set(codes))
    assert set(used) == set(codes)
    assert {theme for row in load("directives.json") for theme in row["themes"]} == themes


def test_a_periodic_directive_has_a_frequency_and_a_single_one_has_none():
    for row in load("directives.json"):
        assert (row["control"] == "periodic") == (row["frequency"] is not None), row["number"]


@pytest.mark.parametrize(("number", "count"), [("4.1", 20), ("4.2", 15), ("4.4", 4), ("1.3", 3)])
def test_number_of_checkpoints(number, count):
    [row] = [row for row in load("directives.json") if row["number"] == number]
    assert len(row["checkpoints"]) == count == len(set(row["checkpoints"]))


def test_local_acts_are_answered_once_for_both_directives():
    by_number = {row["number"]: set(row["checkpoints"]) for row in load("directives.json")}
    assert len(by_number["4.1"] & by_number["4.2"]) == 7


def test_checkpoints_fit_a_line_and_are_within_known_levels():
    for row in load("checkpoints.json"):
        assert 0 < len(row["title"]) <= 160, row["code"]
        assert set(row["education_levels"]) <= {"noo", "ooo", "soo"}, row["code"]
        assert not row["needs_proof"] or row["asks_number"] or row["asks_link"], row["code"]


def test_each_tile_of_the_map_holds_one_municipality():
    rows = load("municipalities.json")
    assert len(rows) == 27
    assert max(Counter((row["grid_col"], row["grid_row"]) for row in rows).values()) == 1
    for field in (
        "oktmo",
        "name",
        "official_name",
        "short_name",
        "former_name",
        "name_in",
    ):
        assert len({row[field] for row in rows}) == 27, field
    assert len({row["authority"]["short_name"] for row in rows}) == 27
    assert Counter(row["kind"] for row in rows) == {"district": 25, "city": 2}


def test_short_names_of_themes_fit_a_column():
    assert all(len(row["short_name"]) <= 22 for row in load("themes.json"))


def test_demo_schools_are_as_many_as_the_municipalities_say():
    sheet = load_workbook(FIXTURES / "schools.xlsx").get_sheet_by_index(0)
    heading, *rows = sheet.to_python()[2:]
    founder = heading.index("Учредитель")
    own = Counter(row[0] for row in rows if row[founder] != "Департамент")
    assert own == {row["name"]: row["schools"] for row in load("municipalities.json")}
    assert 5 <= len(rows) - own.total() <= 7
    assert all(row[heading.index("Примечание")] == "реквизиты вымышлены" for row in rows)
