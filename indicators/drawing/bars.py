"""A bar in a table's row: its value from zero, and a tick where the target stands."""

from decimal import Decimal

from django.utils.safestring import SafeString

from indicators.drawing.scale import Scale, Value, exact
from indicators.drawing.svg import element, share

HEIGHT = 16


def bar(value: Value | None, *, most: Value, target: Value | None = None,
        standing: str = "") -> SafeString:  # fmt: skip
    """Decoration of a row that says the same: hidden from readers of the screen.

    `standing` names the pattern: met is solid, improving hatched, behind and small hollow.
    """
    scale = Scale(Decimal(0), exact(most))
    parts = [
        element("line", class_="hbar__zero", x1="0", x2="0", y1=0, y2=HEIGHT),
    ]
    if value is not None:
        parts.append(
            element(
                "rect", class_=f"hbar__value hbar__value--{standing or 'plain'}",
                x="0", y=2, width=share(scale(value)), height=HEIGHT - 4,
            )
        )  # fmt: skip
    if target is not None:
        x = share(scale(target))
        parts.append(element("line", class_="hbar__target", x1=x, x2=x, y1=0, y2=HEIGHT))
    return element(
        "svg", *parts, class_="hbar", width="100%", height=HEIGHT, aria_hidden="true",
        focusable="false",
    )  # fmt: skip
