"""How schools differ, which periods a page shows, and who may see a figure of few."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.disclosure import Outlook
from indicators.models import IndicatorValue
from indicators.periods import asked_for, default_period, periods_to_choose
from indicators.shares import Figure
from indicators.spread import medians, quartiles, shares_of_schools
from tests import make
from tests.indicators import make_indicators as mk

FEW = Figure(3, 9)
ENOUGH = Figure(3, 10)


def give(collection, indicator, school, numerator, denominator, status="accepted"):
    """A value as the workflow leaves it, without the way there."""
    report = mk.report_of(collection, school)
    asked = mk.asked(collection, indicator)
    now = timezone.now()
    type(report).objects.filter(pk=report.pk).update(
        status=status,
        reviewer_id=school.parent_id,
        submitted_at=now,
        accepted_at=now if status == "accepted" else None,
    )
    return IndicatorValue.objects.create(
        report=report, asked=asked, numerator=numerator, denominator=denominator,
        updated_at=now,
    )  # fmt: skip


def quarter(number: int, **fields):
    due_on = make.TODAY + timedelta(days=10)
    return mk.make_collection(make.make_period(number=number, due_on=due_on, **fields))


@pytest.fixture
def schools(vyazma):
    return [make.make_school(vyazma) for _ in range(6)]


@pytest.mark.django_db
def test_the_median_is_of_the_schools_of_the_municipality_that_have_a_value(
    schools, django_assert_num_queries
):
    indicator, count = mk.make_indicator("А"), mk.make_indicator("Б", measure="count")
    elsewhere = make.make_school()
    collection = quarter(1)
    for school, top in zip(schools, (1, 2, 3, 4, 5), strict=False):
        give(collection, indicator, school, top, 10, "submitted" if top == 5 else "accepted")
        give(collection, count, school, top * 2, None)
    give(collection, indicator, schools[5], None, 0)
    give(collection, indicator, elsewhere, 10, 10)
    report = mk.report_of(collection, schools[0])
    with django_assert_num_queries(3):
        found = medians(report)
    assert found[indicator.pk].value == Decimal("30.0")
    assert found[indicator.pk].schools == 5
    assert found[indicator.pk].period == collection.period
    assert found[count.pk].value == 6


@pytest.mark.django_db
def test_too_few_in_this_period_the_last_one_with_enough_is_taken(schools):
    indicator, other = mk.make_indicator("А"), mk.make_indicator("Б")
    first, second, third = (quarter(number) for number in (1, 2, 3))
    for school in schools[:5]:
        give(first, indicator, school, 1, 10)
        give(second, indicator, school, 4, 10)
    for school in schools[:4]:
        give(third, indicator, school, 9, 10)
        give(third, other, school, 9, 10)
    found = medians(mk.report_of(third, schools[0]))
    assert found[indicator.pk].value == 40
    assert found[indicator.pk].period == second.period
    assert other.pk not in found
    assert medians(mk.report_of(first, schools[0]))[indicator.pk].value == 10


@pytest.mark.django_db
def test_the_values_of_schools_stand_by_size_and_leave_out_what_says_nothing(schools, vyazma):
    indicator = mk.make_indicator("А")
    between = make.make_authority(parent=make.make_institute())
    elsewhere, foreign = make.make_school(), make.make_school(between)
    collection = quarter(1)
    for school, numbers in zip(schools, ((5, 10), (1, 20), (None, 0), (None, 30)), strict=False):
        give(collection, indicator, school, *numbers)
    give(collection, indicator, schools[4], 7, 10, "submitted")
    for school in (elsewhere, foreign):
        give(collection, indicator, school, 9, 10)
    asked = mk.asked(collection, indicator)
    own = [(schools[1].pk, Figure(1, 20)), (schools[0].pk, Figure(5, 10))]
    assert shares_of_schools(asked, vyazma.municipality_id) == own
    assert shares_of_schools(asked) == [*own, (elsewhere.pk, Figure(9, 10))]
    assert (schools[4].pk, Figure(7, 10)) in shares_of_schools(asked, basis="submitted")


def test_quartiles_by_hand_and_what_stands_out():
    found = quartiles([Decimal(n) for n in (10, 20, 30, 40, 50)])
    assert (found.least, found.lower, found.middle, found.upper, found.most) == (10, 20, 30, 40, 50)
    assert found.is_outlier(Decimal(71))
    assert found.is_outlier(Decimal(-11))
    assert not found.is_outlier(Decimal(70))
    assert quartiles([]) is None
    assert not quartiles([Decimal(5)] * 4).is_outlier(Decimal(90))
    assert quartiles([Decimal(5)]).middle == 5


@pytest.mark.django_db
def test_a_quarter_shows_other_frequencies_as_last_collected_by_its_end(django_assert_num_queries):
    indicators = {
        name: mk.make_indicator(name, frequency=name) for name in ("quarter", "half_year", "year")
    }
    first, second = quarter(1), quarter(2)
    ends = second.period.ends_on
    years = [
        mk.make_collection(
            make.make_period("year", school_year=2026 - n, ends_on=ends - timedelta(days=365 * n),
                             starts_on=date(2020, 1, 1), due_on=make.TODAY)
        )
        for n in range(2)
    ]  # fmt: skip
    later = make.make_period("half_year", ends_on=ends + timedelta(days=1), due_on=make.TODAY)
    mk.make_collection(later)
    with django_assert_num_queries(2):
        rows = asked_for(second.period)
        assert [(row.indicator, row.collection.period) for row in rows] == [
            (indicators["quarter"], second.period),
            (indicators["year"], years[0].period),
        ]
    assert asked_for(first.period)[1].collection == years[1]


@pytest.mark.django_db
def test_the_default_is_the_last_quarter_that_is_over():
    mk.make_indicator()
    first, second = quarter(1), quarter(2)
    assert periods_to_choose() == [second.period, first.period]
    assert default_period(second.period.ends_on + timedelta(days=1)) == second.period
    assert default_period(second.period.starts_on + timedelta(days=5)) == first.period
    assert default_period(first.period.starts_on) == first.period
    assert default_period(first.period.starts_on - timedelta(days=9)) == second.period


@pytest.mark.django_db
def test_a_figure_of_few_is_for_those_who_stand_behind_it(
    vyazma, a_school, department, municipality, school, other_municipality, other_school, soiro,
    staff, outsider
):  # fmt: skip
    place = vyazma.municipality_id

    def seen_by(figure, **of):
        cast = {"department": department, "municipality": municipality, "school": school,
                "other_municipality": other_municipality, "other_school": other_school,
                "soiro": soiro, "staff": staff, "outsider": outsider}  # fmt: skip
        return {name for name, user in cast.items() if not Outlook.of(user).hides(figure, **of)}

    assert seen_by(FEW) == {"department", "staff"}
    assert seen_by(FEW, municipality=place) == {"department", "staff", "municipality"}
    assert seen_by(FEW, organization=a_school) == {"department", "staff", "municipality", "school"}
    assert len(seen_by(ENOUGH)) == 8
