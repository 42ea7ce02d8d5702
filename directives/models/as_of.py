"""Assignments as they stood at a moment: the same queryset, read from the timeline.

Every condition, count and list speaks of `directives_assignment`. Here that name stands for the
last timeline row of each assignment before the moment, so that nothing is defined twice. What was
dealt out later is not there. Joins that begin at another table reach the present state.
"""

from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models.sql import DeleteQuery, Query, UpdateQuery
from django.db.models.sql.datastructures import BaseTable
from django.utils import timezone


def end_of(day: date) -> datetime:
    """The moment a day is over: its last timeline row is the one before it."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class _Then(BaseTable):
    """The table of assignments with the state of a moment in place of the present one."""

    def __init__(self, table_name: str, alias: str | None, at: datetime, text: str) -> None:
        super().__init__(table_name, alias)
        self.at, self.text = at, text

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        name = compiler.quote_name_unless_alias(self.table_alias)
        return f"({self.text}) {name}", [self.at] * self.text.count("%s")

    def relabeled_clone(self, change_map: dict) -> "_Then":
        alias = change_map.get(self.table_alias, self.table_alias)
        return _Then(self.table_name, alias, self.at, self.text)

    @property
    def identity(self) -> tuple:
        return (*super().identity, self.at)


class QueryAsOf(Query):
    """A query of assignments whose base table is that of a moment."""

    at: datetime
    text: str

    @classmethod
    def of(cls, model, state: type, timeline: type, at: datetime) -> "QueryAsOf":
        """`state`: the abstract model of the columns both tables have."""
        query = cls(model)
        query.at, query.text = at, _text(model, state, timeline)
        return query

    def chain(self, klass: type[Query] | None = None) -> Query:
        """What was is only read: an UPDATE would change the present rows instead."""
        if klass is not None and issubclass(klass, UpdateQuery | DeleteQuery):
            raise TypeError("The state of a moment cannot be changed.")
        return super().chain(klass)

    def base_table_class(self, table_name: str, alias: str | None) -> BaseTable:
        return _Then(table_name, alias, self.at, self.text)


def _text(model, state: type, timeline: type) -> str:
    """A plain join, so that conditions on the assignment narrow it before its rows are looked up"""
    quote = connection.ops.quote_name
    now, rows = quote(model._meta.db_table), quote(timeline._meta.db_table)
    return (
        f"SELECT {columns_of(model, state)}"  # noqa: S608 - own names
        f" FROM {now} now_ CROSS JOIN LATERAL ("
        f"SELECT * FROM {rows} row_"
        " WHERE row_.assignment_id = now_.id AND row_.recorded_at < %s"
        " ORDER BY row_.number DESC LIMIT 1) then_"
    )


def columns_of(model, state: type) -> str:
    """The columns of an assignment: what it is comes from `now_`, how it stood from `then_`."""
    quote = connection.ops.quote_name
    then = {field.column for field in state._meta.get_fields()}
    stays = [field.column for field in model._meta.concrete_fields if field.column not in then]
    columns = [f"now_.{quote(name)}" for name in stays if name != "updated_at"]
    columns += [f"then_.{quote(name)}" for name in sorted(then)]
    return f"{', '.join(columns)}, then_.recorded_at AS updated_at"
