"""Lists of assignments: filters, order, pages, download, bad parameters."""

import csv
import io
import itertools
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.conditions import CONDITIONS
from directives.models import Assignment
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_query_per_row")]
LIST = "/assignments/"
BAD = ["\x00", str(2**70), "-1", "a\x00b", "0", "999999", "х", "' OR 1=1", "1e400", "9" * 5000]
NAMES = ["q", "level", "municipality", "directive", "period", "theme", "status", "show",
         "organization", "resolution", "due", "checkpoint", "mark", "sort", "page", "format",
         "nonsense"]  # fmt: skip

SORTS = ["", "due_on", "-due_on", "organization", "-status", "checkpoints", "municipality",
         "first_submitted_on", "-directive"]  # fmt: skip


def csv_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("address", [LIST, "/assignments/not-reported/"])
def test_a_bad_parameter_is_never_an_error(as_, region, department, address):
    client = as_(department)
    alone = [{name: value} for name, value in itertools.product(NAMES, BAD[:3])]
    together = [dict.fromkeys(NAMES, value) for value in BAD]
    for query in alone + together:
        response = client.get(f"{address}?{urlencode(query)}")
        value = next(iter(query.values()))
        # NUL is refused before any page sees it, with a sentence.
        assert response.status_code == (400 if "\x00" in value else 200), query
        if response.streaming:
            csv_of(response)


def test_a_bad_period_of_an_item_means_the_current_one(as_, region, department):
    address = reverse("directive-detail", args=[region.periodic.pk])
    for period in BAD:
        response = as_(department).get(address, {"period": period})
        if "\x00" not in period:
            assert response.context["page"].chosen == region.second


def test_what_was_not_understood_is_said(as_, region, department):
    content = as_(department).get(LIST, {"level": "moon"}).content.decode()
    assert "Условие «Уровень» не распознано и не применено." in content


def test_each_condition_is_a_list(as_, region, department):
    client = as_(department)
    for show in CONDITIONS:
        wanted = Assignment.objects.showing(show, make.TODAY).count()
        assert client.get(LIST, {"show": show}).context["total"] == wanted, show


def test_filters_narrow_together(as_, region, department):
    ask = {
        "level": "school", "municipality": region.vyazma.municipality_id, "q": "обеспечить 4.1",
        "theme": region.due.themes.get().pk, "directive": region.due.pk, "period": "once",
    }  # fmt: skip
    response = as_(department).get(LIST, ask)
    assert response.context["total"] == 4
    chips = response.context["listing"].chips
    assert {chip.value for chip in chips} >= {"Вяземский округ", "Разовые пункты"}
    without = next(chip for chip in chips if chip.value == "Вяземский округ").without
    assert as_(department).get(LIST + without).context["total"] == 7


def test_the_regional_level_is_those_of_no_municipality(as_, region, department):
    response = as_(department).get(LIST, {"municipality": "region"})
    assert response.context["total"] == 2


def test_a_list_finds_a_body_by_its_inn_and_item(as_, region, department):
    region.schools[1].inn = "6722012345"
    region.schools[1].save()
    response = as_(department).get(LIST, {"q": "6722012345"})
    assert response.context["total"] == region.schools[1].assignments.count()


def test_a_school_sees_its_own_rows_only(as_, region, school, a_school):
    response = as_(school).get(LIST)
    assert response.context["total"] == a_school.assignments.count()
    hidden = as_(school).get(LIST, {"organization": region.schools[1].pk})
    assert region.schools[1].name not in hidden.content.decode()


def test_the_download_has_the_rows_of_the_list_in_its_order(as_, region, department, monkeypatch):
    monkeypatch.setattr("resolution_tracker.dashboard.tables.PER_PAGE", 7)
    client = as_(department)
    for sort in SORTS:
        shown = list(_shown(client, sort))
        rows = csv_of(client.get(LIST, {"sort": sort, "format": "csv"}))[1:]
        assert [(row[2], row[4], row[6]) for row in rows] == shown, sort
        assert len(shown) == Assignment.objects.count()


def _shown(client, sort):
    for page in range(1, 20):
        table = client.get(LIST, {"sort": sort, "page": page}).context["table"]
        if table.page.number != page:
            return
        for row in table.page.object_list:
            item = row.record
            period = item.period.full_name if item.period else ""
            yield (item.organization.name, item.directive.number, period)


def test_the_download_opens_in_a_russian_excel(as_, region, department):
    region.schools[1].name = "=HYPERLINK(1)"
    region.schools[1].inn = "6722012345"
    region.schools[1].save()
    response = as_(department).get(LIST, {"format": "csv"})
    assert (
        response["Content-Disposition"]
        == f'attachment; filename="assignments-{make.TODAY:%Y-%m-%d}.csv"'
    )
    raw = b"".join(response.streaming_content)
    assert raw.startswith("\ufeff".encode())
    header = raw.decode("utf-8-sig").splitlines()[0]
    assert header.startswith('"Уровень";"Муниципальное образование";"Организация";"ИНН"')
    assert '"\'=HYPERLINK(1)"' in raw.decode()
    assert '"6722012345"' in raw.decode()
    assert f"{region.due.due_on:%d.%m.%Y}" in raw.decode()


def test_a_part_says_of_what_it_is_a_part_and_what_is_left_out(as_, region, department):
    ask = {"show": "overdue", "directive": region.due.pk}
    explained = as_(department).get(LIST, ask).context["listing"].explained
    assert "из" in explained
    assert "снято как утратившее актуальность" in explained


def test_the_number_of_queries_is_fixed(as_, region, department):
    client = as_(department)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"show": "overdue", "level": "school"})
        counts.append(len(queries))
        for school in range(3):
            make.make_school(region.other, name=f"Новая {school}")
    assert counts[0] == counts[1] <= 12


def test_not_reported_is_grouped_with_phones_and_a_letter(as_, region, department):
    response = as_(department).get("/assignments/not-reported/")
    groups = response.context["groups"]
    assert (
        response.context["total"] == Assignment.objects.showing("not_reported", make.TODAY).count()
    )
    titles = [group.title for group in groups]
    assert titles[0] == "Региональный уровень"
    assert "Рославльский округ: школы, подчинённые департаменту" in titles
    vyazma = next(group for group in groups if group.title == "Вяземский округ")
    assert "+7 (48131) 2-22-22" in response.content.decode()
    assert "пункт 4.3, 1-й период, срок 3" in vyazma.letter
    assert "просрочено" in vyazma.letter
    assert region.schools[3].name in vyazma.letter
    assert "Просим обеспечить" in vyazma.letter


def test_not_reported_as_csv_has_the_same_rows(as_, region, department):
    rows = csv_of(as_(department).get("/assignments/not-reported/", {"format": "csv"}))
    total = as_(department).get("/assignments/not-reported/").context["total"]
    assert len(rows) == total + 1
    assert rows[1][0] == "Региональный уровень"


def test_lists_say_what_to_do_when_they_are_empty(as_, department):
    assert "Поручений пока нет" in as_(department).get(LIST).content.decode()
    empty = as_(department).get(LIST, {"show": "overdue"}).content.decode()
    assert "Снимите часть условий" in empty
    nobody = as_(department).get("/assignments/not-reported/").content.decode()
    assert "Поручений пока нет" in nobody


def test_when_everybody_has_reported_the_list_says_so(as_, region, department):
    Assignment.objects.update(first_submitted_on=make.TODAY)
    nobody = as_(department).get("/assignments/not-reported/").content.decode()
    assert "Отчёты представили все" in nobody
