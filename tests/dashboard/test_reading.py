"""What makes a list quick to read: the urgent first, the worst first, only what one may choose."""

import re

import pytest
from django.urls import reverse

from directives.downloads.as_csv import cell
from directives.models import Assignment
from organizations.models import Level
from tests import make
from tests.dashboard.test_lists import LIST, csv_of

pytestmark = pytest.mark.django_db


def test_statuses_sort_by_urgency(as_, region, department):
    client = as_(department)
    table = client.get(LIST, {"sort": "status"}).context["table"]
    rows = [row.record for row in table.page.object_list]
    late = [row.is_overdue(make.TODAY) for row in rows]
    assert late == sorted(late, reverse=True)
    assert any(late)
    shown = list(dict.fromkeys(row.status for row in rows if not row.is_overdue(make.TODAY)))
    order = "returned not_started in_progress submitted accepted not_applicable waived".split()
    assert shown == [name for name in order if name in shown]
    assert len(shown) > 3
    turned = client.get(LIST, {"sort": "-status"}).context["table"]
    assert next(iter(turned.page.object_list)).record.status == "waived"


def test_the_download_says_the_status_as_the_list_does(as_, region, department):
    rows = csv_of(as_(department).get(LIST, {"format": "csv", "show": "overdue"}))
    column = rows[0].index("Статус")
    assert {row[column] for row in rows[1:]} <= {"просрочено", "просрочено, на доработке"}
    assert "просрочено, на доработке" in {row[column] for row in rows[1:]}


def test_a_telephone_stays_a_text_without_a_visible_mark():
    assert cell("+7 (48131) 2-22-22") == "\N{NO-BREAK SPACE}+7 (48131) 2-22-22"
    assert cell("+7*cmd") == "'+7*cmd"
    assert cell("-1") == "'-1"


def test_the_letter_of_an_authority_goes_to_its_schools(as_, region, municipality, department):
    address = "/assignments/not-reported/"
    waits = Assignment.objects.filter(organization=region.vyazma)
    waits.update(first_submitted_on=None, status="not_started")
    groups = as_(municipality).get(address).context["groups"]
    letter = groups[0].letter
    assert letter.startswith("Руководителям организаций")
    assert "2.1" not in letter
    assert region.schools[3].name in letter
    groups = as_(department).get(address).context["groups"]
    letter = next(group for group in groups if group.title == "Вяземский округ").letter
    assert letter.startswith("Руководителю")
    assert "2.1" in letter
    assert ".." not in letter
    only = as_(municipality).get(address, {"level": "municipal"})
    assert not only.context["groups"][0].letter
    assert "Текст для письма" not in only.content.decode()


def test_the_desk_writes_to_the_schools(as_, region, municipality):
    content = as_(municipality).get(reverse("desk")).content.decode()
    assert "/assignments/not-reported/?level=school" in content


def test_one_chooses_only_from_what_one_sees(as_, region, municipality, department):
    listing = as_(municipality).get(LIST).context["listing"]
    fields = {field.name: field for field in listing.drawn}
    assert "municipality" not in fields
    offered = [value for value, _label in fields["level"].field.widget.choices]
    assert offered == ["", Level.MUNICIPAL, Level.SCHOOL]
    assert len(fields["directive"].field.widget.choices) == 5
    asked = {"municipality": region.vyazma.municipality_id}
    listing = as_(municipality).get(LIST, asked).context["listing"]
    assert "municipality" in {field.name for field in listing.drawn}
    listing = as_(department).get(LIST).context["listing"]
    fields = {field.name: field for field in listing.drawn}
    assert len(fields["municipality"].field.widget.choices) == 4


def test_municipalities_of_an_item_sort_by_any_count(as_, region, department):
    address = reverse("directive-detail", args=[region.due.pk])
    client = as_(department)
    names = [name for _pk, name, _margin in client.get(address).context["page"].municipalities]
    page = client.get(address, {"sort": "-overdue"}).context["page"]
    counts = [margin.measures.overdue for _pk, _name, margin in page.municipalities]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]
    turned = client.get(address, {"sort": "overdue"}).context["page"]
    assert [row[0] for row in turned.municipalities] == [row[0] for row in page.municipalities][
        ::-1
    ]
    for nonsense in ("-", "-pk", "1e400", "9" * 500):
        rows = client.get(address, {"sort": nonsense}).context["page"].municipalities
        assert [row[1] for row in rows] == names


def test_a_sorted_table_keeps_its_period_and_says_its_order(as_, region, department):
    address = reverse("directive-detail", args=[region.periodic.pk])
    asked = {"period": region.first.pk, "sort": "-overdue"}
    content = as_(department).get(address, asked).content.decode()
    assert 'aria-sort="descending"' in content
    assert f"?period={region.first.pk}&amp;sort=overdue#by-municipality" in content
    assert f"?period={region.first.pk}&amp;sort=-accepted#by-municipality" in content


def test_schools_of_a_municipality_sort_too(as_, region, department):
    address = reverse("municipality-detail", args=[region.vyazma.municipality_id])
    page = as_(department).get(address, {"sort": "-overdue"}).context["page"]
    counts = [row.margin.measures.overdue for row in page.schools]
    assert counts == sorted(counts, reverse=True)


def test_the_institute_reads_the_schools_of_a_municipality(as_, region, soiro):
    region.due.supported_by.add(make.make_institute())
    address = reverse("municipality-detail", args=[region.vyazma.municipality_id])
    response = as_(soiro).get(address)
    assert {row.organization for row in response.context["page"].schools} == set(region.schools[:4])
    assert all(row.margin.measures.all == 1 for row in response.context["page"].schools)


def test_the_count_of_bodies_opens_their_list(as_, region, department, municipality):
    for user in (department, municipality):
        client = as_(user)
        page = client.get(reverse("resolution"))
        section = next(
            row for row in page.context["page"].sections if row.addressee.level == Level.SCHOOL
        )
        link = "/organizations/?level=school"
        assert f'<a href="{link}">' in page.content.decode()
        assert client.get(link).context["total"] == section.bodies


def test_one_body_has_not_reported_rather_than_several(as_, region, department):
    body = region.schools[3]
    content = as_(department).get(reverse("organization-detail", args=[body.pk])).content.decode()
    assert re.search(r"не представлено: \d", content)
    assert "ещё не представили" not in content


def test_one_municipality_is_not_named_in_each_row(as_, region, department, municipality):
    def columns(user, **asked) -> list[str]:
        table = as_(user).get(LIST, asked).context["table"]
        return [column.name for column in table.columns]

    place = region.vyazma.municipality_id
    assert "municipality" not in columns(municipality)
    assert "municipality" not in columns(municipality, sort="municipality")
    assert "municipality" in columns(department)
    assert "municipality" not in columns(department, municipality=place, sort="-municipality")


def test_a_printed_list_says_of_which_day_it_is(as_, region, department):
    for address in (LIST, "/assignments/not-reported/"):
        content = as_(department).get(address).content.decode()
        assert "состояние на 23\N{NO-BREAK SPACE}ноября" in content
