"""The pages of documents: how much they read, what they give away, and to whom."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document
from organizations.models import Role
from tests.documents.written import HEAD, approve, begin
from tests.make import make_published, make_school, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("items", "noon", "no_query_per_row")]
BUDGET = 12
LIST = reverse("document-list")


@pytest.fixture
def place(vyazma):
    return vyazma.municipality


@pytest.fixture
def region_document(department) -> Document:
    return approve(begin(department), department)


@pytest.fixture
def own_document(municipality, place) -> Document:
    return approve(begin(municipality, municipality=place), municipality)


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= BUDGET, [row["sql"][:90] for row in captured]
    return len(captured)


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_document_reads_as_much_with_few_items_as_with_many(is_approved, department, as_, vyazma):
    def made() -> str:
        document = begin(department)
        return (approve(document, department) if is_approved else document).get_absolute_url()

    few = queries(as_(department), made())
    for number in range(3):
        make_school(vyazma)
        make_published("school", number=f"4.{number + 5}")
    assert queries(as_(department), made()) == few


def test_the_list_reads_as_much_for_few_as_for_many(department, as_):
    begin(department)
    few = queries(as_(department), LIST)
    for _number in range(3):
        approve(begin(department), department)
    assert queries(as_(department), LIST) == few


def test_an_empty_list_says_what_to_do(department, viewer, as_):
    assert "Начните новый" in as_(department).get(LIST).content.decode()
    assert "Утверждённых документов пока нет" in as_(viewer).get(LIST).content.decode()


def found(client, **query) -> set[int]:
    return {row.pk for row in client.get(LIST, query).context["page"].object_list}


def test_the_list_is_narrowed_by_scope_status_and_number(
    department, as_, region_document, own_document, place
):
    draft = begin(department)
    client = as_(department)

    assert found(client) == {region_document.pk, own_document.pk, draft.pk}
    assert found(client, scope="region") == {region_document.pk, draft.pk}
    assert found(client, scope=place.pk) == {own_document.pk}
    assert found(client, status="draft") == {draft.pk}
    assert found(client, q="№ 1/2026") == {region_document.pk}
    assert found(client, q=own_document.code) == {own_document.pk}


def test_who_sees_which_documents(
    as_, department, viewer, municipality, soiro, school, other_municipality, staff, reader,
    outsider, region_document, own_document, place, a_school, vyazma,
):  # fmt: skip
    """Drafts are for the people of the body that issues them; not for staff, not for readers."""
    drafts = {
        "department": begin(department).pk,
        "municipality": begin(municipality, municipality=place).pk,
        "school": begin(school, organization=a_school).pk,
    }
    approved = {region_document.pk, own_document.pk}
    expected = {
        department: approved | {drafts["department"]},
        viewer: approved | {drafts["department"]},
        municipality: {own_document.pk, drafts["municipality"]},
        soiro: set(),
        school: {drafts["school"]},
        other_municipality: set(),
        staff: approved,
        reader: approved,
        outsider: set(),
    }
    colleague = make_user("colleague", vyazma, Role.REPORTER)
    expected[colleague] = expected[municipality]
    for user, keys in expected.items():
        seen = set(Document.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == keys, user


def test_a_reporter_of_an_authority_reads_its_draft_and_may_not_edit(
    as_, municipality, place, vyazma
):
    document = begin(municipality, municipality=place)
    client = as_(make_user("colleague", vyazma, Role.REPORTER))

    assert client.get(document.get_absolute_url()).status_code == 200
    for verb in ("edit", "redraft", "approve", "discard"):
        assert client.post(reverse(f"document-{verb}", args=[document.pk])).status_code == 403


def test_a_schools_reporter_writes_and_its_coordinator_approves(as_, school, a_school):
    document = begin(school, organization=a_school)
    address = reverse("document-approve", args=[document.pk])
    assert as_(school).get(reverse("document-edit", args=[document.pk])).status_code == 200
    assert as_(school).post(address).status_code == 403

    head = make_user("head", a_school, Role.COORDINATOR)
    assert as_(head).get(address).status_code == 200


def test_a_reader_sees_no_persons_and_no_way_to_the_rows(as_, reader, region_document):
    page = as_(reader).get(region_document.frozen_address).content.decode()

    assert HEAD["signatory_name"] in page
    assert HEAD["executor_name"] not in page
    assert HEAD["executor_phone"] not in page
    assert "department" not in page.partition("<main")[2]
    body = page.partition("<main")[2]
    assert "/assignments/" not in body
    assert reverse("figure-detail", args=["execution"]) in body


@pytest.mark.parametrize("name", ["information", "summary", "indicators"])
def test_page_and_files_say_the_same(name, as_, department, region_document):
    client = as_(department)
    address = region_document.get_absolute_url()
    paper = client.get(address).context["paper"]

    given = client.get(address, {"format": "csv", "of": name})
    text = b"".join(given.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    table = paper.table(name)
    assert rows[0] == [str(column.label) for column in table.columns]
    assert len(rows) == 1 + len(list(table.rows)) + len(list(table.totals))
    if name == "information":
        assert [row[1] for row in rows[1:]] == [item.number for item in paper.items]
        assert rows[1][5] == "\n".join(row.text for row in paper.items[0].said)

    workbook = client.get(address, {"format": "xlsx", "of": name})
    assert ZipFile(io.BytesIO(b"".join(workbook.streaming_content))).testzip() is None


def test_a_new_document_asks_for_days_that_make_sense(as_, department):
    address = reverse("document-add")
    form = as_(department).get(address).context["form"]
    region = form.fields["whose"].choices[0][0]
    wrong = {
        "whose": region, "period": "", "starts_on": "01.12.2026", "ends_on": "01.11.2026",
        "as_of": "24.11.2026",
    }  # fmt: skip
    answer = as_(department).post(address, wrong)
    assert set(answer.context["form"].errors) == {"ends_on", "as_of"}

    right = wrong | {"starts_on": "01.09.2026", "as_of": "23.11.2026"}
    answer = as_(department).post(address, right)
    document = Document.objects.get()
    assert answer.url == document.get_absolute_url()
    assert document.is_of_the_region


def test_nobody_writes_about_what_is_not_theirs(as_, municipality, school, department, a_school):
    address = reverse("document-add")
    region = as_(department).get(address).context["form"].fields["whose"].choices[0][0]
    days = {"starts_on": "01.09.2026", "ends_on": "01.11.2026", "as_of": "23.11.2026"}

    for user in (municipality, school):
        answer = as_(user).post(address, days | {"whose": region})
        assert "whose" in answer.context["form"].errors
    assert not Document.objects.exists()
    own = as_(school).get(address).context["form"].fields["whose"].choices
    assert [key.partition(":")[2] for key, _label in own] == [f"o{a_school.pk}"]
