"""The pages of pictures: their numbers are those of the roll-up, and each picture has its words."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from indicators.models import Definition, IndicatorValue
from indicators.pictures import overview
from indicators.pictures.choice import Choice
from indicators.roll_up import roll_up, total
from organizations.models import Level, Role
from tests.indicators import make_indicators as mk
from tests.make import (
    TODAY,
    make_authority,
    make_directive,
    make_municipality,
    make_period,
    make_school,
    make_theme,
    make_user,
    moment,
)

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def share(db):
    """A share with a target of 80 and a baseline of 50."""
    indicator = mk.make_indicator("А", theme=make_theme("ФГ"), directives=[make_directive()])
    mk.make_target(indicator, 80, baseline=50)
    return indicator


@pytest.fixture
def schools(vyazma):
    """Twelve schools of Вяземский округ, a third of them in towns."""
    return [
        make_school(
            vyazma, name=f"Школа {n:02}", kind="secondary",
            settlement="urban" if n % 3 == 0 else "rural",
        )
        for n in range(12)
    ]  # fmt: skip


@pytest.fixture
def elsewhere(db):
    """A school of another municipality."""
    return make_school(make_authority(make_municipality("Рославльский округ")), name="Дальняя")


def give(collection, school, *numbers, status="accepted"):
    """What a school gave, as the roll-up reads it."""
    report = mk.report_of(collection, school)
    report.status = status
    report.accepted_at = moment() if status == "accepted" else None
    if status == "submitted":
        report.reviewer, report.submitted_at = school.parent, moment()
    report.save()
    for row, (numerator, denominator) in zip(
        collection.asked.order_by("indicator__position"), numbers, strict=False
    ):
        IndicatorValue.objects.create(
            report=report, asked=row, numerator=numerator, denominator=denominator,
            updated_at=moment(),
        )  # fmt: skip


@pytest.fixture
def collection(share, schools, elsewhere, vyazma):
    """The first quarter: schools of the district gave (n+1)·5 of 100, the one elsewhere 90 of 100.

    The district: 5·(1+…+12) = 390 of 1 200 = 32,5 %; the region: 480 of 1 300 = 36,9 %.
    """
    collection = mk.make_collection()
    for n, school in enumerate(schools):
        give(collection, school, ((n + 1) * 5, 100))
    give(collection, elsewhere, (90, 100))
    return collection


def page(client, user, name, *args, **asked) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split()).replace(NBSP, " ")


def section(html: str, heading: str, until: str = "<h2") -> str:
    return html.split(f'id="{heading}"', 1)[1].split(until, 1)[0]


def test_the_list_says_the_numbers_of_the_roll_up(client, department, collection, share):
    rows = list(collection.asked.select_related("indicator", "definition"))
    whole = total(roll_up(rows)[rows[0].pk].values())
    assert (whole.numerator, whole.denominator, whole.bodies_in) == (480, 1300, 13)
    said = text_of(page(client, department, "indicator-list"))
    assert "36,9 % 480 из 1 300" in said.replace("\u202f", " ")
    assert "цель 80,0 %" in said
    assert "отстаёт" in said
    assert "к прошлому значению −13,1 п. п." in said
    assert "в своде 13 из 13" in said


def test_sentences_count_every_indicator_once(client, department, collection, share):
    said = text_of(page(client, department, "indicator-list"))
    assert (
        "По последним данным на 1-й период 2026/27 целевого значения достигли 0 из 1 показателя"
        in said
    )
    assert "отстают 1" in said
    assert (
        f"цели относительно целевого значения: {share.name} — 36,9 % при целевом значении 80,0 %"
        in said
    )


def test_a_standing_in_the_address_lists_those_it_counts(client, department, collection, share):
    assert share.name in page(client, department, "indicator-list", standing="behind")
    shown = page(client, department, "indicator-list", standing="met")
    assert "Таких показателей нет" in shown


def test_an_item_in_the_address_lists_its_indicators_by_their_last_values(
    client, department, collection, share
):
    collection.period.starts_on, collection.period.ends_on = date(2022, 9, 1), date(2022, 10, 30)
    collection.period.save()  # over, whatever the day
    asked = {"directive": share.directives.get().pk}
    shown = page(client, department, "indicator-list", **asked)
    assert "Показатели: последние значения" in shown
    assert share.name in shown
    never = mk.make_indicator("Я")
    never.directives.set(share.directives.all())
    shown = text_of(page(client, department, "indicator-list", **asked))
    assert "нет данных по 1" in shown
    assert "ещё не собирался" in shown
    other = page(client, department, "indicator-list", directive=make_directive().pk)
    assert "По этому пункту показателей нет" in other


def test_waiting_reports_count_where_the_address_says_so(
    client, department, share, vyazma, a_school
):
    collection = mk.make_collection()
    give(collection, a_school, (30, 40), status="submitted")
    assert "нет данных" in text_of(page(client, department, "indicator-list"))
    said = text_of(page(client, department, "indicator-list", basis="submitted"))
    assert "75,0 % 30 из 40" in said
    detail = page(client, department, "indicator-detail", share.pk)
    assert "На проверке: 1" in text_of(section(detail, "who"))


def test_groups_are_mechanisms_or_themes(client, department, collection, share):
    assert "Вне механизмов" in page(client, department, "indicator-list")
    assert share.theme.name in page(client, department, "indicator-list", by="theme")


def test_a_school_sees_its_own_value_and_a_municipality_its_own_roll_up(
    client, collection, schools, vyazma, municipality
):
    person = make_user("one", schools[2], Role.REPORTER)
    assert "Школа 02: 15,0 % 15 из 100" in text_of(page(client, person, "indicator-list"))
    said = text_of(page(client, municipality, "indicator-list")).replace("\u202f", " ")
    assert "Вяземский округ: 32,5 % 390 из 1 200" in said


def test_bars_stand_sorted_and_say_the_roll_up_of_each_municipality(
    client, department, collection, share
):
    rows = section(page(client, department, "indicator-detail", share.pk), "municipalities")
    said = text_of(rows).replace("\u202f", " ")
    assert said.index("Рославльский округ 90,0 %") < said.index("Вяземский округ 32,5 %")
    assert "390 из 1 200 ▾ отстаёт 12 / 12" in said
    assert "✓ цель достигнута" in said
    widths = re.findall(r'class="hbar__value[^"]*" x="0" y="2" width="([^"]*)"', rows)
    assert widths == ["90%", "32.5%"]


def test_a_municipality_of_few_has_no_rank_and_is_hidden_from_others(
    client, department, share, a_school, elsewhere, other_school, municipality
):
    collection = mk.make_collection()
    give(collection, a_school, (4, 8))
    give(collection, elsewhere, (90, 100))
    seen = section(page(client, department, "indicator-detail", share.pk), "municipalities")
    ranked, apart = seen.split('class="bars__apart"')
    assert "50,0\u00a0%" in apart
    assert "Вяземский" not in ranked
    own = section(page(client, municipality, "indicator-detail", share.pk), "municipalities")
    assert "50,0\u00a0%" in own
    outside = section(page(client, other_school, "indicator-detail", share.pk), "municipalities")
    assert "50,0" not in outside
    assert "4\u00a0из\u00a08" not in outside
    assert "менее 10" in outside


def test_how_it_is_counted_says_the_sums(client, department, collection, share):
    said = text_of(page(client, department, "indicator-detail", share.pk)).replace("\u202f", " ")
    assert "480 ÷ 1 300 = 36,9 %: сумма числителей" in said


def test_urban_and_rural_are_rolled_up_apart(client, department, collection, share):
    said = text_of(page(client, department, "indicator-detail", share.pk)).replace("\u202f", " ")
    # Школы 00, 03, 06, 09: 5 + 20 + 35 + 50 = 110 из 400.
    assert "город 27,5 % 110 из 400" in said


def test_a_kind_of_one_or_two_schools_is_not_told_to_others(
    client, department, collection, share, other_municipality
):
    seen = text_of(page(client, department, "indicator-detail", share.pk))
    assert "не указано 90,0 %" in seen
    outside = text_of(page(client, other_municipality, "indicator-detail", share.pk))
    assert "не указано менее 3 школ" in outside


def test_dots_are_schools_one_sees_and_quarters_need_ten(
    client, department, collection, share, schools, elsewhere, other_municipality
):
    drawn = section(page(client, department, "indicator-detail", share.pk), "schools")
    assert drawn.count('class="picture__body"') == 13
    assert "Школа 00: 5,0\u00a0%" in drawn
    assert 'class="picture__box"' in drawn
    # Of 5, 10 … 60 and 90 the seventh is 35.
    assert "Медиана 35,0\u00a0%" in drawn
    outside = section(page(client, other_municipality, "indicator-detail", share.pk), "schools")
    assert "picture__body" not in outside
    assert "Школа 0" not in outside
    assert 'class="picture__box"' in outside
    person = make_user("one", schools[2], Role.REPORTER)
    own = section(page(client, person, "indicator-detail", share.pk), "schools")
    assert own.count('class="picture__own"') == 1
    assert "picture__body" not in own
    assert "Школа 03" not in own


def test_fewer_than_ten_schools_have_no_quarters(
    client, department, share, schools, elsewhere, vyazma
):
    collection = mk.make_collection()
    for school in schools[:9]:
        give(collection, school, (5, 10))
    give(collection, elsewhere, (5, 9))
    drawn = section(page(client, department, "indicator-detail", share.pk), "schools")
    assert "picture__box" not in drawn
    assert drawn.count("picture__body") == 10
    assert "Для медианы и квартилей школ слишком мало" in drawn


def test_who_is_out_is_listed_by_reason_to_those_who_see_them(
    client, department, share, schools, vyazma, other_municipality
):
    collection = mk.make_collection()
    give(collection, schools[0], (0, 0))
    give(collection, schools[1], (5, 10))
    said = text_of(section(page(client, department, "indicator-detail", share.pk), "who"))
    assert "В своде 1 из 12 организаций" in said
    assert "Не применимо: 1." in said
    assert "Не представили: 10 Школа 02" in said
    outside = text_of(
        section(page(client, other_municipality, "indicator-detail", share.pk), "who")
    )
    assert "В своде 1 из 12 организаций" in outside
    assert "Школа" not in outside


def test_periods_without_a_value_are_gaps_and_a_changed_wording_is_told(
    client, department, share, a_school, vyazma
):
    first = mk.make_collection(make_period(number=1))
    give(first, a_school, (30, 40))
    mk.make_collection(make_period(number=2))
    share.numerator = "Численность участников по новому счёту"
    share.save()
    third = mk.make_collection(make_period(number=3))
    give(third, a_school, (20, 40))
    asked = {"period": third.period.pk}
    html = page(client, department, "indicator-detail", share.pk, **asked)
    drawn = section(html, "periods")
    assert drawn.count("picture__dot") - drawn.count("picture__dot--last") == 2
    assert 'picture__line" x1="' not in drawn.split("</svg>")[0]
    assert "Формулировка изменилась, действует с периода 3-й период 2026/27" in html
    assert "к прошлому значению −25,0" in text_of(html)


def test_a_period_in_the_address_shows_its_own_figures(client, department, share, a_school, vyazma):
    first = mk.make_collection(make_period(number=1, school_year=2025))
    give(first, a_school, (30, 40))
    second = mk.make_collection(make_period(number=2, school_year=2025))
    give(second, a_school, (20, 40))
    said = text_of(page(client, department, "indicator-detail", share.pk, period=first.period.pk))
    assert "1-й период 2025/26: 75,0 %" in said
    said = text_of(page(client, department, "indicator-detail", share.pk))
    assert "2-й период 2025/26: 50,0 %" in said


@pytest.mark.parametrize("level", [Level.MUNICIPAL, Level.INSTITUTE])
def test_indicators_of_other_levels_have_no_schools(client, department, soiro, vyazma, level):
    indicator = mk.make_indicator("М", level=level)
    collection = mk.make_collection()
    body = vyazma if level == Level.MUNICIPAL else soiro.memberships.get().organization
    give(collection, body, (12, 20))
    html = page(client, department, "indicator-detail", indicator.pk)
    assert 'id="schools"' not in html
    assert ('id="municipalities"' in html) == (level == Level.MUNICIPAL)
    assert "60,0 %" in text_of(html)


def test_pages_before_anything_is_collected(client, department, share):
    assert "Сбор показателей ещё не проводился" in page(client, department, "indicator-list")
    assert "К этому периоду показатель не собирался" in page(
        client, department, "indicator-detail", share.pk
    )


def test_pages_of_a_collection_without_values(client, department, share, a_school, vyazma):
    mk.make_collection()
    said = text_of(page(client, department, "indicator-list"))
    assert "нет данных по 1" in said
    html = page(client, department, "indicator-detail", share.pk)
    assert "Значений пока нет ни за один период" in html
    assert "Вяземский округ" in section(html, "municipalities")


def pictures_of(html: str) -> list[str]:
    return re.findall(r'<svg[^>]*role="img".*?</svg>', html, re.DOTALL)


def test_every_picture_is_named_described_and_has_its_table(client, department, collection, share):
    pages = [
        page(client, department, "indicator-list"),
        page(client, department, "indicator-detail", share.pk),
    ]
    for html in pages:
        pictures = pictures_of(html)
        assert pictures
        assert "style=" not in html.split("<main")[1]
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        for drawn in pictures:
            named, described = re.search(r'aria-labelledby="(\S+) (\S+)"', drawn).groups()
            assert re.search(rf'<title id="{named}">[^<]+</title>', drawn)
            assert re.search(rf'<desc id="{described}">[^<]+</desc>', drawn)
            table = re.search(r'aria-details="([^"]+)"', drawn).group(1)
            assert f'<table class="table" id="{table}">' in html


@pytest.mark.parametrize("name", ["indicator-list", "indicator-detail"])
def test_the_number_of_queries_does_not_grow(
    client, department, collection, share, vyazma, django_assert_max_num_queries, no_query_per_row,
    name,
):  # fmt: skip
    client.force_login(department)
    where = reverse(name, args=[] if name == "indicator-list" else [share.pk])
    with django_assert_max_num_queries(40) as first:
        client.get(where)
    for n in range(5):
        mk.make_indicator(f"Б{n}")
        make_school(make_authority(), name=f"Новая {n}")
    second = mk.make_collection(make_period(number=4, school_year=2025))
    for report in second.reports.own().select_related("organization__parent"):
        if report.organization.level == Level.SCHOOL:
            give(second, report.organization, *[(1, 20)] * 6)
    with django_assert_max_num_queries(len(first.captured_queries)) as again:
        client.get(where)
    assert len(again.captured_queries) <= 22


@pytest.mark.parametrize("person", ["department", "municipality", "school"])
def test_the_overview_takes_a_dozen_queries(
    request, collection, person, django_assert_max_num_queries
):
    user = request.getfixturevalue(person)
    with django_assert_max_num_queries(12):
        choice = Choice.of({}, TODAY)
        for tile in overview.read(user, choice).shown:
            assert tile.spark


def test_strangers_find_nothing(client, outsider, collection, share):
    client.force_login(outsider)
    assert client.get(reverse("indicator-list")).status_code == 404
    assert client.get(reverse("indicator-detail", args=[share.pk])).status_code == 404


def test_the_furthest_is_by_parts_of_the_target_and_zero_has_none(
    client, department, collection, share, schools
):
    """36,9 of 80 lacks 54 %; 8 beside a target of 5 is 60 % too much; of zero there is no part."""
    for code, target in (("Б", 5), ("В", 0)):
        other = mk.make_indicator(code, direction="down")
        mk.make_target(other, target, baseline=5)
        asked = collection.asked.create(indicator=other, definition=Definition.objects.keep(other))
        IndicatorValue.objects.create(
            report=mk.report_of(collection, schools[0]), asked=asked, numerator=8,
            denominator=100, updated_at=moment(),
        )  # fmt: skip
    choice = Choice.of(QueryDict(f"period={collection.period_id}"), TODAY)
    worst = overview.read(department, choice).worst
    assert (worst.indicator.code, worst.reading.said) == ("Б", f"8,0{NBSP}%")
