"""Every figure on every page opens exactly the rows it counts."""

import re
from html import unescape

import pytest
from django.http import QueryDict
from django.urls import reverse

from directives.waiting import waiting_for
from organizations.access import Viewpoint
from resolution_tracker.dashboard.listing import Listing
from resolution_tracker.dashboard.sight import Sight
from tests import make

pytestmark = pytest.mark.django_db
_FIGURE = re.compile(r'<a class="figure[^"]*" href="([^"]+)" data-count="(\d+)"')
_TOTAL = re.compile(r'data-total="(\d+)"')


def pages(region) -> list[str]:
    return [
        reverse("resolution"),
        *(reverse("directive-detail", args=[item.pk])
          for item in (region.due, region.coming, region.periodic, region.municipal, region.own)),
        reverse("directive-detail", args=[region.periodic.pk]) + f"?period={region.first.pk}",
        reverse("municipality-detail", args=[region.vyazma.municipality_id]),
        reverse("organization-detail", args=[region.schools[0].pk]),
        reverse("organization-detail", args=[region.vyazma.pk]),
        reverse("assignment-list") + "?show=overdue",
        reverse("assignment-list") + f"?show=executed&directive={region.due.pk}",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["department", "municipality"])
def test_each_figure_equals_the_total_of_the_list_it_opens(as_, region, request, who):
    user = request.getfixturevalue(who)
    client = as_(user)
    figures = set()
    for page in pages(region):
        response = client.get(page)
        assert response.status_code == 200, page
        found = _FIGURE.findall(response.content.decode())
        figures |= {(unescape(href), int(count)) for href, count in found}

    assert len(figures) > 60
    sight = Sight(Viewpoint.of(user), make.TODAY)
    for href, count in figures:
        query = QueryDict(href.partition("?")[2])
        assert Listing(sight, query).rows.count() == count, href
    for href, count in sorted(figures)[::10]:  # and the page says what its rows are
        content = client.get(href).content.decode()
        assert int(_TOTAL.search(content).group(1)) == count, href


def test_the_queue_that_waits_for_me_is_as_long_as_the_sentence_says(as_, region, municipality):
    page = as_(municipality).get(reverse("resolution")).context["page"]
    sentence = next(said for said in page.sentences if reverse("review-queue") in said)
    assert str(waiting_for(municipality).count()) in sentence
