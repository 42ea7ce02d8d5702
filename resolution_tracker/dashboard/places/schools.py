"""Bodies × items in one municipality. A cell of one body is its status, not a share of one."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import cached_property

from directives.completion import Measures
from organizations.models import Level
from resolution_tracker.dashboard.places import ordering, reading
from resolution_tracker.dashboard.places.choice import Choice
from resolution_tracker.dashboard.places.grid import Item, Where
from resolution_tracker.dashboard.places.ordering import NAME, NOTHING, Place
from resolution_tracker.dashboard.sight import Sight

# Of each, what it is a part of; shown together as «5 из 6».
PAIRS = {
    "executed": "come_due",
    "on_time": "come_due",
    "checkpoints_done": "checkpoints_applicable",
}
PLAIN = ("overdue", "applicable", "reported", "accepted", "substantiated", "extended")
COLUMNS = (*PAIRS, *PLAIN)
NAMES = tuple(dict.fromkeys((*COLUMNS, *PAIRS.values(), "all")))
# The furthest behind first; what left the count has no place in the order.
STATUSES = ("overdue", "returned", "not_started", "in_progress", "submitted", "accepted")
LEFT_OUT = ("not_applicable", "waived", "cancelled")


class Body(NamedTuple):
    """A school, or the authority above it."""

    pk: int
    name: str
    level: str


@dataclass(slots=True)
class Row:
    """A body: statuses by item, one a period, and its counts."""

    body: Body
    cells: dict[int, list[str]]
    counts: dict[str, int]


@dataclass
class SchoolGrid:
    """The bodies of one municipality that this person sees."""

    choice: Choice
    where: Where
    items: list[Item]
    by_name: list[Row]

    @property
    def sight(self) -> Sight:
        return self.choice.sight

    @cached_property
    def whole(self) -> dict[str, int]:
        return {name: sum(row.counts[name] for row in self.by_name) for name in NAMES}

    @property
    def measures(self) -> Measures:
        return Measures(self.whole)

    @cached_property
    def sorted_by(self) -> tuple[str, bool]:
        known = [*COLUMNS, *(item.number for item in self.items)]
        return ordering.chosen(self.choice.sort, known)

    @cached_property
    def rows(self) -> list[Row]:
        name, falls = self.sorted_by
        if name == NAME:
            return self.by_name[::-1] if falls else self.by_name
        if name in COLUMNS:
            return ordering.ordered(self.by_name, lambda row: (0, row.counts[name]), falls=falls)
        pk = next(item.pk for item in self.items if item.number == name)
        return ordering.ordered(self.by_name, lambda row: _worst(row.cells.get(pk)), falls=falls)


def _worst(statuses: list[str] | None) -> Place:
    places = [STATUSES.index(status) for status in statuses or () if status in STATUSES]
    return (0, min(places)) if places else NOTHING


def read(choice: Choice, pk: int) -> SchoolGrid | None:
    """None where this person sees neither the authority nor, from above, any work there."""
    sight = choice.sight
    where = next((Where(*row) for row in reading.places_named((pk,))), None)
    if where is None or sight.only_totals:
        return None
    seen = {row[0]: Body(*row) for row in reading.bodies(sight, pk)}
    supports = sight.view.has("institute")
    if not (any(body.level == Level.MUNICIPAL for body in seen.values()) or supports
            or sight.view.everything):  # fmt: skip
        return None
    return _read(choice, where, seen)


def _read(choice: Choice, where: Where, seen: dict[int, Body]) -> SchoolGrid | None:
    sight, pk, narrowed = choice.sight, where.pk, choice.narrowed
    cells: dict[int, dict[int, list[str]]] = {}
    for body, item, status, is_late in reading.states(sight, pk, narrowed):
        shown = "overdue" if is_late else status
        cells.setdefault(body, {}).setdefault(item, []).append(shown)
    counted = dict(reading.by_body(sight, pk, narrowed, NAMES))
    if unknown := tuple(sorted(cells.keys() - seen.keys())):
        seen |= {row[0]: Body(*row) for row in reading.bodies_named(unknown)}
    if not seen:
        return None
    asked = {item for row in cells.values() for item in row}
    items = [item for item in map(Item._make, reading.items(sight.day)) if item.pk in asked]
    zeros = [0] * len(NAMES)
    rows = [
        Row(body, cells.get(key, {}), dict(zip(NAMES, counted.get(key, zeros), strict=True)))
        for key, body in seen.items()
    ]
    return SchoolGrid(choice, where, items, rows)
