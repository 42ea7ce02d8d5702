"""A table as a screen shows it: one description for its page, its CSV and its XLSX.

Values are plain Python: numbers are numbers, days are days, None is an empty cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

_NEARLY = Decimal("0.999")


class Form(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"  # whole
    DECIMAL = "decimal"  # with one place after the comma
    SHARE = "share"  # between 0 and 1, shown as per cent
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """A column: its words, what its cells hold, how wide it is in characters."""

    label: str
    form: Form = Form.TEXT
    width: int = 14


@dataclass(frozen=True)
class Graded:
    """A value in one of the five steps of a grid, 1 (worst) to 5; 0 has no colour.

    `form` where the cell holds something else than its column: a count among shares.
    """

    value: object
    step: int = 0
    form: Form | None = None


class Drawing(StrEnum):
    """How the chart of a table is drawn."""

    LINE = "line"
    COLUMN = "column"


@dataclass(frozen=True)
class Chart:
    """A chart over a table's columns: the places of its categories and of its series."""

    drawing: Drawing
    title: str
    categories: int
    series: Sequence[int]


@dataclass(frozen=True)
class About:
    """What the first sheet says: what it is, narrowed by what, on which day, taken by whom."""

    title: str
    day: date
    at: datetime
    by: str
    is_live: bool = True  # else read from the timeline, as of the day
    conditions: Sequence[tuple[str, str]] = ()  # name and value of each condition, in words
    notes: Sequence[str] = ()


@dataclass
class Table:
    """Rows under columns. `name` is ASCII: it becomes the file's.

    `totals` stand below the rows and outside the filter, so that sorting leaves them there.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    charts: Sequence[Chart] = field(default_factory=tuple)
    sheet: str = ""  # the sheet's words, at most 31 characters; else the title's
    totals: Iterable[Sequence[object]] = ()


def shown_share(value: int | float | Decimal) -> Decimal:
    """A share as a cell of one place shows it: what is less than the whole never reads 100,0 %."""
    exact = Decimal(str(value))
    return _NEARLY if _NEARLY < exact < 1 else exact
