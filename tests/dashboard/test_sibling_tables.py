"""Figures of the front page and its siblings: the page, its CSV, its XLSX and plain Python agree,
today and as of a day that is over.
"""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from directives.models import Assignment, StatusUpdate
from tests import make

pytestmark = pytest.mark.django_db
BEFORE = make.TODAY - timedelta(days=22)  # submitted and returned since, accepted the day before
LEFT = ("not_applicable", "waived", "cancelled")


def rows_then(day: date | None) -> list:
    """(assignment, what holds its state) by loops over raw rows."""
    found = []
    for one in Assignment.objects.select_related("directive", "organization__municipality"):
        if day is None:
            found.append((one, one))
            continue
        told = [
            row for row in StatusUpdate.objects.filter(assignment=one).order_by("number")
            if row.recorded_at < make.moment(day + timedelta(days=1), hour=0)
        ]  # fmt: skip
        if told:
            found.append((one, told[-1]))
    return found


def counts(rows: list, today: date) -> dict[str, int]:
    """What the tables count, in plain Python."""
    states = [state for _one, state in rows]
    applicable = [state for state in states if state.status not in LEFT]
    due = [state for state in applicable if state.due_on < today]
    accepted = [state for state in states if state.status == "accepted"]
    return {
        "applicable": len(applicable),
        "come_due": len(due),
        "executed": sum(state.status == "accepted" for state in due),
        "reported": sum(state.first_submitted_on is not None for state in applicable),
        "accepted": len(accepted),
        "substantiated": sum(state.is_substantiated for state in accepted),
        "submitted": sum(state.status == "submitted" for state in states),
        "overdue": sum(
            (state.status in ("not_started", "in_progress") and state.due_on < today)
            or (state.status == "returned" and state.rework_due_on < today)
            for state in states
        ),
        "extended": sum(state.extensions_count > 0 for state in applicable),
        "left_out": len(states) - len(applicable),
    }  # fmt: skip


def taken(client, address: str, form: str, **asked) -> list[list]:
    """The rows of a file under its heading, as text or as numbers."""
    content = b"".join(client.get(address, {"format": form, **asked}))
    if form == "csv":
        text = content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))
    book = load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[-1].iter_rows(values_only=True)]


def by_heading(rows: list[list], number: str, column: int = 0) -> dict[str, str]:
    """One row of a file by its headings, as text."""
    head = next(place for place, row in enumerate(rows) if "Принято" in row)
    found = next(row for row in rows[head + 1 :] if str(row[column]) == number)
    return {str(name): "" if cell is None else str(cell) for name, cell in
            zip(rows[head], found, strict=False)}  # fmt: skip


WORDS = {
    "applicable": "Поручения",
    "come_due": "Срок наступил",
    "executed": "Исполнено",
    "reported": "Представлено",
    "accepted": "Принято",
    "substantiated": "Подтверждено",
    "submitted": "На проверке",
    "overdue": "Просрочено",
    "extended": "Продлено",
}


@pytest.mark.parametrize("day", [None, make.TODAY, BEFORE])
def test_an_item_has_the_same_figures_on_the_page_in_files_and_in_plain_python(
    as_, region, department, day
):
    client, asked = as_(department), {"as_of": day.isoformat()} if day else {}
    mine = [row for row in rows_then(day) if row[0].directive_id == region.due.pk]
    expected = counts(mine, day or make.TODAY)
    page = client.get(reverse("resolution"), asked).context["page"]
    item = next(item for item in page.items if item.directive.pk == region.due.pk)
    assert {name: item.margin.measures.count(name) for name in expected} == expected
    for form in ("csv", "xlsx"):
        row = by_heading(taken(client, reverse("resolution"), form, **asked), "4.1")
        said = {name: int(row[word]) for name, word in WORDS.items()}
        assert said == {name: expected[name] for name in WORDS}, form

    page = client.get(reverse("directive-detail", args=[region.due.pk]), asked).context["page"]
    assert {name: page.measures.count(name) for name in expected} == expected


@pytest.mark.parametrize("day", [None, BEFORE])
def test_the_tables_of_an_item_and_of_a_municipality_are_those_of_plain_python(
    as_, region, department, day
):
    client, asked = as_(department), {"as_of": day.isoformat()} if day else {}
    item = reverse("directive-detail", args=[region.due.pk])
    place = region.vyazma.municipality
    here = [row for row in rows_then(day) if row[0].organization.municipality_id == place.pk]
    of_item = counts([row for row in here if row[0].directive_id == region.due.pk],
                     day or make.TODAY)  # fmt: skip
    one = region.schools[0]
    of_school = counts([row for row in here if row[0].organization_id == one.pk],
                       day or make.TODAY)  # fmt: skip
    municipality = reverse("municipality-detail", args=[place.pk])
    for form in ("csv", "xlsx"):
        row = by_heading(taken(client, item, form, **asked), place.short_name)
        for name in ("applicable", "reported", "accepted", "substantiated", "overdue"):
            assert int(row[WORDS[name]]) == of_item[name], (form, name)
        row = by_heading(taken(client, municipality, form, **asked), one.name)
        for name in ("applicable", "come_due", "reported", "accepted", "overdue"):
            assert int(row[WORDS[name]]) == of_school[name], (form, name)


def test_checkpoints_of_a_past_day_are_those_of_the_last_reports_by_then(as_, region, department):
    client, address = as_(department), reverse("directive-detail", args=[region.due.pk])
    reports = StatusUpdate.objects.filter(
        assignment__directive=region.due, kind__in=["submitted", "interim"]
    )
    for day in (BEFORE, BEFORE - timedelta(days=10)):
        end = make.moment(day + timedelta(days=1), hour=0)
        last = {}
        for row in reports.order_by("number").prefetch_related("marks"):
            if row.recorded_at < end:
                last[row.assignment_id] = row
        done = sum(mark.state == "done" for row in last.values() for mark in row.marks.all())
        page = client.get(address, {"as_of": day.isoformat()}).context["page"]
        assert sum(row.count.done for row in page.checkpoints) == done
        rows = taken(client, address, "csv", as_of=day.isoformat(), of="checkpoints")
        assert sum(int(row[1]) for row in rows[1:]) == done


def test_as_of_today_the_front_page_says_what_it_says_live(as_, region, viewer):
    client = as_(viewer)
    live = client.get(reverse("resolution")).context["page"]
    then = client.get(reverse("resolution"), {"as_of": make.TODAY.isoformat()}).context["page"]
    assert [row.figures.measures.counts for row in live.sections] == [
        row.figures.measures.counts for row in then.sections
    ]
    assert [[margin.measures.counts for margin in item.margins] for item in live.items] == [
        [margin.measures.counts for margin in item.margins] for item in then.items
    ]


def test_before_anything_was_placed_on_control_the_page_says_so(as_, region, department):
    day = (make.TODAY - timedelta(days=60)).isoformat()
    response = as_(department).get(reverse("resolution"), {"as_of": day})
    page = response.context["page"]
    assert not page.is_published
    assert {item.terms for item in page.items} == {"на контроль не поставлен"}
    assert not any(item.margins for item in page.items)


def test_every_link_to_rows_keeps_the_day(as_, region, department):
    day = BEFORE.isoformat()
    for address in (
        reverse("resolution"),
        reverse("directive-detail", args=[region.due.pk]),
        reverse("municipality-detail", args=[region.vyazma.municipality_id]),
        reverse("organization-detail", args=[region.schools[0].pk]),
    ):
        content = as_(department).get(address, {"as_of": day}).content.decode()
        figures = [part.split('"')[0] for part in content.split('<a class="figure')[1:]]
        assert figures, address
        links = [part.split('"')[0] for part in content.split('href="')[1:]]
        rows = [link for link in links if link.startswith(("/assignments/?", "/figures/"))]
        assert rows, address
        assert all(f"as_of={day}" in link for link in rows), address


def test_three_numbers_stand_wherever_a_share_stands(as_, region, department):
    page = as_(department).get(reverse("resolution")).context["page"]
    for item in page.items:
        for margin in item.margins:
            shown = margin.drawn
            assert ('class="percent"' in shown) == ("honest-line" in shown)
            if not margin.is_single:
                places = [shown.index(f"/figures/{name}/") for name in
                          ("reporting", "acceptance", "substantiation")]  # fmt: skip
                assert places == sorted(places)
    content = as_(department).get(reverse("resolution")).content.decode()
    shares = content.count('class="percent"')
    assert content.count("honest-line") >= shares > 0


def test_a_reader_sees_totals_and_opens_no_rows(as_, region, reader):
    client = as_(reader)
    response = client.get(reverse("resolution"))
    page, content = response.context["page"], response.content.decode()
    expected = counts(rows_then(None), make.TODAY)
    assert page.figures.measures.reported == expected["reported"] > 0
    assert page.figures.measures.overdue == expected["overdue"]
    for address in ("/assignments/", "/organizations/", "/indicators/", "/municipalities/1/"):
        assert f'href="{address}' not in content
    item = client.get(reverse("directive-detail", args=[region.due.pk]))
    content = item.content.decode()
    assert region.due.one_line in content
    assert not any(body.name in content for body in region.schools)
    assert "Утратило актуальность." not in content
    for address in ("/assignments/", "/organizations/", "/municipalities/1"):
        assert f'href="{address}' not in content
    for of in ("", "left-out"):
        rows = taken(client, reverse("directive-detail", args=[region.due.pk]), "csv", of=of)
        assert not any(body.name in cell for body in region.schools for row in rows for cell in row)
