"""The grid of one municipality as a file: the rows of the page, in its order."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directives.conditions import LABELS
from directives.downloads.table import Column, Form, Table
from resolution_tracker.dashboard.places.drawing import SOFT_HYPHEN
from resolution_tracker.dashboard.places.school_drawing import TITLES, words_of
from resolution_tracker.dashboard.places.schools import COLUMNS, PAIRS, SchoolGrid


def table(grid: SchoolGrid) -> Table:
    """Statuses in words; what the page says as «5 из 6» is two numbers."""
    columns = [Column(_("Organization"), width=36)]
    columns += [Column(item.number, width=18) for item in grid.items]
    columns += [Column(_named(name), Form.NUMBER, 14) for name in _numbers()]
    sums = [grid.whole[name] for name in _numbers()]
    totals = [[_("Grand total"), *[None] * len(grid.items), *sums]]
    return Table(
        "schools",
        columns,
        _rows(grid),
        sheet=grid.where.name,
        totals=totals if len(grid.rows) > 1 else (),
    )


def _numbers() -> list[str]:
    """Each with what it is a part of beside it."""
    names: list[str] = []
    for name in COLUMNS:
        names += [name, PAIRS[name]] if name in PAIRS else [name]
    return list(dict.fromkeys(names))


def _named(name: str) -> str:
    own = {
        "checkpoints_done": _("Checkpoints done"),
        "checkpoints_applicable": _("Applicable checkpoints"),
    }
    words = own.get(name) or str(TITLES.get(name) or LABELS[name])
    return capfirst(words.replace(SOFT_HYPHEN, ""))


def _rows(grid: SchoolGrid) -> Iterator[list[object]]:
    for row in grid.rows:
        said = [words_of(row.cells.get(item.pk, [])) or None for item in grid.items]
        yield [row.body.name, *said, *(row.counts[name] for name in _numbers())]
