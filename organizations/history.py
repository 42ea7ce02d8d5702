"""What changed in a body or a reference row, when and by whom, from the stored events."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organizations.models import User

# Written by the machine from other columns: of no interest to a reader.
_SILENT = {"sort_key", "match_name", "match_full_name", "own_contacts", "created_at"}


@dataclass(frozen=True)
class ValueChange:
    label: str
    before: str
    after: str


@dataclass
class Change:
    """One save. A first one has no values: the row appeared."""

    at: datetime
    by: User | None
    is_first: bool
    values: list[ValueChange] = field(default_factory=list)


def version_of(instance: models.Model) -> int:
    """Number of the last stored event: two people editing one row compare it."""
    return instance.events.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0


def changes_of(instance: models.Model, after: int = 0) -> list[Change]:
    """Changes, newest first; only those after the version `after` where it is given."""
    links = [f.name for f in instance._meta.fields if f.many_to_one]
    events = list(
        instance.events.select_related("pgh_context", *links)
        .filter(pgh_id__gte=after)
        .order_by("pgh_id")
    )
    people = User.objects.in_bulk({user for event in events if (user := _user_id(event))})
    changes = []
    for number, event in enumerate(events):
        change = Change(
            event.pgh_created_at,
            people.get(_user_id(event)),
            is_first=number == 0,
            values=_values(instance, events[number - 1], event) if number else [],
        )
        if change.is_first or change.values:
            changes.append(change)
    return [change for change in reversed(changes) if not (after and change.is_first)]


def _user_id(event) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _values(instance: models.Model, before, after) -> list[ValueChange]:
    tracked = {f.name for f in after._meta.fields}
    return [
        ValueChange(capfirst(str(column.verbose_name)), shown(column, before), shown(column, after))
        for column in instance._meta.fields
        if column.name in tracked
        and column.name not in _SILENT
        and getattr(before, column.attname) != getattr(after, column.attname)
    ]


def shown(column: models.Field, row: models.Model) -> str:
    """A value as the screens write it; «—» for an empty one."""
    value = getattr(row, column.name)
    if value in (None, "", []):
        return "—"
    if isinstance(column, ArrayField):
        labels = dict(column.base_field.choices or [])
        return ", ".join(str(labels.get(part, part)) for part in value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(column, models.DateField):
        form = "DATETIME_FORMAT" if isinstance(column, models.DateTimeField) else "d.m.Y"
        return date_format(value, form)
    return str(value)
