"""`manage.py import_schools`: what it prints, what it returns, what it enters."""

import io
import json
import os

import pytest
from django.core.management import call_command

from directives.models import Assignment
from organizations.models import Level, Municipality, Organization, SchoolList
from tests import make
from tests.school_list.sheets import HEADINGS, INN, OGRN, ROOT, write_book

pytestmark = pytest.mark.django_db
SCHOOL = ["Вяземский район", "МБОУ СОШ № 1 г. Вязьмы", INN[0], OGRN[0], 300]
BAD = ["Вяземский район", "МБОУ СОШ № 2 г. Вязьмы", "6799001008", "", 300]


def run(*arguments):
    """Exit code, output, error output."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_schools", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def write(tmp_path, vyazma):
    return lambda *rows: write_book(tmp_path / "list.xlsx", [["Список"], HEADINGS, *rows])


@pytest.fixture
def region(db):
    """The 27 municipalities of the fixture with their authorities."""
    rows = json.loads((ROOT / "fixtures/municipalities.json").read_text(encoding="utf-8"))
    names = {field.name for field in Municipality._meta.fields}
    for row in rows:
        body = row["authority"]
        place = Municipality.objects.create(**{k: v for k, v in row.items() if k in names})
        make.make_authority(place, name=body["short_name"])


def test_the_demo_list_comes_in_clean_and_a_second_time_changes_nothing(region):
    code, out, _ = run(ROOT / "fixtures/schools.xlsx", "--json")
    said = json.loads(out)
    assert code == 0
    assert (said["errors"], said["warnings"], said["dropped"]) == ([], [], 0)
    assert (said["new"], said["header_row"]) == (350, 3)
    schools = Organization.objects.at(Level.SCHOOL)
    assert schools.count() == 350
    assert 5 <= schools.filter(parent__level=Level.DEPARTMENT).count() <= 7
    assert not schools.filter(education_levels=[]).exists()
    assert not schools.filter(kind="").exists()
    said = json.loads(run(ROOT / "fixtures/schools.xlsx", "--json")[1])
    assert [said[name] for name in ("new", "changed", "unchanged", "missing")] == [0, 0, 350, 0]


def test_json_holds_what_is_promised(write):
    code, out, _ = run(write(SCHOOL, BAD, ["Итого", None, None, None, 600]), "--json", "--dry-run")
    said = json.loads(out)
    assert code == 1
    assert said == {
        "header_row": 2,
        "columns": {
            "Муниципалитет": "municipality",
            "Наименование ОО": "full_name",
            "ИНН": "inn",
            "ОГРН": "ogrn",
            "Численность обучающихся": "pupils",
        },
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "dropped": 1,
        "left_out": 0,
        "errors": [
            {
                "row": 4,
                "column": "ИНН",
                "message": "В ИНН 6799001008 опечатка: не сходится контрольная цифра.",
            }
        ],
        "warnings": [],
        "guesses": [],
    }


def test_a_trial_enters_nothing(write):
    code, out, _ = run(write(SCHOOL), "--dry-run")
    assert code == 0
    assert "пробный" in out
    assert not Organization.objects.at(Level.SCHOOL).exists()


def test_errors_refuse_the_list_and_can_be_left_out(write):
    path = write(SCHOOL, BAD)
    code, out, _ = run(path)
    assert code == 1
    assert "4, ИНН: В ИНН 6799001008 опечатка" in out
    assert not Organization.objects.at(Level.SCHOOL).exists()
    code, out, _ = run(path, "--leave-out-errors")
    assert code == 0
    assert Organization.objects.at(Level.SCHOOL).count() == 1


def test_an_unreadable_file_is_a_sentence_and_no_traceback(tmp_path):
    path = tmp_path / "list.xls"
    path.write_text("<html><table></table></html>")
    code, out, err = run(path)
    assert (code, out) == (1, "")
    assert err.strip().endswith(".")
    code, out, _ = run(path, "--json")
    said = json.loads(out)
    assert code == 1
    assert said["header_row"] is None
    assert "веб-страница" in said["errors"][0]["message"]
    assert run(tmp_path / "absent.xlsx")[0] == 1


def test_municipality_narrows_the_scope(write, vyazma):
    elsewhere = make.make_school(name="МБОУ Чужая СШ")
    path = write(SCHOOL)
    assert json.loads(run(path, "--json", "--dry-run")[1])["missing"] == 0, "the list itself tells"
    code, out, _ = run(path, "--json", "--municipality", vyazma.municipality.oktmo)
    assert (code, json.loads(out)["missing"]) == (0, 0)
    assert run(path, "--municipality", elsewhere.municipality.oktmo)[0] == 1
    code, _, err = run(path, "--municipality", "2" * 70)
    assert code == 1
    assert "Нет муниципального образования" in err


def test_a_school_that_comes_later_gets_what_is_on_control(write, department):
    directive = make.make_published(Level.SCHOOL)
    code, out, _ = run(write(SCHOOL))
    assert code == 0
    assert "Выдано поручений: 1" in out
    [assignment] = Assignment.objects.filter(directive=directive)
    assert assignment.organization.ogrn == OGRN[0]


def test_a_list_of_one_municipality_is_its_own_as_an_upload_of_it_is(write, vyazma):
    make.make_school(name="МБОУ Чужая СШ")
    make.make_school(vyazma, name="МБОУ Своя СШ")
    said = json.loads(run(write(SCHOOL), "--json")[1])
    assert said["missing"] == 1
    assert SchoolList.objects.get().municipality == vyazma.municipality


def test_a_name_of_a_file_in_another_encoding_is_taken(write, tmp_path):
    odd = write(SCHOOL).rename(tmp_path / os.fsdecode("список.xlsx".encode("cp1251")))
    assert run(odd)[0] == 0
    assert SchoolList.objects.get().file_name.endswith(".xlsx")


def test_json_of_a_refused_list_leaves_the_sentence_to_the_error_output(write):
    run(write(SCHOOL))
    code, out, err = run(write([*SCHOOL[:2], "", "", 301]), "--json")
    assert (code, json.loads(out)["errors"]) == (1, [])
    assert "предположительно" in err


def test_a_command_that_dies_leaves_a_list_that_can_be_applied(write, monkeypatch):
    """No worker knows of it: queued, it would wait for ever."""

    def die(*given, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr("resolution_tracker.intake.take_in.apply_rows", die)
    monkeypatch.setattr("resolution_tracker.intake.take_in._put_back", die)
    with pytest.raises(KeyboardInterrupt):
        run(write(SCHOOL))
    assert SchoolList.objects.get().state == "checked"
