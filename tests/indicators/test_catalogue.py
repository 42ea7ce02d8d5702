"""The catalogue page, and what a collection costs before it is opened."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators import burden
from indicators.models import Indicator, Mechanism, Origin, Source
from organizations.accounts import ensure_staff_group
from organizations.models import Level
from resolution_tracker import reference
from tests import make
from tests.indicators.make_indicators import make_indicator, make_quantity, make_target
from tests.make import TODAY

pytestmark = pytest.mark.django_db
URL = "/indicators/catalogue/"
NINE, ELEVEN = ["noo", "ooo"], ["noo", "ooo", "soo"]


@pytest.fixture
def page(client, municipality):
    client.force_login(municipality)

    def read(**query) -> str:
        return " ".join(client.get(URL, query).content.decode().split())

    return read


@pytest.mark.parametrize(
    "who", ["department", "viewer", "municipality", "soiro", "school", "other_school", "staff"]
)
def test_everybody_with_a_role_reads_it(request, client, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == 200


def test_an_outsider_does_not_learn_of_it(client, outsider):
    client.force_login(outsider)
    assert client.get(URL).status_code == 404
    client.logout()
    assert client.get(URL).status_code == 302


def test_an_indicator_says_what_it_is(page):
    directive = make.make_directive(number="4.3")
    make_target(
        make_indicator(
            "К-1", name="Доля классов", numerator="Проведено", denominator="Всего классов",
            directives=[directive], education_levels=["soo"], collected="на 20 сентября",
        ),
        90,
        baseline="71.5",
    )  # fmt: skip
    text = page()
    said = [
        "К-1", "Доля классов", "Проведено", "Всего классов", "на 20 сентября", "каждую четверть",
        "90,0 %", "базовое значение 71,5 %", reverse("directive-detail", args=[directive.pk]),
    ]  # fmt: skip
    assert [word for word in said if word not in text] == []


def test_it_is_grouped_by_mechanism_or_by_theme_and_the_nameless_come_last(page):
    mechanism = Mechanism.objects.create(code="1.1", name="Система оценки")
    make_indicator(theme=make.make_theme("C", name="Проекты"))
    make_indicator(mechanism=mechanism)
    text = page()
    assert text.index("Система оценки") < text.index("Вне механизмов")
    assert "Проекты" not in text
    text = page(by="theme")
    assert text.index("Проекты") < text.index("Без направления")
    assert "Вне механизмов" in page(by="<b>")


def test_earlier_wordings_are_shown_once_there_are_some(page):
    indicator = make_indicator(numerator="Первая формулировка")
    assert "Прежние формулировки" not in page()
    indicator.numerator = "Вторая формулировка"
    indicator.save()
    text = page()
    assert "Прежние формулировки" in text
    assert "Первая формулировка" in text


def test_only_who_may_change_it_is_led_to_the_tables(page, client, staff):
    indicator = make_indicator()
    change = reverse("admin:indicators_indicator_change", args=[indicator.pk])
    assert change not in page()
    ensure_staff_group()
    client.force_login(staff)
    assert change in page()
    assert client.get(change).status_code == 200


def test_what_is_out_of_use_is_named_apart_and_costs_nothing(page, a_school):
    make_indicator("С-1")
    make_indicator("С-2", is_in_use=False)
    text = page()
    assert text.index("С-1") < text.index("Сняты с использования") < text.index("С-2")
    assert burden.of_kind("quarter", TODAY).total.fields == 2


def test_an_empty_catalogue_says_who_fills_it(page):
    assert "Показателей пока нет" in page()


def test_the_whole_catalogue_in_a_fixed_number_of_queries(
    page, vyazma, django_assert_max_num_queries, no_query_per_row
):
    reference.load(TODAY)
    for _number in range(12):
        make.make_school(vyazma)
    with django_assert_max_num_queries(40):
        assert page().count('class="measure"') == 30


def test_a_field_that_the_passport_fills_costs_nothing(a_school):
    make_indicator(quantity=make_quantity(), minutes=3)
    make_indicator(minutes=2)
    load = burden.of_kind("quarter", TODAY).levels[Level.SCHOOL]
    assert (load.bodies, load.fields, load.filled, load.typed) == (1, 4, 1, 3)
    assert load.minutes == 3 + 2 * 2


def test_counts_and_answers_have_one_field(a_school):
    make_indicator(measure="count", unit="ед.")
    make_indicator(measure="yes_no", unit="")
    assert burden.of_kind("quarter", TODAY).levels[Level.SCHOOL].fields == 2


def test_the_burden_is_fields_times_bodies_times_minutes(vyazma):
    make.make_school(vyazma, education_levels=NINE)
    for _number in range(2):
        make.make_school(vyazma, education_levels=ELEVEN)
    quantity = make_quantity()
    make_indicator(quantity=quantity, minutes=5)
    make_indicator(quantity=quantity, minutes=Decimal("2.5"), education_levels=["soo"])
    found = burden.of_kind("quarter", TODAY)
    schools = found.levels[Level.SCHOOL]
    assert (schools.bodies, schools.typed) == (3, 5)
    assert schools.minutes == 3 * 5 + 2 * Decimal("2.5")
    assert (found.nine_year.typed, found.nine_year.minutes) == (1, 5)
    assert (found.eleven_year.typed, found.eleven_year.minutes) == (2, Decimal("7.5"))
    # The authority sends its schools' roll-up and types nothing.
    authority = found.levels[Level.MUNICIPAL]
    assert (authority.bodies, authority.asked, authority.fields) == (1, 0, 0)
    assert found.total.bodies == 4
    assert burden.of_kind("year", TODAY).total.bodies == 0


@pytest.mark.parametrize("source", [Source.UPLOADED, Source.COMPUTED])
def test_what_nobody_is_asked_costs_nothing(a_school, source):
    item = make.make_directive(number="4.1") if source == Source.COMPUTED else None
    make_indicator(source=source, computed_from=item)
    found = burden.of_kind("quarter", TODAY)
    assert (found.total.bodies, found.nine_year.fields) == (0, 0)


@pytest.mark.parametrize(
    ("origin", "level", "filled"),
    [
        (Origin.SCHOOLS, Level.MUNICIPAL, 1),
        (Origin.SCHOOLS, Level.INSTITUTE, 0),
        (Origin.MUNICIPALITIES, Level.INSTITUTE, 1),
        (Origin.MUNICIPALITIES, Level.MUNICIPAL, 0),
        (Origin.TYPED, Level.MUNICIPAL, 0),
    ],
)
def test_each_register_fills_the_fields_of_its_level(vyazma, origin, level, filled):
    make.make_institute()
    make_indicator(level=level, quantity=make_quantity(origin=origin))
    assert burden.of_kind("quarter", TODAY).levels[level].filled == filled


def test_a_quarter_of_the_real_catalogue_is_small_for_a_village_school(vyazma):
    reference.load(TODAY)
    make.make_school(vyazma, education_levels=NINE)
    found = burden.of_kind("quarter", TODAY)
    assert (found.nine_year.fields, found.nine_year.filled, found.nine_year.typed) == (10, 5, 5)
    assert found.nine_year.minutes <= 15
    passports = burden.of_passports(TODAY)
    assert (passports.nine_year.typed, passports.eleven_year.typed) == (13, 15)
    assert passports.levels[Level.SCHOOL].fields == 13
    assert Indicator.objects.count() == 30
