"""Lines over weeks as inline SVG: lengths across are percent, heights and letters are pixels.

Each line is told apart by its dashes, its marks and its name at its end, besides its colour. The
lines are drawn in a box that is stretched; marks and letters stand beside it and are not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from indicators.drawing import Caption, Scale
from indicators.drawing.svg import element, label, number, picture, share

HEIGHT = 250
TOP, BOTTOM = 46, 216  # of the plot, in pixels; dates due stand above it, months below
LEFT = Decimal(7)  # percent left to the words of the scale
_ACROSS = 1000  # units of the stretched box
_LETTERS = 15  # pixels between the names of two lines
_MARKS = (
    "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",  # circle
    "M-3.2-3.2h6.4v6.4h-6.4z",  # square
    "M0-4.4L4.2 3.2H-4.2z",  # triangle
    "M0-4.4L4.4 0L0 4.4L-4.4 0z",  # diamond
)
_APART = Decimal(20)  # percent between two dates on one line
_MANY = 20  # with more points than this, only some of them have a mark


@dataclass(frozen=True)
class Line:
    """A value for each day, None where nothing had come due; `said` is the last one in words."""

    name: str
    values: Sequence[Decimal | int | None]
    said: str


def draw(
    days: Sequence[date],
    rows: Sequence[Line],
    due: Sequence[date],
    caption: Caption,
    *,
    marks: Sequence[Decimal],
    tick_said: Callable[[Decimal], str],
) -> SafeString:
    """The picture and, beside it, the names of its lines. `marks` are values of the scale."""
    y = Scale(marks[0], marks[-1], Decimal(BOTTOM), Decimal(TOP))
    first, last = days[0].toordinal(), days[-1].toordinal()
    x = Scale(Decimal(first), Decimal(max(last, first + 1)), LEFT, Decimal(100))
    parts = [
        *_grid(marks, y, tick_said),
        *_months(days, x),
        *_due([day for day in due if first <= day.toordinal() <= last], x),
        *(_stretched(place, row, days, x, y) for place, row in enumerate(rows)),
        *(mark for place, row in enumerate(rows) for mark in _marks(place, row, days, x, y)),
    ]
    drawn = picture(parts, caption, kind="trend", height=HEIGHT)
    return element("div", drawn, _names(rows, y), class_="trend-picture")


def _grid(marks: Sequence[Decimal], y: Scale, tick_said: Callable) -> Iterator[SafeString]:
    for mark in marks:
        at = y(mark)
        yield element("line", class_="picture__grid", x1="0", x2="100%", y1=at, y2=at)
        yield label(tick_said(mark), x=0, y=at - 4, class_="picture__tick")


def _months(days: Sequence[date], x: Scale) -> Iterator[SafeString]:
    """A short stroke where a month begins, and its name after it."""
    firsts = [
        day
        for number_ in range(1, (days[-1] - days[0]).days + 1)
        if (day := days[0] + timedelta(days=number_)).day == 1
    ]
    begins = [days[0], *firsts] if not firsts or firsts[0] - days[0] > timedelta(14) else firsts
    every = 2 if len(begins) > 6 else 1
    for day in begins[::every]:
        at = x(day.toordinal())
        yield element(
            "line", class_="picture__edge", x1=share(at), x2=share(at), y1=BOTTOM, y2=BOTTOM + 6
        )
        side = "picture__month--last" if at > 88 else ""
        name = date_format(day, "M").lower()
        yield label(name, x=at, y=BOTTOM + 20, class_=f"picture__month {side}".strip())


def _due(days: Sequence[date], x: Scale) -> Iterator[SafeString]:
    """An upright line where dates come due; its day stands above, in the first row with room."""
    ends = [Decimal(-100)] * 3
    for day in sorted(set(days)):
        at = x(day.toordinal())
        row = next((row for row, end in enumerate(ends) if at - end >= _APART), None)
        top = TOP - 4 if row is None else 12 + row * 13
        yield element(
            "line", class_="trend__due", x1=share(at), x2=share(at), y1=top + 3, y2=BOTTOM
        )
        if row is not None:
            ends[row] = at
            side = "trend__day trend__day--last" if at > 94 else "trend__day"
            yield label(f"{day:%d.%m}", x=at, y=top, class_=side)


def _stretched(place: int, row: Line, days: Sequence[date], x: Scale, y: Scale) -> SafeString:
    runs: list[list[str]] = [[]]
    for day, value in zip(days, row.values, strict=True):
        if value is None:
            runs.append([])
        else:
            across = x(day.toordinal()) * _ACROSS / 100
            runs[-1].append(f"{number(across)},{number(y(value))}")
    drawn = [
        element("polyline", class_=f"trend__line trend__line--{place % 4}", points=" ".join(run))
        for run in runs
        if len(run) > 1
    ]
    return element(
        "svg", *drawn, width="100%", height=HEIGHT, viewBox=f"0 0 {_ACROSS} {HEIGHT}",
        preserveAspectRatio="none",
    )  # fmt: skip


def _marks(place: int, row: Line, days: Sequence[date], x: Scale, y: Scale) -> Iterator[SafeString]:
    known = [at for at, value in enumerate(row.values) if value is not None]
    every = 4 if len(known) > _MANY else 1
    shown = {*known[::-every], *known[-1:]}
    path = element("path", d=_MARKS[place % 4])
    for at in sorted(shown):
        side = " trend__mark--last" if at == len(days) - 1 else ""
        yield element(
            "svg", path, class_=f"trend__mark trend__mark--{place % 4}{side}",
            x=share(x(days[at].toordinal())), y=y(row.values[at]), overflow="visible",
            width=1, height=1,
        )  # fmt: skip


def _names(rows: Sequence[Line], y: Scale) -> SafeString:
    """Beside the ends of the lines, apart from one another; the table says the same."""
    ends = sorted(
        (y(row.values[-1]), place)
        for place, row in enumerate(rows)
        if row.values and row.values[-1] is not None
    )
    places = _apart([at for at, _place in ends])
    parts = []
    for (at, place), shown in zip(ends, places, strict=True):
        row = rows[place]
        tone = f"trend__mark trend__mark--{place % 4}"
        parts += [
            element("line", class_="trend__lead", x1=0, y1=at, x2=7, y2=shown),
            element(
                "svg", element("path", d=_MARKS[place % 4]), class_=tone, x=13, y=shown,
                overflow="visible", width=1, height=1,
            ),
            element("text", f"{row.name} ", element("tspan", row.said), x=22, y=shown + 4),
        ]  # fmt: skip
    return element(
        "svg", *parts, class_="picture trend-names", height=HEIGHT, aria_hidden="true",
        focusable="false",
    )  # fmt: skip


def _apart(places: Sequence[Decimal]) -> list[Decimal]:
    """Heights for names, none nearer than a line of letters: pushed down, then up from the end."""
    down: list[Decimal] = []
    for at in places:
        down.append(max(at, down[-1] + _LETTERS) if down else at)
    limit = Decimal(BOTTOM)
    for index in range(len(down) - 1, -1, -1):
        down[index] = min(down[index], limit)
        limit = down[index] - _LETTERS
    return down
