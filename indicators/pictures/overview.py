"""All indicators side by side: sentences first, then a small picture of each."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.disclosure import Outlook
from indicators.drawing import Caption, sparkline
from indicators.models import Asked, Indicator
from indicators.periods import asked_for
from indicators.pictures.choice import Choice
from indicators.pictures.own import Own, have_places, own_bodies, own_figures
from indicators.pictures.readings import Reading
from indicators.pictures.series import (
    Goals,
    Moment,
    Series,
    asked_until,
    region_series,
)
from indicators.roll_up import Rolled, Table, roll_up, total
from indicators.shares import Standing
from organizations import region
from organizations.models import Organization

# How each count is said after the first.
_SAID = {
    Standing.IMPROVING.value: gettext_lazy("%(n)s are improving"),
    Standing.BEHIND.value: gettext_lazy("%(n)s are behind"),
    Standing.NO_TARGET.value: gettext_lazy("%(n)s are not rated"),
    Standing.NO_DATA.value: gettext_lazy("of %(n)s there is no data"),
}
_LAST = gettext_lazy("By the last values:")


@dataclass
class Tile:
    """One indicator: its last figure, where it came from and where it is to go."""

    reading: Reading
    moments: tuple[Moment, ...] = ()
    own: list[Own] = field(default_factory=list)

    @property
    def indicator(self) -> Indicator:
        return self.reading.indicator

    @property
    def key(self) -> str:
        return str(self.indicator.pk)

    @cached_property
    def spark(self) -> SafeString:
        """Empty where there is nothing to draw."""
        values = [row.value for row in self.moments]
        if not any(value is not None for value in values):
            return SafeString("")
        caption = Caption(
            f"spark-{self.indicator.pk}",
            _("%(name)s: the last periods") % {"name": self.reading.wording.name},
            "; ".join(f"{row.period.full_name}: {row.reading.said}" for row in self.moments),
            f"table-{self.indicator.pk}",
        )
        return sparkline(values, caption, targets=[row.target for row in self.moments])


@dataclass(frozen=True)
class Group:
    """Indicators of one mechanism or theme."""

    key: str
    name: str
    tiles: list[Tile]


@dataclass
class Overview:
    """What the page shows."""

    choice: Choice
    tiles: list[Tile]

    @property
    def is_empty(self) -> bool:
        """Nothing to show: nothing was asked, or no indicator speaks for the item."""
        if self.choice.directive:
            return not self.tiles
        return not any(row.reading.asked for row in self.tiles)

    @cached_property
    def shown(self) -> list[Tile]:
        wanted = self.choice.standing
        return [row for row in self.tiles if not wanted or row.reading.counted_as == wanted]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(row.reading.counted_as for row in self.tiles)

    @cached_property
    def worst(self) -> Tile | None:
        """Of those behind, the one furthest from its target as a part of that target. A target of
        zero has no parts: such a one is passed over."""
        behind = [
            row
            for row in self.tiles
            if row.reading.standing == Standing.BEHIND
            and row.reading.value is not None
            and row.reading.target.value
        ]
        return max(behind, key=_distance, default=None)

    @property
    def sentence(self) -> list[tuple[str, str]]:
        """«По последним данным на I четверть 2026/27», «целевого значения достигли 12 из 30
        показателей», «улучшаются 8» …: a standing to be listed, and its words."""
        period = self.choice.period
        by = _("By the latest data as of %(period)s:")
        said = [("", by % {"period": period.full_name} if period else _LAST)]
        total, met = len(self.tiles), self.counts[Standing.MET.value]
        text = ngettext(
            "the target is met by %(n)s of %(of)s indicator",
            "the target is met by %(n)s of %(of)s indicators",
            total,
        )
        said.append((Standing.MET.value, text % {"n": met, "of": total}))
        return said + [
            (name, str(words) % {"n": self.counts[name]})
            for name, words in _SAID.items()
            if self.counts[name]
        ]

    @property
    def query(self) -> str:
        """What the page of an indicator is opened with: the same period and basis."""
        return self.choice.query

    @cached_property
    def groups(self) -> list[Group]:
        """In the order of mechanisms or themes; those of none come last."""
        by_key: dict[tuple[bool, str], tuple[str, list[Tile]]] = {}
        for tile in self.shown:
            place = getattr(tile.indicator, self.choice.group)
            key = (place is None, place.code if place else "")
            by_key.setdefault(key, (_name_of(place, self.choice.group), []))[1].append(tile)
        return [
            Group(key[1] or "none", name, tiles) for key, (name, tiles) in sorted(by_key.items())
        ]


def _distance(tile: Tile) -> Decimal:
    target = tile.reading.target.value
    return abs(tile.reading.value - target) / target


def _name_of(place, group: str) -> str:
    if place is not None:
        return f"{place.code} {place.name}" if group == "mechanism" else place.name
    return _("Of no mechanism") if group == "mechanism" else _("Of no theme")


def read(user, choice: Choice) -> Overview:
    """All that the page shows, in a fixed number of queries."""
    indicators = _indicators(choice)
    rows = asked_until(indicators, choice.asked)
    bodies = own_bodies(user)
    table = _table([row for there in rows.values() for row in there], choice, bodies)
    sums = {key: total(parts.values()) for key, parts in table.items()}
    goals, outlook = Goals(indicators), Outlook.of(user)
    series = {}
    for key, there in rows.items():
        if kept := there if choice.period else _until_the_last_value(there, sums):
            series[key] = region_series(kept, sums, goals, outlook)
    last = [row.last.asked for row in series.values()]
    own = own_figures(bodies, last, table, choice.as_of)
    tiles = [_tile(row, series.get(row.pk), own) for row in indicators]
    return Overview(choice, tiles)


def _indicators(choice: Choice) -> list[Indicator]:
    """What was asked by the period; of the last values, whatever is in use."""
    if choice.period is not None:
        found = [row.indicator for row in asked_for(choice.period, choice.as_of)]
    else:
        found = list(Indicator.objects.in_use().select_related("mechanism", "theme"))
    if choice.directive is None:
        return found
    speaking = set(
        Indicator.objects.filter(directives=choice.directive).values_list("pk", flat=True)
    )
    return [row for row in found if row.pk in speaking]


def _table(asked: list[Asked], choice: Choice, bodies: list[Organization]) -> Table:
    """Over the region: by municipality for those who have one, else by settlement, in few parts.

    The parts of either make up the whole.
    """
    by = "municipality" if have_places(bodies) else "settlement"
    return roll_up(
        asked, by=by, basis=choice.basis, municipalities=region.places(), as_of=choice.as_of
    )


def _until_the_last_value(rows: list[Asked], sums: dict[int, Rolled]) -> list[Asked]:
    """Without the collections after the last one that has a value; all, where none has."""
    there = [number for number, row in enumerate(rows, 1) if sums[row.pk].bodies_in]
    return rows[: there[-1]] if there else rows


def _tile(indicator: Indicator, series: Series | None, own: dict[int, list[Own]]) -> Tile:
    if series is None:
        return Tile(Reading(indicator))
    reading = series.last
    return Tile(reading, series.moments, own.get(reading.asked.pk, []))
