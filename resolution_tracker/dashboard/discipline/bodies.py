"""Those who report: what has come due and is executed, on time, at first; who let them wait.

«Extended N» stands in each row's name, which stays in sight beside every rate of the row.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.completion import Measures
from directives.figures import Figures
from organizations.models import Level
from resolution_tracker.dashboard.discipline import columns, opening, reading
from resolution_tracker.dashboard.discipline.grid import Grid, Line
from resolution_tracker.dashboard.discipline.reading import BY_BODY, BY_PLACE, COUNTED
from resolution_tracker.dashboard.filters import REGIONAL
from resolution_tracker.dashboard.sight import Sight

_ORDER = [Level.DEPARTMENT, Level.INSTITUTE, Level.MUNICIPAL, Level.SCHOOL]


class Granted(NamedTuple):
    """Of the extended and of the exempted, those whose request the municipality had supported."""

    extended: int = 0
    exempted: int = 0


@dataclass(frozen=True)
class Choice:
    """What the address narrows the table to: one level, one municipality, the regional level."""

    level: str = ""
    municipality: str = ""

    @classmethod
    def of(cls, sight: Sight, asked: QueryDict) -> "Choice":
        """What is not understood is not applied; who sees only their own bodies sees them all."""
        if not sight.view.everything:
            return cls()
        place, level = asked.get("municipality", ""), asked.get("level", "")
        if place == REGIONAL or (place.isascii() and place.isdecimal() and len(place) < 10):
            return cls(municipality=place)
        return cls(level if level in (Level.MUNICIPAL, Level.SCHOOL) else "")

    @property
    def place(self) -> int | None:
        """The municipality whose bodies are shown one by one."""
        return None if self.municipality in ("", REGIONAL) else int(self.municipality)

    @property
    def query(self) -> dict[str, str]:
        given = {"level": self.level, "municipality": self.municipality}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Body:
    """A row before it is drawn: what it is called, where it leads, what narrows its figures."""

    name: str
    what: str
    scope: tuple[tuple[str, object], ...]
    address: str


@dataclass(frozen=True)
class Switch:
    """Another set of bodies to look at."""

    label: str
    address: str
    is_current: bool


class Bodies:
    """The page: its rows, in the order asked for, and what else one may look at."""

    def __init__(self, sight: Sight, asked: QueryDict, resolution: int | None) -> None:
        self.sight, self.resolution = sight, resolution
        self.choice = Choice.of(sight, asked)
        self.sort = asked.get("sort", "")
        self.is_by_body = not sight.view.everything or self.choice.place is not None

    @cached_property
    def place_name(self) -> str:
        """The municipality whose bodies are shown; nothing where it is not one."""
        rows = reading.places_named((self.choice.place,)) if self.choice.place else []
        return rows[0][1] if rows else ""

    @property
    def switches(self) -> list[Switch]:
        """Which bodies to look at; those who see only their own have nothing to choose."""
        if not self.sight.view.everything:
            return []
        path = reverse("discipline")
        offered = [
            (Choice(), _("Municipalities")),
            (Choice(level=Level.MUNICIPAL.value), _("Authorities")),
            (Choice(level=Level.SCHOOL.value), _("Schools")),
            (Choice(municipality=REGIONAL), _("Regional level")),
        ]
        return [
            Switch(words, self.sight.address(path, **choice.query), choice == self.choice)
            for choice, words in offered
        ]

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the table is narrowed to, in words, for its files."""
        if self.place_name:
            return [(_("Municipality"), self.place_name)]
        chosen = [switch.label for switch in self.switches if switch.is_current]
        return [(_("Those who report"), label) for label in chosen]

    @cached_property
    def grid(self) -> Grid:
        lines = [self._line(*row) for row in self._rows]
        return Grid(
            name="discipline",
            heads=columns.heads(),
            columns=columns.of_bodies(),
            lines=lines,
            sort=self.sort,
            total=self._total([row[1:] for row in self._rows]),
            kept=self.choice.query | self.sight.asked,
        )

    @property
    def opening(self) -> list[SafeString]:
        """An institute's figures open more than its own rows: it has its table alone."""
        if not self._rows or self._is_institute:
            return []
        measures = Measures.sum(measures for _body, measures, _granted in self._rows)
        scope = self.choice.query | {"resolution": self.resolution}
        return opening.of_bodies(self.sight.figures(measures, **scope), self.sight.day)

    @property
    def _is_institute(self) -> bool:
        return self.sight.view.has("institute") and not self.sight.view.everything

    @cached_property
    def _rows(self) -> list[tuple[Body, Measures, Granted]]:
        asked = (self.sight, BY_BODY if self.is_by_body else BY_PLACE, self.choice.place)
        found = {
            tuple(row): Measures.of(COUNTED, counts) for *row, counts in reading.measured(*asked)
        }
        given = {tuple(row): Granted(*counts) for *row, counts in reading.supported(*asked)}
        rows = self._by_body(found) if self.is_by_body else self._by_place(found)
        drawn = []
        for body, keys in rows:
            measures = Measures.sum(found[key] for key in keys)
            granted = [given.get(key, Granted()) for key in keys]
            drawn.append((body, measures, Granted(*map(sum, zip(*granted, strict=True)))))
        return drawn

    def _line(self, body: Body, measures: Measures, granted: Granted) -> Line:
        figures = self.sight.figures(measures, resolution=self.resolution, **dict(body.scope))
        words = (body.name, body.what)
        return Line(_head(body, figures), words, columns.cells_of_body(figures, granted))

    def _total(self, sums: list[tuple[Measures, Granted]]) -> Line | None:
        """Nothing to sum up in one row; an institute's figures open more than its own rows."""
        if len(sums) < 2 or self._is_institute:
            return None
        measures = Measures.sum(measures for measures, _granted in sums)
        granted = Granted(*map(sum, zip(*(row for _measures, row in sums), strict=True)))
        scope = tuple(self.choice.query.items())
        return self._line(Body(_("Total"), "", scope, ""), measures, granted)

    def _by_body(self, found: dict[tuple, Measures]) -> list[tuple[Body, list[tuple]]]:
        """Bodies one by one, those above first."""
        keys = tuple(sorted(key[0] for key in found))
        rows = sorted(reading.bodies_named(keys), key=lambda row: _ORDER.index(row[2]))
        return [
            (
                Body(name, str(Level(level).label), (*self.choice.query.items(),
                     ("organization", pk)),
                     self.sight.address(reverse("organization-detail", args=[pk]))),
                [(pk,)],
            )
            for pk, name, level in rows
        ]  # fmt: skip

    def _by_place(self, found: dict[tuple, Measures]) -> list[tuple[Body, list[tuple]]]:
        """The regional bodies, then the municipalities by name."""
        rows = []
        if not self.choice.level:
            rows += [
                (_regional(level), [(None, level)]) for level in _ORDER if (None, level) in found
            ]
        if self.choice.municipality == REGIONAL:
            return rows
        levels = [self.choice.level] if self.choice.level else [Level.MUNICIPAL, Level.SCHOOL]
        for pk, name in reading.places_named(tuple(sorted({key[0] for key in found} - {None}))):
            if keys := [(pk, level) for level in levels if (pk, level) in found]:
                rows.append((self._municipality(pk, name), keys))
        return rows

    def _municipality(self, pk: int, name: str) -> Body:
        what = {
            "": _("the authority and its schools"),
            Level.MUNICIPAL: _("the authority"),
            Level.SCHOOL: _("schools"),
        }[self.choice.level]
        scope = (("municipality", pk), *self.choice.query.items())
        address = self.sight.address(reverse("discipline"), municipality=pk)
        return Body(name, what, scope, address)


def _regional(level: str) -> Body:
    names = {Level.DEPARTMENT: _("Department"), Level.INSTITUTE: _("Institute")}
    scope = (("municipality", REGIONAL), ("level", level))
    return Body(names.get(level, str(Level(level).label)), _("regional level"), scope, "")


def _head(body: Body, figures: Figures) -> SafeString:
    """The name, and what stands beside every rate."""
    name = (
        format_html('<a href="{}">{}</a>', body.address, body.name)
        if body.address
        else escape(body.name)
    )
    extended = figures.phrase("extended")
    return SafeString(f"{name}<small>{extended}</small>" if extended else str(name))
