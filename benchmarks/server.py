"""A server of the benchmark's own: another data folder, a free port, the demo's 350 schools."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.client import Client
from resolution_tracker import postgres

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 180


@dataclass(frozen=True)
class Server:
    """A running `manage.py run`."""

    port: int
    pid: int
    data_dir: Path


@contextmanager
def served(data_dir: Path) -> Iterator[Server]:
    """Run `manage.py run` for the length of a block."""
    port = _free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"DATA_DIR": str(data_dir), "PORT": str(port), "BENCH": "1", "DEMO": "1"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run"], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL
    )
    try:
        _wait_until_ready(process, port)
        _vacuum(data_dir)
        yield Server(port, process.pid, data_dir)
    finally:
        process.terminate()
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with Client(port) as client:
                if client.get("/readyz").status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("The server of the benchmark did not start: see above.")


def _vacuum(data_dir: Path) -> None:
    """Covering indexes are only as good as the visibility map that VACUUM writes."""
    found = postgres.settings_for(data_dir)
    with psycopg.connect(
        host=found["HOST"],
        port=found["PORT"],
        user=found["USER"],
        dbname=found["NAME"],
        autocommit=True,
    ) as connection:
        connection.execute("VACUUM ANALYZE")
