"""What a list would change: recognised schools, differences, guesses, and what is missing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models import Organization, SchoolList
from organizations.school_list import limits
from organizations.school_list.checking import LongList, check
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake import rechecking
from resolution_tracker.intake.receiving import same_file_before
from tests import make
from tests.intake.make_lists import make_list, receive_file, school_row
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


def counts(school_list):
    return [getattr(school_list, name) for name in ("new", "changed", "unchanged", "missing")]


def changes(school_list):
    return [row.fields for row in school_list.rows.filter(outcome="changed")]


def test_a_second_time_nothing_changes(list_of, enter):
    enter(school_row(1), school_row(2))
    assert counts(list_of(school_row(1), school_row(2))) == [0, 0, 2, 0]


def test_ogrn_decides_before_inn_and_a_new_name_waits_for_a_person(list_of, enter, decide):
    enter(school_row(1))
    school_list = list_of(school_row(1, name="МБОУ «Школа Победы»", inn=make.inn(2)))
    [row] = school_list.rows.all()
    assert (row.fields, row.guess, row.is_decided) == (["name", "inn"], "renamed", False)
    assert school_list.undecided == 1
    assert decide(school_list, {2: {"is_same": True}}).undecided == 0


def test_inn_decides_where_there_is_no_ogrn(list_of, enter):
    enter(school_row(1))
    school_list = list_of(school_row(1, ogrn="", pupils=101))
    assert changes(school_list) == [["pupils"]]
    assert school_list.undecided == 0


def test_a_name_in_its_place_decides_where_there_are_no_numbers_and_waits(list_of, enter, decide):
    enter(school_row(1))
    name = "муниципальное бюджетное общеобразовательное учреждение «Средняя школа №1» города Вязьмы"
    school_list = list_of(school_row(1, "Вяземский", name=name, inn="", ogrn="", pupils=150))
    [row] = school_list.rows.all()
    assert (row.guess, row.is_decided) == ("name", False)
    assert set(row.fields) == {"full_name", "pupils"}
    assert counts(decide(school_list, {2: {"is_same": False}})) == [1, 0, 0, 1]


def test_a_guess_that_changes_nothing_needs_no_decision(list_of, enter):
    headings = ["Муниципалитет", "Школа"]
    enter(["Вяземский", "Никольская СШ"], headings=headings)
    school_list = list_of(["Вяземский", "Никольская СШ"], headings=headings)
    assert counts(school_list) == [0, 0, 1, 0]
    assert school_list.undecided == 0


def test_the_same_name_elsewhere_is_another_school(list_of, enter):
    make.make_authority(make.make_municipality("Гагаринский округ"))
    headings = ["Муниципалитет", "Школа"]
    enter(["Вяземский", "Никольская СШ"], headings=headings)
    assert counts(list_of(["Гагаринский район", "Никольская СШ"], headings=headings)) == [
        *(1, 0, 0, 1)
    ]


def test_a_name_known_with_another_number_waits_for_a_person(list_of, enter):
    enter(school_row(1))
    school_list = list_of(school_row(1, inn=make.inn(2), ogrn=make.ogrn(2)))
    [problem] = school_list.problems.filter(is_error=True)
    assert make.ogrn(1) in problem.message
    assert counts(school_list) == [0, 0, 0, 0]


def test_empty_cells_never_erase(list_of, enter):
    more = ["Телефон", "Адрес", "E-mail", "Уровни образования", "Тип ОО"]
    headings = ["Муниципалитет", "Наименование ОО", "ИНН", "ОГРН", "Обучающихся", *more]
    full = ["+7 (48131) 0-11-22", "г. Вязьма", "school@vyazma.example", "НОО, ООО", "ООШ"]
    enter(school_row(1, more=full), headings=headings)
    before = Organization.objects.at("school").values().get()
    empty = school_row(1, pupils="", more=["-", "", "нет", "", ""])
    assert counts(list_of(empty, headings=headings)) == [0, 0, 1, 0]
    enter(["Вяземский район", "МБОУ СОШ № 1 г. Вязьмы", "", "", ""])
    assert Organization.objects.at("school").values().get() == before


def test_a_contact_the_school_corrected_is_kept_until_somebody_decides(list_of, enter, decide):
    headings = ["Муниципалитет", "Наименование ОО", "ИНН", "ОГРН", "Обучающихся", "Телефон"]
    enter(school_row(1, more=["+7 (48131) 0-11-22"]), headings=headings)
    Organization.objects.at("school").update(phone="+7 (48131) 7-77-77", own_contacts=["phone"])
    school_list = list_of(school_row(1, more=["+7 (48131) 0-11-22"]), headings=headings)
    [row] = school_list.rows.all()
    assert (row.outcome, row.kept, row.fields) == ("unchanged", ["phone"], [])
    school_list = decide(school_list, {2: {"take_contacts": True}})
    assert changes(school_list) == [["phone"]]
    enter(school_list)
    school = Organization.objects.at("school").get()
    assert (school.phone, school.own_contacts) == ("+7 (48131) 0-11-22", [])


def test_schools_the_list_forgets_are_named_within_its_scope(list_of, enter, vyazma):
    enter(school_row(1), school_row(2))
    elsewhere = make.make_school(name="МБОУ Чужая СШ")
    names = [str(row) for row in list_of(school_row(1)).absent.all()]
    assert names == ["МБОУ СОШ № 2 г. Вязьмы", elsewhere.name]
    narrow = list_of(school_row(1), municipality=vyazma.municipality)
    assert [str(row) for row in narrow.absent.all()] == ["МБОУ СОШ № 2 г. Вязьмы"]


def test_what_was_said_of_a_missing_school_is_kept_by_the_next_check(list_of, enter):
    enter(school_row(1), school_row(2))
    school_list = list_of(school_row(1))
    school_list.absent.update(fate="stays")
    check(school_list, at=make.moment())
    assert school_list.absent.get().fate == "stays"


def test_a_closed_branch_or_voided_school_is_not_missed(list_of, enter, vyazma):
    enter(school_row(1))
    make.make_school(vyazma, closed_on=make.TODAY)
    make.make_school(vyazma, voided_at=make.moment())
    make.make_school(vyazma, is_branch=True)
    assert list_of(school_row(1)).missing == 0


def test_a_move_waits_for_a_decision(list_of, enter):
    make.make_authority(make.make_municipality("Гагаринский округ"))
    enter(school_row(1))
    school_list = list_of(school_row(1, "Гагаринский район"))
    [row] = school_list.rows.all()
    assert (row.guess, sorted(row.fields)) == ("moved", ["municipality", "parent"])
    assert school_list.undecided == 1


def test_rows_with_errors_are_counted_until_left_out(list_of, decide):
    school_list = list_of(school_row(1), school_row(2, ogrn="1026799000009"), school_row(3))
    assert (school_list.error_rows, school_list.new) == (1, 2)
    assert school_list.problems.get(is_error=True).row == 3
    school_list = decide(school_list, {3: {"leave_out": True}})
    assert (school_list.error_rows, school_list.left_out, school_list.new) == (0, 1, 2)


def test_two_rows_for_one_known_school_are_a_conflict(list_of, enter):
    enter(school_row(1))
    rows = [school_row(1, ogrn="", name="Первая СШ"), school_row(1, inn="", name="Иная СШ")]
    assert list_of(*rows).error_rows == 1


def test_a_municipality_without_an_authority_is_an_error(list_of):
    make.make_municipality("Гагаринский округ")
    [problem] = list_of(school_row(1, "Гагаринский район")).problems.filter(is_error=True)
    assert "нет органа управления" in problem.message


def test_a_cell_mended_in_the_browser_is_read_instead(list_of):
    school_list = list_of(school_row(1, ogrn="1026799000009"))
    problem = school_list.problems.get(is_error=True)
    assert problem.value == "1026799000009"
    school_list.corrections.create(row=2, index=problem.index, text=make.ogrn(1))
    school_list = check(school_list, at=make.moment())
    assert (school_list.error_rows, school_list.rows.get().ogrn) == (0, make.ogrn(1))


def test_a_spelling_is_what_a_person_says_it_is(list_of, vyazma):
    school_list = list_of(school_row(1, "Вязьма и окрестности"))
    place = school_list.places.get()
    assert (place.municipality, place.is_sure, school_list.error_rows) == (None, False, 1)
    place.municipality, place.is_chosen = vyazma.municipality, True
    place.save()
    assert check(school_list, at=make.moment()).error_rows == 0


def test_a_list_too_long_to_wait_for_is_left_to_the_worker(list_of):
    school_list = list_of(school_row(1), school_row(2))
    with pytest.raises(LongList):
        check(school_list, at=make.moment(), rows_at_most=1)


def test_more_rows_than_any_list_are_refused_at_once(list_of, monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 2)
    with pytest.raises(SchoolListError, match="60"):
        list_of(school_row(1), school_row(2))
    assert not SchoolList.objects.exists()


def test_a_newer_file_of_a_municipality_replaces_the_one_that_waits(list_of, vyazma):
    old = list_of(school_row(1), municipality=vyazma.municipality)
    list_of(school_row(1), municipality=vyazma.municipality)
    old.refresh_from_db()
    assert old.state == SchoolList.State.REPLACED
    assert not old.rows.exists()


def test_queries_do_not_grow_with_the_list(tmp_path, vyazma):
    counted = []
    for rows in ([school_row(1)], [school_row(n) for n in range(30)]):
        with CaptureQueriesContext(connection) as queries:
            make_list(tmp_path, rows)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 45


def test_the_very_same_file_uploaded_again_is_noticed(list_of, tmp_path, client, staff):
    first = list_of(school_row(1))
    again = receive_file(tmp_path / "list.xlsx")
    other = list_of(school_row(2))
    assert same_file_before(again) == first
    assert same_file_before(other) is None
    client.force_login(staff)
    page = client.get(reverse("school-list-detail", args=[again.pk])).content.decode()
    assert "Точно такой же файл уже загружен" in page


def test_a_long_list_is_checked_by_the_worker_and_stays_confirmed(list_of, monkeypatch):
    school_list = list_of(school_row(1), school_row(2))
    school_list.state, school_list.confirmed_at = "confirmed", make.moment()
    school_list.save()
    monkeypatch.setattr(rechecking, "ROWS_AT_ONCE", 1)
    assert rechecking.recheck(school_list).state == "checking"
    assert run_jobs() == 1
    school_list.refresh_from_db()
    assert (school_list.state, school_list.new) == ("confirmed", 2)
