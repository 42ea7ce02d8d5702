"""What is read of an indicator over some bodies: the figure, its target, how it stands."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import words
from indicators.disclosure import Outlook
from indicators.models import Asked, Indicator, Target, Wording
from indicators.roll_up import NOTHING, Rolled
from indicators.shares import Figure, Standing, standing
from indicators.standings import MARKS

SMALL = "small"  # of fewer than ten: neither met nor behind


def veil_of(outlook: Outlook, figure: Figure, municipality: int | None = None) -> str:
    """What is said instead of a figure of few, to those outside; empty where it may be seen."""
    return _("fewer than 10") if outlook.hides(figure, municipality=municipality) else ""


@dataclass(frozen=True)
class Reading:
    """Never the figure alone. `before` is what it is compared with: the last value, else the
    baseline. `veil` stands in place of a figure the reader may not see, and says why."""

    indicator: Indicator
    asked: Asked | None = None
    rolled: Rolled = NOTHING
    target: Target | None = None
    before: Decimal | None = None
    veil: str = ""
    names_parts: bool = True  # not where they would tell a hidden figure by subtraction

    @property
    def is_hidden(self) -> bool:
        return bool(self.veil)

    @property
    def wording(self) -> Wording:
        """That under which the figures were given; of one never asked, the present one."""
        return self.asked.definition if self.asked else self.indicator

    @property
    def figure(self) -> Figure:
        return self.rolled.figure(self.asked) if self.asked else Figure()

    @property
    def value(self) -> Decimal | None:
        """None as well where the reader may not see it: nothing is drawn of it."""
        return None if self.is_hidden else self.figure.value

    @property
    def is_rated(self) -> bool:
        """Has a value, and of enough to be coloured and ranked."""
        return self.value is not None and not self.figure.is_small

    @property
    def standing(self) -> str:
        if self.figure.is_small:
            return SMALL
        target = self.target.value if self.target else None
        return standing(self.figure.value, target, self.before, self.wording.direction).value

    @property
    def counted_as(self) -> str:
        """Of few: with those that no target rates."""
        return Standing.NO_TARGET.value if self.standing == SMALL else self.standing

    @property
    def word(self) -> str:
        return _("not rated") if self.standing == SMALL else words.standing_word(self.standing)

    @property
    def mark(self) -> str:
        return MARKS[self.counted_as]

    @property
    def said(self) -> str:
        return self.veil or words.said(self.figure, self.wording)

    @property
    def fraction(self) -> str:
        is_told = self.names_parts and not self.is_hidden
        return words.fraction(self.figure) if is_told else ""

    @property
    def target_said(self) -> str:
        """«85,0 %»; empty where there is none."""
        return words.value_said(self.target.value, self.wording.is_count) if self.target else ""

    @property
    def moved(self) -> str:
        """«+3,2 п. п.» against the last value or the baseline."""
        return words.points(self.value, self.before, self.wording.is_count)
