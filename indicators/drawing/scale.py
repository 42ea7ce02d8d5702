"""From values to places, and the round values a picture is measured by.

Decimals throughout: no finite value overflows, and none becomes NaN.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

Value = Decimal | float | int
_ROUND = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def exact(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` stand from `start` to `end`; those beyond stand at the edge."""

    low: Decimal
    high: Decimal
    start: Decimal = Decimal(0)
    end: Decimal = Decimal(100)

    def __call__(self, value: Value) -> Decimal:
        span = self.high - self.low
        if span <= 0:
            return (self.start + self.end) / 2
        part = (exact(value) - self.low) / span
        return self.start + min(Decimal(1), max(Decimal(0), part)) * (self.end - self.start)


def _step(span: Decimal, most: int) -> Decimal:
    """The least round step that covers `span` in `most` steps."""
    raw = span / most
    power = Decimal(1).scaleb(raw.adjusted())
    return next(power * factor for factor in _ROUND if power * factor >= raw)


def ticks(
    values: list[Value], most: int = 4, within: tuple[int, int] | None = None
) -> list[Decimal]:
    """Round values around these, lowest first: two at least, `most` + 2 at most.

    `within` are bounds nothing lies beyond: 0 and 100 of a share.
    """
    known = [exact(value) for value in values] or [Decimal(0)]
    low, high = min(known), max(known)
    if high <= low:
        pad = max(Decimal(1), abs(low) / 10)
        low, high = low - pad, high + pad
    if within:
        low, high = max(low, Decimal(within[0])), min(high, Decimal(within[1]))
        if high <= low:
            low, high = Decimal(within[0]), Decimal(within[1])
    step = _step(high - low, most)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    count = min(most + 1, max(1, int(last - first)))
    return [(first + number) * step for number in range(count + 1)]


def from_zero(values: list[Value], is_count: bool = False) -> list[Decimal]:
    """Ticks of bars, which begin at zero; a share that passes the half is shown against 100."""
    highest = max([exact(value) for value in values], default=Decimal(0))
    if not is_count and highest > 50:
        return [Decimal(number) for number in (0, 25, 50, 75, 100)]
    return ticks([0, max(highest, Decimal(1))])
