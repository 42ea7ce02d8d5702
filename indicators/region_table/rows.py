"""Rows of the roll-up page: groups of bodies, the region's own level, and the whole."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directives.written import written
from organizations import region
from organizations.models import Level, SchoolKind, Settlement

Key = int | str | None


@dataclass(frozen=True)
class Row:
    """One line: its key in the roll-up, its name, and whose targets count for it."""

    key: Key
    name: str
    authority: int | None = None  # of a municipality
    is_municipality: bool = False
    is_kind: bool = False  # of schools, or a settlement


@written
def _territories():
    """The key of each municipality of the region, its name and its authority."""
    return (
        region.authorities()
        .order_by("municipality__sort_key", "pk")
        .values_list("municipality_id", "municipality__short_name", "pk")
    )


def territories() -> list[Row]:
    """The region's municipalities by name. One query."""
    rows = {key: Row(key, name, authority, True) for key, name, authority in _territories()}
    return list(rows.values())


def rows_by(by: str, places: list[Row], found: set[Key]) -> list[Row]:
    """What the page is divided by; of settlements and kinds only those that there are."""
    if by == "municipality":
        return [*places, Row(None, _("Regional level"))]
    choices = Settlement if by == "settlement" else SchoolKind
    rows = [
        Row(key, str(label).capitalize(), is_kind=True)
        for key, label in choices.choices
        if key in found
    ]
    return [*rows, Row("", _("Not specified"), is_kind=True)] if "" in found else rows


def level_of(row: Row, level: str) -> str:
    """Whose target of a level counts: a municipality's is that of the municipal level."""
    return Level.MUNICIPAL if row.is_municipality else level
