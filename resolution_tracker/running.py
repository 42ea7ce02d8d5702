"""Which `manage.py run` works on a data folder: a locked file with its process id for each port."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STOP_SECONDS = 30


@contextmanager
def marked(data_dir: Path, port: int) -> Iterator[None]:
    """Show that we run, until the block ends or the process does."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / f"run-{port}.pid"
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        path.unlink()


def end_all(data_dir: Path) -> int:
    """Ask every `manage.py run` of the folder to end, wait until it has, and count them."""
    ended = 0
    for path in sorted(data_dir.glob("run-*.pid")):
        with path.open("r+") as file:
            if not _locked(file):
                path.unlink(missing_ok=True)
                continue
            if pid := file.read():
                os.kill(int(pid), signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            while _locked(file):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{path.name}: still running after {STOP_SECONDS} s")
                time.sleep(0.1)
            ended += 1
    return ended


def _locked(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(file, fcntl.LOCK_UN)
    return False
