"""Queries whose SQL is written once: Django takes longer to write it than PostgreSQL to answer.

Only the text is kept, as that of a template is; what it asks for is read anew each time. Whatever
the text depends on must be among the arguments: a `Viewpoint` rather than a user, and the day.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

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
