"""What the indicators say about an item, with numbers by hand."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Assignment
from indicators import collecting, speaking
from indicators.models import ClosedFigure, Indicator
from indicators.pictures import overview
from indicators.pictures.choice import Choice
from indicators.shares import Standing
from indicators.standings import standings_of_directives
from tests import make
from tests.indicators import make_indicators as mk

pytestmark = pytest.mark.django_db
YEAR = 2022
AUTUMN = {"starts_on": date(2022, 9, 1), "ends_on": date(2022, 10, 30), "number": 1}
WINTER = {"starts_on": date(2022, 11, 7), "ends_on": date(2022, 12, 28), "number": 2}
SPRING = {"starts_on": date(2023, 1, 9), "ends_on": date(2023, 3, 24), "number": 3}
OVER = date(2023, 4, 1)  # all of these


@pytest.fixture
def second(vyazma):
    return make.make_school(vyazma)


@pytest.fixture
def told(a_school, second, school, municipality, department):
    """Two quarters of two schools: А reaches 80, Б improves, В falls behind; of Г nothing is said.

    А: 30/40 + 40/60 = 70 %, then 35/40 + 50/60 = 85 %. Б: 10 % → 20 % of 50. В: 50 % → 40 %.
    """
    item = make.make_published(number="4.3", level="school")
    silent = make.make_published(number="4.4", level="school")
    for code, target in (("А", 80), ("Б", 60), ("В", 60)):
        mk.make_target(
            mk.make_indicator(code, directives=[item], jump=100), target, YEAR, baseline=5
        )
    mk.make_indicator("Г", directives=[item, silent], frequency="year")
    other = make.make_user("other", second, "reporter")
    first = mk.make_collection(school_year=YEAR, **AUTUMN)
    mk.accept(mk.report_of(first, a_school), school, municipality, (30, 40), (5, 50), (5, 10))
    mk.accept(mk.report_of(first, second), other, municipality, (40, 60), (0, 0), (0, 0))
    collecting.close_collection(collection=first, by=department, at=make.moment())
    last = mk.make_collection(school_year=YEAR, **WINTER)
    mk.accept(mk.report_of(last, a_school), school, municipality, (35, 40), (10, 50), (4, 10))
    mk.accept(mk.report_of(last, second), other, municipality, (50, 60), (0, 0), (0, 0))
    return item


def values(notes):
    return {
        note.indicator.code: (note.figure and note.figure.value, note.before, note.standing)
        for note in notes
    }


REGION = {
    "А": (Decimal("85.0"), Decimal("70.0"), Standing.MET),
    "Б": (Decimal("20.0"), Decimal("10.0"), Standing.IMPROVING),
    "В": (Decimal("40.0"), Decimal("50.0"), Standing.BEHIND),
    "Г": (None, None, Standing.NO_DATA),
}


def test_of_the_region_the_last_values_speak(told):
    notes = speaking.notes(Indicator.objects.speaking_for(told), speaking.Scope(), OVER)
    assert values(notes) == REGION
    assert [point.figure.value for point in notes[0].points] == [Decimal("70.0"), Decimal("85.0")]
    assert notes[0].target == 80


def test_a_school_speaks_for_itself_a_territory_for_its_schools(told, a_school, second, vyazma):
    indicators = list(Indicator.objects.speaking_for(told))
    own = speaking.notes(indicators, speaking.Scope.of(a_school), OVER)
    # 35 of 40; the other school has nobody to count in Б.
    assert values(own)["А"] == (Decimal("87.5"), Decimal("75.0"), Standing.MET)
    theirs = speaking.notes(indicators, speaking.Scope.of(second), OVER)
    assert values(theirs)["А"][0] == Decimal("83.3")
    assert values(theirs)["Б"] == (None, None, Standing.NO_DATA)
    assert values(speaking.notes(indicators, speaking.Scope.of(vyazma), OVER)) == REGION


def test_the_margin_counts_the_same_standings(told):
    counts = standings_of_directives(OVER)[told.pk]
    assert dict(counts.standings) == {"met": 1, "improving": 1, "behind": 1, "no_data": 1}
    assert counts.total == 4
    with CaptureQueriesContext(connection) as queries:
        standings_of_directives(OVER)
    assert len(queries) == 3


@pytest.mark.parametrize(("today", "value"), [(WINTER["ends_on"], "70.0"), (OVER, "85.0")])
def test_a_period_speaks_when_it_is_over(told, department, today, value):
    """On its last day it does not yet; the margin, the item's page and the list agree."""
    indicators = Indicator.objects.speaking_for(told)
    notes = speaking.notes(indicators, speaking.Scope(), today)
    assert notes[0].figure.value == Decimal(value)
    counts = standings_of_directives(today)[told.pk]
    assert counts.standings == Counter(note.standing for note in notes)
    choice = Choice.of(QueryDict(f"directive={told.pk}"), today)
    page = overview.read(department, choice)
    assert page.counts == counts.standings
    assert [row.reading.value for row in page.tiles] == [row.figure and row.figure.value
                                                         for row in notes]  # fmt: skip


def test_of_one_body_what_it_has_sent_speaks(told, second, a_school, vyazma, school):
    third = mk.make_collection(school_year=YEAR, **SPRING)
    mk.send(mk.report_of(third, a_school), school, (20, 40), (10, 50), (4, 10))
    [indicator] = Indicator.objects.filter(code="А")

    def said(scope, today=OVER):
        return speaking.notes([indicator], scope, today)[0].figure.value

    assert said(speaking.Scope.of(a_school)) == Decimal("50.0")
    assert said(speaking.Scope.of(a_school), SPRING["ends_on"]) == Decimal("87.5")
    assert said(speaking.Scope.of(vyazma)) == said(speaking.Scope()) == Decimal("85.0")


def test_of_few_there_is_no_mark(told, second, school, municipality):
    """Nine persons: the value is said to those who may see it, and not rated."""
    [indicator] = Indicator.objects.filter(code="В")
    third = mk.make_collection(school_year=YEAR, **SPRING)
    report = mk.report_of(third, second)
    other = make.User.objects.get(username="other")
    mk.accept(report, other, municipality, (50, 60), (0, 0), (4, 9))
    [note] = speaking.notes([indicator], speaking.Scope(), OVER)
    assert (note.figure.numerator, note.figure.denominator) == (4, 9)
    assert not note.is_rated
    assert standings_of_directives(OVER)[told.pk].count(Standing.NO_TARGET) == 1


def test_figures_of_a_closed_collection_are_the_computed_ones(told, department):
    kept = dict(ClosedFigure.objects.values_list("asked", "numerator"))
    assert sorted(kept.values()) == [5, 5, 70]
    before = standings_of_directives(OVER)
    [collection] = mk.Collection.objects.filter(closed_at__isnull=False)
    collecting.reopen_collection(
        collection=collection, by=department, at=make.moment(), text="Уточнение"
    )
    assert not ClosedFigure.objects.exists()
    assert standings_of_directives(OVER) == before


def test_without_a_previous_value_the_baseline_is_compared(told):
    [indicator] = Indicator.objects.filter(code="Б")
    [first] = speaking.notes([indicator], speaking.Scope(), OVER)
    only = speaking.Note(indicator, first.points[:1], first.target, first.baseline)
    assert (only.before, only.standing) == (5, Standing.IMPROVING)


def test_who_sees_which(told, a_school, vyazma, department, municipality, school, soiro, outsider):
    def scope(user):
        return speaking.notes_of_directive(told, user, OVER).scope

    assert scope(department).is_region
    assert scope(soiro).is_region
    assert scope(municipality) == speaking.Scope(vyazma.municipality_id, vyazma)
    assert scope(school) == speaking.Scope(None, a_school)
    assert speaking.notes_of_directive(told, outsider, OVER) is None
    assignment = Assignment.objects.get(directive=told, organization=a_school)
    assert speaking.notes_of_assignment(assignment, soiro, OVER) is None
    spoken = speaking.notes_of_assignment(assignment, municipality, OVER)
    assert spoken.beside[spoken.notes[0].indicator.pk].figure.value == Decimal("85.0")


def test_the_queries_of_a_section_do_not_grow(told, department, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        speaking.notes_of_directive(told, department, OVER)


def test_the_pages_say_it(client, told, a_school, municipality, department):
    client.force_login(department)
    page = client.get(reverse("resolution")).content.decode()
    assert f'?directive={told.pk}&amp;standing=met">' in page
    assert "цель достигнута: 1" in page
    page = client.get(reverse("directive-detail", args=[told.pk])).content.decode()
    assert "85,0" in page
    assert "улучшается" in page
    client.force_login(municipality)
    assignment = Assignment.objects.get(directive=told, organization=a_school)
    for name in ("assignment-review", "assignment-detail"):
        page = client.get(reverse(name, args=[assignment.pk])).content.decode()
        assert "87,5" in page
