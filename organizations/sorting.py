"""Sorting names the way a Russian office does, in a database without ICU.

Embedded PostgreSQL sorts by code point, so each sorted name carries a stored key.
"""

import re
from typing import Any

from django.db import models

_NUMBER = re.compile(r"\d+")
_NOISE = re.compile(r"[«»\"'()№]")


def sort_key(text: str) -> str:
    """Key whose code-point order is the alphabet's: case folded, ё after е, numbers padded."""
    key = _NOISE.sub(" ", text).casefold().replace("ё", "е\uffff")
    key = _NUMBER.sub(lambda match: match.group().zfill(6), key)
    return " ".join(key.split())[:300]


class SortKeyField(models.CharField):
    """A column holding the sort key of another column, kept right by each save and bulk_create.

    `bulk_update` does not call it: set the column with `sort_key()` there.
    """

    def __init__(self, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        kwargs = {"max_length": 300, "editable": False, "db_collation": "C"} | kwargs
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = sort_key(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value
