"""What a published item holds fast: said beside the field before PostgreSQL refuses it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models


def changed(row: models.Model, names: Iterable[str]) -> list[str]:
    """Which of these columns differ from what is stored; none for a row not yet stored."""
    stored = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
    if stored is None:
        return []
    return [name for name in names if getattr(stored, name) != getattr(row, name)]


def refuse_changes(row: models.Model, names: Iterable[str], sentence) -> None:
    """ValidationError beside each frozen column that somebody tries to change."""
    if frozen := changed(row, names):
        raise ValidationError(dict.fromkeys(frozen, sentence))
