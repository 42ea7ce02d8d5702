"""A ratio taken apart: its formula, the rows it counts, those it does not, and why."""

import csv
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Assignment
from resolution_tracker.dashboard.figure_page import KNOWN, FigurePage
from resolution_tracker.dashboard.figure_rows import AWAY, COUNTED, REST
from tests import make

pytestmark = pytest.mark.django_db
BUDGET = 12


def page_of(client, ratio: str, query: str = "") -> FigurePage:
    response = client.get(reverse("figure-detail", args=[ratio]) + query)
    assert response.status_code == 200
    return response.context["page"]


def rows_of(client, ratio: str, part: str, query: str = "?") -> list[list[str]]:
    """A part as its CSV has it."""
    address = reverse("figure-detail", args=[ratio]) + f"{query}&format=csv&of={part}"
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))[1:]


@pytest.mark.parametrize("ratio", KNOWN)
def test_counted_not_counted_and_left_out_are_the_whole_scope(as_, region, department, ratio):
    page = page_of(as_(department), ratio)
    every = list(Assignment.objects.all())
    counts = page.counts()
    parts = {name: list(page._rows(name)) for name in (COUNTED, REST, AWAY)}

    assert {name: len(rows) for name, rows in parts.items()} == counts
    assert sorted(row.pk for rows in parts.values() for row in rows) == sorted(
        row.pk for row in every
    )
    if ratio != "progress":
        assert (counts[COUNTED], counts[COUNTED] + counts[REST]) == (page.value.n, page.value.of)


def test_the_numbers_are_those_of_plain_python(as_, region, department):
    client, day = as_(department), make.TODAY
    asked = [
        row for row in Assignment.objects.all()
        if row.status not in ("not_applicable", "waived", "cancelled")
    ]  # fmt: skip
    due = [row for row in asked if row.due_on < day]
    done = [row for row in due if row.status == "accepted"]
    assert page_of(client, "execution").put_in.startswith(f"{len(done)} ÷ {len(due)} = ")
    timely = [r for r in due if r.first_submitted_on and r.first_submitted_on <= r.due_on]
    assert page_of(client, "timeliness").value.n == len(timely)
    proved = [row for row in asked if row.status == "accepted" and row.is_substantiated]
    page = page_of(client, "substantiation")
    assert (page.value.n, page.value.of) == (len(proved), len(asked))
    marks = sum(row.checkpoints_done for row in asked)
    assert page_of(client, "progress").value.n == marks
    assert len(rows_of(client, "execution", REST)) == len(due) - len(done)


def test_each_of_the_three_numbers_leads_to_its_ratio_in_the_same_scope(as_, region, department):
    client = as_(department)
    query = f"?directive={region.due.pk}&as_of={make.TODAY}"
    page = page_of(client, "acceptance", query)
    steps = page.honest
    assert [step.is_current for step in steps] == [False, True, False]
    for step, name in zip(steps, ("reporting", "acceptance", "substantiation"), strict=True):
        assert step.address.startswith(reverse("figure-detail", args=[name]))
        assert f"directive={region.due.pk}" in step.address
        assert f"as_of={make.TODAY}" in step.address
        there = client.get(step.address).context["page"]
        assert there.value == step.value


def test_what_is_left_out_says_its_reason(as_, region, department):
    client = as_(department)
    rows = rows_of(client, "reporting", AWAY, f"?directive={region.due.pk}")
    assert len(rows) == 1
    assert "Утратило актуальность." in rows[0][-1]
    content = client.get(
        reverse("figure-detail", args=["reporting"]) + f"?directive={region.due.pk}"
    ).content.decode()
    assert "Утратило актуальность." in content


def test_why_a_row_does_not_count_is_said(as_, region, department):
    said = " ".join(row[-1] for row in rows_of(as_(department), "execution", REST))
    assert "просрочено" in said
    assert "на проверке с" in said


def test_the_day_asked_is_the_day_shown(as_, region, department):
    client = as_(department)
    before = page_of(client, "execution", "?as_of=2026-10-20")
    assert before.value.n == 0
    assert "Состояние на 20" in client.get(
        reverse("figure-detail", args=["execution"]) + "?as_of=2026-10-20"
    ).content.decode().replace("\xa0", " ")
    today = page_of(client, "execution", f"?as_of={make.TODAY}")
    assert today.measures.counts == page_of(client, "execution").measures.counts


def test_the_scope_is_said_in_words_and_what_is_not_understood_too(as_, region, department):
    client = as_(department)
    place = region.vyazma.municipality
    page = page_of(client, "execution", f"?municipality={place.pk}&level=school&period=x")
    assert page.scope.conditions == [
        ("Уровень", "школа"),
        ("Муниципальное образование", place.short_name),
    ]
    assert len(page.scope.errors) == 1
    assert all(row[2] == place.short_name for row in rows_of(
        client, "execution", REST, f"?municipality={place.pk}"))  # fmt: skip


def test_a_reader_sees_the_numbers_and_no_rows(as_, region, reader):
    client = as_(reader)
    response = client.get(reverse("figure-detail", args=["execution"]))
    content = response.content.decode()
    page = response.context["page"]
    assert page.value.of
    assert [part.page for part in page.parts] == [None] * 3
    assert reverse("assignment-list") not in content.replace("\xa0", "")
    assert region.schools[0].name not in content
    file = client.get(reverse("figure-detail", args=["execution"]) + "?format=csv")
    assert file["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("ratio", ["execution", "progress"])
def test_a_reader_asks_for_no_single_body(as_, region, reader, department, ratio):
    address = reverse("figure-detail", args=[ratio])
    body = region.schools[0]
    narrow = [{"organization": body.pk}, {"q": body.name}, {"reviewing": "decided", "reviewer": 1}]
    for query in narrow:
        assert as_(department).get(address, query).status_code == 200
        assert as_(reader).get(address, query).status_code == 404
        assert as_(reader).get(address, query | {"format": "csv"}).status_code == 404
    of_many = {"municipality": body.municipality_id, "level": "school", "as_of": "2026-11-20"}
    assert as_(reader).get(address, of_many).status_code == 200


def test_those_who_see_a_part_see_a_part(as_, region, municipality, outsider):
    page = page_of(as_(municipality), "reporting")
    assert page.value.of < Assignment.objects.count()
    assert page_of(as_(outsider), "reporting").put_in.startswith("0 ÷ 0")


def test_an_unknown_ratio_is_not_found(as_, department):
    assert as_(department).get(reverse("figure-detail", args=["overdue"])).status_code == 404


def test_each_part_has_pages_of_its_own(as_, region, department, monkeypatch):
    monkeypatch.setattr("resolution_tracker.dashboard.figure_page.PER_PAGE", 2)
    client = as_(department)
    page = page_of(client, "execution", "?rest-page=2")
    rest = next(part for part in page.parts if part.name == REST)
    counted = next(part for part in page.parts if part.name == COUNTED)
    assert (rest.page.number, counted.page.number) == (2, 1)
    assert len(re.findall("<tr>", rest.body)) == 2


@pytest.mark.parametrize("ratio", ["execution", "progress"])
def test_the_queries_do_not_grow(as_, region, department, ratio):
    client = as_(department)
    query = f"?directive={region.due.pk}&municipality={region.vyazma.municipality_id}&period=once"
    address = reverse("figure-detail", args=[ratio]) + query
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(5):
        make.make_school(region.vyazma)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= BUDGET, [query["sql"][:120] for query in many]
