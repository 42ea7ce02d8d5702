"""Completeness and timeliness of one period, by level and by municipality, as links to rows."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directives.models import Frequency
from directives.models.as_of import end_of
from indicators import completeness
from indicators.completeness import Completeness
from indicators.forms.completeness import LABELS, REGIONAL
from indicators.models import Collection, IndicatorReport
from organizations.access import Viewpoint
from organizations.models import Level, Municipality

COUNTS = ["expected", "received", "in_time", "accepted", "waiting", "returned", "not_received"]
SHARES = {"completeness": _("Completeness"), "timeliness": _("Timeliness")}


@dataclass(frozen=True)
class Cell:
    """A figure and the address of the rows behind it; a share has none."""

    name: str
    value: int | float | None
    address: str = ""


@dataclass(frozen=True)
class Group:
    """Some bodies of the period; `scope` is what the address of their rows says of them."""

    key: object
    name: str
    counts: Completeness
    scope: dict[str, object]

    @property
    def cells(self) -> list[Cell]:
        return [Cell(name, getattr(self.counts, name), self.address(name)) for name in COUNTS] + [
            Cell(name, getattr(self.counts, name)) for name in SHARES
        ]

    def address(self, show: str) -> str:
        return f"{reverse('indicator-not-reported')}?{urlencode({**self.scope, 'show': show})}"


@dataclass(frozen=True)
class Heading:
    name: str
    label: str
    address: str
    sorted: str  # "ascending", "descending", "none"


class CompletenessPage:
    """Of one collection, over the reports that this person may see."""

    def __init__(
        self,
        collection: Collection,
        user,
        *,
        level: str = "",
        sort: str = "",
        as_of: date | None = None,
    ) -> None:
        self.collection = collection
        self.user = user
        self.as_of = as_of
        seen = IndicatorReport.objects.as_of(as_of).visible_to(user)
        self.reports = seen.filter(collection=collection)
        self._level = level
        self.sort = sort if sort.removeprefix("-") in [*COUNTS, *SHARES] else ""

    @property
    def scope(self) -> dict[str, object]:
        day = {"as_of": self.as_of.isoformat()} if self.as_of else {}
        return {"period": self.collection.period_id, **day}

    @property
    def is_closed(self) -> bool:
        """Whether its figures had been frozen by the day shown."""
        closed = self.collection.closed_at
        return closed is not None and (self.as_of is None or closed < end_of(self.as_of))

    @property
    def query(self) -> str:
        """The same period and day in the address of the list of reports."""
        return urlencode(self.scope)

    @cached_property
    def _measured(self) -> dict[object, Completeness]:
        return completeness.measure(self.reports, "organization__level", "municipality_id")

    @cached_property
    def levels(self) -> list[Group]:
        """From the schools up; never one figure for all."""
        sums: dict[str, Completeness] = {}
        for (level, _place), counts in self._measured.items():
            sums[level] = sums.get(level, Completeness()) + counts
        return [
            Group(
                level,
                capfirst(str(Level(level).label)),
                sums[level],
                self.scope | {"level": level},
            )
            for level in reversed(Level)
            if level in sums
        ]

    @property
    def places_levels(self) -> list[Group]:
        """Levels that have municipalities to compare."""
        return [row for row in self.levels if row.key in (Level.SCHOOL, Level.MUNICIPAL)]

    @property
    def level(self) -> str:
        """Whose reports are compared by municipality."""
        offered = [row.key for row in self.places_levels]
        return self._level if self._level in offered else (offered or [""])[0]

    @cached_property
    def municipalities(self) -> list[Group]:
        """By name, or as the address sorts them; equal ones keep the order of names."""
        found = {
            place: row for (level, place), row in self._measured.items() if level == self.level
        }
        names = Municipality.objects.filter(pk__in=[key for key in found if key])
        rows = [
            Group(
                place.pk,
                place.short_name,
                found[place.pk],
                self.scope | {"level": self.level, "municipality": place.pk},
            )
            for place in names
        ]
        if not self.sort:
            return rows
        name, sign = self.sort.removeprefix("-"), -1 if self.sort.startswith("-") else 1
        return sorted(rows, key=lambda row: sign * (getattr(row.counts, name) or 0))

    @property
    def compares(self) -> bool:
        """Whether there is more than one municipality to see."""
        return Viewpoint.of(self.user).everything or len(self.municipalities) > 1

    @cached_property
    def region(self) -> Group | None:
        """All municipalities together, for the foot of the table."""
        whole = sum((row.counts for row in self.municipalities), Completeness())
        return Group(REGIONAL, "", whole, self.scope | {"level": self.level})

    @property
    def headings(self) -> list[Heading]:
        """The first press shows the largest first, the second turns it round."""
        labels = {name: LABELS[name] for name in COUNTS} | SHARES
        return [self._heading(name, str(label)) for name, label in labels.items()]

    def _heading(self, name: str, label: str) -> Heading:
        now = "none"
        if name == self.sort.removeprefix("-"):
            now = "descending" if self.sort.startswith("-") else "ascending"
        sort = name if now == "descending" else f"-{name}"
        query = urlencode(self.scope | {"level": self.level, "sort": sort})
        return Heading(name, label, f"?{query}", now)


def collection_of(period: str, today: date, as_of: date | None = None) -> Collection | None:
    """The collection of the period the address names; else the open one that is to be chased.

    That is the last whose period has ended: of the running one nothing is due yet.
    """
    there = Collection.objects.select_related("period")
    if as_of:
        there = there.filter(opened_at__lt=end_of(as_of))
    rows = list(there)
    named = [row for row in rows if str(row.period_id) == period]
    return max(named or rows, key=lambda row: _urgency(row, today), default=None)


def _urgency(collection: Collection, today: date) -> tuple:
    period = collection.period
    is_quarter = period.kind == Frequency.QUARTER
    return collection.is_open, period.ends_on < today, period.starts_on, is_quarter
