"""A list is applied whole, or refused whole; assignments follow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directives.models import Assignment
from organizations.models import Organization, SchoolListMissing
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake import take_in
from tests import make
from tests.intake.make_lists import school_row

pytestmark = pytest.mark.django_db


def schools():
    return Organization.objects.at("school")


def test_new_schools_are_entered_under_their_authority(enter, vyazma):
    school_list = enter(school_row(1), school_row(2, pupils=250))
    assert (school_list.state, school_list.new) == ("applied", 2)
    first, second = schools().order_by("pk")
    assert [first.name, second.name] == ["МБОУ СОШ № 1 г. Вязьмы", "МБОУ СОШ № 2 г. Вязьмы"]
    assert first.parent == second.parent == vyazma
    assert (second.pupils, second.kind) == (250, "secondary")
    assert second.education_levels == ["noo", "ooo", "soo"]
    assert second.match_name == "сш №2 г вязьмы"
    assert second.sort_key
    assert second.is_addressee


def test_department_as_founder_makes_a_school_answer_to_it(enter):
    headings = ["Муниципалитет", "Наименование ОО", "ИНН", "ОГРН", "Обучающихся", "Учредитель"]
    rows = [school_row(1, more=["Департамент"]), school_row(2, more=["Администрация"])]
    enter(*rows, headings=headings)
    assert list(schools().order_by("pk").values_list("parent__level", flat=True)) == [
        *("department", "municipal")
    ]


def test_a_change_keeps_who_made_it_and_what_was_before(enter, list_of, staff):
    enter(school_row(1))
    school_list = list_of(school_row(1, pupils=999))
    take_in.queue(school_list, by=staff)
    take_in.apply_list(school_list.pk, at=make.moment())
    event = schools().get().events.order_by("-pgh_id").first()
    assert event.pupils == 999
    assert event.pgh_context.metadata == {"user": staff.pk, "school_list": school_list.pk}


def test_errors_block_the_whole_list(list_of):
    with pytest.raises(SchoolListError, match="есть ошибки"):
        take_in.queue(list_of(school_row(1), school_row(2, ogrn="1026799000009")), by=None)


def test_guesses_and_missing_schools_wait_for_a_person(enter, list_of):
    enter(school_row(1), school_row(2))
    for rows in ([school_row(1, name="Совсем другая СШ"), school_row(2)], [school_row(1)]):
        with pytest.raises(SchoolListError):
            take_in.queue(list_of(*rows), by=None)


def test_a_row_left_out_is_not_entered(decide, enter, list_of):
    school_list = list_of(school_row(1), school_row(2, ogrn="1026799000009"))
    enter(decide(school_list, {3: {"leave_out": True}}))
    assert schools().get().ogrn == make.ogrn(1)


def refused(school_list):
    school_list.absent.update(fate="stays")
    take_in.queue(school_list, by=None)
    school_list = take_in.apply_list(school_list.pk, at=make.moment())
    assert school_list.state == "checked"
    return school_list.not_applied


def test_a_school_changed_since_the_check_refuses_the_list(enter, list_of):
    enter(school_row(1))
    school_list = list_of(school_row(1, pupils=999), school_row(2))
    schools().update(pupils=5)
    assert "изменились" in refused(school_list)
    assert schools().get().pupils == 5


@pytest.mark.parametrize(
    "came",
    [
        {"ogrn": make.ogrn(1)},
        {"inn": make.inn(1)},
        {"match_name": "сш №1 г вязьмы"},
        {"match_full_name": "сш №1 г вязьмы"},
    ],
)
def test_a_school_that_came_since_the_check_refuses_the_list(list_of, vyazma, came):
    school_list = list_of(school_row(1))
    make.make_school(vyazma, **came)
    assert "изменились" in refused(school_list)


def test_another_new_school_refuses_nothing(list_of, enter, vyazma):
    school_list = list_of(school_row(1))
    make.make_school(vyazma, name="МБОУ Чужая СШ")
    assert enter(school_list).state == "applied"


def test_a_failure_half_way_leaves_nothing(enter, list_of, monkeypatch):
    enter(school_row(1))
    school_list = list_of(school_row(1, pupils=999), school_row(2))
    take_in.queue(school_list, by=None)

    def fail(**options):
        raise RuntimeError("disk full")

    monkeypatch.setattr("directives.distribution.deal_out_to_new_bodies", fail)
    with pytest.raises(RuntimeError):
        take_in.apply_list(school_list.pk, at=make.moment())
    school_list.refresh_from_db()
    assert (school_list.state, schools().get().pupils) == ("checked", 100)
    assert "ошибки системы" in school_list.not_applied


def test_applied_twice_it_is_applied_once(enter, list_of):
    school_list = enter(school_row(1))
    take_in.apply_list(school_list.pk, at=make.moment())
    assert schools().count() == 1


def test_a_branch_is_listed_and_asked_nothing(enter):
    enter(school_row(1), school_row(1, name="Филиал МБОУ СОШ № 1 г. Вязьмы в д. Лужки"))
    branch = schools().get(is_branch=True)
    assert not branch.is_addressee
    assert branch.ogrn == make.ogrn(1)


def test_a_move_takes_the_school_and_its_work_to_the_other_authority(enter, list_of, decide):
    gagarin = make.make_authority(make.make_municipality("Гагаринский округ"))
    make.make_published("school")
    enter(school_row(1))
    enter(decide(list_of(school_row(1, "Гагаринский район")), {2: {"is_same": True}}))
    assert schools().get().parent == gagarin
    assert Assignment.objects.get().municipality == gagarin.municipality


def test_new_schools_get_what_is_on_control(enter):
    make.make_published("school")
    assert enter(school_row(1), school_row(2)).dealt_out == 2


def test_a_missing_school_is_closed_or_joined_as_a_person_said(enter, list_of):
    make.make_published("school")
    enter(school_row(1), school_row(2), school_row(3))
    school_list = list_of(school_row(1))
    first, second, third = schools().order_by("pk")
    fates = SchoolListMissing.Fate
    school_list.absent.filter(organization=second).update(fate=fates.CLOSED, closed_on=make.TODAY)
    school_list.absent.filter(organization=third).update(
        fate=fates.JOINED, closed_on=make.TODAY, successor=first
    )
    enter(school_list)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.closed_on, third.successor) == (make.TODAY, first)
    assert set(Assignment.objects.values_list("organization", "status")) == {
        (first.pk, "not_started"),
        (second.pk, "cancelled"),
        (third.pk, "cancelled"),
    }


def test_two_schools_are_not_joined_to_each_other(enter, list_of):
    enter(school_row(1), school_row(2), school_row(3))
    school_list = list_of(school_row(1))
    _first, second, third = schools().order_by("pk")
    for one, other in ((second, third), (third, second)):
        school_list.absent.filter(organization=one).update(
            fate="joined", closed_on=make.TODAY, successor=other
        )
    with pytest.raises(SchoolListError, match="присоединена к той"):
        take_in.queue(school_list, by=None)


def test_queries_do_not_grow_with_the_list(enter):
    counted = []
    for rows in ([school_row(1)], [school_row(n) for n in range(2, 30)]):
        with CaptureQueriesContext(connection) as queries:
            enter(*rows)
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 2
