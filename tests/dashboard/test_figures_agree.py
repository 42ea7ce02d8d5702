"""Screens, CSV, XLSX and paper say one thing, and it is what loops over raw rows find.

`take` holds each CSV against its XLSX; here both are held against `tests.recount`, live and as of
days that are over, and the page against them.
"""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from docx import Document as Word

from directives.models import Resolution
from documents.writing import Subject, begin
from organizations.models import Municipality
from tests import make, recount
from tests.dashboard.conftest import PAST
from tests.downloads.taking import content_of, take

pytestmark = pytest.mark.django_db
DAYS = [None, make.TODAY, PAST, PAST - timedelta(days=2), PAST - timedelta(days=30)]
REGIONAL = "Региональный уровень"
LEVELS = {
    "department": "Департамент",
    "municipal": "Муниципальные органы",
    "institute": "СОИРО",
    "school": "Школы",
}
# Columns of nearly every table, and what they count.
COMMON = {
    "Исполнено": "executed",
    "Срок наступил": "come_due",
    "Представлено": "reported",
    "Принято": "accepted",
    "Подтверждено": "substantiated",
    "Просрочено": "overdue",
}


@pytest.fixture
def look(as_, region, department):
    """The table of an address on a day, its page, and the states of that day from raw rows."""
    client = as_(department)

    def at(name: str, day: date | None, **query: str):
        asked = query | ({"as_of": day.isoformat()} if day else {})
        states = recount.states(day or make.TODAY)
        page = client.get(reverse(name), asked)
        assert page.status_code == 200
        return take(client, reverse(name), asked), page.content.decode(), states

    return at


def numbers(taken, row: list[str], columns: dict[str, str]) -> dict[str, int]:
    """What a row of the CSV says of each count."""
    return {
        count: int(row[taken.head.index(head)] or 0)
        for head, count in columns.items()
        if head in taken.head
    }


def expected(counts, columns: dict[str, str], taken) -> dict[str, int]:
    return {count: counts[count] for head, count in columns.items() if head in taken.head}


def place_of(state) -> str:
    return str(state.municipality or REGIONAL)


@pytest.mark.parametrize("day", DAYS)
def test_by_municipality(look, day):
    columns = {
        "Исполнено из наступивших": "executed",
        "С наступившим сроком": "come_due",
        "Поручений": "applicable",
        "Представлено": "reported",
        "Принято": "accepted",
        "Подтверждено": "substantiated",
        "Продлено": "extended",
    }
    for name in ("municipality-grid", "municipality-map"):
        taken, page, states = look(name, day)
        raw = recount.count_by(states, day or make.TODAY, place_of)
        for row in taken.rows:
            counts = recount.count(states, day or make.TODAY)
            if not row[0].startswith("Итого"):
                counts = raw.get(row[0], recount.count([], make.TODAY))
            assert numbers(taken, row, columns) == expected(counts, columns, taken), (name, row)
            assert row[0] in page or not states
        named = {row[0] for row in taken.rows}
        assert {place for place, counts in raw.items() if counts["applicable"]} <= named


def test_each_cell_of_the_grid(look):
    """Of few it says «1 из 2», of ten or more a share: both are what the rows say."""
    for day in DAYS:
        taken, _page, states = look("municipality-grid", day)
        key = lambda row: (place_of(row), row.assignment.directive.number)  # noqa: E731
        raw = recount.count_by(states, day or make.TODAY, key)
        items = [head for head in taken.head if re.fullmatch(r"\d\.\d", head)]
        cells = 0
        for row in taken.rows:
            for number in items:
                said = row[taken.head.index(number)]
                counts = raw.get((row[0], number))
                if counts and counts["come_due"]:
                    assert said == f"{counts['executed']} из {counts['come_due']}", (row, number)
                    cells += 1
                elif not row[0].startswith("Итого"):
                    assert said == "", (row, number)
        assert cells or not any(counts["come_due"] for counts in raw.values())


@pytest.mark.parametrize("day", DAYS)
def test_the_resolution_itself(look, day):
    taken, page, states = look("resolution", day)
    today = day or make.TODAY
    raw = recount.count_by(
        states,
        today,
        lambda row: (row.assignment.directive.number, row.assignment.period_id is not None),
    )
    found: dict[tuple, dict[str, int]] = {}
    for row in taken.rows:
        key = (row[0], bool(row[taken.head.index("Период")]))
        said = numbers(taken, row, COMMON)
        before = found.get(key, dict.fromkeys(said, 0))
        found[key] = {name: before[name] + count for name, count in said.items()}
    for key, counts in raw.items():
        if counts["all"]:
            assert found[key] == expected(counts, COMMON, taken), key
    whole = recount.count(states, today)
    if whole["come_due"]:
        assert f'data-count="{whole["executed"]}"' in page
        assert f'data-count="{whole["come_due"]}"' in page


@pytest.mark.parametrize("day", DAYS)
def test_themes(look, day):
    taken, _page, states = look("theme-chains", day)
    today = day or make.TODAY
    for row in taken.rows:
        own = row[taken.head.index("Пункты")] + " " + row[taken.head.index("Также пункты")]
        items = set(re.findall(r"\d\.\d", own))
        counts = recount.count(
            [state for state in states if state.assignment.directive.number in items], today
        )
        assert numbers(taken, row, COMMON) == expected(counts, COMMON, taken), row


@pytest.mark.parametrize("day", DAYS)
def test_the_last_point_of_the_trend(look, day):
    taken, _page, states = look("trend", day)
    today = day or make.TODAY
    raw = recount.count_by(states, today, lambda row: LEVELS[row.assignment.directive.level])
    if not taken.rows:
        assert not states
        return
    for level, counts in raw.items():
        for words, name in {
            "исполнено": "executed", "срок наступил": "come_due", "просрочено": "overdue",
        }.items():  # fmt: skip
            said = taken.rows[-1][taken.head.index(f"{level}: {words}")]
            assert int(said) == counts[name], (level, name)


def test_every_week_of_the_trend_is_what_was_recorded_then(look):
    taken, _page, _states = look("trend", None)
    for row in taken.rows:
        day = date(*map(int, reversed(row[0].split("."))))
        counts = recount.count(recount.states(day), day)
        parts = [taken.head.index(f"{level}: просрочено") for level in LEVELS.values()]
        assert sum(int(row[part]) for part in parts) == counts["overdue"], day


@pytest.mark.parametrize("day", DAYS)
def test_discipline(look, day):
    columns = {
        "Поручения": "applicable",
        "Исполнено": "executed",
        "Срок наступил": "come_due",
        "В срок": "on_time",
        "В первоначальный срок": "on_time_original",
        "Принято с первого раза": "first_pass",
        "Представлено": "reported",
        "Принято": "accepted",
        "Подтверждено": "substantiated",
    }
    taken, _page, states = look("discipline", day)
    today = day or make.TODAY
    places = {place.short_name for place in Municipality.objects.all()}
    raw = recount.count_by(states, today, place_of)
    rows = [row for row in taken.rows if row[0] in places]
    assert rows or not states
    for row in rows:
        counts = raw.get(row[0], recount.count([], today))
        assert numbers(taken, row, columns) == expected(counts, columns, taken), row


def test_two_dates(look):
    first = PAST - timedelta(days=2)
    taken, _page, _states = look("two-days", None, by="municipality", **{"from": str(first)})
    for day in (first, make.TODAY):
        raw = recount.count_by(recount.states(day), day, place_of)
        said = f"{day:%d.%m.%Y}"
        columns = {f"{head}, {said}": count for head, count in COMMON.items()}
        for row in taken.rows:
            if row[0] in raw:
                assert numbers(taken, row, columns) == expected(raw[row[0]], columns, taken), row


@pytest.mark.parametrize("day", DAYS)
def test_one_figure(as_, region, department, day):
    """The rows it counts, below its formula."""
    client, today = as_(department), day or make.TODAY
    asked = {"as_of": day.isoformat()} if day else {}
    address = reverse("figure-detail", args=["execution"])
    page = " ".join(strip_tags(client.get(address, asked).content.decode()).split())
    counts = recount.count(recount.states(today), today)
    if counts["come_due"]:
        taken = take(client, address, asked)
        assert len(taken.rows) == counts["executed"]
        assert f"{counts['executed']} ÷ {counts['come_due']}" in page


SUMMARY = {
    "Всего пунктов": "applicable",
    "Исполнено": "accepted",
    "Просрочено": "overdue",
    "Не представили отчёт": "not_reported",
}


@pytest.mark.parametrize("day", [make.TODAY, PAST, PAST - timedelta(days=2)])
def test_the_summary_of_a_paper(as_, region, department, day):
    """The first annex of the region's document: page, CSV, XLSX, Word, and raw rows."""
    subject = Subject(starts_on=date(2026, 9, 1), ends_on=day, as_of=day)
    document = begin(
        subject=subject, resolution=Resolution.objects.get(), by=department,
        issuer=make.make_department(), at=make.moment(),
    )  # fmt: skip
    client = as_(department)
    taken = take(client, reverse("document-detail", args=[document.pk]), {"of": "summary"})
    paper = Word(BytesIO(content_of(client.get(reverse("document-docx", args=[document.pk])))))
    annex = next(table for table in paper.tables if table.rows[0].cells[0].text == taken.head[0])
    states = recount.states(day)
    raw = recount.count_by(states, day, lambda row: str(row.municipality or ""))
    for row in taken.rows:
        counts = raw.get(row[0])
        if row[0].upper().startswith("ИТОГО"):
            counts = recount.count(states, day)
        if counts is not None:
            assert numbers(taken, row, SUMMARY) == expected(counts, SUMMARY, taken), row
    said = [[cell.text for cell in row.cells] for row in annex.rows]
    for row in taken.rows:
        assert any(row[:7] == [text.replace("\u202f", "") for text in line[:7]] for line in said)
