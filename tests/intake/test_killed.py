"""A list is applied, and undone, whole or not at all, at whatever moment its process is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from directives import distribution
from directives.models import Assignment, Status
from organizations.models import Organization, SchoolList
from resolution_tracker.intake import take_back, take_in
from tests import make
from tests.database import ROOT
from tests.intake.make_lists import make_list, school_row

pytestmark = pytest.mark.django_db(transaction=True)
MOMENTS = 30
AT_COMMIT = ["before", "during", "after"]


@pytest.fixture
def carry_out():
    """Carries an act out in another process that is killed at a moment."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "resolution_tracker.settings"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.intake.killed", connection.settings_dict["NAME"]],
        cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def do(act: str, school_list: SchoolList, moment: object) -> tuple[int, int]:
        process.stdin.write(f"{act} {school_list.pk} {moment}\n")
        process.stdin.flush()
        code, statements = process.stdout.readline().split()
        return int(code), int(statements)

    yield do
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()


@pytest.fixture
def make_ready(tmp_path: Path, vyazma):
    """A list with one school to change and two to bring, ready to be applied; any number of them.

    An item is on control, so that each school brings an assignment.
    """
    make.make_published("school")
    made = iter(range(3, 1000, 3))

    def ready() -> SchoolList:
        n = next(made)
        known = make.make_school(vyazma, name=f"МБОУ СОШ № {n} г. Вязьмы", ogrn=make.ogrn(n))
        distribution.deal_out_to_new_bodies(at=make.moment())
        rows = [school_row(n, pupils=999), school_row(n + 1), school_row(n + 2)]
        school_list = make_list(tmp_path, rows, municipality=vyazma.municipality)
        school_list.absent.exclude(organization=known).update(fate="stays")
        return take_in.queue(school_list, by=None)

    return ready


def state(school_list: SchoolList) -> tuple[str, int, int, int]:
    """Whether it is applied; its schools at work, changed, and with work to do."""
    numbers = school_list.rows.values_list("ogrn", flat=True)
    schools = Organization.objects.filter(ogrn__in=list(numbers), voided_at=None)
    work = Assignment.objects.filter(organization__in=schools).exclude(status=Status.CANCELLED)
    school_list.refresh_from_db()
    return (
        school_list.state,
        schools.count(),
        schools.filter(pupils=999).count(),
        work.count(),
    )


def moments(statements: int, count: int) -> list[int]:
    """Numbers of statements, spread evenly from the first to the last."""
    return sorted({1 + round(step * (statements - 1) / (count - 1)) for step in range(count)})


def test_killed_anywhere_a_list_is_applied_whole_or_not_at_all(carry_out, make_ready):
    whole = make_ready()
    code, statements = carry_out("apply", whole, "never")
    assert (code, state(whole)) == (0, ("applied", 3, 1, 3))
    school_list, met = make_ready(), set()
    before = state(school_list)
    assert before == ("queued", 1, 0, 1)
    killed = [*moments(statements, MOMENTS - len(AT_COMMIT) * 3), *AT_COMMIT * 3]
    for moment in killed:
        code, _count = carry_out("apply", school_list, moment)
        after = state(school_list)
        assert code == -signal.SIGKILL
        assert after in (before, ("applied", 3, 1, 3))
        met.add(after)
        if after != before:
            school_list = make_ready()
    assert len(killed) >= MOMENTS
    assert len(met) == 2, "both sides of the commit"
    assert carry_out("apply", school_list, "never")[0] == 0
    assert state(school_list) == ("applied", 3, 1, 3)


def test_killed_anywhere_a_list_is_undone_whole_or_not_at_all(carry_out, make_ready):
    def applied() -> SchoolList:
        school_list = take_in.apply_list(make_ready().pk, at=make.moment())
        return take_back.queue_undo(school_list, by=None)

    _code, statements = carry_out("undo", applied(), "never")
    school_list = applied()
    before, met = state(school_list), set()
    for moment in [*moments(statements, 7), *AT_COMMIT]:
        assert carry_out("undo", school_list, moment)[0] == -signal.SIGKILL
        after = state(school_list)
        assert after in (before, ("undone", 1, 0, 1))
        met.add(after)
        if after != before:
            school_list = applied()
    assert len(met) == 2
