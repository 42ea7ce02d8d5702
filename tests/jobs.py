"""Background jobs in tests: carried out when the test says so, without a worker."""

from itertools import count

from django.db import connection
from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status


def run_jobs() -> int:
    """Carry out whatever waits, and what that defers; return how many jobs it was.

    In this thread, on this connection, so it sees what the test has not committed. What a job
    raises, is raised here. Locks and times are honoured; `pass_context` is not known here.
    """
    app.perform_import_paths()
    for done in count():
        query = sql.queries["fetch_job"]
        job_id = app.connector.execute_query_one(query, queues=None, worker_id=None)["id"]
        if job_id is None:
            return done
        job = ProcrastinateJob.objects.get(pk=job_id)
        try:
            app.tasks[job.task_name](**job.args)
        except Exception:
            _finish(job, Status.FAILED)
            raise
        _finish(job, Status.SUCCEEDED)
    raise AssertionError("count() does not end")


def _finish(job: ProcrastinateJob, status: Status) -> None:
    app.connector.execute_query(
        sql.queries["finish_job"],
        job_id=job.pk,
        status=status.value,
        delete_job=status is Status.SUCCEEDED,
    )


def make_worker(*, seconds_silent: float = 0) -> int:
    """The number of a worker whose last heartbeat was so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (clock_timestamp() - make_interval(secs => %s)) RETURNING id",
            [seconds_silent],
        )
        return cursor.fetchone()[0]


def forget_all() -> None:
    """Empty the tables of jobs: Django empties only its own between tests that commit."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")
