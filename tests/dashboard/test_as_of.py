"""As of a day: the timeline gives back what was recorded then, in every measure and list."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directives import completion, distribution, workflow
from directives.completion import COUNTS, measure, measure_by
from directives.conditions import CONDITIONS
from directives.models import Assignment
from directives.workflow.state import state_of
from organizations.access import Viewpoint
from organizations.models import Organization
from resolution_tracker.dashboard.sight import Sight
from tests import make
from tests.dashboard.conftest import PAST
from tests.make import TODAY, moment
from tests.workflow.test_any_order import CHANGES, World

pytestmark = pytest.mark.django_db
STEPS = 25
PAUSES = (0, 0, 1, 2, 6)


def recorded(rows, day: date) -> dict[str, object]:
    """All that pages take from assignments on a day: counts, groups, lists, states."""
    return {
        "counts": measure(rows, day).counts,
        "by place": {
            key: found.counts
            for key, found in measure_by(rows, day, "municipality_id", "directive_id").items()
        },
        "lists": {
            name: sorted(rows.showing(name, day).values_list("pk", flat=True))
            for name in CONDITIONS
        },
        "states": {row.pk: state_of(row) for row in rows},
        "worst": completion.worst_municipality(rows, day),
        "next": completion.next_due(rows, day),
    }


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_whatever_happened_each_day_is_given_back_as_it_was_recorded(seed):
    random, told = Random(seed), {}
    with transaction.atomic():
        world, day = World(), TODAY - timedelta(days=5)
        for _ in range(STEPS):
            pause = random.choice(PAUSES)
            if pause:
                told[day] = recorded(Assignment.objects.all(), day)
                day += timedelta(days=pause)
            step(world, random, day)
        told[day] = recorded(Assignment.objects.all(), day)
        for then, what in told.items():
            assert recorded(Assignment.objects.as_of(then), then) == what, then
        assert len(told) > 3
        transaction.set_rollback(True)


def step(world: World, random: Random, day: date) -> None:
    """Something somebody may do; changes of the body and the item are rarer."""
    which = random.choice([0, 0, 1, 2])
    possible = world.possible(which, day)
    changes = random.random() < 0.2 or len(possible) == len(CHANGES)
    act, who = random.choice(possible[: len(CHANGES)] if changes else possible[len(CHANGES) :])
    with suppress(workflow.Refused), transaction.atomic():
        world.take(act, who, which, moment(day))


def test_today_is_what_stands_now(region):
    rows = Assignment.objects.all()
    assert recorded(Assignment.objects.as_of(TODAY), TODAY) == recorded(rows, TODAY)


def test_today_is_what_stands_now_for_each_person(region, department, municipality, soiro, reader,
                                                  school):  # fmt: skip
    for user in (department, municipality, soiro, reader, school):
        view = Viewpoint.of(user)
        live, dated = Sight(view, TODAY), Sight(view, TODAY, TODAY)
        assert recorded(dated.counted, TODAY) == recorded(live.counted, TODAY), user
        assert recorded(dated.rows, TODAY) == recorded(live.rows, TODAY), user


def test_what_was_dealt_out_later_is_not_there(region):
    before = Assignment.objects.count()
    make.make_published(number="4.9", at=moment())
    yesterday = TODAY - timedelta(days=1)
    assert Assignment.objects.as_of(yesterday).count() == before
    assert Assignment.objects.as_of(TODAY).count() > before


def test_before_the_first_day_there_is_nothing(region):
    rows = Assignment.objects.as_of(date(2020, 1, 1))
    assert set(measure(rows, date(2020, 1, 1)).counts.values()) == {0}
    assert not rows.exists()


def test_a_school_that_moved_is_counted_where_it_stood(region):
    school, day = region.schools[1], TODAY - timedelta(days=4)
    before = measure_by(Assignment.objects.all(), day, "municipality_id")
    school.municipality, school.parent = region.other.municipality, region.other
    school.save()
    distribution.move_body(organization=school, by=None, at=moment())

    then = measure_by(Assignment.objects.as_of(day), day, "municipality_id")
    assert {k: m.all for k, m in then.items()} == {k: m.all for k, m in before.items()}
    now = measure_by(Assignment.objects.as_of(TODAY), TODAY, "municipality_id")
    assert now[region.other.municipality_id].all > then[region.other.municipality_id].all


def test_cancelled_and_revived_are_so_on_their_days(region):
    school = Organization.objects.get(pk=region.schools[5].pk)
    closed, reopened = TODAY - timedelta(days=6), TODAY - timedelta(days=2)
    distribution.close_body(organization=school, closed_on=closed, by=None, at=moment(closed))
    school.closed_on = None
    school.save()
    distribution.deal_out_to_new_bodies(organizations=[school], at=moment(reopened))

    def cancelled(day: date) -> int:
        rows = Assignment.objects.as_of(day).filter(organization=school)
        return rows.showing("cancelled", day).count()

    assert cancelled(closed - timedelta(days=1)) == 0
    assert cancelled(closed) > 0
    assert cancelled(reopened - timedelta(days=1)) > 0
    assert cancelled(reopened) == 0


def test_an_extended_date_counts_from_the_day_it_was_granted(region, department):
    item = make.assignment_of(region.municipal, region.other)
    user = make.make_user(organization=region.other)
    asked = PAST - timedelta(days=2)
    workflow.request_extension(
        assignment=item, by=user, at=moment(asked), until=TODAY + timedelta(days=9), text="Ремонт."
    )
    granted = PAST + timedelta(days=5)
    workflow.answer_request(
        assignment=item, by=department, at=moment(granted), kind="extension", agree=True, text=""
    )
    late = [
        Assignment.objects.as_of(day).overdue(day).filter(pk=item.pk).exists()
        for day in (PAST, PAST + timedelta(days=1), granted, TODAY)
    ]
    assert late == [False, True, False, False]


def test_the_bar_says_the_day_and_keeps_the_rest_of_the_address(as_, region, department):
    client = as_(department)
    address = reverse("figure-detail", args=["execution"])
    html = client.get(address, {"level": "school", "as_of": "2026-10-20", "rest-page": "2"})
    content = html.content.decode().replace("\xa0", " ")
    assert "Состояние на 20 октября 2026 г." in content
    assert '<input type="hidden" name="level" value="school">' in content
    assert 'name="rest-page"' not in content
    assert f'href="{address}?level=school"' in content  # back to today
    assert f'{reverse("two-days")}?level=school&amp;from=2026-10-20"' in content


@pytest.mark.parametrize(("asked", "said"), [("вчера", "не дата"), ("2999-01-01", "")])
def test_a_day_that_cannot_be_shown_is_refused_in_a_sentence(as_, region, department, asked, said):
    page = as_(department).get(reverse("figure-detail", args=["execution"]), {"as_of": asked})
    assert page.context["asked"].refusal
    assert said in page.context["asked"].refusal
    assert page.context["asked"].sight.as_of is None
    assert page.context["asked"].refusal in page.content.decode()


def test_each_count_is_taken_once(region):
    assert set(measure(Assignment.objects.as_of(TODAY), TODAY).counts) == set(COUNTS)
