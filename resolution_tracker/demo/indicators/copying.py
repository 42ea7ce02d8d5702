"""Rows written in bulk: tens of thousands in the time that objects would take for a few."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model

_TABLE = "CREATE TEMPORARY TABLE told AS SELECT {columns} FROM {table} WITH NO DATA"
_UPDATE = "UPDATE {table} SET {pairs} FROM told WHERE {table}.{key} = told.{key}"


def copy_in(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Every column that has no default in the database must be named."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    order = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(order) as copy:
        for row in rows:
            copy.write_row(row)


def update_from(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Set these columns of rows that are there; the first of `names` is the key."""
    quote = connection.ops.quote_name
    columns = [quote(model._meta.get_field(name).column) for name in names]
    words = {
        "table": quote(model._meta.db_table),
        "key": columns[0],
        "columns": ", ".join(columns),
        "pairs": ", ".join(f"{column} = told.{column}" for column in columns[1:]),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TABLE.format_map(words))
        with cursor.copy("COPY told FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_UPDATE.format_map(words))
        cursor.execute("DROP TABLE told")


def count_anew(*models: type[Model]) -> None:
    """Let the planner know of the rows just written: nobody else looks before the story ends.

    Counted while they were few, tables of tens of thousands are read whole for each row of another.
    """
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
