"""How bodies are spread: a dot for each, and a box over the middle half of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from indicators.drawing.scale import Scale, Value, exact, ticks
from indicators.drawing.svg import Caption, element, label, picture, share

HEIGHT = 178
DOTS = (Decimal(14), Decimal(86))  # where dots lie, in pixels
BOX = 112  # the middle of the box
AXIS = 136
# Dots of neighbouring values lie apart: each next one a golden part further down.
_GOLDEN = Decimal("0.6180339887")


@dataclass(frozen=True)
class Dot:
    """A body; `is_own` is the reader's."""

    value: Value
    name: str
    is_own: bool = False


@dataclass(frozen=True)
class Box:
    """The five numbers of a box."""

    least: Value
    lower: Value
    median: Value
    upper: Value
    most: Value


def strip(
    dots: Sequence[Dot],
    caption: Caption,
    *,
    tick_said: Callable[[Decimal], str],
    box: Box | None = None,
    target: Value | None = None,
    within: tuple[int, int] | None = None,
) -> SafeString:
    """Own dots lie above the others, as diamonds. The scale is of the values, not from zero:
    `within` are its bounds (0 and 100 of a share)."""
    boxed = [box.least, box.most] if box else []
    more = [target] if target is not None else []
    marks = ticks([*(row.value for row in dots), *boxed, *more], within=within)
    x = Scale(marks[0], marks[-1], Decimal(3), Decimal(97))
    parts = [*_axis(marks, x, tick_said)]
    if target is not None:
        at = share(x(target))
        parts.append(element("line", class_="picture__target", x1=at, x2=at, y1=4, y2=AXIS))
    parts += [*_box(box, x)] if box else []
    parts += [*_dots(dots, x)]
    return picture(parts, caption, kind="strip", height=HEIGHT)


def _axis(marks: list[Decimal], x: Scale, tick_said) -> Iterator[str]:
    for number, mark in enumerate(marks):
        at = x(mark)
        yield element("line", class_="picture__grid", x1=share(at), x2=share(at), y1=4, y2=AXIS + 4)
        side = "first" if not number else "last" if mark == marks[-1] else "middle"
        place = 0 if side == "first" else 100 if side == "last" else at
        yield label(
            tick_said(mark), x=place, y=AXIS + 22, class_=f"picture__tick picture__tick--{side}"
        )


def _box(box: Box, x: Scale) -> Iterator[str]:
    left, right = x(box.lower), x(box.upper)
    yield element(
        "line", class_="picture__whisker",
        x1=share(x(box.least)), x2=share(x(box.most)), y1=BOX, y2=BOX,
    )  # fmt: skip
    yield element(
        "rect", class_="picture__box", x=share(min(left, right)), y=BOX - 9,
        width=share(abs(right - left)), height=18,
    )  # fmt: skip
    at = share(x(box.median))
    yield element("line", class_="picture__median", x1=at, x2=at, y1=BOX - 12, y2=BOX + 12)


def _dots(dots: Sequence[Dot], x: Scale) -> Iterator[str]:
    top, bottom = DOTS
    own = []
    ordered = sorted(dots, key=lambda row: (exact(row.value), row.name))
    for number, dot in enumerate(ordered, 1):
        y = top + (number * _GOLDEN) % 1 * (bottom - top)
        if dot.is_own:
            own.append((dot, y))
            continue
        yield element(
            "circle", element("title", dot.name), class_="picture__body",
            cx=share(x(dot.value)), cy=y, r=4,
        )  # fmt: skip
    for dot, y in own:
        # A square of its own corner of the plane: percent across cannot stand in a path.
        yield element(
            "svg",
            element("path", element("title", dot.name), class_="picture__own",
                    d="M0-9 9 0 0 9-9 0Z"),
            x=share(x(dot.value)), y=y, overflow="visible", width=1, height=1,
        )  # fmt: skip
