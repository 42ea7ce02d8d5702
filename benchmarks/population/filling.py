"""Fills the database of a benchmark's server, once."""

from pathlib import Path

import psycopg

from benchmarks.population import assignments, schools, values
from resolution_tracker import postgres


def connect(data_dir: Path) -> psycopg.Connection:
    """To the server's own database."""
    found = postgres.settings_for(data_dir)
    return psycopg.connect(
        host=found["HOST"], port=found["PORT"], user=found["USER"], dbname=found["NAME"],
        autocommit=True,
    )  # fmt: skip


def fill(data_dir: Path, *, country: bool) -> int:
    """Schools, what they were asked and what they said; the key of the later quarter."""
    with connect(data_dir) as connection:
        if not values.quarters(connection):
            with connection.transaction():
                _write(connection, country)
            connection.execute("VACUUM ANALYZE")
        return values.quarters(connection)[-1]


def _write(connection: psycopg.Connection, country: bool) -> None:
    # What is written here refers to what is there: a check of each of a million rows is left out.
    connection.execute("SET LOCAL session_replication_role = replica")
    schools.write(connection, country=country)
    connection.execute("ANALYZE")
    assignments.write(connection, regions=schools.REGIONS if country else 0)
    values.write(connection)
