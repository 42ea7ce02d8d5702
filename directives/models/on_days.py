"""Assignments as they stood on each of several days, in one query: a row for each day it stood.

The same states as `as_of` gives day by day. An assignment's timeline is read once, not once a day:
a row stands from its moment until the first moment of any later row.
"""

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.models import DateField
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable

from directives.models.as_of import columns_of, end_of
from directives.models.assignment import Assignment, AssignmentQuerySet, State
from directives.models.timeline import StatusUpdate

# The day of a row; conditions take it for today.
DAY = RawSQL(f'"{Assignment._meta.db_table}"."day"', (), output_field=DateField())  # noqa: S611


class _Days(BaseTable):
    """The table of assignments with their states on the days in place of the present ones."""

    def __init__(self, name: str, alias: str | None, days: tuple[date, ...], text: str) -> None:
        super().__init__(name, alias)
        self.days, self.text = days, text

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        name = compiler.quote_name_unless_alias(self.table_alias)
        return f"({self.text}) {name}", [list(self.days), [end_of(day) for day in self.days]]

    def relabeled_clone(self, change_map: dict) -> "_Days":
        alias = change_map.get(self.table_alias, self.table_alias)
        return _Days(self.table_name, alias, self.days, self.text)

    @property
    def identity(self) -> tuple:
        return (*super().identity, self.days)


class _QueryOnDays(Query):
    """A query of assignments whose base table is that of the days."""

    days: tuple[date, ...]
    text: str

    def base_table_class(self, table_name: str, alias: str | None) -> BaseTable:
        return _Days(table_name, alias, self.days, self.text)


def on_days(days: Sequence[date]) -> AssignmentQuerySet:
    """All assignments on each of these days, with `day` annotated. The first in a chain."""
    query = _QueryOnDays(Assignment)
    query.days, query.text = tuple(days), _text()
    return AssignmentQuerySet(Assignment, query=query).annotate(day=DAY)


def _text() -> str:
    quote = connection.ops.quote_name
    now, rows = (quote(model._meta.db_table) for model in (Assignment, StatusUpdate))
    return (
        f"SELECT {columns_of(Assignment, State)}, day_.day"  # noqa: S608 - own names
        f" FROM {now} now_ CROSS JOIN LATERAL ("
        "SELECT row_.*, min(row_.recorded_at) OVER (ORDER BY row_.number DESC"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until"
        f" FROM {rows} row_ WHERE row_.assignment_id = now_.id) then_"
        " JOIN unnest(%s::date[], %s::timestamptz[]) day_ (day, moment)"
        " ON then_.recorded_at < day_.moment"
        " AND (then_.until IS NULL OR then_.until >= day_.moment)"
    )
