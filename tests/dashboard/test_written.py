"""Only the text of a query is kept: what it asks for is read anew each time."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.completion import COUNTS, counts_by_status, folded, measure, measure_by
from directives.counting import Counts
from directives.models import Assignment, Directive
from directives.written import (
    Asking,
    planned,
    planned_objects,
    together,
    written,
    written_objects,
)
from organizations.models import Municipality, Role
from tests import make

pytestmark = pytest.mark.django_db


def test_the_text_is_written_once_and_the_rows_are_read_each_time():
    built = []

    @written
    def names(kept: str):
        built.append(kept)
        return Municipality.objects.exclude(name=kept).values_list("name")

    before = names("x")
    added = make.make_municipality("Новый округ")
    assert [row for row in names("x") if row not in before] == [(added.name,)]
    names("y")
    assert built == ["x", "y"]


def test_what_can_find_nothing_is_not_asked():
    @written
    def rows():
        return Municipality.objects.filter(pk__in=[]).values_list("name")

    @written_objects(Municipality)
    def objects():
        return Municipality.objects.none()

    with CaptureQueriesContext(connection) as queries:
        assert (rows(), objects()) == ([], [])
    assert not queries


def test_objects_are_the_same_as_a_queryset_gives(region):
    @written_objects(Directive)
    def published(level: str):
        return Directive.objects.filter(level=level, published_at__isnull=False).order_by("pk")

    plain = Directive.objects.filter(level="school", published_at__isnull=False).order_by("pk")
    assert published("school") == list(plain)
    assert [row.text for row in published("school")] == [row.text for row in plain]


def test_nothing_to_count_counts_zero(region):
    nothing = measure(Assignment.objects.none(), make.TODAY)
    assert {nothing.count(name) for name in COUNTS} == {0}


def test_a_count_that_was_not_taken_is_never_read_as_zero(region):
    names = ("all", "overdue")
    counts = Assignment.objects.aggregate(counts=Counts(make.TODAY, names))["counts"]
    assert counts[0] == Assignment.objects.count()
    assert counts[1] == Assignment.objects.overdue(make.TODAY).count()
    from_page = measure(Assignment.objects.all(), make.TODAY).of(names, counts)
    with pytest.raises(KeyError):
        from_page.count("reported")


def test_the_front_page_moves_with_each_report_and_each_change_of_role(client):
    school = make.make_school()
    make.make_published(due_on=make.TODAY)
    user = make.make_user("department", make.make_department(), Role.COORDINATOR)
    client.force_login(user)
    before = client.get(reverse("resolution")).context["page"]
    assert before.sections[0].figures.count("submitted") == 0

    one = school.assignments.select_related("directive", "organization__parent").get()
    make.submitted(one, make.make_user(organization=school))
    after = client.get(reverse("resolution")).context["page"]
    assert sum(section.figures.count("submitted") for section in after.sections) == 1

    user.memberships.update(organization=make.make_authority(make.make_municipality("Иной округ")))
    elsewhere = client.get(reverse("resolution")).context["page"]
    assert not any(section.figures.count("all") for section in elsewhere.sections)


def test_several_planned_queries_answer_in_their_order():
    @planned
    def names(name: str):
        return Municipality.objects.filter(name=name).values_list("name")

    @planned
    def nothing():
        return Municipality.objects.none().values_list("name")

    @planned_objects(Municipality)
    def places(name: str):
        return Municipality.objects.filter(name=name)

    first, second = make.make_municipality("Первый округ"), make.make_municipality("Второй округ")
    for _ in range(4):  # the plan is kept after a few
        asked = (names.asking(second.name), nothing.asking(), places.asking(first.name))
        assert together(*asked) == [[(second.name,)], [], [first]]
    assert together() == []
    second.delete()
    assert together(*asked) == [[], [], [first]]


def test_what_fails_among_several_is_told_as_an_error_of_the_database():
    good, bad = Asking("SELECT 1", list), Asking("SELECT 1 / 0", list)
    with pytest.raises(DataError), transaction.atomic():
        together(good, bad)
    assert together(good, good) == [[(1,)], [(1,)]]


def test_counts_of_rows_by_status_are_those_of_the_conditions(region):
    rows = counts_by_status(Assignment.objects.all(), make.TODAY, "directive_id", names=COUNTS)
    found = folded(rows, make.TODAY, COUNTS)
    plain = measure_by(Assignment.objects.all(), make.TODAY, "directive_id")
    assert {key: row.counts for (key,), row in found.items()} == {
        key: row.counts for key, row in plain.items()
    }
