"""Dates, numbers, bars, statuses and tables, as they stand on the screen."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import django_tables2 as tables
import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string

from directives.models import Assignment, ReportingPeriod
from resolution_tracker.templatetags import drawing, wording

DAY = date(2026, 9, 1)
TODAY = date(2026, 11, 23)


def test_dates_are_written_as_an_office_writes_them():
    late_evening = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)

    assert wording.long_date(DAY) == "1\u00a0сентября\u00a02026\u00a0г."
    assert wording.day_month(DAY) == "1\u00a0сентября"
    assert wording.short_date(DAY) == "01.09.2026"
    assert wording.moment(late_evening) == "24.11.2026\u00a000:30"
    assert wording.short_date(late_evening) == "24.11.2026"
    assert wording.long_date(None) == wording.moment(None) == "—"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.95, "95\u00a0%"), (0.996, "99\u00a0%"), (1.0, "100\u00a0%"), (0.29, "29\u00a0%"),
     (7, "7\u00a0%"), (None, "—")],
)  # fmt: skip
def test_percents_never_round_up(share, words):
    assert wording.percent(share) == words


def test_thousands_stand_apart():
    assert wording.spaced(91234) == "91\u202f234"
    assert wording.spaced(0) == "0"


def test_only_pages_worth_a_link_are_named():
    pages = Paginator(range(1000), 10)

    assert wording.page_numbers(pages.page(1)) == [1, 2, 3, None, 100]
    assert wording.page_numbers(pages.page(50)) == [1, None, 48, 49, 50, 51, 52, None, 100]


def test_a_bar_is_full_and_its_smallest_part_is_seen():
    parts = drawing.parts_of([("accepted", 9999), ("submitted", 0), ("overdue", 1), ("rest", 0)])

    assert [part.name for part in parts] == ["accepted", "overdue"]
    assert sum(float(part.width) for part in parts) == pytest.approx(100, abs=0.02)
    assert float(parts[1].width) > 1


def test_a_bar_says_in_words_what_it_shows():
    full = [("accepted", 24), ("submitted", 1), ("overdue", 2), ("rest", 0)]
    for counts, words in ((full, "исполнено: 24, на проверке: 1, просрочено: 2"),
                          ([("rest", 0)], "показывать нечего")):  # fmt: skip
        template = Template("{% load drawing %}{% bar measures %}")
        drawn = template.render(Context({"measures": SimpleNamespace(bar=counts)}))
        assert f'role="img" aria-label="{words}"' in drawn
        assert "style=" not in drawn


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"status": "not_started", "due_on": TODAY}, "not_started", "не начато"),
        ({"status": "not_started", "due_on": DAY}, "overdue", "просрочено"),
        ({"status": "submitted", "due_on": DAY}, "submitted", "на проверке"),
        ({"status": "returned", "due_on": DAY, "rework_due_on": DAY}, "overdue", "на доработке"),
        ({"status": "returned", "due_on": DAY, "rework_due_on": TODAY}, "returned", "на доработке"),
        ({"status": "accepted", "due_on": DAY}, "accepted", "исполнено"),
        ({"status": "accepted", "due_on": DAY, "first_submitted_on": TODAY}, "accepted",
         "с нарушением срока"),
        ({"status": "accepted", "due_on": DAY, "period": ReportingPeriod(pk=1)}, "accepted",
         "отчёт принят"),
    ],
)  # fmt: skip
def test_a_status_is_a_word_and_a_shape(fields, name, words):
    assignment = Assignment(original_due_on=DAY, **fields)

    drawn = render_to_string("directives/_status.html", {"assignment": assignment, "today": TODAY})

    assert f"status--{name}" in drawn
    assert words in drawn


class SchoolTable(tables.Table):
    name = tables.Column(verbose_name="Школа")
    pupils = tables.Column(verbose_name="Учеников", attrs={"td": {"class": "num"}})
    note = tables.Column(verbose_name="Примечание", orderable=False)


def _drawn(rf, query: str, rows: int) -> str:
    data = [{"name": f"Школа {n}", "pupils": n, "note": "<b>"} for n in range(rows)]
    request = rf.get(f"/schools/?{query}")
    table = SchoolTable(data, order_by=request.GET.get("sort", ""))
    table.paginate(page=int(request.GET.get("page", 1)), per_page=10)
    return table.as_html(request)


def test_a_table_is_sorted_in_its_header_and_keeps_the_filter(rf):
    drawn = _drawn(rf, "sort=name&q=a&page=3", 35)

    assert '<th scope="col" aria-sort="ascending">' in drawn
    assert 'href="?q=a&amp;sort=-name"' in drawn
    assert 'href="?page=4&amp;q=a&amp;sort=name"' in drawn
    assert '<span aria-current="page">3</span>' in drawn
    assert '<td class="num">' in drawn
    assert "&lt;b&gt;" in drawn
    assert "style=" not in drawn


def test_an_empty_table_says_so(rf):
    assert "Ничего не найдено." in _drawn(rf, "", 0)
