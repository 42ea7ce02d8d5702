"""`manage.py run` as a person meets it: one terminal, answers, recovers, ends without a trace."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import psycopg
import pytest

from resolution_tracker import postgres
from resolution_tracker.supervisor import Backoff
from tests.database import ROOT
from tests.polling import until

# As if the worker had just taken it up: a job that the library brings along.
A_BEGUN_JOB = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)
    SELECT 'default', 'builtin:procrastinate.builtin_tasks.remove_old_jobs',
           '{"max_hours": 1}', 'doing', max(id)
    FROM procrastinate_workers
"""
A_NEW_JOB = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
    VALUES ('default', 'builtin:procrastinate.builtin_tasks.remove_old_jobs',
            '{"max_hours": 1}', 'todo')
"""


class Run:
    """A `manage.py run` with a data folder and a port of its own."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir, self.port = data_dir, port
        self.log = data_dir / "run.log"
        self.process = None

    def ensure(self) -> None:
        """Start it, unless it runs."""
        if self.process is None or self.process.poll() is not None:
            with self.log.open("w") as log:
                self.process = self.start("run", stdout=log)
        try:
            until(lambda: self.is_ready() or self.process.poll() is not None, seconds=120)
        except AssertionError:
            pytest.fail(f"Not ready within 120 s:\n{self.log.read_text()[-2000:]}")
        assert self.process.returncode is None, self.log.read_text()

    def start(self, command: str, **options) -> subprocess.Popen:
        """A command on this folder and port."""
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "DEMO": "0"}
        return subprocess.Popen(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
            **options,
        )

    def status(self, path: str) -> int | None:
        """What the page answers, None when nobody does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def is_ready(self) -> bool:
        """Web, database, tables and a worker."""
        return self.status("/readyz") == 200

    def web(self) -> psutil.Process:
        """The web server, parent of its workers."""
        return self.child("granian")

    def workers(self) -> set[psutil.Process]:
        """The processes that answer requests."""
        return {child for child in self.web().children() if not is_gone(child)}

    def job_worker(self) -> psutil.Process:
        """The process that carries out background jobs."""
        return self.child("worker")

    def child(self, word: str) -> psutil.Process:
        """Its living child with this word in the command, as soon as there is one."""

        def find() -> psutil.Process | None:
            for child in psutil.Process(self.process.pid).children():
                with contextlib.suppress(psutil.NoSuchProcess):
                    if word in child.cmdline():
                        return child
            return None

        return until(find)

    def sql(self, query: str) -> list[tuple]:
        """What its database answers."""
        found = postgres.settings_for(self.data_dir)
        place = {"host": found["HOST"], "port": found["PORT"], "user": found["USER"]}
        with psycopg.connect(**place, dbname=found["NAME"]) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def postmaster(self) -> int:
        """The process id of its PostgreSQL."""
        pid_file = self.data_dir / "postgres/data/postmaster.pid"
        return int(pid_file.read_text().split()[0])

    def processes(self) -> list[psutil.Process]:
        """Everything that belongs to it."""
        server = psutil.Process(self.postmaster())
        return [
            *psutil.Process(self.process.pid).children(recursive=True),
            server,
            *server.children(),
        ]


@pytest.fixture(scope="module")
def one_run():
    """One data folder for the file, because making the tables takes seconds."""
    data_dir = Path(tempfile.mkdtemp(prefix="rt-run-", dir="/tmp"))
    data_dir.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Run(data_dir, port)
    yield running
    running.process.terminate()
    try:
        running.process.wait(60)
    finally:
        running.process.kill()
        shutil.rmtree(data_dir)


@pytest.fixture
def run(one_run):
    """Running and ready, whatever the test before has done to it."""
    one_run.ensure()
    return one_run


def is_gone(process: psutil.Process) -> bool:
    """Ended, or a zombie that only waits for the machine's first process to look."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class TestRun:
    """On one run, in any order."""

    def test_healthz_answers_and_the_terminal_says_where(self, run):
        assert run.status("/healthz") == 200
        until(lambda: f"Open http://127.0.0.1:{run.port}/" in run.log.read_text())
        assert "Demo" not in run.log.read_text()

    def test_a_killed_worker_comes_back(self, run):
        before = until(lambda: run.workers() if len(run.workers()) == 2 else None)
        next(iter(before)).kill()
        until(lambda: len(run.workers()) == 2 and run.workers() != before)
        until(run.is_ready)

    def test_a_killed_web_server_comes_back(self, run):
        web, workers = run.web(), run.workers()
        web.kill()
        until(lambda: is_gone(web) and all(map(is_gone, workers)))
        until(run.is_ready)
        assert "web: ended with code -9, starting again now" in run.log.read_text()

    def test_a_killed_job_worker_comes_back_and_finishes_its_job(self, run):
        worker = run.job_worker()
        worker.suspend()  # it must not be quicker than the test
        run.sql(A_BEGUN_JOB)
        worker.kill()
        until(lambda: not run.sql("SELECT id FROM procrastinate_jobs"), seconds=30)
        assert run.job_worker() != worker
        assert "worker: ended with code -9, starting again" in run.log.read_text()
        assert "its worker died, it runs again" in run.log.read_text()

    def test_a_killed_database_comes_back_and_the_worker_with_it(self, run):
        pid = run.postmaster()
        os.kill(pid, signal.SIGKILL)
        until(lambda: "database: answers again" in run.log.read_text())
        until(run.is_ready)
        assert run.postmaster() != pid
        # A worker that found the database again in time goes on, another one begins anew.
        run.sql(A_NEW_JOB)
        until(lambda: not run.sql("SELECT id FROM procrastinate_jobs"), seconds=30)

    def test_a_port_in_use_is_said_in_one_sentence(self, run):
        second = run.start("run", stdout=subprocess.PIPE)
        said, _ = second.communicate(timeout=60)
        assert second.returncode == 1
        assert f"127.0.0.1:{run.port} cannot be used" in said
        assert "Traceback" not in said
        assert run.is_ready()  # the first one keeps its database

    def test_ctrl_c_ends_everything(self, run):
        processes = run.processes()
        run.process.send_signal(signal.SIGINT)
        assert run.process.wait(60) == 0
        until(lambda: all(map(is_gone, processes)))
        assert "Traceback" not in run.log.read_text().split("starting it again")[0]
        assert not list(run.data_dir.glob("run-*.pid"))

    def test_stop_ends_it_from_another_terminal(self, run):
        processes = run.processes()
        stop = run.start("stop", stdout=subprocess.PIPE)
        said, _ = stop.communicate(timeout=60)
        assert (stop.returncode, said) == (0, "Stopped.\n")
        assert run.process.wait(60) == 0
        until(lambda: all(map(is_gone, processes)))


def test_the_pause_grows_with_each_death_and_is_forgotten_after_a_steady_time(monkeypatch):
    now = 1000.0
    monkeypatch.setattr("resolution_tracker.supervisor.time.monotonic", lambda: now)
    backoff, pauses = Backoff(), []
    for _ in range(8):
        backoff.started()
        pauses.append(backoff.died())
    assert pauses == [0, 1, 2, 4, 8, 16, 30, 30]
    assert not backoff.may_start()
    now += 30
    assert backoff.may_start()

    backoff.started()
    now += 61
    assert backoff.died() == 0
