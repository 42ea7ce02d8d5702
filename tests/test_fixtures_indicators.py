"""The catalogue's content files agree with the resolution, the themes and each other."""

import json
from collections import Counter
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
LEVELS = ("department", "municipal", "institute", "school")


def load(name):
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


INDICATORS = load("indicators.json")
CODES = """
    ФГОС-01 ФГОС-02 ФГОС-03 ФГОС-04 ФГОС-05 ФГОС-06 МШ-01 МШ-02 МШ-03 ШМР-01 ШМР-02 РОВ-01 РОВ-02
    К-1.1-01 К-1.1-02 К-1.1-03 К-1.1-04 К-1.2-01 К-1.2-02 К-1.3-01 К-1.3-02 К-1.4-01 К-2.1-01
    К-2.2-01 К-2.2-02 К-2.3-01 СОИРО-01 СОИРО-02 ДЕП-01 ДЕП-02
"""


def test_thirty_indicators_each_with_a_target():
    codes = [row["code"] for row in INDICATORS]
    assert codes == CODES.split()
    targets = load("indicator_targets.json")
    assert [row["indicator"] for row in targets] == codes


def test_indicators_name_what_exists():
    items = {row["number"] for row in load("directives.json")}
    themes = {row["code"] for row in load("themes.json")}
    mechanisms = {row["code"] for row in load("mechanisms.json")}
    quantities = {row["code"] for row in load("quantities.json")}
    for row in INDICATORS:
        assert row["directives"], row["code"]
        assert set(row["directives"]) <= items, row["code"]
        assert row["theme"] in themes, row["code"]
        assert row["mechanism"] in mechanisms | {None}, row["code"]
        assert row["quantity"] in quantities | {None}, row["code"]
        assert row["computed_from"] in items | {None}, row["code"]
        assert set(row["education_levels"]) <= {"noo", "ooo", "soo"}, row["code"]
        assert row["level"] in LEVELS, row["code"]
    assert {row["mechanism"] for row in INDICATORS} == mechanisms - {"2.4"} | {None}


def test_a_target_lies_on_the_better_side_of_its_baseline():
    direction = {row["code"]: row["direction"] for row in INDICATORS}
    for row in load("indicator_targets.json"):
        better = row["value"] - row["baseline"]
        assert better < 0 if direction[row["indicator"]] == "down" else better > 0, row


def test_a_sum_is_of_passport_numbers():
    rows = {row["code"]: row for row in load("quantities.json")}
    for row in rows.values():
        assert (row["origin"] == "sum") == bool(row.get("parts")), row["code"]
        for part in row.get("parts", []):
            assert rows[part]["origin"] == "passport", part


def test_the_region_uploads_what_it_has_and_asks_no_school_for_it():
    uploaded = {row["code"] for row in INDICATORS if row["source"] == "uploaded"}
    assert uploaded == {
        "К-1.1-01", "К-1.1-02", "К-1.1-03", "К-1.2-01", "К-1.2-02", "К-1.3-02", "К-2.2-01",
    }  # fmt: skip
    computed = {row["code"]: row["computed_from"] for row in INDICATORS if row["computed_from"]}
    assert computed == {"ФГОС-04": "4.1", "ФГОС-05": "4.2"}


def test_a_quarter_of_a_school_is_five_numbers_and_fifteen_minutes():
    asked = [
        row
        for row in INDICATORS
        if (row["level"], row["source"], row["frequency"]) == ("school", "reported", "quarter")
    ]
    assert len(asked) == 5
    assert all(row["quantity"] for row in asked), "the passport gives every denominator"
    assert sum(row["minutes"] for row in asked) <= 15


def test_of_whom_and_how_often():
    kinds = Counter((row["level"], row["frequency"]) for row in INDICATORS)
    assert kinds["school", "quarter"] == 7
    assert {row["frequency"] for row in INDICATORS} == {"quarter", "half_year", "year"}
    assert [row["code"] for row in INDICATORS if row["measure"] == "count"] == ["СОИРО-02"]
