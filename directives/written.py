"""Queries whose SQL is written once: Django takes longer to write it than PostgreSQL to answer.

Only the text is kept, as that of a template is; what it asks for is read anew each time. Whatever
the text depends on must be among the arguments: a `Viewpoint` rather than a user, and the day.
Planned queries that do not wait for each other's rows are asked `together`, in one trip.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from psycopg import Cursor

KEPT = 256


def written(build: Callable[..., QuerySet]) -> Callable[..., list[tuple]]:
    """Rows of the queryset that `build` makes of its arguments, as `values_list` gives them."""
    text = _text_of(build)

    @wraps(build)
    def rows(*arguments: Hashable) -> list[tuple]:
        if not (found := text(*arguments)):
            return []
        with connection.cursor() as cursor:
            cursor.execute(*found)
            return cursor.fetchall()

    return rows


@dataclass(frozen=True)
class Asking:
    """A planned query that is not asked yet. No text: nothing can be found."""

    text: str | None
    read: Callable[[list[tuple]], list]


class Planned:
    """A planned query: called, it gives its rows; `asking` makes it one of several."""

    def __init__(self, build: Callable[..., QuerySet], model: type[Model] | None = None) -> None:
        self._compiled = _compiled(build, model)
        self.__doc__ = build.__doc__

    def __call__(self, *arguments: Hashable) -> list:
        return together(self.asking(*arguments))[0]

    def asking(self, *arguments: Hashable) -> Asking:
        """The same, for `together`."""
        return self._compiled(*arguments)


def planned(build: Callable[..., QuerySet]) -> Planned:
    """The same for what many ask alike: PostgreSQL keeps its plan too, not only we its text.

    Planning takes longer than answering where few rows are counted in many ways. The values stand
    in the text, so the plan is as good as one made for them; it is made anew after ANALYZE. Of
    what only one person asks there would be too many plans to keep.
    """
    return Planned(build)


def planned_objects(model: type[Model]) -> Callable[[Callable], Planned]:
    """As `planned`, of a model's objects; annotations become their attributes."""
    return lambda build: Planned(build, model)


def together(*asked: Asking) -> list[list]:
    """The answers in their order, in one trip to the database whatever their number."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    texts = [one.text for one in asked if one.text]
    with connection.wrap_database_errors:
        if len(texts) > 1:
            with connection.connection.pipeline():
                cursors = [_sent(text) for text in texts]
        else:
            cursors = [_sent(text) for text in texts]
        answers = iter([cursor.fetchall() for cursor in cursors])
    for cursor in cursors:
        cursor.close()
    return [one.read(next(answers)) if one.text else [] for one in asked]


def written_objects(model: type[Model]) -> Callable[[Callable], Callable[..., list[Model]]]:
    """The same for a queryset of a model's objects; annotations become their attributes."""

    def decorate(build: Callable[..., QuerySet]) -> Callable[..., list[Model]]:
        text = _text_of(build)

        @wraps(build)
        def objects(*arguments: Hashable) -> list[Model]:
            found = text(*arguments)
            return list(model.objects.raw(*found)) if found else []

        return objects

    return decorate


def _text_of(build: Callable[..., QuerySet]) -> Callable[..., tuple[str, tuple] | None]:
    @lru_cache(maxsize=KEPT)
    def text(*arguments: Hashable) -> tuple[str, tuple] | None:
        try:
            return build(*arguments).query.sql_with_params()
        except EmptyResultSet:  # nothing can be found: there is nothing to ask
            return None

    return text


def _compiled(build: Callable[..., QuerySet], model: type[Model] | None) -> Callable[..., Asking]:
    """The whole text, its values in it, and what makes objects of its rows."""

    @lru_cache(maxsize=KEPT)
    def compiled(*arguments: Hashable) -> Asking:
        compiler = build(*arguments).query.get_compiler(connection=connection)
        try:
            text, values = compiler.as_sql()
        except EmptyResultSet:
            return Asking(None, list)
        read = _Objects(model, compiler) if model else list
        return Asking(connection.ops.compose_sql(text, values), read)

    return compiled


def _sent(text: str) -> CursorWrapper:
    """Through psycopg's own cursor: Django's writes values into the text and keeps no plan.

    After a few executions on a connection (settings: `prepare_threshold`) its plan is kept there.
    """
    plain = Cursor(connection.connection)
    logged = connection.queries_logged
    cursor = connection.make_debug_cursor(plain) if logged else connection.make_cursor(plain)
    cursor.execute(text)
    return cursor


class _Objects:
    """What a queryset makes of its rows, without the queryset. What is asked alike is worked out
    once: which columns are whose, and which values are converted."""

    def __init__(self, model: type[Model], compiler: SQLCompiler) -> None:
        columns = compiler.klass_info["select_fields"]
        self._model, self._compiler = model, compiler
        self._own = slice(columns[0], columns[-1] + 1)
        self._names = [column[0].target.attname for column in compiler.select[self._own]]
        self._related = get_related_populators(
            compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS
        )
        self._beside = list(compiler.annotation_col_map.items())
        fields = [column[0] for column in compiler.select[: compiler.col_count]]
        self._converters = compiler.get_converters(fields)

    def __call__(self, rows: list[tuple[Any, ...]]) -> list[Model]:
        if self._converters:
            return list(map(self._object, self._compiler.apply_converters(rows, self._converters)))
        return list(map(self._object, rows))

    def _object(self, row: Sequence[Any]) -> Model:
        found = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
        for populator in self._related:
            populator.populate(row, found)
        for name, place in self._beside:
            setattr(found, name, row[place])
        return found
