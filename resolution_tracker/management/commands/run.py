"""`manage.py run`: everything in one terminal, from an empty folder to a page in the browser."""

import http.client
import os
import signal
import socket
import sys
import time
from contextlib import contextmanager
from http import HTTPStatus

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections

from organizations.models import User
from resolution_tracker import assets, postgres, running
from resolution_tracker.shell import demo
from resolution_tracker.supervisor import Backoff, Child, supervise


class Command(BaseCommand):
    """Prepares the database, then keeps web, worker and database alive until Ctrl-C."""

    help = "Prepares and runs everything (web, worker, PostgreSQL) in this terminal until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        """Both have environment variables, which is what `make run` passes."""
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *args, host: str, port: int, **options) -> None:
        """Refuse early, prepare, then watch."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        try:
            refuse_a_port_in_use(host, port)
            with running.marked(settings.DATA_DIR, port):
                self.prepare()
                self.watch(host, port)
        except KeyboardInterrupt:
            self.say("interrupted")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
        self.say("ended")

    def prepare(self) -> None:
        """In this one process: starting Python again for each step would cost seconds."""
        refuse_a_silent_database()
        with self.timed("tables"):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        refuse_a_mixture()
        with self.timed("static files"):
            assets.collect()
        if settings.DEMO:
            with self.timed("demo"):
                call_command("fill_demo", stdout=self.stdout)
        connections.close_all()

    def watch(self, host: str, port: int) -> None:
        """Until Ctrl-C, SIGTERM or `manage.py stop`."""
        signals = []
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, _: signals.append(received))
        database, announced = Backoff(), False

        def each_tick() -> None:
            nonlocal announced
            if not settings.DATABASE_URL:
                self.keep_database(database)
            if not announced and answers(host, port):
                announced = True
                self.announce(host, port)

        supervise(
            [Child("web", web_command(host, port)), Child("worker", worker_command())],
            stopping=lambda: bool(signals),
            say=self.say,
            each_tick=each_tick,
        )

    def keep_database(self, backoff: Backoff) -> None:
        """Start our PostgreSQL again if somebody killed it."""
        if postgres.is_running(settings.DATA_DIR) or not backoff.may_start():
            return
        self.say("database: does not answer, starting it again")
        backoff.died()
        try:
            postgres.ensure_running(settings.DATA_DIR)
        except postgres.PostgresError as error:
            self.say(f"database: {error}")
        else:
            backoff.started()
            self.say("database: answers again")

    def announce(self, host: str, port: int) -> None:
        """What a person needs to go on."""
        shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
        self.say(f"Open http://{shown}:{port}/  (Ctrl-C ends)")
        if settings.DEMO:
            self.say(f"Demo users, password «demo»: {', '.join(demo.USERS)}")

    def say(self, text: str) -> None:
        """One line with the time, at once even into a pipe."""
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {text}")
        self.stdout.flush()

    @contextmanager
    def timed(self, what: str):
        """Say how long a step took."""
        started = time.monotonic()
        yield
        self.say(f"{what}: ready in {time.monotonic() - started:.1f} s")


def web_command(host: str, port: int) -> list[str]:
    """FLOORS: two processes of one blocking thread each were the fastest of what was tried."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", "2", "--blocking-threads", "1"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", "5", "--log-level", "warning"),
        "resolution_tracker.wsgi:application",
    ]


def worker_command() -> list[str]:
    """One process: lists are applied one after another."""
    # Not through manage.py, which would start a database that is down: we do that, and say it.
    return [sys.executable, "-m", "django", "worker"]


def refuse_a_port_in_use(host: str, port: int) -> None:
    """Say it before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be used ({error.strerror}). Choose another: PORT=8001"
            ) from error


def refuse_a_silent_database() -> None:
    """A wrong DATABASE_URL is a sentence, not a traceback."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database of DATABASE_URL cannot be used: {error}") from error


def refuse_a_mixture() -> None:
    """The demo's passwords are known to everybody: it never becomes a working system, nor back."""
    has_demo = demo.people().exists()
    if has_demo and not settings.DEMO:
        raise CommandError(
            "The demo is kept here, with passwords that everybody knows. "
            "Choose another place for a working system: DATA_DIR=var/work DEMO=0 make run"
        )
    if settings.DEMO and not has_demo and User.objects.exists():
        raise CommandError("A working system is kept here, not the demo: DEMO=0 make run")


def answers(host: str, port: int) -> bool:
    """Whether the web answers, and not with an error of its own."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
