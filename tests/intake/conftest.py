"""Lists of Вяземский округ: received, decided and applied."""

from contextlib import contextmanager

import pytest

from organizations.models import RowDecision
from organizations.school_list.checking import check
from resolution_tracker.intake import take_in
from tests import make
from tests.intake.make_lists import make_list
from tests.jobs import run_jobs


@pytest.fixture
def list_of(tmp_path, vyazma):
    """Receives a list of rows of a district with an authority."""

    def received(*rows, **options):
        return make_list(tmp_path, list(rows), **options)

    return received


@pytest.fixture
def decide():
    """Notes decisions {row: {field: value}} and checks the list again."""

    def decided(school_list, decisions):
        for number, said in decisions.items():
            RowDecision.objects.update_or_create(
                school_list=school_list, number=number, defaults=said
            )
        return check(school_list, at=make.moment())

    return decided


@pytest.fixture
def enter(list_of):
    """Applies a list (or rows); schools it does not name stay."""

    def entered(*rows, at=None, **options):
        school_list = rows[0]
        if isinstance(school_list, list):
            school_list = list_of(*rows, **options)
        school_list.absent.filter(fate="").update(fate="stays")
        take_in.queue(school_list, by=None)
        return take_in.apply_list(school_list.pk, at=at or make.moment())

    return entered


@pytest.fixture
def run_jobs_on_commit(django_capture_on_commit_callbacks):
    """What is asked for on commit is asked for and carried out at the end of the block."""

    @contextmanager
    def block():
        with django_capture_on_commit_callbacks(execute=True):
            yield
        run_jobs()

    return block
