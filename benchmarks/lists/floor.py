"""The floor, in a process of its own: parse, COPY, upsert; nothing is checked, nothing compared.

Run as `python -m benchmarks.lists.floor FOLDER DATABASE FILE`; prints what it took as JSON.
"""

import json
import sys
import time
from pathlib import Path

from psycopg import Connection
from python_calamine import CalamineWorkbook

from benchmarks.lists.database import connect
from benchmarks.lists.workbook import FIELDS

COLUMNS = ", ".join(f"{name} {'float' if name == 'pupils' else 'text'}" for name in FIELDS)
SET = ", ".join(f"{name} = EXCLUDED.{name}" for name in FIELDS if name != "ogrn")
NAMES = ", ".join(FIELDS)


def main(folder: Path, database: str, file: Path) -> None:
    """Outside the clock: process, imports, connection, the empty table."""
    with connect(folder, database) as connection:
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS bench_school ({COLUMNS}, PRIMARY KEY (ogrn))"
        )
        connection.commit()
        started = time.perf_counter()
        take_in(connection, file)
        connection.commit()
        seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds}))


def take_in(connection: Connection, file: Path) -> None:
    """What any program that takes a list in has to do."""
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE sheet ({COLUMNS}) ON COMMIT DROP")
        with cursor.copy("COPY sheet FROM STDIN") as copy:
            for row in rows[1:]:
                # The column of pupils is a count with or without a word behind it.
                pupils = row[9]
                if type(pupils) is str:
                    row[9] = int(pupils.split()[0])
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO bench_school ({NAMES}) SELECT {NAMES} FROM sheet "  # noqa: S608
            f"ON CONFLICT (ogrn) DO UPDATE SET {SET}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
