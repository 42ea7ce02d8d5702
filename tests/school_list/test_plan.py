"""What a list would change in the database, and that it is applied whole or not at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import Organization
from organizations.school_list.apply import apply_plan
from organizations.school_list.plan import make_plan
from organizations.school_list.reader import SchoolListError
from tests import make
from tests.school_list.sheets import HEADINGS, INN, OGRN, write_book

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def school(n, place="Вяземский район", **more):
    name = more.get("name", f"МБОУ СОШ № {n} г. Вязьмы")
    return [
        place,
        name,
        more.get("inn", INN[n]),
        more.get("ogrn", OGRN[n]),
        more.get("pupils", 100),
    ]


@pytest.fixture
def plan_of(tmp_path, vyazma):
    """Writes a list of a district with an authority, and plans it."""

    def plan(*rows, headings=HEADINGS, **options):
        path = write_book(tmp_path / "list.xlsx", [headings, *rows])
        return make_plan(path, today=TODAY, **options)

    return plan


def counts(plan):
    said = plan.as_dict()
    return [said[name] for name in ("new", "changed", "unchanged", "missing")]


def test_new_schools_are_entered_under_their_authority(plan_of, vyazma):
    applied = apply_plan(plan_of(school(0), school(1, pupils=250)))
    bodies = Organization.objects.filter(pk__in=applied.created)
    assert [body.name for body in bodies] == ["МБОУ СОШ № 0 г. Вязьмы", "МБОУ СОШ № 1 г. Вязьмы"]
    assert all(body.parent == vyazma for body in bodies)
    assert bodies[1].pupils == 250
    assert bodies[1].kind == "secondary"
    assert bodies[1].education_levels == ["noo", "ooo", "soo"]
    assert bodies[1].sort_key
    assert bodies[1].match_name == "сш №1 г вязьмы"


def test_a_second_time_nothing_changes(plan_of):
    apply_plan(plan_of(school(0), school(1)))
    plan = plan_of(school(0), school(1))
    assert counts(plan) == [0, 0, 2, 0]
    assert apply_plan(plan).created == []


def test_department_as_founder_makes_a_school_answer_to_it(plan_of):
    headings = [*HEADINGS, "Учредитель"]
    apply_plan(
        plan_of([*school(0), "Департамент"], [*school(1), "Администрация"], headings=headings)
    )
    levels = Organization.objects.at("school").values_list("parent__level", flat=True)
    assert list(levels) == ["department", "municipal"]


def test_ogrn_decides_before_inn_and_name(plan_of):
    apply_plan(plan_of(school(0)))
    plan = plan_of(school(0, name="МБОУ «Школа Победы»", inn=INN[1]))
    [change] = plan.diff.changed
    assert set(change.fields) == {"name", "match_name", "inn"}


def test_inn_decides_where_there_is_no_ogrn(plan_of):
    apply_plan(plan_of(school(0)))
    plan = plan_of(school(0, name="МБОУ «Школа Победы»", ogrn="", pupils=101))
    [change] = plan.diff.changed
    assert set(change.fields) == {"name", "match_name", "pupils"}


def test_name_decides_where_there_are_no_numbers(plan_of):
    apply_plan(plan_of(school(0)))
    name = "муниципальное бюджетное общеобразовательное учреждение «Средняя школа №0» города Вязьмы"
    plan = plan_of(["Вяземский", name, "", "", 150])
    [change] = plan.diff.changed
    assert change.fields == {"full_name": ("", name), "pupils": (100, 150)}


def test_the_same_name_elsewhere_is_another_school(plan_of, tmp_path):
    make.make_authority(make.make_municipality("Гагаринский округ"))
    headings = ["Муниципалитет", "Школа"]
    apply_plan(plan_of(["Вяземский", "Никольская СШ"], headings=headings))
    plan = plan_of(["Гагаринский район", "Никольская СШ"], headings=headings)
    assert counts(plan) == [1, 0, 0, 1]


def test_a_name_known_with_another_number_waits_for_a_person(plan_of):
    apply_plan(plan_of(school(0)))
    plan = plan_of(school(0, inn=INN[1], ogrn=OGRN[1]))
    [problem] = plan.errors
    assert OGRN[0] in problem.message
    assert counts(plan) == [0, 0, 0, 0]


def test_empty_cells_never_erase(plan_of):
    headings = [*HEADINGS, "Телефон", "Адрес", "E-mail", "Уровни образования", "Тип ОО"]
    full = ["+7 (48131) 0-11-22", "г. Вязьма", "school@vyazma.example", "НОО, ООО", "ООШ"]
    apply_plan(plan_of([*school(0), *full], headings=headings))
    before = Organization.objects.at("school").values().get()
    plan = plan_of([*school(0)[:4], "", "-", "", "нет", "", ""], headings=headings)
    assert counts(plan) == [0, 0, 1, 0]
    apply_plan(plan)
    apply_plan(plan_of(["Вяземский район", "МБОУ СОШ № 0 г. Вязьмы", "", "", ""]))
    assert Organization.objects.at("school").values().get() == before


def test_schools_the_list_forgets_are_named_within_its_scope(plan_of):
    apply_plan(plan_of(school(0), school(1)))
    elsewhere = make.make_school(name="МБОУ Чужая СШ")
    plan = plan_of(school(0))
    assert [row["name"] for row in plan.diff.missing] == ["МБОУ СОШ № 1 г. Вязьмы", elsewhere.name]
    scope = Organization.objects.get(name="МБОУ СОШ № 1 г. Вязьмы").municipality
    plan = plan_of(school(0), scope=scope)
    assert [row["name"] for row in plan.diff.missing] == ["МБОУ СОШ № 1 г. Вязьмы"]


def test_errors_block_the_whole_list(plan_of):
    plan = plan_of(school(0), school(1, ogrn="1026799001009"), school(2))
    assert [problem.row for problem in plan.errors] == [3]
    with pytest.raises(SchoolListError, match="есть ошибки"):
        apply_plan(plan)
    assert not Organization.objects.at("school").exists()


def test_rows_with_errors_can_be_left_out(plan_of):
    plan = plan_of(school(0), school(1, ogrn="1026799001009"), school(2))
    assert len(apply_plan(plan, leave_out=plan.error_rows).created) == 2


def test_leaving_out_another_row_does_not_help(plan_of):
    plan = plan_of(school(0), school(1, ogrn="1026799001009"))
    with pytest.raises(SchoolListError):
        apply_plan(plan, leave_out={2})


def test_a_failure_half_way_leaves_nothing(plan_of, monkeypatch):
    apply_plan(plan_of(school(0)))
    plan = plan_of(school(0, pupils=999), school(1), school(2))

    def fail(*args, **options):
        raise SchoolListError("fails")

    monkeypatch.setattr("organizations.school_list.apply._create", fail)
    with pytest.raises(SchoolListError):
        apply_plan(plan)
    assert list(Organization.objects.at("school").values_list("pupils", flat=True)) == [100]


def test_a_school_changed_since_the_plan_refuses_it(plan_of):
    apply_plan(plan_of(school(0)))
    plan = plan_of(school(0, pupils=999))
    Organization.objects.at("school").update(pupils=5)
    with pytest.raises(SchoolListError, match="изменились"):
        apply_plan(plan)


def test_a_school_entered_since_the_plan_refuses_it(plan_of):
    plan = plan_of(school(0))
    apply_plan(plan_of(school(0)))
    with pytest.raises(SchoolListError, match="изменились"):
        apply_plan(plan)


def test_a_municipality_without_an_authority_is_an_error(plan_of):
    make.make_municipality("Гагаринский округ")
    [problem] = plan_of(school(0, "Гагаринский район")).errors
    assert "нет органа управления" in problem.message


def test_a_voided_school_is_revived_by_its_ogrn(plan_of):
    apply_plan(plan_of(school(0)))
    Organization.objects.at("school").update(voided_at=make.moment())
    assert counts(plan_of(school(1))) == [1, 0, 0, 0]  # nobody misses it
    apply_plan(plan_of(school(0)))
    assert Organization.objects.at("school").get().voided_at is None


def test_a_branch_is_listed_and_asked_nothing(plan_of):
    apply_plan(plan_of(school(0), school(0, name="Филиал МБОУ СОШ № 0 г. Вязьмы в д. Лужки")))
    branch = Organization.objects.get(is_branch=True)
    assert not branch.is_addressee
    assert branch.ogrn == OGRN[0]


def test_a_move_takes_the_school_to_the_other_authority(plan_of):
    gagarin = make.make_authority(make.make_municipality("Гагаринский округ"))
    apply_plan(plan_of(school(0)))
    plan = plan_of(school(0, "Гагаринский район"))
    assert len(plan.warnings) == 1
    applied = apply_plan(plan)
    assert applied.moved == applied.changed
    assert Organization.objects.at("school").get().parent == gagarin


def test_queries_do_not_grow_with_the_list(plan_of):
    counted = []
    for rows in ([school(0)], [school(n) for n in range(5)]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            apply_plan(plan_of(*rows))
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 2
