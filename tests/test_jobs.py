"""Background jobs: deferred with their transaction, run again when a worker dies."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from resolution_tracker import jobs
from resolution_tracker.logs import WithoutLostDatabase
from tests.jobs import make_worker, run_jobs

pytestmark = pytest.mark.django_db

NOTED = []


class StoppableWorker(Worker):
    """Ended by a job of the test; a signal would reach the tests' own process."""

    running: list["StoppableWorker"] = []

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.loop = asyncio.get_running_loop()
        self.running.append(self)


@pytest.fixture(autouse=True)
def _nothing_noted() -> None:
    NOTED.clear()


@jobs.job()
def note(*, text: str) -> None:
    NOTED.append(text)


@jobs.job()
def note_later(*, text: str) -> None:
    note.defer(text=text)


@jobs.job()
def break_down(*, text: str) -> None:
    with transaction.atomic():
        note.defer(text=text)
        raise ValueError(text)


@jobs.job()
def need_the_database() -> None:
    NOTED.append("tried")
    if len(NOTED) == 1:
        raise OperationalError("server closed the connection")


@jobs.job()
def end_the_worker() -> None:
    for worker in StoppableWorker.running:
        worker.loop.call_soon_threadsafe(worker.stop)


def statuses() -> list[str]:
    return list(ProcrastinateJob.objects.order_by("pk").values_list("status", flat=True))


def make_doing(worker: int | None, *, attempts: int = 0) -> int:
    """A job that this worker has begun."""
    job_id = note.defer(text="begun")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s "
            "WHERE id = %s",
            [worker, attempts, job_id],
        )
    return job_id


class TestDeferring:
    def test_a_job_waits_until_it_is_run(self):
        note.defer(text="one")
        assert (NOTED, statuses()) == ([], ["todo"])
        assert run_jobs() == 1
        assert (NOTED, statuses()) == (["one"], [])

    def test_a_transaction_that_is_undone_leaves_no_job(self):
        with transaction.atomic():
            note.defer(text="never")
            transaction.set_rollback(True)
        assert run_jobs() == 0

    def test_what_a_job_defers_runs_too(self):
        note_later.defer(text="later")
        assert run_jobs() == 2
        assert NOTED == ["later"]

    def test_a_job_that_raises_has_failed_and_is_kept(self):
        break_down.defer(text="broken")
        with pytest.raises(ValueError, match="broken"):
            run_jobs()
        assert statuses() == ["failed"]
        assert run_jobs() == 0


class TestStalledJobs:
    def test_the_job_of_a_dead_worker_runs_again(self):
        make_doing(make_worker(seconds_silent=6))
        assert jobs.take_up_stalled() == 1
        assert run_jobs() == 1
        assert NOTED == ["begun"]

    def test_the_job_of_a_worker_that_is_forgotten_runs_again(self):
        make_doing(None)
        assert jobs.take_up_stalled() == 1

    def test_the_job_of_a_living_worker_is_left_alone(self):
        make_doing(make_worker(seconds_silent=2))
        assert jobs.take_up_stalled() == 0
        assert statuses() == ["doing"]

    def test_a_worker_that_woke_up_late_keeps_its_own_job(self):
        worker = make_worker(seconds_silent=600)
        make_doing(worker)
        assert jobs.take_up_stalled(not_of=worker) == 0

    def test_a_job_that_kills_every_worker_is_given_up(self, caplog):
        make_doing(None, attempts=jobs.MOST_ATTEMPTS)
        assert jobs.take_up_stalled() == 1
        assert statuses() == ["failed"]
        assert "given up after 5 attempts" in caplog.text


@pytest.mark.django_db(transaction=True)
class TestWorker:
    """A real one, in this process, in a thread: a browser's tests leave a loop in the main one."""

    @pytest.fixture(autouse=True)
    def _stoppable(self, monkeypatch) -> None:
        StoppableWorker.running.clear()
        monkeypatch.setattr(jobs, "Worker", StoppableWorker)

    def work(self) -> None:
        self.apart(lambda: asyncio.run(asyncio.wait_for(jobs.work(), timeout=60)))

    def apart(self, act: Callable[[], None]) -> None:
        def run() -> None:
            try:
                act()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(run).result()

    def test_what_a_job_defers_waits_for_its_own_transaction(self, caplog):
        break_down.defer(text="undone")
        note_later.defer(text="kept")
        end_the_worker.configure(priority=-1).defer()
        self.work()
        assert NOTED == ["kept"]
        assert statuses() == ["failed"]
        assert "ValueError: undone" in caplog.text

    def test_a_job_that_met_a_restart_of_the_database_tries_again(self):
        need_the_database.defer()
        end_the_worker.configure(schedule_in={"seconds": 1.2}, priority=-1).defer()
        self.work()
        assert NOTED == ["tried", "tried"]
        assert statuses() == []

    def test_it_ends_when_others_take_it_for_dead(self, monkeypatch):
        monkeypatch.setattr(jobs, "LOOK_SECONDS", 0.1)
        monkeypatch.setattr(jobs, "living_workers", ProcrastinateWorker.objects.none)
        with pytest.raises(CommandError, match="begins anew: its heartbeat has stopped"):
            self.apart(lambda: call_command("worker"))


def test_a_worker_refuses_tables_of_another_version():
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    with pytest.raises(CommandError, match=r"run manage.py migrate first"):
        call_command("worker")


def test_a_lost_database_is_no_traceback_in_the_terminal():
    lost = ConnectorException("gone")
    of_loss, of_fault = (
        logging.LogRecord("x", logging.ERROR, "", 1, "", (), (type(error), error, None))
        for error in (lost, ValueError("bug"))
    )
    assert not WithoutLostDatabase().filter(of_loss)
    assert WithoutLostDatabase().filter(of_fault)


def test_the_admin_shows_no_jobs():
    assert ProcrastinateJob not in admin.site._registry
