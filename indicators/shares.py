"""What a numerator and a denominator say: a share, whether it may be ranked, how it stands.

A share is in percent, to one decimal, halves away from zero. Shares are never averaged: of several
bodies it is Σ numerators ÷ Σ denominators (DOMAIN, measures).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models import Direction, Measure, Wording

# Below this denominator a share has no colour and no rank, and nobody outside sees it.
SMALL = 10
# Pages hold hundreds of shares: those of up to a whole are made once.
_TENTHS = [Decimal(tenths).scaleb(-1) for tenths in range(1001)]


def percent(numerator: int, denominator: int) -> Decimal:
    """The share in percent, to one decimal. ZeroDivisionError where there is nothing to divide by.

    >>> percent(1, 8)
    Decimal('12.5')
    """
    tenths = (2000 * numerator + denominator) // (2 * denominator)
    return _TENTHS[tenths] if 0 <= tenths <= 1000 else Decimal(tenths).scaleb(-1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of one body or a roll-up of several. `numerator` of None: nothing was said."""

    numerator: int | None = None
    denominator: int | None = None
    is_count: bool = False

    @classmethod
    def of(cls, wording: Wording, numerator: int | None, denominator: int | None) -> "Figure":
        return cls(numerator, denominator, wording.measure == Measure.COUNT)

    @property
    def value(self) -> Decimal | None:
        """Percent of a share, the number of a count; None where there is no value."""
        if self.numerator is None:
            return None
        if self.is_count:
            return Decimal(self.numerator)
        return percent(self.numerator, self.denominator) if self.denominator else None

    @property
    def is_not_applicable(self) -> bool:
        """Denominator 0: there was nobody to count."""
        return not self.is_count and self.denominator == 0

    @property
    def is_small(self) -> bool:
        """Too few to colour, to rank, or to show to outsiders."""
        return not self.is_count and bool(self.denominator) and self.denominator < SMALL


class Standing(models.TextChoices):
    """How a value stands to its target."""

    MET = "met", _("target met")
    IMPROVING = "improving", _("improving")
    BEHIND = "behind", _("behind")
    NO_TARGET = "no_target", _("no target")
    NO_DATA = "no_data", _("no data")


def reaches(value: Decimal, target: Decimal, direction: str) -> bool:
    return value <= target if direction == Direction.DOWN else value >= target


def standing(
    value: Decimal | None, target: Decimal | None, before: Decimal | None, direction: str
) -> Standing:
    """`before` is the last period's value, or the baseline where there was none.

    Improving: short of the target, and better than before.
    """
    if value is None:
        return Standing.NO_DATA
    if target is None:
        return Standing.NO_TARGET
    if reaches(value, target, direction):
        return Standing.MET
    if before is not None and value != before and reaches(value, before, direction):
        return Standing.IMPROVING
    return Standing.BEHIND
