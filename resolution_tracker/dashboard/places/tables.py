"""The grid and the map's table as files: the rows of the page, in its order."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directives.conditions import LABELS
from directives.downloads.table import Chart, Column, Drawing, Form, Graded, Table
from resolution_tracker.dashboard.places import legend
from resolution_tracker.dashboard.places.choice import Choice
from resolution_tracker.dashboard.places.drawing import HEADS, SOFT_HYPHEN
from resolution_tracker.dashboard.places.grid import EMPTY, Counted, Grid, Row
from resolution_tracker.dashboard.places.measures import BESIDE, SMALL, Measure


def table(grid: Grid, name: str) -> Table:
    """`name` is ASCII: it becomes the file's."""
    form = Form.NUMBER if grid.measure.is_late else Form.SHARE
    columns = [Column(_("Municipality"), width=28), Column(_("All items"), form, 12)]
    columns += [Column(item.number, form, 10) for item in grid.items]
    columns += _sums(grid.measure)
    title = legend.title(grid.measure)
    return Table(
        name,
        columns,
        _rows(grid, grid.rows),
        charts=[Chart(Drawing.COLUMN, title, 0, [1])] if len(grid.rows) > 1 else [],
        sheet=str(grid.measure.label),
        totals=list(_rows(grid, [grid.whole])) if len(grid.rows) > 1 else (),
    )


def _sums(measure: Measure) -> list[Column]:
    """What the measure is counted of over all items, then what stands beside it."""
    columns = [Column(_named(name), Form.NUMBER, 16) for name in (measure.n, measure.of)]
    beside = [name for name in BESIDE if name not in (measure.n, measure.of)]
    return [*columns, *(Column(_named(name), Form.NUMBER, 14) for name in beside)]


def _named(name: str) -> str:
    checkpoints = {
        "checkpoints_done": _("checkpoints done"),
        "checkpoints_applicable": _("applicable checkpoints"),
    }
    words = str(checkpoints.get(name) or HEADS.get(name) or LABELS[name])
    return capfirst(words.replace(SOFT_HYPHEN, ""))


def _rows(grid: Grid, rows: list[Row]) -> Iterator[list[object]]:
    measure = grid.measure
    beside = [name for name in BESIDE if name not in (measure.n, measure.of)]
    for row in rows:
        cells = [value(row.cells.get(item.pk, EMPTY), measure) for item in grid.items]
        sums = [row.total.n, row.total.of, *(row.counts[name] for name in beside)]
        yield [row.where.name, value(row.total, measure), *cells, *sums]


def value(cell: Counted, measure: Measure) -> Graded | None:
    """A share, or what the page says where there are too few for one; None for its dash."""
    if not cell.of:
        return None
    if measure.is_late:
        return Graded(cell.n, cell.step)
    if cell.of < SMALL:
        return Graded(_("%(n)s of %(of)s") % {"n": cell.n, "of": cell.of}, 0, Form.TEXT)
    return Graded(cell.n / cell.of, cell.step)


def conditions(choice: Choice) -> list[tuple[str, str]]:
    """What narrows the figures, for the first sheet."""
    return [
        (_("Measure"), legend.title(choice.measure)),
        (_("Period"), choice.spoken_period),
    ]


def notes(choice: Choice) -> list[str]:
    """What the reader of a file has to know of its colours."""
    steps = ", ".join(entry.words for entry in legend.steps(choice.measure))
    return [
        _("Steps of colour, the worst first: %(steps)s.") % {"steps": steps},
        _("Fewer than %(n)d are told as “3 of 7”: no colour, no rank.") % {"n": SMALL},
        _("An empty cell: no date has come, or the item asks nobody there."),
        _("The total is a sum over all bodies, not an average of shares."),
    ]
