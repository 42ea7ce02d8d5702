"""What the address of a grid asks for: measure, period, order. Anything else is the default."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from directives.calendar import year_name
from resolution_tracker.dashboard.filters import CURRENT
from resolution_tracker.dashboard.places.measures import DEFAULT, MEASURES, Measure
from resolution_tracker.dashboard.sight import Sight

ALL = ""


class Period(NamedTuple):
    """An opened reporting period, as the database gives it."""

    pk: int
    kind: str
    name: str
    school_year: int


class Link(NamedTuple):
    """One way of a switch."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Choice:
    """`sort` is checked where the columns are known."""

    sight: Sight
    measure: Measure
    period: str
    sort: str
    periods: tuple[Period, ...]  # opened ones, the earliest first

    @classmethod
    def read(cls, query: QueryDict, sight: Sight, periods: Sequence[tuple]) -> "Choice":
        opened = tuple(Period(*row) for row in periods)
        known = {CURRENT, *(str(period.pk) for period in opened)}
        period = query.get("period", ALL)
        return cls(
            sight,
            MEASURES.get(query.get("measure", DEFAULT), MEASURES[DEFAULT]),
            period if period in known else ALL,
            query.get("sort", ""),
            opened,
        )

    @property
    def narrowed(self) -> tuple[int | None, ...] | None:
        """Keys of the periods to count, None among them for one-off items; None for all."""
        if self.period == ALL:
            return None
        if self.period != CURRENT:
            return (int(self.period),)
        latest = {period.kind: period.pk for period in self.periods}
        return (None, *sorted(latest.values()))

    @property
    def scope(self) -> dict[str, str]:
        """What the address of a list or of a figure needs to count the same."""
        return {"period": self.period} if self.period else {}

    def address(self, path: str = "", **changed: str) -> str:
        """This page (or the one at `path`) with something else asked."""
        asked = {"measure": self.measure.name, "period": self.period, "sort": self.sort} | changed
        if asked["measure"] == DEFAULT:
            asked["measure"] = ""
        query = {name: value for name, value in asked.items() if value}
        return self.sight.address(path, **query) or "?"

    @property
    def measures(self) -> list[Link]:
        """The switch of what is shown."""
        return [
            Link(str(one.label), self.address(measure=one.name), one == self.measure)
            for one in MEASURES.values()
        ]

    @property
    def spans(self) -> list[Link]:
        """The switch of periods: all, the current ones, each of the latest school year."""
        offered = [(ALL, _("All periods")), (CURRENT, _("Current periods"))]
        offered += [(str(one.pk), self._named(one)) for one in self._offered]
        return [
            Link(label, self.address(period=value), value == self.period)
            for value, label in offered
        ]

    @property
    def _offered(self) -> list[Period]:
        latest = max((one.school_year for one in self.periods), default=0)
        chosen = self.period
        return [one for one in self.periods if one.school_year == latest or str(one.pk) == chosen]

    def _named(self, period: Period) -> str:
        latest = max(one.school_year for one in self.periods)
        if period.school_year == latest:
            return period.name
        return f"{period.name} {year_name(period.school_year)}"

    @property
    def spoken_period(self) -> str:
        """The period as conditions of a file name it."""
        if self.period in (ALL, CURRENT):
            return _("Current: one-off items and the current periods") if self.period else (
                _("All periods")
            )  # fmt: skip
        chosen = next(one for one in self.periods if str(one.pk) == self.period)
        return f"{chosen.name} {year_name(chosen.school_year)}"
