"""What a figure's link lists is what the figure counts, where that is not plain to see."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from directives import distribution
from directives.models import ReportingPeriod, Resolution
from tests import make
from tests.dashboard.conftest import EARLY, PAST
from tests.indicators.make_indicators import make_indicator

pytestmark = pytest.mark.django_db
_LINK = re.compile(r'<a\b[^>]*?href="([^"]+)"[^>]*?data-count="(\d+)"')


def rows_at(client, address: str) -> int:
    """How many rows the page of a figure's link speaks of."""
    context = client.get(address).context
    return context["total"] if "total" in context else context["page"].value.n


def links_of(client, address: str, **query: str) -> dict[str, int]:
    page = client.get(address, query).content.decode()
    found = {unescape(link): int(count) for link, count in _LINK.findall(page)}
    return {link: n for link, n in found.items() if not link.startswith(reverse("two-days"))}


@pytest.fixture
def archived(region):
    """Another resolution whose assignments stay behind it."""
    old = make.make_resolution(title="Прежняя резолюция")
    item = make.make_directive(number="4.9", resolution=old)
    distribution.publish(
        directive=item, by=None, at=EARLY, placed_on_control_on=EARLY.date(), due_on=PAST
    )
    Resolution.objects.filter(pk=old.pk).update(status=Resolution.Status.ARCHIVED)
    return old


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("municipality-grid", {}),
        ("municipality-map", {"measure": "overdue"}),
        ("two-days", {"by": "municipality"}),
        ("two-days", {"by": "level"}),
        ("municipality-detail", {}),
        ("organization-detail", {}),
        ("school-grid", {}),
    ],
)
def test_an_archived_resolution_is_in_no_figure_and_in_no_list(
    as_, region, archived, department, name, query
):
    client = as_(department)
    place = region.vyazma.municipality_id
    keys = {"organization-detail": region.schools[0].pk, "two-days": None}
    args = [keys.get(name, place)] if name.endswith(("detail", "school-grid")) else []
    links = links_of(client, reverse(name, args=args), **query)
    assert links
    assert {link: rows_at(client, link) for link in links} == links


def test_rows_of_an_archived_resolution_are_listed_where_it_is_named(
    as_, region, archived, department
):
    client = as_(department)
    assert rows_at(client, reverse("assignment-list") + f"?resolution={archived.pk}") > 0


def test_a_period_opened_later_was_not_the_current_one(as_, region, department):
    """Its first day had come, but nobody had opened it: neither the grid nor its list has it."""
    ReportingPeriod.objects.filter(number=2).update(starts_on=PAST - timedelta(days=5))
    client, day = as_(department), (PAST - timedelta(days=3)).isoformat()
    links = links_of(client, reverse("municipality-grid"), period="current", as_of=day)
    assert links
    assert {link: rows_at(client, link) for link in links} == links


@pytest.mark.parametrize("name", ["school-grid", "directive-detail"])
def test_ways_from_a_page_of_a_day_lead_to_that_day(as_, region, department, name):
    make_indicator("1.1.1").directives.add(region.due)
    pk = region.due.pk if name == "directive-detail" else region.vyazma.municipality_id
    address = reverse(name, args=[pk])
    page = as_(department).get(address, {"as_of": PAST.isoformat()}).content.decode()
    links = [unescape(link) for link in re.findall(r'href="([^"#]+)"', page.partition("<main")[2])]
    ways = [
        link
        for link in links
        if re.match(r"/(municipalities|organizations|indicators|directives)/", link)
        and not link.startswith(address)
    ]
    assert ways
    assert [link for link in ways if "as_of=" not in link] == []


@pytest.mark.parametrize("name", ["school-grid", "municipality-detail"])
def test_of_a_school_that_has_moved_each_territory_counts_what_it_had_there(
    as_, region, department, name
):
    """Executed assignments stay where they were executed, open ones go with the school."""
    moved = region.schools[0]
    moved.municipality, moved.parent = region.other.municipality, region.other
    moved.save()
    distribution.move_body(organization=moved, by=department, at=make.moment())
    client = as_(department)
    for place in (region.vyazma, region.other):
        links = links_of(client, reverse(name, args=[place.municipality_id]))
        assert links
        assert {link: rows_at(client, link) for link in links} == links
