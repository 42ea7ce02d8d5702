"""«По школам»: the bodies of one municipality; a cell of one body is its status."""

import pytest
from django.urls import reverse

from tests import make, recount
from tests.dashboard.places.conftest import THEN
from tests.dashboard.places.reading import read
from tests.downloads.taking import take

pytestmark = pytest.mark.django_db
MARKS = {
    "accepted": "✓", "submitted": "◐", "returned": "↩", "overdue": "▲", "in_progress": "◔",
    "not_started": "○", "not_applicable": "—", "waived": "—", "cancelled": "—",
}  # fmt: skip
COUNTS = ("overdue", "applicable", "reported", "accepted", "substantiated", "extended")


def address(authority) -> str:
    return reverse("school-grid", args=[authority.municipality_id])


def rows_of(authority, day) -> list:
    return [row for row in recount.states(day) if row.municipality_id == authority.municipality_id]


def status_of(row, day) -> str:
    return "overdue" if recount.count([row], day)["overdue"] else row.status


def test_marks_and_counts_are_those_of_the_raw_rows(land, as_, department):
    for day in (make.TODAY, THEN):
        _are_of_the_raw_rows(land, as_(department), day)


def _are_of_the_raw_rows(land, client, day) -> None:
    shown = read(client.get(address(land.vyazma), {"as_of": day.isoformat()}))
    rows = rows_of(land.vyazma, day)
    by_body = recount.count_by(rows, day, lambda row: row.assignment.organization.name)
    assert len(shown.rows) == 12
    for name, counts in by_body.items():
        texts = [cell.text for cell in shown.rows[name]]
        assert texts[-6:] == [str(counts.get(one, 0)) for one in COUNTS]
        if counts["come_due"]:
            assert texts[-9] == f"{counts['executed']} из {counts['come_due']}"
        for number in shown.heads[1:-9]:
            mine = [
                row for row in rows
                if (row.assignment.directive.number, row.assignment.organization.name)
                == (number, name)
            ]  # fmt: skip
            mine.sort(key=lambda row: row.assignment.period_id or 0)
            marks = "".join(MARKS[status_of(row, day)] for row in mine)
            assert shown.cell(name, number).text == (marks or "—")


def test_the_sum_of_the_bodies_is_the_row_of_the_municipality(land, as_, department):
    client = as_(department)
    for query in ({}, {"period": "current"}, {"as_of": THEN.isoformat()}):
        grid = read(client.get(reverse("municipality-grid"), query))
        for authority in (land.vyazma, land.other, land.small):
            schools = read(client.get(address(authority), query))
            row = grid.rows[authority.municipality.short_name]
            assert [cell.text for cell in schools.total[-5:]] == [cell.text for cell in row[-5:]]


def test_the_authority_is_first_and_the_furthest_behind_when_sorted(land, as_, department):
    client = as_(department)
    assert next(iter(read(client.get(address(land.vyazma))).rows)) == land.vyazma.name
    by_item = read(client.get(address(land.vyazma), {"sort": "4.1"}))
    marks = [text for text in by_item.column("4.1").values() if text != "—"]
    assert marks == sorted(marks, key=list("▲↩○◔◐✓").index)
    assert list(by_item.column("4.1").values())[-2:] == ["—", "—"]  # waived, and not asked
    falls = read(client.get(address(land.vyazma), {"sort": "-accepted"})).column("Принято")
    assert list(falls.values()) == sorted(falls.values(), key=int, reverse=True)


def test_the_files_say_it_in_words_and_numbers(land, as_, department):
    client = as_(department)
    query = {"sort": "-overdue"}
    shown, taken = read(client.get(address(land.vyazma), query)), take(
        client, address(land.vyazma), query
    )  # fmt: skip
    assert [row[0] for row in taken.rows] == [*shown.rows, "Итого"]
    assert taken.column("Просрочено")[:-1] == list(shown.column("Просрочено").values())
    words = dict(zip(shown.rows, taken.column("4.1"), strict=False))
    marks = shown.column("4.1")
    done = land.schools[land.vyazma][0].name
    assert (words[done], marks[done]) == ("Исполнено", "✓")


def test_who_sees_one_municipality(land, as_, municipality, department, viewer, staff, reader,
                                   soiro, other_municipality):  # fmt: skip
    for user, code in ((municipality, 200), (department, 200), (viewer, 200), (staff, 200),
                       (reader, 404), (soiro, 404), (other_municipality, 404)):  # fmt: skip
        assert as_(user).get(address(land.vyazma)).status_code == code, user
    assert as_(municipality).get(address(land.other)).status_code == 404


def test_an_institute_reads_there_what_it_supports(land, as_, soiro):
    land.due.supported_by.add(make.make_institute())
    shown = read(as_(soiro).get(address(land.other)))
    assert shown.heads[1:-9] == ["4.1"]
    assert len(shown.rows) == 10


def test_a_school_closed_since_stands_where_it_stood(land, as_, department):
    school = land.schools[land.vyazma][3]
    school.closed_on = make.TODAY
    school.save()
    assert school.name in read(as_(department).get(address(land.vyazma))).rows


def test_no_such_municipality(as_, department):
    assert as_(department).get(reverse("school-grid", args=[99999])).status_code == 404
