"""Many counts of assignments as one column of a query.

Django takes longer to write thirty conditional counts as SQL than PostgreSQL to answer them. Their
text depends on the day alone, so it is written once a day; what is counted stays a queryset.
"""

from dataclasses import dataclass
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
Wanted = tuple[str, Q | None]  # a column to sum, or nothing to count rows; of which rows


class Counts(RawSQL):
    """An aggregate: the list of these counts, in their order. For querysets of assignments."""

    contains_aggregate = True

    def __init__(self, today: date, names: tuple[str, ...]) -> None:
        self._write(tuple(_wanted(name, today) for name in names))

    def _write(self, wanted: tuple[Wanted, ...]) -> None:
        columns = ArrayField(BigIntegerField())
        super().__init__(*_written(wanted), output_field=columns)

    def get_group_by_cols(self) -> list:
        """Nothing to group by, as of any aggregate."""
        return []


class CountsOfStatus(Counts):
    """The same of rows of one status each: what must be asked of them to know the counts.

    A condition whose status is known asks for less, and several for the same: a third of the work.
    """

    def __init__(self, today: date, names: tuple[str, ...]) -> None:
        self._write(by_status(today, names).asked)


@lru_cache(maxsize=16)
def _written(wanted: tuple[Wanted, ...]) -> tuple[str, tuple]:
    query = Assignment.objects.order_by().query
    query.get_initial_alias()
    compiler = query.get_compiler(connection=connection)
    parts = [compiler.compile(_one(*one).resolve_expression(query)) for one in wanted]
    columns = ", ".join(text for text, _values in parts)
    return f"ARRAY[{columns}]", tuple(value for _text, values in parts for value in values)


def _wanted(name: str, today: date) -> Wanted:
    if name in SUMS:
        return name, applicable(today)
    return "", CONDITIONS[name](today) or None


def _one(column: str, condition: Q | None) -> Count | Sum:
    if column:
        return Sum(column, filter=condition, default=0)
    return Count("pk", filter=condition)


@dataclass(frozen=True)
class ByStatus:
    """What to ask of rows grouped by status, and where each count is then found.

    `places`: by status, for each name its place among what was asked; None where it is zero.
    """

    asked: tuple[Wanted, ...]
    places: dict[str, tuple[int | None, ...]]


@lru_cache(maxsize=16)
def by_status(today: date, names: tuple[str, ...]) -> ByStatus:
    """Read from the conditions themselves, so that each stays defined once."""
    asked: dict[Wanted, int] = {}
    places = {}
    for status in Status.values:
        found = []
        for column, condition in (_wanted(name, today) for name in names):
            left = True if condition is None else _given(condition, status)
            one = (column, None if left is True else left)
            found.append(None if left is False else asked.setdefault(one, len(asked)))
        places[status] = tuple(found)
    return ByStatus(tuple(asked), places)


def _given(condition: Q, status: str) -> Q | bool:
    """What is left to ask where the status is known."""
    is_or, left = condition.connector == Q.OR, []
    for part in condition.children:
        rest = _given(part, status) if isinstance(part, Q) else _leaf(part, status)
        if rest is is_or:  # it decides: true of «or», false of «and»
            return is_or != condition.negated
        if not isinstance(rest, bool):
            left.append(rest)
    if not left:
        return is_or == condition.negated
    if len(left) == 1 and isinstance(left[0], Q) and not condition.negated:
        return left[0]
    return Q(*left, _connector=condition.connector, _negated=condition.negated)


def _leaf(part: tuple, status: str) -> tuple | bool:
    lookup, value = part
    if lookup == "status__in":
        return status in value
    return status == value if lookup == "status" else part
