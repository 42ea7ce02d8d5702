"""Many counts of assignments as one column of a query.

Django takes longer to write thirty conditional counts as SQL than PostgreSQL to answer them. Their
text depends on the day alone, so it is written once a day; what is counted stays a queryset.
"""

from datetime import date
from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Count, Sum
from django.db.models.expressions import RawSQL

from directives.conditions import CONDITIONS, applicable
from directives.models import Assignment

SUMS = ("checkpoints_done", "checkpoints_applicable", "extensions_count", "returns_count")
COUNTS = (*CONDITIONS, *SUMS)


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
