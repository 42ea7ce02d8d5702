"""The front page: the resolution with its execution in the margin."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Directive, ReportingPeriod
from tests import make
from tests.indicators import make_indicators as mk

pytestmark = pytest.mark.django_db
BUDGET = 12


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_every_role_opens_it(as_, region, department, viewer, municipality, soiro, school, staff,
                             outsider):  # fmt: skip
    for user in (department, viewer, municipality, soiro, school, staff, outsider):
        response = as_(user).get(reverse("resolution"))
        assert response.status_code == 200, user


def test_the_first_sentence_says_how_much_of_what_has_come_is_executed(as_, region, department):
    page = as_(department).get(reverse("resolution")).context["page"]
    lead = " ".join(page.sentences)

    # 4.1: seven schools less one waived; 4.3 of the first period: seven; 2.1: two authorities.
    assert 'data-count="1"' in lead
    assert 'data-count="15"' in lead


def test_the_queries_do_not_grow_with_the_bodies(as_, region, department):
    client = as_(department)
    client.get(reverse("resolution"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("resolution"))
    for _ in range(5):
        make.make_school(region.vyazma)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("resolution"))
    assert len(many) == len(few)
    assert len(many) <= BUDGET, [query["sql"][:90] for query in many]


@pytest.mark.parametrize("who", ["department", "municipality", "school"])
@pytest.mark.parametrize("item", ["due", "periodic"])
def test_with_indicators_still_open_the_queries_are_within_the_budget(
    as_, region, request, who, item
):
    spoken_for = getattr(region, item)
    indicator = mk.make_indicator("А", directives=[spoken_for])
    mk.make_target(indicator, 80)
    starts = make.TODAY - timedelta(days=60)
    mk.make_collection(number=4, starts_on=starts, ends_on=make.TODAY - timedelta(days=9))
    client = as_(request.getfixturevalue(who))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("resolution")).context["page"]
    assert len(queries) <= BUDGET, [query["sql"] for query in queries]
    item = next(item for item in page.items if item.directive == spoken_for)
    assert "standing=no_data" in item.indicators


def test_before_its_date_an_item_shows_progress_and_no_failure(as_, region, department):
    page = as_(department).get(reverse("resolution")).context["page"]
    coming = next(item for item in page.items if item.directive == region.coming)

    assert not coming.margin.is_due
    assert "срок не наступил" in coming.margin.headline
    assert "просрочено" not in coming.margin.detail


def test_years_past_leave_the_margin(as_, region, department):
    ReportingPeriod.objects.filter(pk=region.first.pk).update(school_year=2025)
    page = as_(department).get(reverse("resolution")).context["page"]
    periodic = next(item for item in page.items if item.directive == region.periodic)

    assert periodic.margin.period == region.second
    assert not periodic.earlier


def test_the_margin_speaks_of_the_current_period_and_keeps_the_earlier(as_, region, department):
    page = as_(department).get(reverse("resolution")).context["page"]
    periodic = next(item for item in page.items if item.directive == region.periodic)

    assert periodic.margin.period == region.second
    assert [margin.period for margin in periodic.earlier] == [region.first]
    assert f"?period={region.first.pk}" in text_of(as_(department).get(reverse("resolution")))


def test_the_item_of_one_body_has_a_status_in_words(as_, region, department):
    page = as_(department).get(reverse("resolution")).context["page"]
    own = next(item for item in page.items if item.directive == region.own)

    assert own.margin.is_single
    assert "не начато" in own.margin.headline
    assert "контрольной точки" in own.margin.share


def test_a_line_break_of_the_document_is_folded_for_display_only(as_, department):
    make.make_published(number="4.2", text="внести изменения в\n\nсоответствии с законом;")

    response = as_(department).get(reverse("resolution"))

    assert "внести изменения в соответствии с законом;" in response.content.decode()


def test_while_nothing_is_published_it_says_who_does_what_next(as_, department, municipality):
    make.make_directive(number="4.1")
    assert reverse("control") in text_of(as_(department).get(reverse("resolution")))
    assert "департамент" in text_of(as_(municipality).get(reverse("resolution")))


def test_without_a_resolution_it_says_what_to_do(as_, department):
    assert "Резолюции пока нет" in text_of(as_(department).get(reverse("resolution")))


def test_only_those_who_decide_read_what_waits_for_them(as_, region, department, viewer):
    queue = reverse("review-queue")
    lead = as_(department).get(reverse("resolution")).context["page"].sentences
    assert any(queue in sentence for sentence in lead)
    lead = as_(viewer).get(reverse("resolution")).context["page"].sentences
    assert not any(queue in sentence for sentence in lead)


def test_of_several_resolutions_in_force_the_latest_is_shown(as_, region, department):
    """Another one beside it (of another region, of last year) adds no item and no figure."""
    client = as_(department)
    before = client.get(reverse("resolution")).context["page"]
    make.make_resolution(pk=-1, title="Прошлогодняя")
    Directive.objects.filter(pk=make.make_directive(number="9.9").pk).update(resolution=-1)
    page = client.get(reverse("resolution")).context["page"]
    assert page.resolution == before.resolution
    assert [row.directive.number for row in page.items] == [
        row.directive.number for row in before.items
    ]
