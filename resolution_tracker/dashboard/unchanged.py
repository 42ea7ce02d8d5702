"""A memo that holds exactly as long as nothing in the database has changed.

PostgreSQL's snapshot names what a query can see: two equal snapshots see the same rows. So a value
kept under it is never stale, whichever process writes, and nobody has to be told of a change.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.db import connection

Value = TypeVar("Value")


def snapshot() -> str | None:
    """What the next query will see; None inside a transaction, which also sees its own writes."""
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0]


class WhileUnchanged:
    """The last few values of this process, each under its key and the snapshot it was read in."""

    def __init__(self, size: int = 32) -> None:
        self.size = size
        self.kept: OrderedDict[tuple[str, Hashable], object] = OrderedDict()

    def get(self, key: Hashable, read: Callable[[], Value]) -> Value:
        """The value for the key; read anew if anything was written since."""
        seen = snapshot()
        if seen is None:
            return read()
        if (seen, key) not in self.kept:
            # Read after the snapshot: a write in between gives the next reader another snapshot.
            self.kept[seen, key] = read()
            while len(self.kept) > self.size:
                self.kept.popitem(last=False)
        return self.kept[seen, key]
