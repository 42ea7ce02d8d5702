"""Sorting names the way a Russian office does, in a database without ICU.

Embedded PostgreSQL sorts by code point, so each sorted name carries a stored key.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import models

_NUMBER = re.compile(r"\d+")
_NOISE = re.compile(r"[«»\"'()№]")
_EDGE = "\x1f"


def sort_key(text: str) -> str:
    """Key whose code-point order is the alphabet's: case folded, ё after е, numbers padded."""
    return " ".join(_folded(text).split())[:300]


def sort_keys(texts: Sequence[str]) -> list[str]:
    """The keys of many texts at once."""
    folded = _folded(_EDGE.join(texts)).split(_EDGE)
    if len(folded) != len(texts):
        return list(map(sort_key, texts))
    return [" ".join(key.split())[:300] for key in folded]


def _folded(text: str) -> str:
    key = _NOISE.sub(" ", text).casefold().replace("ё", "е\uffff")
    return _NUMBER.sub(lambda match: match.group().zfill(6), key)


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
