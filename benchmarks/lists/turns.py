"""One turn: a fresh process on a fresh copy of a database, and what it says it took."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.lists.database import Databases, environment
from benchmarks.server import ROOT

Took = dict[str, float]


def floor(databases: Databases, source: str, file: Path) -> Took:
    """seconds."""
    return _run(databases, "floor", databases.folder, databases.fresh(source), file)


def ours(databases: Databases, source: str, file: Path) -> Took:
    """Seconds when `checked` and when `applied`, and the `memory` of the process."""
    return _run(databases, "ours", databases.fresh(source), file)


def stock(databases: Databases, source: str, file: Path) -> Took:
    """seconds."""
    return _run(databases, "stock", databases.fresh(source), file)


def child(databases: Databases, source: str, small: Path, file: Path) -> Took:
    """memory."""
    return _run(databases, "child", source, small, file)


def make_known(databases: Databases, base: str, name: str, file: Path) -> None:
    """A database where the schools of the file have been taken in, by us and by the floor."""
    databases.fresh(base, name)
    _run(databases, "floor", databases.folder, name, file)
    _run(databases, "ours", name, file)
    databases.vacuum(name)


def _run(databases: Databases, side: str, *arguments: Path | str) -> Took:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.lists.{side}", *map(str, arguments)],
        cwd=ROOT,
        env=environment(databases.folder),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"benchmarks.lists.{side} ended with {done.returncode}: see above.")
    return json.loads(done.stdout.splitlines()[-1])
