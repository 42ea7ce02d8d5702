"""Lists and forms of organizations: who may, and what a change does to assignments."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from directives.models import Status
from organizations.history import changes_of
from organizations.models import Level, Organization
from tests import make
from tests.downloads.taking import take

pytestmark = pytest.mark.django_db


def valid_ogrn(start: int = 102670000000) -> str:
    return f"{start}{start % 11 % 10}"


def valid_inn(start: str = "672201234") -> str:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    total = sum(int(digit) * weight for digit, weight in zip(start, weights, strict=True))
    return f"{start}{total % 11 % 10}"


def form_of(body: Organization, **fields) -> dict:
    """What the edit page of a body would send back."""
    data = {
        "municipality": body.municipality_id or "", "answers_to": "authority", "name": body.name,
        "full_name": body.full_name, "inn": body.inn, "kpp": body.kpp, "ogrn": body.ogrn,
        "kind": body.kind, "education_levels": body.education_levels, "pupils": body.pupils or "",
        "phone": body.phone, "is_addressee": "on",
        "version": body.events.latest("pgh_id").pgh_id,
    }  # fmt: skip
    return data | fields


def edit(client, body: Organization, **fields):
    return client.post(reverse("organization-edit", args=[body.pk]), form_of(body, **fields))


@pytest.mark.parametrize(
    ("who", "count"),
    [("staff", 5), ("department", 5), ("municipality", 2), ("school", 1), ("outsider", 0)],
)
def test_everyone_sees_the_bodies_they_may_see(request, client, a_school, who, count):
    make.make_school()
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("organization-list"))
    assert page.context["total"] == count


@pytest.mark.parametrize("name", ["organization-edit", "organization-close"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("staff", 200), ("department", 403), ("municipality", 403), ("school", 403),
     ("other_school", 404), ("outsider", 404)],
)  # fmt: skip
def test_only_staff_change_a_body(request, client, a_school, name, who, status):
    client.force_login(request.getfixturevalue(who))
    url = reverse(name, args=[a_school.pk])
    assert client.get(url).status_code == status
    if status != 200:
        assert client.post(url, {"name": "другая"}).status_code == status


@pytest.mark.parametrize("who", ["department", "school", "outsider"])
@pytest.mark.parametrize("name", ["organization-add", "staff-home"])
def test_only_staff_open_staff_pages(request, client, who, name):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["q=%00", "municipality=-1", f"municipality={2**70}", "page=-1", f"page={2**70}",
     "sort=%00", "level=x", "state=%00", "kind=-1", "accounts=9"],
)  # fmt: skip
def test_nothing_in_the_address_breaks_the_list(keeper, client, a_school, query):
    for address in (f"?{query}", f"?format=csv&{query}"):
        answer = client.get(reverse("organization-list") + address)
        assert answer.status_code == (400 if "%00" in query else 200)


def test_the_list_filters_and_its_csv_has_the_same_rows(keeper, client, a_school, vyazma):
    make.make_school(name="Далёкая школа")
    query = {"municipality": vyazma.municipality_id, "level": "school"}
    page = client.get(reverse("organization-list"), query)
    assert [row.record for row in page.context["table"].rows] == [a_school]
    taken = take(client, reverse("organization-list"), query)
    assert taken.column("Краткое наименование") == [a_school.name]
    assert taken.about["Муниципальное образование"] == "Вяземский округ"


def test_closed_bodies_are_listed_only_when_asked_for(keeper, client, a_school):
    Organization.objects.filter(pk=a_school.pk).update(closed_on=timezone.localdate())
    for state, seen in (("", False), ("closed", True), ("any", True)):
        page = client.get(reverse("organization-list"), {"state": state} if state else {})
        assert (a_school.name in page.content.decode()) == seen


def test_the_list_of_bodies_without_reporters_is_the_one_counted(keeper, client, school, a_school):
    silent = make.make_school()
    page = client.get(reverse("organization-list"), {"accounts": "none", "level": "school"})
    assert [row.record for row in page.context["table"].rows] == [silent]


def test_the_list_takes_a_fixed_number_of_queries(
    keeper, client, vyazma, django_assert_max_num_queries
):
    for _each in range(8):
        make.make_school(vyazma)
    with django_assert_max_num_queries(9):
        client.get(reverse("organization-list"))


def test_a_new_school_receives_what_is_on_control(keeper, client, vyazma):
    directive = make.make_published()
    data = {
        "level": "school", "municipality": vyazma.municipality_id, "answers_to": "authority",
        "name": "МБОУ СОШ № 7", "inn": valid_inn(), "ogrn": valid_ogrn(), "kind": "secondary",
        "education_levels": ["noo", "ooo"], "is_addressee": "on",
    }  # fmt: skip
    client.post(reverse("organization-add"), data)
    body = Organization.objects.get(name="МБОУ СОШ № 7")
    assert body.parent == vyazma
    assert body.match_name
    assert body.assignments.get().directive == directive


def test_a_school_may_answer_to_the_department(keeper, client, vyazma):
    data = {
        "level": "school", "municipality": vyazma.municipality_id, "answers_to": "department",
        "name": "СОГБОУ «Кадетский корпус»",
    }  # fmt: skip
    client.post(reverse("organization-add"), data)
    assert Organization.objects.get(name__startswith="СОГБОУ").parent == make.make_department()


@pytest.mark.parametrize(
    ("field", "value"),
    [("inn", "6722012340"), ("inn", "672201234"), ("inn", "67220123"), ("inn", "абв"),
     ("ogrn", "1026700000001"), ("ogrn", "102670000000"), ("kpp", "12"), ("pupils", "-1"),
     ("pupils", str(2**70)), ("name", ""), ("name", "я" * 251), ("municipality", "0"),
     ("municipality", ""), ("level", "region"), ("email", "не почта"), ("opened_on", "вчера")],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(keeper, client, vyazma, field, value):
    data = {"level": "school", "municipality": vyazma.municipality_id, "name": "Школа"}
    page = client.post(reverse("organization-add"), data | {field: value})
    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert not Organization.objects.filter(level=Level.SCHOOL).exists()


def test_numbers_may_be_pasted_with_spaces(keeper, client, a_school):
    inn = valid_inn()
    edit(client, a_school, inn=f"ИНН {inn[:4]} {inn[4:]}")
    a_school.refresh_from_db()
    assert a_school.inn == inn


def test_an_ogrn_belongs_to_one_body(keeper, client, a_school):
    other = make.make_school(ogrn=valid_ogrn())
    page = edit(client, a_school, ogrn=other.ogrn)
    assert other.name in str(page.context["form"].errors["ogrn"])


def test_a_second_department_is_refused(keeper, client):
    make.make_department()
    page = client.post(reverse("organization-add"), {"level": "department", "name": "Второй"})
    assert page.context["form"].non_field_errors()


def test_moving_a_school_moves_its_open_assignments_only(
    keeper, client, a_school, school, municipality
):
    done, left = make.make_published(), make.make_published()
    make.accepted(make.assignment_of(done, a_school), school, municipality)
    new = make.make_authority()
    page = edit(client, a_school, municipality=new.municipality_id)
    assert page.status_code == 302
    a_school.refresh_from_db()
    assert a_school.parent == new
    assert make.assignment_of(left, a_school).municipality == new.municipality
    assert make.assignment_of(done, a_school).municipality != new.municipality


def test_an_authority_with_schools_stays_in_its_municipality(keeper, client, a_school, vyazma):
    page = edit(client, vyazma, municipality=make.make_municipality().pk)
    assert page.context["form"].errors["municipality"]


def test_new_levels_of_education_bring_what_applies_to_them(keeper, client, vyazma):
    body = make.make_school(vyazma, education_levels=["noo"])
    directive = make.make_published(education_levels=["soo"])
    assert not body.assignments.exists()
    edit(client, body, education_levels=["noo", "soo"])
    assert body.assignments.get().directive == directive


def test_the_page_shows_who_changed_what(keeper, client, a_school):
    edit(client, a_school, phone="+7 (48131) 3-33-33")
    [change] = [row for row in changes_of(a_school) if row.values]
    assert change.by == keeper
    page = client.get(reverse("organization-edit", args=[a_school.pk])).content.decode()
    assert "+7 (48131) 3-33-33" in page
    assert "+7 (48131) 2-22-22" in page


def test_the_later_of_two_is_told_and_loses_nothing(keeper, client, a_school):
    opened = form_of(a_school, pupils="300")
    edit(client, a_school, phone="+7 (48131) 3-33-33")
    url = reverse("organization-edit", args=[a_school.pk])
    page = client.post(url, opened)
    assert page.status_code == 200
    assert page.context["form"]["pupils"].value() == "300"
    [newer] = page.context["newer"]
    assert newer.values[0].after == "+7 (48131) 3-33-33"
    a_school.refresh_from_db()
    assert (a_school.phone, a_school.pupils) == ("+7 (48131) 3-33-33", 200)
    again = opened | {"version": page.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302


def test_a_closing_is_shown_before_it_happens(keeper, client, a_school):
    today = timezone.localdate()
    past = make.make_published(due_on=today + timedelta(days=3))
    future = make.make_published(due_on=today + timedelta(days=30))
    url = reverse("organization-close", args=[a_school.pk])
    data = {"closed_on": str(today + timedelta(days=14)), "text": "Реорганизация"}
    page = client.post(url, data)
    assert (page.context["cancelled"], page.context["stay_open"]) == (1, 1)
    assert not Organization.objects.get(pk=a_school.pk).closed_on
    client.post(url, data | {"counted_for": data["closed_on"]})
    assert str(Organization.objects.get(pk=a_school.pk).closed_on) == data["closed_on"]
    assert make.assignment_of(future, a_school).status == Status.CANCELLED
    assert make.assignment_of(past, a_school).status == Status.NOT_STARTED


def test_the_page_that_says_what_will_happen_keeps_what_was_typed(keeper, client, a_school):
    today = str(timezone.localdate())
    url = reverse("organization-close", args=[a_school.pk])
    page = client.post(url, {"closed_on": today, "text": "Реорганизация"})
    form = page.context["form"]

    again = {field.html_name: field.value() or "" for field in form}
    assert again == {
        "closed_on": today, "successor": "", "text": "Реорганизация", "counted_for": today
    }  # fmt: skip
    client.post(url, again)

    assert str(Organization.objects.get(pk=a_school.pk).closed_on) == today


def test_another_date_is_counted_anew(keeper, client, a_school):
    today = timezone.localdate()
    data = {"closed_on": str(today), "counted_for": str(today + timedelta(days=1)), "text": "Да"}
    client.post(reverse("organization-close", args=[a_school.pk]), data)
    assert Organization.objects.get(pk=a_school.pk).closed_on is None


def test_closing_needs_a_reason_and_nobody_below(keeper, client, a_school, vyazma):
    url = reverse("organization-close", args=[vyazma.pk])
    page = client.post(url, {"closed_on": str(timezone.localdate())})
    assert page.context["form"].errors["text"]
    assert page.context["form"].non_field_errors()


def test_a_mistaken_closing_is_taken_back(keeper, client, a_school):
    today = timezone.localdate()
    directive = make.make_published(due_on=today + timedelta(days=30))
    url = reverse("organization-close", args=[a_school.pk])
    data = {"closed_on": str(today), "counted_for": str(today), "text": "Ошибка"}
    client.post(url, data)
    assert make.assignment_of(directive, a_school).status == Status.CANCELLED
    client.post(url, {"reopen": "1"})
    assert Organization.objects.get(pk=a_school.pk).closed_on is None
    assert make.assignment_of(directive, a_school).status == Status.NOT_STARTED


@pytest.mark.parametrize(
    ("who", "status"),
    [("school", 302), ("staff", 302), ("municipality", 403), ("other_school", 404)],
)
def test_a_body_corrects_its_own_contacts(request, client, a_school, who, status):
    client.force_login(request.getfixturevalue(who))
    url = reverse("organization-contacts", args=[a_school.pk])
    data = {"phone": "+7 (48131) 4-44-44", "name": "Другое имя"}
    assert client.post(url, data).status_code == status
    a_school.refresh_from_db()
    assert (a_school.phone == "+7 (48131) 4-44-44") == (status == 302)
    assert a_school.name != "Другое имя"


@pytest.mark.parametrize(
    ("who", "link"),
    [("staff", "organization-edit"), ("school", "organization-contacts"), ("municipality", None)],
)
def test_the_page_of_a_body_leads_to_what_one_may_change(request, client, a_school, who, link):
    client.force_login(request.getfixturevalue(who))
    page = client.get(reverse("organization-detail", args=[a_school.pk])).content.decode()
    for name in ("organization-edit", "organization-contacts"):
        assert (reverse(name, args=[a_school.pk]) in page) == (name == link)


def test_what_a_school_corrects_is_tidied_and_noted_as_its_own(client, a_school):
    client.force_login(make.make_user("reporter", a_school))
    said = {"phone": "84813122222", "head_name": "Иванова\u00a0 Анна", "address": "", "email": ""}
    client.post(f"/organizations/{a_school.pk}/contacts/", said)
    a_school.refresh_from_db()
    assert (a_school.phone, a_school.head_name) == ("+7 (481) 312-22-22", "Иванова Анна")
    assert a_school.own_contacts == ["head_name", "phone"]


def test_what_staff_correct_is_not_the_schools_own(client, staff, a_school):
    client.force_login(staff)
    client.post(f"/organizations/{a_school.pk}/contacts/", {"phone": "+7 (48131) 5-55-55"})
    a_school.refresh_from_db()
    assert (a_school.phone, a_school.own_contacts) == ("+7 (48131) 5-55-55", [])
