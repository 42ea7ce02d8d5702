"""Every page that shows a table gives it away: the CSV and the XLSX say the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from organizations.models import Organization
from tests import make
from tests.downloads.taking import content_of, take
from tests.jobs import make_worker
from tests.world import addresses_of

pytestmark = pytest.mark.django_db

# Page, who takes it, the table of several: each has at least a row in the world of addresses.
TABLES = [
    ("assignment-list", "department", ""),
    ("assignment-list", "school", ""),
    ("not-reported", "department", ""),
    ("my-assignments", "school", ""),
    ("trend", "department", ""),
    ("municipality-grid", "department", ""),
    ("municipality-grid", "reader", ""),
    ("municipality-map", "department", ""),
    ("school-grid", "municipality", ""),
    ("review-queue", "municipality", ""),
    ("spot-check-list", "department", ""),
    ("control", "department", "items"),
    ("control", "department", "periods"),
    ("organization-list", "staff", ""),
    ("school-list-board", "staff", ""),
    ("school-list-board", "municipality", ""),
    ("school-list-history", "staff", ""),
    ("indicator-list", "department", ""),
    ("indicator-list", "municipality", ""),
    ("indicator-detail", "department", ""),
    *(("indicator-detail", "department", of)
      for of in "municipalities periods schools settlements kinds left-out".split()),
    ("roll-up", "department", ""),
    ("indicator-catalogue", "department", "indicators"),
    ("indicator-catalogue", "department", "burden"),
    ("passport-list", "department", ""),
    ("collection-list", "department", ""),
    ("completeness", "department", "levels"),
    ("completeness", "department", "municipalities"),
    ("indicator-not-reported", "department", ""),
    ("indicator-report-list", "school", ""),
    ("indicator-review-queue", "municipality", ""),
    ("value-list-board", "school", ""),
]  # fmt: skip
# What an address must say for its table to have rows here.
SAID = {"indicator-not-reported": {"show": "expected"}}


@pytest.fixture
def open_(request, client, department, a_school, school):
    """Sign in and give the address of a page."""
    make_worker()
    now = make.moment()
    world = addresses_of(a_school, school, now)
    coordinator = request.getfixturevalue("municipality")
    done = make.assignment_of(make.make_published(), a_school)
    make.accepted(done, school, coordinator, now)

    def sign_in(who: str, page: str) -> str:
        client.force_login(request.getfixturevalue(who))
        return world[page]

    return sign_in


def test_each_table_is_taken_both_ways(open_, client):
    for page, who, of in TABLES:
        address = open_(who, page)
        said = SAID.get(page, {})
        shown = client.get(address, said)
        assert "format=xlsx" in shown.content.decode(), page
        taken = take(client, address, said | ({"of": of} if of else {}))
        assert taken.rows, page
        _says_what_it_is(taken, client)


def _says_what_it_is(taken, client) -> None:
    today = timezone.localdate()
    assert taken.title
    assert taken.name.endswith(f"-{today:%Y-%m-%d}")
    assert taken.about["По состоянию на"] == f"{date_format(today, 'j E Y')} г."
    assert int(taken.about["Строк"]) <= len(taken.rows)
    assert taken.about["Выгрузил(а)"]
    assert taken.about["Выгружено"].startswith(f"{today:%d.%m.%Y} ")


def test_an_unknown_format_is_the_page(open_, client):
    for page, who, _of in TABLES:
        answer = client.get(open_(who, page), {"format": "pdf"})
        assert answer["Content-Type"].startswith("text/html"), page


def test_what_looks_like_a_formula_is_harmless(open_, client, department, a_school):
    evil = '=HYPERLINK("http://x","y")'
    Organization.objects.filter(pk=a_school.pk).update(name=evil, head_name="@cmd", phone="+7 1")
    for page in ("assignment-list", "not-reported", "organization-list", "passport-list"):
        taken = take(client, open_("department", page))
        cells = {cell for row in taken.rows for cell in row}
        assert f"'{evil}" in cells, page
        assert not any(text.startswith(("=", "@", "+", "-")) for text in cells), page
        kinds = {cell.data_type for row in taken.sheet.iter_rows() for cell in row}
        assert "f" not in kinds, page
        assert taken.sheet._hyperlinks == []


def test_queries_of_a_file_do_not_grow_with_its_rows(open_, client, vyazma):
    pages = [(page, who, of) for page, who, of in TABLES if page != "school-list-board"]
    before = {each: _queries(client, open_, *each) for each in pages}
    for _each in range(4):
        make.make_published()
        make.make_school(vyazma)
    for each in pages:
        assert _queries(client, open_, *each) <= before[each], each


def _queries(client, open_, page: str, who: str, of: str) -> int:
    address = open_(who, page)
    with CaptureQueriesContext(connection) as queries:
        content_of(client.get(address, {"format": "csv", "of": of}))
    return len(queries)
