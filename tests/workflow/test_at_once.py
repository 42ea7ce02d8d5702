"""Two people in the same moment: one waits for the other, nothing is lost and nobody sees an error.

One side stops inside its transaction while the other runs into it; then it goes on.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from directives import distribution, report_draft, workflow
from directives.files import uploads
from directives.models import Assignment, Draft, Evidence, Kind
from organizations.models import Organization
from tests.make import (
    TODAY,
    assignment_of,
    fill_draft,
    key,
    make_department,
    make_directive,
    make_municipality,
    make_period,
    make_periodic,
    make_published,
    make_school,
    moment,
    submitted,
)

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20  # seconds; a deadlock is noticed by PostgreSQL after one


class Other:
    """Another process: runs in a thread with a connection of its own."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(2)

    def begin(self, act: Callable) -> Future:
        def run():
            try:
                return act()
            finally:
                connection.close()

        return self.pool.submit(run)


@pytest.fixture
def other():
    found = Other()
    yield found
    found.pool.shutdown()


@pytest.fixture
def stop_storing(monkeypatch):
    """Storing a file waits, with its transaction open, until told to go on."""
    reached, go_on = Event(), Event()
    storage = Evidence.file.field.storage
    save = storage.save

    def slow(*args, **kwargs):
        reached.set()
        assert go_on.wait(PATIENCE)
        return save(*args, **kwargs)

    monkeypatch.setattr(storage, "save", slow)
    return reached, go_on


@pytest.fixture
def assignment(a_school):
    return assignment_of(make_published(), a_school)


def blocked(count: int = 1) -> bool:
    """Whether so many others wait for a lock; asked for a while, as threads take their time."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees one moment
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= count:
                return True
        Event().wait(0.02)
    return False


def file_for(draft: Draft, by) -> Callable:
    upload = SimpleUploadedFile("Приказ.txt", "Приказ № 12 от 1 сентября".encode())
    return lambda: uploads.attach(draft=draft, upload=upload, checkpoint=None, by=by, at=moment())


def test_saving_in_passing_waits_for_an_upload(other, stop_storing, assignment, school):
    reached, go_on = stop_storing
    draft = fill_draft(assignment, school, moment())
    draft.refresh_from_db()
    uploading = other.begin(file_for(draft, school))
    assert reached.wait(PATIENCE)
    saving = other.begin(
        lambda: report_draft.keep(
            assignment=assignment, by=school, at=moment(), text="Новый текст", marks={},
            window=report_draft.Window(version=report_draft.version_of(draft)),
        )
    )  # fmt: skip
    blocked()
    go_on.set()
    assert uploading.result(PATIENCE).pk
    assert saving.result(PATIENCE).text == "Новый текст"


def test_a_file_that_arrives_with_the_submission_is_counted(
    other, stop_storing, assignment, school
):
    reached, go_on = stop_storing
    draft = fill_draft(assignment, school, moment())
    uploading = other.begin(file_for(draft, school))
    assert reached.wait(PATIENCE)
    sending = other.begin(
        lambda: workflow.submit(draft=draft, by=school, at=moment(), key=draft.key)
    )
    blocked()
    go_on.set()
    evidence = uploading.result(PATIENCE)
    update = sending.result(PATIENCE)
    evidence.refresh_from_db()
    assert evidence.update == update
    assert update.proof_count == 2  # the requisites and the file


def test_the_first_file_and_the_first_save_make_one_draft(other, assignment, school):
    """Both find no draft; each makes one while the other does."""
    acts = [
        lambda: workflow.drafts.open_draft(assignment=assignment, by=school, at=moment()),
        lambda: report_draft.keep(
            assignment=assignment, by=school, at=moment(), text="", marks={},
            window=report_draft.Window(),
        ),
    ]  # fmt: skip
    with transaction.atomic():
        Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
        running = [other.begin(act) for act in acts]
        blocked(2)
    assert len({task.result(PATIENCE).pk for task in running}) == 1


@contextmanager
def held(assignment: Assignment, act: Callable):
    """An action done and not yet committed while the body of `with` runs into it."""
    with transaction.atomic():
        act()
        yield
        blocked()


def test_a_body_closes_while_a_report_is_being_sent(other, assignment, school, a_school):
    """The cancellation knows of the report, and its timeline says so."""
    draft = fill_draft(assignment, school, moment())
    with held(
        assignment,
        lambda: workflow.submit(draft=draft, by=school, at=moment(), key=draft.key),
    ):
        closing = other.begin(
            lambda: distribution.close_body(
                organization=a_school, closed_on=TODAY, by=None, at=moment()
            )
        )
    assert closing.result(PATIENCE) == 1
    assignment.refresh_from_db()
    assert (assignment.status, assignment.first_submitted_on) == ("cancelled", TODAY)
    assert workflow.rebuild() == 0


def test_what_is_accepted_in_the_same_moment_stays_when_the_item_is_withdrawn(
    other, assignment, school, municipality
):
    submitted(assignment, school)
    with held(
        assignment, lambda: workflow.accept(assignment=assignment, by=municipality, at=moment())
    ):
        withdrawing = other.begin(
            lambda: distribution.withdraw_directive(
                directive=assignment.directive, by=None, at=moment(), text="Отозван"
            )
        )
    assert withdrawing.result(PATIENCE) == 0
    assignment.refresh_from_db()
    assert assignment.status == "accepted"


def test_a_report_is_sent_while_its_body_closes(other, assignment, school, a_school):
    """The one who reports is told; nothing breaks."""
    draft = fill_draft(assignment, school, moment())
    with transaction.atomic():
        distribution.close_body(organization=a_school, closed_on=TODAY, by=None, at=moment())
        sending = other.begin(
            lambda: workflow.submit(draft=draft, by=school, at=moment(), key=key())
        )
        blocked()
    with pytest.raises(workflow.Refused) as refusal:
        sending.result(PATIENCE)
    assert refusal.value.code == "wrong_status"


def test_an_item_published_while_its_period_opens_is_dealt_out(other, a_school):
    make_periodic()
    directive = make_directive(control="periodic", frequency="quarter")
    period = make_period()
    with transaction.atomic():
        distribution.open_period(period=period, by=None, at=moment())
        publishing = other.begin(
            lambda: distribution.publish(
                directive=directive, by=None, at=moment(), placed_on_control_on=TODAY
            )
        )
        blocked()
    assert publishing.result(PATIENCE) == 1


def test_a_school_entered_while_an_item_is_published_is_asked(other, vyazma, a_school):
    directive = make_directive()
    with transaction.atomic():
        new = make_school(vyazma)
        distribution.deal_out_to_new_bodies(organizations=[new], at=moment())
        publishing = other.begin(
            lambda: distribution.publish(
                directive=directive, by=None, at=moment(), placed_on_control_on=TODAY,
                due_on=TODAY + timedelta(days=9),
            )
        )  # fmt: skip
        blocked()
    assert publishing.result(PATIENCE) == 2


def test_dealing_out_twice_at_once_makes_each_once(other, vyazma, a_school):
    make_published()
    new = make_school(vyazma)
    with transaction.atomic():
        assert distribution.deal_out_to_new_bodies(at=moment()) == 1
        again = other.begin(lambda: distribution.deal_out_to_new_bodies(at=moment()))
        blocked()
    assert again.result(PATIENCE) == 0
    assert new.assignments.count() == 1


def test_a_body_moves_while_an_item_is_published(other, vyazma, a_school):
    """Whichever comes first, the assignment stands where the body stands."""
    directive = make_directive()
    with transaction.atomic():
        distribution.publish(
            directive=directive, by=None, at=moment(), placed_on_control_on=TODAY,
            due_on=TODAY + timedelta(days=9),
        )  # fmt: skip

        def move():
            with transaction.atomic():
                body = Organization.objects.select_for_update(no_key=True).get(pk=a_school.pk)
                body.municipality, body.parent = make_municipality(), make_department()
                body.save()
                return distribution.move_body(organization=body, by=None, at=moment())

        moving = other.begin(move)
        blocked()
    assert moving.result(PATIENCE) == 1
    assignment = assignment_of(directive, a_school)
    assert assignment.municipality == assignment.organization.municipality
    assert assignment.timeline.last().kind == Kind.MOVED
