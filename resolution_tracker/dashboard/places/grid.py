"""Municipalities × items: plain values, from which the page, its files and the map are drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from directives.completion import Measures
from resolution_tracker.dashboard.places import ordering, reading
from resolution_tracker.dashboard.places.choice import Choice
from resolution_tracker.dashboard.places.measures import BESIDE, Measure
from resolution_tracker.dashboard.places.ordering import NAME, Place
from resolution_tracker.dashboard.sight import Sight

TOTAL = "total"


class Item(NamedTuple):
    """A column: an item of the resolution."""

    pk: int
    number: str
    level: str
    text: str

    @property
    def one_line(self) -> str:
        return " ".join(self.text.split())


class Counted(NamedTuple):
    """`n` of `of` in the chosen measure; the step says which colour, 0 none."""

    n: int
    of: int
    step: int


EMPTY = Counted(0, 0, 0)


class Where(NamedTuple):
    """A territory, as the database gives it."""

    pk: int | None
    name: str
    name_in: str
    column: int = 0
    line: int = 0


@dataclass(slots=True)
class Row:
    """A territory: its cells by item, and the counts of all of them together."""

    where: Where
    cells: dict[int, Counted]
    total: Counted
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Grid:
    """`rows` in the order asked for; `whole` is their sum, never an average."""

    choice: Choice
    items: list[Item]
    by_name: list[Row]
    whole: Row

    @property
    def measure(self) -> Measure:
        return self.choice.measure

    @property
    def sight(self) -> Sight:
        return self.choice.sight

    @cached_property
    def measures(self) -> Measures:
        """Of all the rows together, for sentences."""
        return Measures(self.whole.counts)

    @cached_property
    def sorted_by(self) -> tuple[str, bool]:
        return ordering.chosen(self.choice.sort, _columns(self.items))

    @cached_property
    def rows(self) -> list[Row]:
        name, falls = self.sorted_by
        if name == NAME:
            return self.by_name[::-1] if falls else self.by_name
        return ordering.ordered(self.by_name, _place_in(name, self), falls=falls)


def _columns(items: Iterable[Item]) -> list[str]:
    return [TOTAL, *BESIDE, *(item.number for item in items)]


def territories() -> list[Where]:
    """The region's, by name."""
    return [Where(*row) for row in reading.places()]


def read(choice: Choice) -> Grid:
    """The grid as this person sees it: three questions, four where a stray territory has rows."""
    sight, measure = choice.sight, choice.measure
    items = [Item(*row) for row in reading.items(sight.day)]
    counted: dict[int | None, dict[int, list[int]]] = {}
    for place, item, counts in reading.by_item(sight, choice.narrowed, measure.names):
        counted.setdefault(place, {})[item] = counts
    places = _places(sight, territories(), counted)
    rows = [_row(place, counted.get(place.pk, {}), measure) for place in places]
    if not (sight.view.everything or sight.only_totals):
        asked = {
            item for row in rows for item in row.cells
        }  # what asks nobody one sees is left out
        items = [item for item in items if item.pk in asked]
    return _grid(choice, items, rows)


def read_totals(choice: Choice, places: list[Where]) -> Grid:
    """Without the items: for the map of these territories and its table."""
    measure = choice.measure
    found = dict(reading.by_place(choice.sight, choice.narrowed, measure.names))
    rows = []
    for place in _places(choice.sight, places, found):
        counts = {0: found[place.pk]} if place.pk in found else {}
        rows.append(_row(place, counts, measure))
    return _grid(choice, [], rows)


def _grid(choice: Choice, items: list[Item], rows: list[Row]) -> Grid:
    return Grid(choice, items, rows, _whole(rows, items, choice.measure))


def _places(sight: Sight, places: list[Where], counted: dict) -> list[Where]:
    """The territories by name, then the region's own level; to some only where they see work."""
    found = list(places)
    stray = counted.keys() - {place.pk for place in found} - {None}
    if stray:
        found += [Where(*row) for row in reading.places_named(tuple(sorted(stray)))]
    if not (sight.view.everything or sight.only_totals):
        found = [place for place in found if place.pk in counted]
    if None in counted:
        found.append(Where(None, _("Regional level"), _("at the regional level")))
    return found


def _row(place: Where, counted: dict[int, list[int]], measure: Measure) -> Row:
    names = measure.names
    n_at, of_at, step = names.index(measure.n), names.index(measure.of), measure.step
    cells = {}
    for item, counts in counted.items():
        n, of = counts[n_at], counts[of_at]
        cells[item] = Counted(n, of, step(n, of))
    sums = [sum(column) for column in zip(*counted.values(), strict=True)] or [0] * len(names)
    n, of = sums[n_at], sums[of_at]
    return Row(place, cells, Counted(n, of, step(n, of)), dict(zip(names, sums, strict=True)))


def _whole(rows: list[Row], items: list[Item], measure: Measure) -> Row:
    """Sums of counts, so that every body weighs the same."""
    cells = {}
    for item in items:
        there = [row.cells[item.pk] for row in rows if item.pk in row.cells]
        n, of = sum(cell.n for cell in there), sum(cell.of for cell in there)
        cells[item.pk] = Counted(n, of, measure.step(n, of))
    counts = {name: sum(row.counts[name] for row in rows) for name in measure.names}
    n, of = counts[measure.n], counts[measure.of]
    total = Counted(n, of, measure.step(n, of))
    return Row(Where(None, _("Grand total"), ""), cells, total, counts)


def _place_in(name: str, grid: Grid):
    by_count = grid.measure.is_late
    if name in BESIDE:
        return lambda row: (0, row.counts[name])
    if name == TOTAL:
        return lambda row: ordering.of_share(row.total.n, row.total.of, by_count=by_count)
    pk = next(item.pk for item in grid.items if item.number == name)

    def place_of(row: Row) -> Place:
        cell = row.cells.get(pk, EMPTY)
        return ordering.of_share(cell.n, cell.of, by_count=by_count)

    return place_of


def worst(grid: Grid) -> Row | None:
    """The territory furthest behind: most overdue, or the lowest share of ten and more."""
    territories = [row for row in grid.by_name if row.where.pk is not None]
    if grid.measure.is_late:
        late = [row for row in territories if row.total.n]
        return max(late, key=lambda row: row.total.n, default=None)
    ranked = [row for row in territories if row.total.step]
    if len({row.total.n / row.total.of for row in ranked}) < 2:
        return None  # all alike, or nobody to compare with
    return min(ranked, key=lambda row: row.total.n / row.total.of)
