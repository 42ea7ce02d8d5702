"""An applied list is taken back, except what somebody worked on since."""

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.models import Assignment
from organizations.models import Organization
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake import take_back
from tests import make
from tests.intake.make_lists import school_row

pytestmark = pytest.mark.django_db


def schools():
    return Organization.objects.at("school").order_by("pk")


def undo(school_list):
    take_back.queue_undo(school_list, by=None)
    return take_back.undo_list(school_list.pk, at=make.moment())


def statuses():
    return list(Assignment.objects.order_by("pk").values_list("status", flat=True))


def test_new_bodies_are_voided_and_their_assignments_cancelled(enter):
    make.make_published("school")
    undone = undo(enter(school_row(1), school_row(2)))
    assert (undone.state, undone.cancelled) == ("undone", 2)
    assert not schools().active(make.TODAY).exists()
    assert statuses() == ["cancelled", "cancelled"]


def test_importing_again_revives_them_by_ogrn(enter):
    make.make_published("school")
    undo(enter(school_row(1)))
    again = enter(school_row(1))
    assert (again.new, again.changed) == (0, 1)
    assert schools().active(make.TODAY).count() == 1
    assert statuses() == ["not_started"]
    undo(again)
    assert not schools().active(make.TODAY).exists()
    assert statuses() == ["cancelled"]


def test_changed_ones_get_their_old_values_back(enter):
    enter(school_row(1))
    before = schools().values().get()
    undo(enter(school_row(1, pupils=999, name="МБОУ «СОШ № 1» г. Вязьмы")))
    assert schools().values().get() == before


def test_a_closed_school_works_again_and_a_moved_one_returns(enter, list_of, decide, vyazma):
    make.make_authority(make.make_municipality("Гагаринский округ"))
    make.make_published("school")
    enter(school_row(1), school_row(2))
    school_list = decide(list_of(school_row(1, "Гагаринский район")), {2: {"is_same": True}})
    school_list.absent.update(fate="closed", closed_on=make.TODAY)
    undo(enter(school_list))
    first, second = schools()
    assert (first.parent, second.closed_on) == (vyazma, None)
    assert statuses() == ["not_started", "not_started"]
    assert {item.municipality for item in Assignment.objects.all()} == {vyazma.municipality}


def test_what_was_changed_since_stays_and_is_named(enter):
    enter(school_row(1), school_row(2))
    school_list = enter(school_row(1, pupils=999), school_row(2, pupils=999))
    first, _second = schools()
    first.phone = "+7 (48131) 5-55-55"
    with pghistory.context(user=None):  # as each request has its own
        first.save()
    assert set(take_back.outlook(school_list).stuck) == {first.pk}
    undo(school_list)
    assert list(schools().values_list("pupils", flat=True)) == [999, 100]


def test_a_new_school_that_has_worked_or_has_people_stays(enter):
    directive = make.make_published("school")
    school_list = enter(school_row(1), school_row(2), school_row(3))
    first, second, _third = schools()
    reporter = make.make_user("r", first)
    make.submitted(make.assignment_of(directive, first), reporter)
    make.make_user("s", second)
    stuck = take_back.outlook(school_list).stuck
    assert set(stuck) == {first.pk, second.pk}
    undo(school_list)
    assert schools().active(make.TODAY).count() == 2
    assert sorted(statuses()) == ["cancelled", "not_started", "submitted"]


def test_only_an_applied_list_is_undone_and_only_once(enter, list_of):
    with pytest.raises(SchoolListError):
        take_back.queue_undo(list_of(school_row(1)), by=None)
    school_list = undo(enter(school_row(2)))
    with pytest.raises(SchoolListError):
        take_back.queue_undo(school_list, by=None)
    take_back.undo_list(school_list.pk, at=make.moment())


def test_history_is_planned_anew_before_many_rows_change(enter, list_of):
    """The plan a session made for one row is a nested loop: quadratic, minutes for a region."""
    enter(school_row(1))
    school_list = list_of(school_row(1, pupils=999))
    with CaptureQueriesContext(connection) as queries:
        undo(enter(school_list))
    said = [query["sql"].strip() for query in queries]
    many = [n for n, sql in enumerate(said) if "UPDATE organizations_organization " in sql]
    assert len(many) == 3
    assert all(said[n - 1] == "DISCARD PLANS" for n in many)
