"""Traps of real lists: what once went wrong between two lists, two people and a second look."""

import re
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from organizations.models import CellCorrection, Organization, SchoolList
from organizations.school_list.checking import check
from resolution_tracker.intake import jobs, take_back
from resolution_tracker.intake.giving_back import letter_for
from resolution_tracker.jobs import MOST_ATTEMPTS, take_up_stalled
from tests import make
from tests.intake.make_lists import receive_file, school_row
from tests.school_list.sheets import HEADINGS

pytestmark = pytest.mark.django_db
PARENT = "МБОУ СОШ № 1 г. Вязьмы"


def schools():
    return Organization.objects.at("school").order_by("pk")


def undo(school_list):
    take_back.queue_undo(school_list, by=None)
    return take_back.undo_list(school_list.pk, at=make.moment())


def again(school_list):
    return check(school_list, at=make.moment())


def counts(school_list):
    return [getattr(school_list, name) for name in ("new", "changed", "unchanged", "missing")]


@pytest.mark.parametrize("wrong", [{"ogrn": make.ogrn(9)}, {"ogrn": "", "inn": make.inn(9)}])
def test_a_voided_school_with_wrong_numbers_does_not_stop_the_right_ones(enter, list_of, wrong):
    undo(enter(school_row(1, **wrong)))
    school_list = enter(list_of(school_row(1)))
    assert (school_list.error_rows, school_list.state, school_list.new) == (0, "applied", 1)
    assert schools().active(make.TODAY).get().ogrn == make.ogrn(1)


def test_a_new_school_in_place_of_a_closed_one_of_that_name(enter, list_of):
    enter(school_row(1))
    schools().update(closed_on=make.TODAY - timedelta(days=30))
    school_list = enter(list_of(school_row(1, inn=make.inn(2), ogrn=make.ogrn(2))))
    assert (school_list.state, school_list.new, school_list.error_rows) == ("applied", 1, 0)


def branch(name, **more):
    return school_row(1, name=f"Филиал {PARENT} в д. {name}", ogrn="", **more)


def test_a_further_branch_with_the_parents_number_is_a_further_branch(enter, list_of):
    enter(school_row(1, name=PARENT), branch("Белое"))
    school_list = enter(list_of(school_row(1, name=PARENT), branch("Белое"), branch("Чёрное")))
    assert counts(school_list) == [1, 0, 2, 0]
    assert school_list.state == "applied"
    three = [school_row(1, name=PARENT), branch("Белое"), branch("Чёрное"), branch("Серое")]
    assert enter(list_of(*three)).state == "applied"
    assert schools().filter(is_branch=True).count() == 3


def test_a_revived_school_that_has_people_stays(enter):
    undo(enter(school_row(1)))
    revived = enter(school_row(1))
    make.make_user("someone", schools().get())
    assert list(take_back.outlook(revived).stuck) == [schools().get().pk]
    undo(revived)
    assert schools().active(make.TODAY).exists()


def test_a_list_is_undone_after_the_one_that_came_later(enter):
    first = enter(school_row(1))
    second = enter(school_row(1, pupils=150))
    assert take_back.outlook(first).stuck
    undo(second)
    assert not take_back.outlook(first).stuck
    undo(first)
    assert not schools().active(make.TODAY).exists()


def test_a_missing_school_closed_meanwhile_is_no_longer_asked_about(enter, list_of):
    enter(school_row(1), school_row(2))
    school_list = list_of(school_row(1))
    school_list.absent.update(fate="closed", closed_on=make.TODAY)
    schools().filter(inn=make.inn(2)).update(closed_on=make.TODAY)
    assert again(school_list).missing == 0
    assert enter(school_list).state == "applied"


def test_a_school_that_is_to_close_can_be_closed_earlier(enter, list_of):
    enter(school_row(1), school_row(2))
    schools().filter(inn=make.inn(2)).update(closed_on=make.TODAY + timedelta(days=90))
    school_list = list_of(school_row(1))
    school_list.absent.update(fate="closed", closed_on=make.TODAY)
    assert enter(school_list).state == "applied"
    assert schools().get(inn=make.inn(2)).closed_on == make.TODAY


def test_another_school_by_name_is_not_the_same_by_number(enter, list_of, decide):
    enter(school_row(1, ogrn=""))
    headings_row = school_row(1, inn="", ogrn="", pupils=7)
    school_list = decide(list_of(headings_row), {2: {"is_same": False}})
    assert school_list.new == 1
    CellCorrection.objects.create(school_list=school_list, row=2, index=1, text="МБОУ Заря")
    CellCorrection.objects.create(school_list=school_list, row=2, index=2, text=make.inn(1))
    school_list = again(school_list)
    assert school_list.rows.get().guess == "renamed"
    assert school_list.undecided == 1


def test_an_unchanged_school_voided_since_the_check_refuses_the_list(enter, list_of):
    first = enter(school_row(1))
    second = list_of(school_row(1), school_row(2))
    undo(first)
    second = enter(second)
    assert (second.state, schools().count()) == ("checked", 1)
    assert "изменились" in second.not_applied


def test_a_municipality_mended_inside_a_block_is_of_its_row_alone(list_of):
    make.make_authority(make.make_municipality("Гагаринский округ"))
    rows = [school_row(n, "Вяземский округ" if n == 1 else "") for n in range(1, 6)]
    school_list = list_of(*rows)
    for row in (3, 4):
        CellCorrection.objects.create(
            school_list=school_list, row=row, index=0, text="Гагаринский округ"
        )
    school_list = again(school_list)
    names = list(school_list.rows.values_list("municipality__short_name", flat=True))
    assert [name.split()[0] for name in names] == [
        *("Вяземский", "Гагаринский", "Гагаринский", "Вяземский", "Вяземский")
    ]
    assert school_list.error_rows == 0


def test_the_head_of_a_block_is_mended_for_all_its_rows(list_of):
    school_list = list_of(school_row(1, "Неведомый"), school_row(2, ""), school_row(3, ""))
    CellCorrection.objects.create(school_list=school_list, row=2, index=0, text="Вяземский округ")
    assert counts(again(school_list)) == [3, 0, 0, 0]


def test_what_was_said_of_one_sheet_is_not_said_of_another(client, staff, tmp_path, vyazma):
    client.force_login(staff)
    book = openpyxl.Workbook()
    one = book.active
    one.title = "Первый"
    other = book.create_sheet("Второй")
    for page in (one, other):
        page.append(["Муниципалитет", "Наименование ОО", "ИНН", "ОГРН", "Численность"])
    for n in (1, 2, 3):
        one.append(school_row(n, inn="12" if n == 1 else make.inn(n)))
    for n in (4, 5):
        other.append(school_row(n))
    book.save(tmp_path / "two.xlsx")
    school_list = receive_file(tmp_path / "two.xlsx", municipality=vyazma.municipality)
    assert school_list.sheet == "Первый"
    CellCorrection.objects.create(school_list=school_list, row=2, index=2, text=make.inn(1))
    school_list.decisions.create(number=3, leave_out=True)
    address = reverse("school-list-columns", args=[school_list.pk])
    said = {"part": "table", "sheet": "Второй", "header_row": "", "header_last_row": ""}
    scope = {"scope": vyazma.municipality.oktmo}
    client.post(address, said | scope)
    school_list.refresh_from_db()
    assert (school_list.sheet, school_list.new, school_list.left_out) == ("Второй", 2, 0)
    assert school_list.rows.get(number=2).inn == make.inn(4)


@pytest.mark.parametrize("verb", ["mend", "decide", "contacts", "put-back", "missing"])
def test_a_number_of_five_thousand_digits_is_no_number(client, staff, list_of, verb):
    client.force_login(staff)
    school_list = list_of(school_row(2, inn="12"))
    address = reverse(f"school-list-{verb}", args=[school_list.pk])
    assert client.post(address, {"row": ["9" * 5000]}).status_code in (200, 302)


def test_a_letter_says_a_few_mistakes_and_counts_the_rest(list_of, django_assert_max_num_queries):
    school_list = list_of(*[school_row(n, inn="12", pupils="много") for n in range(2, 60)])
    school_list.municipality = None
    with django_assert_max_num_queries(6), CaptureQueriesContext(connection) as asked:
        letter = letter_for(school_list)
    assert "и ещё 101" in letter.replace("еще", "ещё")
    assert letter.count("\n— ") == 15
    assert not [
        one
        for one in asked
        if "problem" in one["sql"] and "LIMIT" not in one["sql"] and "COUNT" not in one["sql"]
    ]


@pytest.mark.parametrize(
    ("state", "task", "after"),
    [
        ("queued", jobs.apply_school_list, "checked"),
        ("undoing", jobs.undo_school_list, "applied"),
        ("checking", jobs.check_list, "discarded"),
    ],
)
def test_a_list_whose_job_killed_its_workers_waits_for_a_person(list_of, state, task, after):
    school_list = list_of(school_row(1))
    moments = {"state": state, "applied_at": make.moment() if state == "undoing" else None}
    SchoolList.objects.filter(pk=school_list.pk).update(**moments)
    task.defer(list_id=school_list.pk)
    waiting = ProcrastinateJob.objects.filter(task_name=task.name)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE id = %s",
            [MOST_ATTEMPTS, waiting.get().pk],
        )
    assert take_up_stalled() == 1
    school_list.refresh_from_db()
    assert school_list.state == after
    assert waiting.get().status == "failed"


def test_a_long_cell_nobody_touched_is_not_cut(client, staff, list_of):
    client.force_login(staff)
    name = "Ш" * 199 + " " + "Ш" * 300
    school_list = list_of(
        school_row(2, name=name), headings=[*HEADINGS[:1], "Краткое наименование", *HEADINGS[2:]]
    )
    address = reverse("school-list-detail", args=[school_list.pk])
    page = client.get(address + "?show=errors").content.decode()
    [shown] = re.findall(r'name="cell-2-1"[^>]*value="([^"]*)"', page)
    client.post(reverse("school-list-mend", args=[school_list.pk]), {"row": [2], "cell-2-1": shown})
    assert not school_list.corrections.exists()
