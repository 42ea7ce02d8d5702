"""Background jobs: how one is declared, who carries them out, and what if its worker dies.

A job is a plain function of a module in PROCRASTINATE_IMPORT_PATHS:

    @job()
    def apply_list(*, list_id: int) -> None: ...

    apply_list.defer(list_id=school_list.pk)

It waits in PostgreSQL from the commit of the transaction that deferred it. It may run twice,
because a worker can be killed at any moment: so it locks what it is about, looks at its state and
does what is left.
Why so: docs/decisions/0009-background-jobs.md.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from procrastinate import App, PsycopgConnector, RetryStrategy, sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import Status
from procrastinate.tasks import Task
from procrastinate.worker import Worker

LOOK_SECONDS = 1  # between two looks for jobs whose worker has died
MOST_ATTEMPTS = 5  # a job that has killed so many workers is given up
CONNECT_SECONDS = 5  # without a connection for so long, the worker ends and is started again

# PostgreSQL was restarted, or two transactions met: what the job did is undone, so once more.
WHEN_DATABASE_RETURNS = RetryStrategy(
    max_attempts=MOST_ATTEMPTS,
    wait=1,
    retry_exceptions=[OperationalError, InterfaceError, psycopg.OperationalError],
)

# Task → what is done, with the same arguments, when a job of it is given up.
when_given_up: dict[str, Callable[..., None]] = {}

logger = logging.getLogger(__name__)


class WorkerLostError(Exception):
    """Others take this worker for dead: it has to end and begin anew."""


def job(**options) -> Callable[[Callable], Task]:
    """Decorate a function of keyword arguments (numbers, texts) that a worker is to call."""
    return app.task(**{"retry": WHEN_DATABASE_RETURNS} | options)


def living_workers() -> QuerySet[ProcrastinateWorker]:
    """Whose heartbeat is recent by the database's clock."""
    lost = timedelta(seconds=settings.PROCRASTINATE_WORKER_DEFAULTS["stalled_worker_timeout"])
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=Now() - lost)


@transaction.atomic
def take_up_stalled(*, not_of: int = 0) -> int:
    """Let jobs of dead workers run again, except those of the worker `not_of`; count them.

    The rows stay locked until all is done, so that workers that look at once do not collide.
    """
    stalled = (
        ProcrastinateJob.objects.filter(status=Status.DOING.value)
        .filter(Q(worker=None) | ~Q(worker__in=living_workers()))
        .exclude(worker=not_of)
        .select_for_update(of=("self",), skip_locked=True)
    )
    for found in stalled:
        if found.attempts < MOST_ATTEMPTS:
            logger.warning("%s: its worker died, it runs again", found)
            app.job_manager.retry_job_by_id(found.pk, retry_at=None)  # at once by any clock
        else:
            logger.error("%s: given up after %s attempts", found, found.attempts)
            app.connector.execute_query(
                sql.queries["finish_job"],
                job_id=found.pk,
                status=Status.FAILED.value,
                delete_job=False,
            )
            if settle := when_given_up.get(found.task_name):
                settle(**found.args)
    return len(stalled)


async def work() -> None:
    """Carry out jobs until SIGINT or SIGTERM; raises when the database or our place is lost.

    The worker has an app of its own for its connections. Jobs stay with Django's, so that what a
    job defers waits for the job's own transaction too.
    """
    app.perform_import_paths()
    connector = PsycopgConnector(
        kwargs=connector_params(), min_size=1, max_size=3, timeout=CONNECT_SECONDS
    )
    own = App(connector=connector, worker_defaults=app.worker_defaults)
    own.tasks, own.periodic_registry = app.tasks, app.periodic_registry
    async with own.open_async():
        worker = Worker(own, **own.worker_defaults)
        working = asyncio.create_task(worker.run())
        watching = asyncio.create_task(_watch(worker))
        await asyncio.wait([working, watching], return_when=asyncio.FIRST_COMPLETED)
        worker.stop()
        watching.cancel()
        await asyncio.wait([working, watching])
        await sync_to_async(connections.close_all)()
    for ended in (working, watching):
        if not ended.cancelled():
            ended.result()


async def _watch(worker: Worker) -> None:
    """Look after jobs of dead workers, and whether this one still counts as living."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if worker.worker_id:
            await sync_to_async(_look)(worker.worker_id)


def _look(worker_id: int) -> None:
    if not living_workers().filter(pk=worker_id).exists():
        raise WorkerLostError("its heartbeat has stopped")
    take_up_stalled(not_of=worker_id)
