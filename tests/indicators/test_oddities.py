"""What a reviewer is asked to look at twice, each rule with a case on either side."""

import pytest

from indicators import oddities, workflow
from organizations.models import Level
from tests import make
from tests.indicators import make_indicators as mk
from tests.make import moment

pytestmark = pytest.mark.django_db


def codes_of(report) -> list[str]:
    report.refresh_from_db()
    return [row.code for row in oddities.of_reports([report])[report.pk]]


@pytest.fixture
def asked(a_school):
    """Two quarters of three indicators; the first one is accepted."""
    return [mk.make_indicator(name) for name in ("А", "Б", "В")]


@pytest.fixture
def periods(asked):
    return [mk.make_collection(number=1), mk.make_collection(number=2)]


@pytest.fixture
def report(periods, a_school, school, municipality):
    first, second = periods
    before = mk.report_of(first, a_school)
    mk.accept(before, school, municipality, (30, 100), (50, 100), (8, 20))
    return mk.report_of(second, a_school)


COPY = [(30, 100), (50, 100), (8, 20)]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (COPY, ["copied"]),
        ([(31, 100), *COPY[1:]], []),
        ([(30, 101), *COPY[1:]], []),
        ([(51, 100), *COPY[1:]], ["jump"]),
        ([(50, 100), (51, 100), (8, 20)], []),
    ],
)
def test_a_copy_and_a_jump_are_flagged(numbers, found, report, school):
    mk.send(report, school, *numbers, explanation="Набран новый класс")
    assert codes_of(report) == found


def test_a_declared_no_change_is_no_copy(report, school):
    workflow.submit_nil(report=report, by=school, at=moment(), key=make.key())
    assert codes_of(report) == []


def test_two_values_are_too_few_for_a_copy(report, school):
    report.values.all().delete()
    rows = mk.asked_of(report)
    for row, (numerator, denominator) in zip(rows[:2], COPY[:2], strict=True):
        typed = workflow.Typed(numerator, denominator)
        workflow.keep_value(report=report, asked=row, typed=typed, by=school, at=moment())
    typed = workflow.Typed(absence="no_data")
    workflow.keep_value(report=report, asked=rows[2], typed=typed, by=school, at=moment())
    assert codes_of(report) == ["absent"]


@pytest.mark.parametrize(("known", "found"), [(100, []), (99, ["not_as_known"])])
def test_a_denominator_that_differs_from_the_passport(known, found, a_school, school):
    quantity = mk.make_quantity()
    mk.make_indicator("А", quantity=quantity)
    mk.make_passport(a_school, {quantity: known})
    report = mk.report_of(mk.make_collection(), a_school)
    mk.send(report, school, (30, 100))
    assert codes_of(report) == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (workflow.Typed(absence="no_data"), "Числа нет: данных ещё нет"),
        (workflow.Typed(absence="other", explanation="Кружка нет"), "Числа нет: Кружка нет"),
        (workflow.Typed(None, 0), None),  # nobody to count is an answer
    ],
)
def test_a_value_without_a_number_is_looked_at(typed, said, report, school):
    rows = mk.asked_of(report)
    for row, said_of in zip(rows, (workflow.Typed(31, 100), *[typed] * 2), strict=True):
        workflow.keep_value(report=report, asked=row, typed=said_of, by=school, at=moment())
    found = oddities.of_reports([report])[report.pk]
    assert [(flag.message, flag.asked) for flag in found] == (
        [(said, row.pk) for row in rows[1:]] if said else []
    )


def test_a_roll_up_without_some_schools_is_looked_at(vyazma, a_school, school, municipality):
    """Until the last of them is accepted."""
    mk.make_indicator("А")
    mk.make_indicator("О", level=Level.MUNICIPAL)
    second = make.make_school(vyazma)
    collection = mk.make_collection()
    own = mk.report_of(collection, vyazma)
    mk.accept(mk.report_of(collection, a_school), school, municipality, (3, 10))
    mk.send(own, municipality, (1, 4))
    [flag] = oddities.of_reports([own])[own.pk]
    assert (flag.code, flag.message) == ("goes_without", "В своде нет 1 школы из 2")
    reporter = make.make_user(organization=second)
    mk.accept(mk.report_of(collection, second), reporter, municipality, (3, 10))
    assert codes_of(own) == []


def among(vyazma, others: list[tuple[int, int]], own: tuple[int, int]) -> list[str]:
    """Flags of a school that gives `own` among schools that give `others`."""
    mk.make_indicator("А")
    schools = [make.make_school(vyazma) for _ in [own, *others]]
    collection = mk.make_collection()
    reports = [mk.report_of(collection, body) for body in schools]
    for row, body, numbers in zip(reports, schools, [own, *others], strict=True):
        mk.send(row, make.make_user(organization=body), numbers)
    return codes_of(reports[0])


# Shares 60, 62, … of 50 people: quartiles 63,5 and 70,5 of eight; three times 7 is 21.
EIGHT = [(n, 50) for n in range(30, 38)]


@pytest.mark.parametrize(
    ("others", "own", "found"),
    [
        (EIGHT, (5, 50), ["stands_out"]),
        (EIGHT, (50, 50), ["stands_out"]),
        (EIGHT, (45, 50), []),
        (EIGHT[:7], (5, 50), []),  # too few to say what is usual
        ([*EIGHT[:7], (1, 9)], (5, 50), []),  # of nine people nothing is said
        (EIGHT, (1, 9), []),  # nor of one's own nine
        ([(50, 50)] * 8, (49, 50), []),  # one person less than all others
        ([(50, 50)] * 8, (30, 50), ["stands_out"]),
    ],
)
def test_a_share_far_from_the_other_schools(others, own, found, vyazma):
    assert among(vyazma, others, own) == found


def test_other_municipalities_do_not_say_what_is_usual(vyazma):
    mk.make_indicator("А")
    own = make.make_school(vyazma)
    far = make.make_authority()
    bodies = [own, *(make.make_school(far) for _ in range(8))]
    collection = mk.make_collection()
    for body, numbers in zip(bodies, [(5, 50), *EIGHT], strict=True):
        mk.send(mk.report_of(collection, body), make.make_user(organization=body), numbers)
    assert codes_of(mk.report_of(collection, own)) == []


def test_any_number_of_reports_takes_the_same_queries(vyazma, django_assert_max_num_queries):
    among(vyazma, EIGHT, (5, 50))
    reports = list(
        mk.IndicatorReport.objects.filter(organization__level="school").select_related(
            "organization", "collection__period"
        )
    )
    with django_assert_max_num_queries(6):
        found = oddities.of_reports(reports)
    assert sum(len(flags) for flags in found.values()) == 1
