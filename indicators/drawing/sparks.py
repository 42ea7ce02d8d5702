"""A small line for a page of many: no words in it, so it may be scaled as a whole."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from indicators.drawing.scale import Scale, Value, ticks
from indicators.drawing.svg import Caption, element, picture

WIDTH, HEIGHT = 160, 40
_EDGE = 6


def sparkline(
    values: Sequence[Value | None], caption: Caption, *, targets: Sequence[Value | None] = ()
) -> SafeString:
    """A value for each period, a gap for None; the last one is marked. Targets as dashes."""
    known = [value for value in (*values, *targets) if value is not None]
    marks = ticks(known)
    y = Scale(marks[0], marks[-1], Decimal(HEIGHT - _EDGE), Decimal(_EDGE))
    step = Decimal(WIDTH - 2 * _EDGE) / max(1, len(values) - 1)
    places = [Decimal(_EDGE) + step * number for number in range(len(values))]
    if len(values) == 1:
        places = [Decimal(WIDTH - _EDGE)]
    parts = []
    for x, target in zip(places, targets, strict=False):
        if target is not None:
            parts.append(
                element(
                    "line", class_="spark__target",
                    x1=max(Decimal(0), x - step / 2), x2=min(Decimal(WIDTH), x + step / 2),
                    y1=y(target), y2=y(target),
                )
            )  # fmt: skip
    dots = [
        (x, y(value)) if value is not None else None
        for x, value in zip(places, values, strict=True)
    ]
    for before, after in pairwise(dots):
        if before and after:
            parts.append(
                element(
                    "line", class_="spark__line",
                    x1=before[0], y1=before[1], x2=after[0], y2=after[1],
                )
            )  # fmt: skip
    parts += _ends(dots)
    return picture(
        parts, caption, kind="spark", height=HEIGHT, width=WIDTH, viewBox=f"0 0 {WIDTH} {HEIGHT}"
    )


def _ends(dots: list[tuple[Decimal, Decimal] | None]) -> list[SafeString]:
    """The last value, and those that have no neighbour and so no line."""
    marks = []
    for number, dot in enumerate(dots):
        if dot is None:
            continue
        is_last = number == len(dots) - 1
        before = dots[number - 1] if number else None
        after = None if is_last else dots[number + 1]
        if is_last or not (before or after):
            name = "spark__dot spark__dot--last" if is_last else "spark__dot"
            marks.append(
                element("circle", class_=name, cx=dot[0], cy=dot[1], r=3.5 if is_last else 2)
            )
    return marks
