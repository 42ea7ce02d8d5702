"""School lists through the browser's form: how long a person waits, what the web processes keep."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.client import Client
from benchmarks.lists.database import BASE, connect
from benchmarks.lists.measuring import COUNTRY, REGION, Files
from benchmarks.lists.started import megabytes
from benchmarks.measures import Measure
from benchmarks.server import Server

FORM = "/school-lists/upload/"
UPLOADS = 15
WARM_UP = 3
PREVIEW_MILLISECONDS = 1000
MEGABYTES = 50
JOB_SECONDS = 120


def measures(server: Server, files: Files) -> Iterator[Measure]:
    """As staff; the lists are thrown away afterwards, the demo's own too."""
    try:
        for _ in range(WARM_UP * 2):  # a new connection each time: both web processes are met
            _preview(server, files.one)
        before = {pid: megabytes("VmRSS", pid) for pid in _web(server)}
        for file, count in ((files.region, REGION), (files.country, COUNTRY)):
            yield _memory(server, before, file, count)
        yield _waiting(server, files.region)
    finally:
        with connect(server.data_dir, BASE) as connection:
            connection.execute("TRUNCATE organizations_schoollist CASCADE")


def _memory(server: Server, before: dict[int, float], file: Path, count: int) -> Measure:
    """How much a web process has grown by at most since both had taken lists of one school."""
    _preview(server, file)
    _wait_until_checked(server)
    _preview_again(server)
    grown = max(megabytes("VmHWM", pid) - now for pid, now in before.items())
    return Measure.of(f"list of {count:,} schools, memory of the web", grown, MEGABYTES, "MB", 1)


def _waiting(server: Server, file: Path) -> Measure:
    seconds = statistics.median(_preview(server, file) for _ in range(UPLOADS))
    name = f"list of {REGION} schools, upload to preview page, p50"
    return Measure.of(name, seconds * 1000, PREVIEW_MILLISECONDS, "ms", 1)


def _preview(server: Server, file: Path) -> float:
    """Seconds from the form being sent to the last byte of the page it leads to."""
    with Client(server.port) as client:
        client.sign_in("staff")
        sent = client.upload(FORM, file, {"scope": "all"})
        if sent.status != 302 or not sent.location:
            raise SystemExit(f"{FORM} answers {sent.status} to {file.name}")
        page = client.get(sent.location)
        if page.status != 200:
            raise SystemExit(f"{sent.location} answers {page.status}")
    return sent.seconds + page.seconds


def _preview_again(server: Server) -> None:
    """The page of the last list, by several connections, now that it is checked."""
    with connect(server.data_dir, BASE) as connection:
        [pk] = connection.execute("SELECT max(id) FROM organizations_schoollist").fetchone()
    for _ in range(WARM_UP):
        with Client(server.port) as client:
            client.sign_in("staff")
            client.get(f"/school-lists/{pk}/")


def _wait_until_checked(server: Server) -> None:
    deadline = time.monotonic() + JOB_SECONDS
    with connect(server.data_dir, BASE, autocommit=True) as connection:
        while time.monotonic() < deadline:
            waits = "SELECT FROM organizations_schoollist WHERE state = 'checking'"
            if connection.execute(waits).fetchone() is None:
                return
            time.sleep(0.2)
    raise SystemExit("The worker did not check the list.")


def _web(server: Server) -> list[int]:
    """The web processes: what granian has started."""
    for child in psutil.Process(server.pid).children():
        if "granian" in child.cmdline():
            return [worker.pid for worker in child.children()]
    raise SystemExit("No web process was found.")
