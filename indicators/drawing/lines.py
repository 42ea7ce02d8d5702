"""A line over periods: the value of each, the target as steps, and a gap where nothing is known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from django.utils.safestring import SafeString

from indicators.drawing.scale import Scale, Value, ticks
from indicators.drawing.svg import Caption, element, label, picture, share

HEIGHT = 236
TOP, BOTTOM = 30, 178  # of the plot, in pixels; words stand above and below it
LEFT = Decimal(11)  # percent left to the words of the scale


@dataclass(frozen=True)
class Point:
    """One period: `name` under the line («I»), `group` under the names («2026/27»)."""

    name: str
    group: str
    value: Value | None
    target: Value | None
    said: str


@dataclass(frozen=True)
class _Slot:
    """Where a period stands, in percent of the width."""

    point: Point
    left: Decimal
    right: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.left + self.right) / 2


def line(
    points: Sequence[Point],
    caption: Caption,
    *,
    tick_said: Callable[[Decimal], str],
    within: tuple[int, int] | None = None,
) -> SafeString:
    """`within` are bounds of the scale: 0 and 100 of a share."""
    known = [value for row in points for value in (row.value, row.target) if value is not None]
    marks = ticks(known, within=within)
    y = Scale(marks[0], marks[-1], Decimal(BOTTOM), Decimal(TOP))
    width = (100 - LEFT) / max(1, len(points))
    slots = [
        _Slot(row, LEFT + width * number, LEFT + width * (number + 1))
        for number, row in enumerate(points)
    ]
    parts = [
        *_grid(marks, y, tick_said),
        *_names(slots),
        *_targets(slots, y),
        *_segments(slots, y),
        *_dots(slots, y),
    ]
    return picture(parts, caption, kind="line", height=HEIGHT)


def _grid(marks: list[Decimal], y: Scale, tick_said) -> Iterator[str]:
    for mark in marks:
        at = y(mark)
        yield element("line", class_="picture__grid", x1="0", x2="100%", y1=at, y2=at)
        yield label(tick_said(mark), x=0, y=at - 4, class_="picture__tick")


def _names(slots: list[_Slot]) -> Iterator[str]:
    for slot in slots:
        yield label(slot.point.name, x=slot.middle, y=BOTTOM + 20, class_="picture__name")
    for number, (group, rows) in enumerate(groupby(slots, lambda slot: slot.point.group)):
        inside = list(rows)
        # A year that has only begun is narrower than its name: the name ends with the picture.
        is_narrow = len(inside) == 1 and inside[0] is slots[-1] and len(slots) > 1
        x = inside[0].right if is_narrow else (inside[0].left + inside[-1].right) / 2
        name = "picture__group picture__group--last" if is_narrow else "picture__group"
        yield label(group, x=x, y=BOTTOM + 42, class_=name)
        if number:
            edge = share(inside[0].left)
            yield element(
                "line", class_="picture__edge", x1=edge, x2=edge, y1=BOTTOM, y2=BOTTOM + 48
            )


def _targets(slots: list[_Slot], y: Scale) -> Iterator[str]:
    """Level over the periods of one target; upright where the next one differs."""
    steps = []
    for target, rows in groupby(slots, lambda slot: slot.point.target):
        inside = list(rows)
        steps.append((target, inside[0].left, inside[-1].right))
    for target, left, right in steps:
        if target is not None:
            at = y(target)
            yield element(
                "line", class_="picture__target", x1=share(left), x2=share(right), y1=at, y2=at
            )
    for (before, _left, edge), (after, _edge, _right) in pairwise(steps):
        if before is not None and after is not None:
            x = share(edge)
            yield element("line", class_="picture__target", x1=x, x2=x, y1=y(before), y2=y(after))


def _segments(slots: list[_Slot], y: Scale) -> Iterator[str]:
    for before, after in pairwise(slots):
        if before.point.value is None or after.point.value is None:
            continue
        yield element(
            "line", class_="picture__line",
            x1=share(before.middle), y1=y(before.point.value),
            x2=share(after.middle), y2=y(after.point.value),
        )  # fmt: skip


def _dots(slots: list[_Slot], y: Scale) -> Iterator[str]:
    for number, slot in enumerate(slots):
        if slot.point.value is None:
            yield label("—", x=slot.middle, y=BOTTOM - 6, class_="picture__none")
            continue
        at = y(slot.point.value)
        last = " picture__dot--last" if number == len(slots) - 1 else ""
        yield element(
            "circle", class_=f"picture__dot{last}", cx=share(slot.middle), cy=at, r=4 if last else 3
        )
        yield label(slot.point.said, x=slot.middle, y=at - 10, class_="picture__said")
