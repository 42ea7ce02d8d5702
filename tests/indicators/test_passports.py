"""The yearly passport of a school: one form, partly filled as well, nothing lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directives.workflow import Refused
from indicators import passports
from indicators.models import Origin, Passport, PassportValue
from indicators.quantities import known_of
from organizations.models import Organization, Role
from tests import make
from tests.indicators.make_indicators import make_passport, make_quantity
from tests.make import TODAY, moment

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", _localdate)


def _localdate(value=None, timezone=None):
    return value.date() if value else TODAY


@pytest.fixture
def quantities(db) -> dict:
    """Two grades and their sum, classes and class teachers."""
    grades = [
        make_quantity(f"pupils-{g}", name=f"Численность обучающихся {g}-х классов",
                      education_levels=[level])
        for g, level in ((1, "noo"), (10, "soo"))
    ]  # fmt: skip
    rows = [
        *grades,
        make_quantity("classes", name="Число классов"),
        make_quantity("class-teachers", name="Численность классных руководителей"),
        make_quantity("pupils", name="Численность обучающихся", parts=grades),
    ]
    return {row.code: row for row in rows}


def address(school: Organization, year: int = YEAR) -> str:
    return reverse("passport", args=[school.pk, year])


def stored(school: Organization, year: int = YEAR) -> dict[str, int]:
    rows = PassportValue.objects.filter(passport__organization=school, passport__school_year=year)
    return dict(rows.values_list("quantity__code", "number"))


@pytest.fixture
def send(client, a_school, quantities):
    """Send the form with these numbers; `version` and `year` as the page had them."""

    def send(year: int = YEAR, version: str = "", **numbers):
        data = {f"q{quantities[code.replace('_', '-')].pk}": text for code, text in numbers.items()}
        return client.post(address(a_school, year), data | {"version": version}, follow=True)

    return send


def version(client, school: Organization) -> str:
    return client.get(address(school)).context["version"]


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_school_fills_in_a_part_and_the_rest_later(client, school, a_school, send):
    client.force_login(school)
    page = send(pupils_1="20", classes="", class_teachers="")
    assert "Паспорт сохранён" in words(page)
    assert "Заполнено 1 из 4" in words(page)
    send(version=version(client, a_school), pupils_1="20", classes="4")
    assert stored(a_school) == {"pupils-1": 20, "classes": 4}
    assert Passport.objects.get().updated_by == school


def test_an_emptied_field_takes_the_number_back_and_zero_stays_zero(client, school, a_school, send):
    client.force_login(school)
    send(pupils_1="20", pupils_10="0")
    assert stored(a_school) == {"pupils-1": 20, "pupils-10": 0}
    send(version=version(client, a_school), pupils_1="", pupils_10="0")
    assert stored(a_school) == {"pupils-10": 0}


def test_what_is_given_becomes_known_to_the_reports(client, school, a_school, send, quantities):
    client.force_login(school)
    send(pupils_1="20", pupils_10="5")
    known = known_of([a_school], YEAR, TODAY)[a_school.pk]
    assert known[quantities["pupils"].pk] == 25


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("двадцать", "Введите целое число цифрами"),
        ("12,5", "без дробной части"),
        ("-3", "меньше нуля"),
        ("99999999999", "Слишком большое число"),
    ],
)
def test_a_wrong_number_keeps_everything_typed(client, school, a_school, send, text, sentence):
    client.force_login(school)
    page = send(pupils_1=text, classes="4")
    assert page.status_code == 200
    assert sentence in words(page)
    assert f'value="{text}"' in page.content.decode()
    assert 'value="4"' in page.content.decode()
    assert stored(a_school) == {}


def test_a_number_is_read_as_it_is_written(client, school, a_school, send):
    client.force_login(school)
    send(pupils_1="1 234", classes="12,0")
    assert stored(a_school) == {"pupils-1": 1234, "classes": 12}


def test_saving_the_same_again_changes_nothing(client, school, a_school, send):
    client.force_login(school)
    send(pupils_1="20")
    before = Passport.objects.get().updated_at
    page = send(version=version(client, a_school), pupils_1="20", classes="")
    assert "Изменений нет" in words(page)
    assert Passport.objects.get().updated_at == before
    assert PassportValue.objects.get().events.count() == 1


def test_an_empty_form_makes_no_passport(client, school, send):
    client.force_login(school)
    send(pupils_1="", classes="")
    assert not Passport.objects.exists()


def test_two_who_fill_it_in_at_once_lose_nothing(client, school, municipality, a_school, send):
    client.force_login(school)
    opened = version(client, a_school)
    client.force_login(municipality)
    send(pupils_1="21", classes="4")
    client.force_login(school)
    page = send(version=opened, pupils_1="20", classes="4")
    assert "паспорт сохранил другой пользователь" in words(page)
    assert "сейчас сохранено: 21" in words(page)
    assert 'value="20"' in page.content.decode()
    assert stored(a_school) == {"pupils-1": 21, "classes": 4}
    send(version=page.context["version"], pupils_1="20", classes="4")
    assert stored(a_school) == {"pupils-1": 20, "classes": 4}


def test_a_mistake_does_not_make_an_old_page_new(client, school, municipality, a_school, send):
    client.force_login(school)
    opened = version(client, a_school)
    client.force_login(municipality)
    send(pupils_1="21")
    client.force_login(school)
    page = send(version=opened, pupils_1="двадцать")
    assert page.context["version"] == opened
    send(version=opened, pupils_1="20")
    assert stored(a_school) == {"pupils-1": 21}


def test_last_years_number_stands_beside(client, school, a_school, quantities):
    make_passport(a_school, {quantities["classes"]: 9}, YEAR - 1)
    client.force_login(school)
    assert "в 2025/26: 9" in words(client.get(address(a_school)))


def test_what_does_not_agree_is_a_note_and_hinders_nothing(client, school, a_school, send):
    client.force_login(school)
    page = words(send(pupils_1="100", pupils_10="50", classes="6", class_teachers="8"))
    assert "По классам обучающихся 150, в сведениях о школе 200." in page
    assert "Классных руководителей (8) больше, чем классов (6)." in page
    page = words(send(version=version(client, a_school), pupils_10="100", class_teachers="6"))
    assert "в сведениях о школе" not in page
    assert "больше, чем классов" not in page


def test_a_nine_year_school_is_not_asked_about_the_tenth_class(client, school, a_school, send):
    a_school.education_levels = ["noo", "ooo"]
    a_school.save()
    client.force_login(school)
    page = send(pupils_1="20", pupils_10="5")
    assert stored(a_school) == {"pupils-1": 20}
    assert "Заполнено 1 из 3" in words(page)
    assert "всего 20" in words(page)


@pytest.mark.parametrize(("year", "may"), [(2026, True), (2025, True), (2024, False)])
def test_this_year_and_the_one_before_can_be_changed(client, school, a_school, send, year, may):
    client.force_login(school)
    answer = send(year=year, pupils_1="20")
    assert answer.status_code == (200 if may else 403)
    assert bool(stored(a_school, year)) == may
    page = client.get(address(a_school, year))
    assert ("<form method" in page.content.decode().partition("<main")[2]) == may
    assert ("Паспорт этого года изменить уже нельзя" in words(page)) != may


@pytest.mark.parametrize("year", [2027, 2021, 99999999999])
def test_years_to_come_and_years_before_the_resolution_have_no_page(client, school, a_school, year):
    client.force_login(school)
    assert client.get(f"/indicators/passports/{a_school.pk}/{year}/").status_code == 404


READ, CHANGE, NO = (200, 403), (200, 200), (404, 404)


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("school", CHANGE), ("municipality", CHANGE), ("department", READ), ("viewer", READ),
        ("staff", READ), ("soiro", NO), ("other_municipality", NO), ("other_school", NO),
        ("outsider", NO),
    ],
)  # fmt: skip
def test_who_reads_and_who_changes_it(request, client, a_school, send, who, codes):
    client.force_login(request.getfixturevalue(who))
    found = client.get(address(a_school)).status_code, send(pupils_1="20").status_code
    assert found == codes


def test_the_department_fills_in_for_a_school_right_below_it(client, department, quantities):
    school = make.make_school(parent=make.make_department())
    client.force_login(department)
    client.post(address(school), {f"q{quantities['classes'].pk}": "4", "version": ""})
    assert stored(school) == {"classes": 4}


def test_a_viewer_of_the_school_only_reads(client, a_school, quantities):
    client.force_login(make.make_user("reader", a_school, Role.VIEWER))
    assert client.get(address(a_school)).status_code == 200
    assert client.post(address(a_school), {}).status_code == 403


def test_only_a_school_has_a_passport(client, municipality, vyazma, quantities):
    client.force_login(municipality)
    assert client.get(address(vyazma)).status_code == 404
    with pytest.raises(Refused):
        passports.save_passport(
            organization=vyazma, school_year=YEAR, numbers={}, by=municipality, at=moment()
        )


@pytest.mark.parametrize("wrong", ["other", "year", "untaught", "closed"])
def test_the_function_refuses_what_the_page_never_sends(
    a_school, school, other_school, quantities, wrong
):
    numbers, by, year = {quantities["classes"]: 4}, school, YEAR
    if wrong == "other":
        by = other_school
    elif wrong == "year":
        year = YEAR - 2
    elif wrong == "untaught":
        numbers = {quantities["pupils"]: 4}
    else:
        Organization.objects.filter(pk=a_school.pk).update(closed_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        passports.save_passport(
            organization=a_school, school_year=year, numbers=numbers, by=by, at=moment()
        )
    assert not Passport.objects.exists()


def test_the_page_asks_the_database_the_same_however_much_is_filled(
    client, school, a_school, quantities, django_assert_num_queries
):
    client.force_login(school)
    client.get(address(a_school))
    with django_assert_num_queries(10):
        client.get(address(a_school))
    parts = {row: 1 for row in quantities.values() if row.origin == Origin.PASSPORT}
    make_passport(a_school, parts, YEAR - 1)
    with django_assert_num_queries(11):
        client.get(address(a_school))


LIST = "/indicators/passports/"


def test_a_school_is_led_to_its_own(client, school, a_school):
    client.force_login(school)
    assert client.get(LIST).url == address(a_school)


@pytest.mark.parametrize(("who", "code"), [("outsider", 404), ("soiro", 404), ("viewer", 200)])
def test_who_opens_the_list(request, client, who, code):
    client.force_login(request.getfixturevalue(who))
    assert client.get(LIST).status_code == code


def test_the_list_says_how_far_each_school_has_come(
    client, municipality, vyazma, a_school, quantities
):
    nine = make.make_school(vyazma, name="МБОУ ООШ", education_levels=["noo"])
    unknown = make.make_school(vyazma, name="МБОУ без уровней", education_levels=[])
    make.make_school()  # elsewhere
    make_passport(nine, {row: 1 for code, row in quantities.items() if code != "pupils"})
    make_passport(a_school, {quantities["classes"]: 1})
    make_passport(unknown, {quantities["classes"]: 1}, YEAR - 1)
    client.force_login(municipality)
    listing = client.get(LIST).context["listing"]
    assert listing.counts == {"schools": 3, "complete": 1, "partly": 1, "none": 1}
    # What a school does not teach is neither asked nor counted.
    rows = {row.name: (row.given, row.expected, row.state) for row in listing.page}
    assert rows == {
        nine.name: (3, 3, "complete"),
        a_school.name: (1, 4, "partly"),
        unknown.name: (0, 4, "none"),
    }
    assert [row.name for row in client.get(LIST, {"state": "none"}).context["listing"].page] == [
        unknown.name
    ]
    before = client.get(LIST, {"year": "2025", "state": "partly"}).context["listing"]
    assert [row.name for row in before.page] == [unknown.name]


def test_the_department_chooses_a_municipality(client, department, a_school, quantities):
    elsewhere = make.make_school()
    client.force_login(department)
    assert client.get(LIST).context["listing"].total == 2
    chosen = client.get(LIST, {"municipality": elsewhere.municipality_id}).context["listing"]
    assert [row.pk for row in chosen.page] == [elsewhere.pk]


@pytest.mark.parametrize(
    "query", [{"year": "x"}, {"state": "?"}, {"municipality": "1 OR 1"}, {"page": "-1"}]
)
def test_an_address_that_means_nothing_shows_everything(client, department, a_school, query):
    client.force_login(department)
    assert client.get(LIST, query).context["listing"].total == 1


def test_a_long_list_has_pages_and_no_query_per_row(
    client, department, vyazma, quantities, django_assert_max_num_queries, no_query_per_row
):
    for _number in range(60):
        make.make_school(vyazma)
    client.force_login(department)
    with django_assert_max_num_queries(14):
        listing = client.get(LIST).context["listing"]
    assert (len(listing.page.object_list), listing.total) == (50, 60)


def test_one_who_reports_for_two_schools_chooses(client, school, vyazma, a_school):
    second = make.make_school(vyazma)
    second.memberships.create(user=school, role=Role.REPORTER)
    client.force_login(school)
    assert {row.pk for row in client.get(LIST).context["listing"].page} == {a_school.pk, second.pk}
