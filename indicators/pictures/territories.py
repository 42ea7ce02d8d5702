"""One indicator by municipality, by place and by kind of school."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.disclosure import Outlook, beside_hidden
from indicators.drawing import bar, from_zero
from indicators.models import Asked, Direction
from indicators.pictures.readings import Reading, veil_of
from indicators.pictures.series import Goals
from indicators.roll_up import NOTHING, Rolled, Table, total
from organizations.models import Level, Municipality, Organization, SchoolKind, Settlement

# The figure of fewer schools tells of single ones.
FEW = 3


@dataclass(frozen=True)
class Row:
    """A group of bodies and what is read of them."""

    key: int | str
    name: str
    reading: Reading
    is_own: bool = False


@dataclass(frozen=True)
class Bars:
    """Rows to draw against one scale: those that may be ranked, the best first, and the rest."""

    rows: list[Row]
    is_down: bool
    is_count: bool

    @cached_property
    def ranked(self) -> list[Row]:
        rated = [row for row in self.rows if row.reading.is_rated]
        return sorted(rated, key=lambda row: row.reading.value, reverse=not self.is_down)

    @cached_property
    def unranked(self) -> list[Row]:
        """Of few, with nobody to count or without a value: in the order of their names."""
        return [row for row in self.rows if not row.reading.is_rated]

    @cached_property
    def most(self) -> Decimal:
        """The end of the scale: no value and no target lies beyond."""
        values = [row.reading.value for row in self.rows if row.reading.value is not None]
        targets = [row.reading.target.value for row in self.rows if row.reading.target]
        return from_zero([*values, *targets], self.is_count)[-1]

    def _drawn(self, rows: list[Row]) -> list[tuple[Row, SafeString]]:
        return [(row, self._bar(row.reading)) for row in rows]

    def _bar(self, reading: Reading) -> SafeString:
        target = reading.target.value if reading.target else None
        return bar(reading.value, most=self.most, target=target, standing=reading.standing)

    @property
    def drawn(self) -> list[tuple[Row, SafeString]]:
        return self._drawn(self.ranked)

    @property
    def drawn_apart(self) -> list[tuple[Row, SafeString]]:
        return self._drawn(self.unranked)


def by_municipality(
    rows: list[Asked], table: Table, goals: Goals, outlook: Outlook, own: set[int | None]
) -> Bars:
    """Each territory of the region in which anybody was asked, in the last of these. One query.

    An authority's own target counts for its territory. `own` are territories of the reader.
    """
    now = rows[-1]
    here, found = table[now.pk], []
    for place, authority in _authorities(here):
        rolled = here[place.pk]
        target = goals.of_body(now, authority, Level.MUNICIPAL)
        before = _last_value(rows[:-1], table, place.pk, now)
        if before is None and target is not None:
            before = target.baseline
        veil = veil_of(outlook, rolled.figure(now), place.pk)
        reading = Reading(now.indicator, now, rolled, target, before, veil)
        found.append(Row(place.pk, place.short_name, reading, place.pk in own))
    return _bars(found, now)


def _last_value(rows: list[Asked], table: Table, place: int, now: Asked) -> Decimal | None:
    """What the territory had the last time, measured alike."""
    for row in reversed(rows):
        if row.definition.measure == now.definition.measure:
            value = table[row.pk].get(place, NOTHING).figure(row).value
            if value is not None:
                return value
    return None


def _authorities(here: Mapping[int, Rolled]) -> list[tuple[Municipality, int]]:
    """Territories by name, each with the key of its authority."""
    bodies = Organization.objects.at(Level.MUNICIPAL).filter(
        municipality__in=[key for key in here if key is not None],
        parent__level=Level.DEPARTMENT,
        voided_at__isnull=True,
    )
    found = {
        body.municipality: body.pk
        for body in bodies.select_related("municipality").order_by("municipality__sort_key", "pk")
    }
    return [
        (place, pk)
        for place, pk in found.items()
        if here[place.pk].expected or here[place.pk].bodies_in
    ]


_LABELS = {
    "settlement": dict(Settlement.choices),
    "school_kind": dict(SchoolKind.choices),
}


def by_group(now: Asked, parts: Mapping[str, Rolled], by: str, outlook: Outlook,
             unknown: str) -> Bars:  # fmt: skip
    """By settlement or by kind of school; `unknown` names those of whom it is not known.

    A kind of one or two schools would tell their values to those who do not see them.
    """
    labels = _LABELS[by]
    rows = []
    for key in [*labels, ""]:
        rolled = parts.get(key, NOTHING)
        if not (rolled.expected or rolled.bodies_in):
            continue
        veil = veil_of(outlook, rolled.figure(now))
        if 0 < rolled.bodies_in < FEW and not outlook.sees():
            veil = _("fewer than 3 schools")
        reading = Reading(now.indicator, now, rolled, veil=veil)
        rows.append(Row(key, str(labels.get(key, unknown)), reading))
    return _bars(rows, now)


def _bars(rows: list[Row], now: Asked) -> Bars:
    wording = now.definition
    rows = _guarded(rows, wording.is_share)
    return Bars(rows, wording.direction == Direction.DOWN, wording.is_count)


def _guarded(rows: list[Row], is_share: bool) -> list[Row]:
    """The whole is told with its numbers: less all the others it would tell the only hidden one."""
    hidden = [row.reading.is_hidden for row in rows]
    if sum(hidden) != 1:
        return rows
    if is_share:  # a percentage without its parts cannot be taken off
        return [replace(row, reading=replace(row.reading, names_parts=False)) for row in rows]
    counted = [0 if row.is_own else row.reading.rolled.bodies_in for row in rows]
    at = beside_hidden(counted, hidden)
    return [
        replace(row, reading=replace(row.reading, veil=_("not shown"))) if number == at else row
        for number, row in enumerate(rows)
    ]


def whole(parts: Mapping[object, Rolled]) -> Rolled:
    return total(parts.values())
