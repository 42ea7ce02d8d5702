"""An item, a municipality, an organization; and how it is counted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.checkpoint_counts import count_checkpoints
from directives.figures import RATIOS
from directives.models import Assignment
from tests import make

pytestmark = pytest.mark.django_db


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("page", "budget"), [("directive", 12), ("municipality", 12), ("organization", 12)]
)
def test_the_queries_do_not_grow_with_the_bodies(as_, region, department, page, budget):
    pk = {
        "directive": region.due.pk,
        "municipality": region.vyazma.municipality_id,
        "organization": region.schools[0].pk,
    }[page]
    client, address = as_(department), reverse(f"{page}-detail", args=[pk])
    few = queries_of(client, address)
    for _ in range(4):
        make.make_school(region.vyazma)
    assert queries_of(client, address) == few <= budget


def test_an_item_shows_reported_accepted_substantiated(as_, region, department):
    page = as_(department).get(reverse("directive-detail", args=[region.due.pk])).context["page"]
    measures = page.measures
    assert (measures.applicable, measures.reported, measures.accepted) == (6, 3, 1)
    assert measures.substantiated == 1


def test_what_is_left_out_is_listed_with_its_reason(as_, region, department):
    content = as_(department).get(reverse("directive-detail", args=[region.due.pk])).content
    assert "Утратило актуальность." in content.decode()


def test_a_school_item_is_shown_by_municipality_and_to_a_municipality_by_school(
    as_, region, department, municipality
):
    address = reverse("directive-detail", args=[region.due.pk])
    page = as_(department).get(address).context["page"]
    assert [name for _pk, name, _margin in page.municipalities] == [
        "Вяземский округ", "Рославльский округ",
    ]  # fmt: skip
    page = as_(municipality).get(address).context["page"]
    assert [row.organization for row in page.bodies] == sorted(
        region.schools[:4], key=lambda body: body.sort_key
    )


def test_checkpoints_are_counted_by_the_last_report(region):
    rows = Assignment.objects.filter(directive=region.due).showing("applicable", make.TODAY)
    counts = count_checkpoints(region.due, rows)
    assert [(row.done, row.asked, row.away) for row in counts] == [(3, 6, 0), (3, 6, 0)]


def test_a_checkpoint_leaves_out_the_bodies_it_does_not_ask(region):
    point = make.make_checkpoint(education_levels=["soo"])
    region.later.checkpoint_links.create(checkpoint=point)
    nine = region.schools[1]
    nine.education_levels = ["noo", "ooo"]
    nine.save()
    rows = Assignment.objects.filter(directive=region.coming)
    region.coming.checkpoint_links.create(checkpoint=point, position=9)
    counts = {row.checkpoint: row for row in count_checkpoints(region.coming, rows)}
    assert counts[point].asked == 6
    assert counts[point].missing == 6


def test_who_may_not_see_a_body_finds_nothing(
    as_, region, school, municipality, other_municipality, outsider, soiro
):
    vyazma = reverse("municipality-detail", args=[region.vyazma.municipality_id])
    body = reverse("organization-detail", args=[region.schools[1].pk])
    answers = {
        user.username: (as_(user).get(vyazma).status_code, as_(user).get(body).status_code)
        for user in (school, municipality, other_municipality, outsider, soiro)
    }
    assert answers == {
        "school": (404, 404),
        "municipality": (200, 200),
        "other_municipality": (404, 404),
        "outsider": (404, 404),
        "soiro": (404, 404),
    }


def test_the_institute_reads_the_items_it_supports_everywhere(as_, region, soiro):
    region.due.supported_by.add(make.make_institute())
    body = reverse("organization-detail", args=[region.schools[1].pk])
    page = as_(soiro).get(body).context["page"]
    assert page.measures.all == 1
    vyazma = reverse("municipality-detail", args=[region.vyazma.municipality_id])
    assert as_(soiro).get(vyazma).context["page"].measures.all == 4


def test_a_huge_number_in_the_path_is_not_found(as_, region, department):
    for page in ("directives", "municipalities", "organizations"):
        for pk in (2**70, 2**63 - 1, 0):
            assert as_(department).get(f"/{page}/{pk}/").status_code == 404


def test_every_ratio_is_explained(as_, department):
    content = as_(department).get(reverse("how-counted")).content.decode()
    for name in RATIOS:
        assert f'id="{name}"' in content


def test_a_municipality_without_assignments_says_so(as_, department):
    school = make.make_school()
    for address in (
        reverse("municipality-detail", args=[school.municipality_id]),
        reverse("organization-detail", args=[school.pk]),
    ):
        assert "Поручений здесь пока нет" in as_(department).get(address).content.decode()
