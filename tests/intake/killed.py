"""Carries jobs on lists out and is killed at a given moment of each; run by test_killed.py.

Reads lines «act list moment» from standard input. For each it forks a process that begins the act
(apply or undo) and sends itself SIGKILL at the moment: a number of a statement, counted from 1, or
before, during or after the commit. Answers with one line: how the process ended, and after how many
statements.
"""

import os
import signal
import sys
from collections.abc import Callable

import django

django.setup()

from django.db import connection  # noqa: E402 - needs Django, set up only now
from django.utils import timezone  # noqa: E402

from resolution_tracker.intake.take_back import undo_list  # noqa: E402
from resolution_tracker.intake.take_in import apply_list  # noqa: E402

ACTS = {"apply": apply_list, "undo": undo_list}


def die() -> None:
    """As `kill -9` does it: nothing is closed, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


class Statements:
    """Counts what is sent to the database, and dies before the given one."""

    def __init__(self, last: int | None) -> None:
        self.last = last
        self.count = 0

    def __call__(self, execute: Callable, sql, params, many, context):
        self.count += 1
        if self.count == self.last:
            die()
        return execute(sql, params, many, context)


def die_at_commit(when: str) -> None:
    """Before it is sent, when it has been sent and not yet answered, or after the answer."""
    commit = connection._commit

    def dying() -> None:
        if when == "before":
            die()
        if when == "during":
            connection.connection.pgconn.send_query(b"COMMIT")
            connection.connection.pgconn.flush()
            die()
        commit()
        die()

    connection._commit = dying


def act(name: str, school_list: str, moment: str) -> int:
    """In the forked process: the number of statements, if it lives to count them."""
    statements = Statements(int(moment) if moment.isdigit() else None)
    if moment in ("before", "during", "after"):
        die_at_commit(moment)
    with connection.execute_wrapper(statements):
        ACTS[name](int(school_list), at=timezone.now())
    connection.close()
    return statements.count


def main() -> None:
    """One fork for each line; the parent never opens a connection."""
    connection.settings_dict["NAME"] = sys.argv[1]
    for line in sys.stdin:
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            os.write(writing, str(act(*line.split())).encode())
            os._exit(0)
        os.close(writing)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reading) as said:
            print(os.waitstatus_to_exitcode(status), said.read() or 0, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
