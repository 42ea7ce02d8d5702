"""A PostgreSQL of the measurements' own; each turn works on a fresh copy of a database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from benchmarks.server import ROOT
from resolution_tracker import postgres

BASE = postgres.NAME  # migrated, with the reference data and no schools
KNOWN = "bench_known"  # the same and the schools of the list
TURN = "bench_turn"


def environment(folder: Path) -> dict[str, str]:
    """For processes that are to find this database and no other."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "resolution_tracker.settings",
        "DEMO": "0",
    }


def connect(folder: Path, name: str, *, autocommit: bool = False) -> psycopg.Connection:
    """To one database of the server of this folder."""
    found = postgres.settings_for(folder)
    return psycopg.connect(
        host=found["HOST"],
        port=found["PORT"],
        user=found["USER"],
        dbname=name,
        autocommit=autocommit,
    )


class Databases:
    """Copies are made and vacuumed before a turn begins: the clock does not see it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fresh(self, source: str, name: str = TURN) -> str:
        """The name of a new copy; the one before it is dropped."""
        with connect(self.folder, "postgres", autocommit=True) as connection:
            _drop(connection, name)
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
            connection.execute("CHECKPOINT")
        self.vacuum(name)
        return name

    def drop_copies(self) -> None:
        """They are hundreds of megabytes."""
        with connect(self.folder, "postgres", autocommit=True) as connection:
            for name in (KNOWN, TURN):
                _drop(connection, name)

    def vacuum(self, name: str) -> None:
        """As autovacuum leaves it on a quiet evening."""
        with connect(self.folder, name, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    """Start the server of this folder for the length of a block."""
    with postgres.running(folder):
        for command in ("migrate", "load_resolution"):
            subprocess.run(
                [sys.executable, "manage.py", command, "--verbosity=0"],
                cwd=ROOT,
                env=environment(folder),
                stdout=subprocess.DEVNULL,
                check=True,
            )
        own = Databases(folder)
        try:
            yield own
        finally:
            own.drop_copies()
