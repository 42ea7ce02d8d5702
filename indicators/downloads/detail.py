"""One indicator: each table of its page."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Chart, Column, Drawing, Form, Table
from indicators.downloads import cells
from indicators.pictures.detail import Page
from indicators.pictures.readings import Reading
from indicators.pictures.territories import Bars

_VALUE = Column(gettext_lazy("Value"), Form.SHARE, 12)
_OF = [
    Column(gettext_lazy("Numerator"), Form.NUMBER, 12),
    Column(gettext_lazy("Denominator"), Form.NUMBER, 12),
]
_TARGET = [
    Column(gettext_lazy("Target"), Form.SHARE, 12),
    Column(gettext_lazy("Against the target"), width=18),
]
_IN = [
    Column(gettext_lazy("Counted bodies"), Form.NUMBER, 12),
    Column(gettext_lazy("Bodies asked"), Form.NUMBER, 12),
]

# As the address names them (`?of=`); the first there is is meant where it names none.
TITLES: dict[str, Promise] = {
    "municipalities": gettext_lazy("By municipality"),
    "periods": gettext_lazy("Over periods"),
    "schools": gettext_lazy("Schools"),
    "settlements": gettext_lazy("Urban and rural"),
    "kinds": gettext_lazy("By kind of school"),
    "left-out": gettext_lazy("Who is not counted"),
}


def table(page: Page, name: str) -> Table | None:
    """The one asked for; None where the indicator has no table at all."""
    there = {key: make for key, make in _tables(page).items() if make is not None}
    if not there:
        return None
    key = name if name in there else next(iter(there))
    found = there[key]()
    found.name, found.sheet = f"indicator-{page.indicator.pk}-{key}", str(TITLES[key])
    return found


def conditions(page: Page) -> list[tuple[str, str]]:
    return list(cells.conditions(page.choice))


def notes(page: Page) -> list[str]:
    """The wording, and how the figure of the region is counted."""
    wording = page.wording
    said = [_("Numerator") + f": {wording.numerator}"]
    if wording.denominator:
        said.append(_("Denominator") + f": {wording.denominator}")
    return said + ([page.how_counted] if page.how_counted else [])


def _tables(page: Page) -> dict[str, Callable[[], Table] | None]:
    def bars(these: Bars | None, first: Promise, *, targets: bool = False):
        return (lambda: _bars(these, first, targets)) if these and these.rows else None

    return {
        "municipalities": bars(page.territories, gettext_lazy("Municipality"), targets=True),
        "periods": (lambda: _periods(page)) if page.moments else None,
        "schools": (lambda: _schools(page)) if page.spread and page.spread.schools else None,
        "settlements": bars(page.settlements, gettext_lazy("Place")),
        "kinds": bars(page.kinds, gettext_lazy("Kind")),
        "left-out": (lambda: _left_out(page)) if page.outs else None,
    }


def _bars(bars: Bars, first: Promise, targets: bool) -> Table:
    """The ranked, the best first, then those without a rank: as drawn."""
    columns = [Column(first, width=30), _VALUE, *_OF, *(_TARGET if targets else []), *_IN]
    rows = [
        [row.name, *_read(row.reading, targets), *_inside(row.reading)]
        for row in [*bars.ranked, *bars.unranked]
    ]
    chart = Chart(Drawing.COLUMN, _("Value"), 0, [1, 4] if targets else [1])
    return Table("", columns, rows, [chart])


def _read(reading: Reading, targets: bool) -> Iterator[object]:
    yield cells.reading(reading)
    yield from cells.parts(reading)
    if targets:
        yield from (cells.target(reading), reading.word)


def _inside(reading: Reading) -> tuple[int, int]:
    return reading.rolled.bodies_in, reading.rolled.expected


def _periods(page: Page) -> Table:
    columns = [Column(gettext_lazy("Period"), width=24), _VALUE, *_OF, _TARGET[0], *_IN]
    rows = [
        [
            moment.period.full_name,
            cells.reading(moment.reading),
            *cells.parts(moment.reading),
            cells.target(moment.reading),
            *_inside(moment.reading),
        ]
        for moment in page.moments
    ]
    return Table("", columns, rows, [Chart(Drawing.LINE, page.wording.name, 0, [1, 4])])


def _schools(page: Page) -> Table:
    columns = [
        Column(gettext_lazy("School"), width=44),
        Column(gettext_lazy("Municipality"), width=26),
        _VALUE,
        *_OF,
    ]
    return Table("", columns, [list(row) for row in _of_schools(page)])


def _of_schools(page: Page) -> Iterable[list[object]]:
    for row in page.spread.schools:
        one = row.figure
        shares = (None, None) if one.is_count else (one.numerator, one.denominator)
        yield [row.organization.name, row.place, cells.figure(one), *shares]


def _left_out(page: Page) -> Table:
    columns = [
        Column(gettext_lazy("Reason"), width=32),
        Column(gettext_lazy("Organization"), width=44),
        Column(gettext_lazy("Explanation"), width=60),
    ]
    rows = [
        [capfirst(out.reason), body.name, said] for out in page.outs for body, said in out.bodies
    ]
    return Table("", columns, rows)
