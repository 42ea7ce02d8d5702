"""Many counts of assignments as one column of a query.

Django takes longer to write thirty conditional counts as SQL than PostgreSQL to answer them. Their
text depends on the day alone, so it is written once a day; what is counted stays a queryset.
"""

from datetime import date
from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Count, Q, Sum
from django.db.models.expressions import RawSQL

from directives.conditions import CONDITIONS, applicable
from directives.models import Assignment, Status

SUMS = ("checkpoints_done", "checkpoints_applicable", "extensions_count", "returns_count")
COUNTS = (*CONDITIONS, *SUMS)
_ANY_DAY = date(2026, 1, 1)  # what the status alone decides is the same on each


class Counts(RawSQL):
    """An aggregate: the list of these counts, in their order. For querysets of assignments."""

    contains_aggregate = True

    def __init__(self, today: date, names: tuple[str, ...]) -> None:
        columns = ArrayField(BigIntegerField())
        super().__init__(*_written(today, names), output_field=columns)

    def get_group_by_cols(self) -> list:
        """Nothing to group by, as of any aggregate."""
        return []


@lru_cache(maxsize=16)
def _written(today: date, names: tuple[str, ...]) -> tuple[str, tuple]:
    query = Assignment.objects.order_by().query
    query.get_initial_alias()
    compiler = query.get_compiler(connection=connection)
    parts = [compiler.compile(_one(name, today).resolve_expression(query)) for name in names]
    columns = ", ".join(text for text, _values in parts)
    return f"ARRAY[{columns}]", tuple(value for _text, values in parts for value in values)


def _one(name: str, today: date) -> Count | Sum:
    if name in SUMS:
        return Sum(name, filter=applicable(today), default=0)
    condition = CONDITIONS[name](today)
    return Count("pk", filter=condition) if condition else Count("pk")


@lru_cache(maxsize=64)
def statuses_of(name: str) -> frozenset[str] | None:
    """The statuses a condition counts, None where it asks for more than the status.

    Read from the condition itself: rows grouped by status need not be counted by it once more.
    """
    if name in SUMS:
        return None
    condition = CONDITIONS[name](_ANY_DAY)
    if not _asks_status_alone(condition):
        return None
    return frozenset(status for status in Status.values if _holds(condition, status))


def _asks_status_alone(condition: Q) -> bool:
    return all(
        _asks_status_alone(part) if isinstance(part, Q) else part[0] in ("status", "status__in")
        for part in condition.children
    )


def _holds(condition: Q, status: str) -> bool:
    parts = []
    for part in condition.children:
        if isinstance(part, Q):
            parts.append(_holds(part, status))
        else:
            lookup, value = part
            parts.append(status in value if lookup == "status__in" else status == value)
    holds = any(parts) if condition.connector == Q.OR else all(parts)
    return holds != condition.negated
