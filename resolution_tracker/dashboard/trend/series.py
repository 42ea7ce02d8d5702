"""Lines of the trend: levels side by side, the items of one level, or one item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from directives.completion import Measures
from directives.models import Directive
from organizations.models import Level
from resolution_tracker.dashboard.trend.reading import COUNTED, Past

NAMES = {
    Level.DEPARTMENT: _("Department"),
    Level.MUNICIPAL: _("Municipal authorities"),
    Level.INSTITUTE: _("Institute"),
    Level.SCHOOL: _("Schools"),
}
# Beside the end of a line there is little room.
_SHORT = {Level.MUNICIPAL: _("Mun. authorities")}


@dataclass(frozen=True)
class Choice:
    """What the address narrows the trend to; what it does not know is as nothing."""

    level: str = ""
    directive: Directive | None = None

    @classmethod
    def of(cls, query, items: list[Directive]) -> "Choice":
        """From `?level=` and `?directive=`; an item tells its level."""
        asked = query.get("directive", "")
        chosen = next((row for row in items if str(row.pk) == asked), None)
        if chosen:
            return cls(chosen.level, chosen)
        level = query.get("level", "")
        return cls(level if level in Level.values else "")

    @property
    def scope(self) -> dict[str, object]:
        """What a list of the same rows is narrowed by."""
        if self.directive:
            return {"directive": self.directive.pk}
        return {"level": self.level} if self.level else {}


@dataclass(frozen=True)
class Series:
    """One line: its name, what its rows are narrowed by, and its measures on each day."""

    name: str
    short: str
    scope: dict[str, object]
    measures: list[Measures]

    @property
    def is_empty(self) -> bool:
        """Nothing was ever asked of the bodies one sees."""
        return not any(row.applicable for row in self.measures)


def lines(past: Past, items: list[Directive], choice: Choice, **scope: object) -> list[Series]:
    """A line for each level; of a level, for each of its items; of an item, its own.

    `scope` is what the rows of all lines are narrowed by.
    """
    if choice.directive or choice.level:
        mine = [choice.directive] if choice.directive else _at(choice.level, items)
        found = [_series(past, row.number, scope | {"directive": row.pk}, [row]) for row in mine]
    else:
        levels = dict.fromkeys(row.level for row in items)  # as the resolution addresses them
        found = [
            _series(past, level, scope | {"level": level}, _at(level, items)) for level in levels
        ]
    return [row for row in found if not row.is_empty]


def _at(level: str, items: list[Directive]) -> list[Directive]:
    return [row for row in items if row.level == level]


def _series(past: Past, of: str, scope: dict, items: list[Directive]) -> Series:
    name = NAMES.get(of, of)
    return Series(str(name), str(_SHORT.get(of, name)), scope, _sums(past, items))


def whole(series: list[Series], days: list[date]) -> list[Measures]:
    """All lines together, day by day."""
    if not series:
        return [Measures() for _day in days]
    return [Measures.sum(rows) for rows in zip(*(row.measures for row in series), strict=True)]


def _sums(past: Past, items: Iterable[Directive]) -> list[Measures]:
    keys = [row.pk for row in items]
    nothing = [0] * len(COUNTED)
    found = []
    for day in past.days:
        rows = [past.counts.get((day, key), nothing) for key in keys]
        found.append(Measures.of(COUNTED, [sum(each) for each in zip(*rows, strict=True)]))
    return found
