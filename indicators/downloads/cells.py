"""A figure of an indicator as a cell: a number where there is one, else the word the page says."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from directives.downloads.table import Form, Graded
from indicators.pictures.readings import Reading
from indicators.shares import Figure, Standing

# The three marks of a standing among the five steps of a grid.
STEPS = {Standing.MET.value: 5, Standing.IMPROVING.value: 3, Standing.BEHIND.value: 1}


def number(value: Decimal | None, is_count: bool, standing: str = "") -> object:
    """A count as a whole number, a share as a percentage; of None an empty cell."""
    if value is None:
        return None
    step = STEPS.get(standing, 0)
    if is_count:
        return Graded(int(value), step, Form.NUMBER)
    return Graded(Decimal(value) / 100, step, Form.SHARE)


def figure(one: Figure) -> object:
    """Of one body."""
    return number(one.value, one.is_count)


def reading(read: Reading) -> object:
    """Its figure, coloured as it stands; in its place the words of one without a number."""
    if read.value is None:
        return read.said
    return number(read.value, read.wording.is_count, read.standing)


def parts(read: Reading) -> tuple[int | None, int | None]:
    """Numerator and denominator of a share, where the page tells them."""
    if not read.fraction:
        return None, None
    return read.figure.numerator, read.figure.denominator


def target(read: Reading) -> object:
    return number(read.target.value, read.wording.is_count) if read.target else None


def moved(read: Reading) -> object:
    """Against the last value: percentage points, or so many more."""
    if read.value is None or read.before is None:
        return None
    change = Decimal(read.value) - Decimal(read.before)
    return Graded(change, 0, Form.NUMBER if read.wording.is_count else Form.DECIMAL)


def conditions(choice) -> Iterable[tuple[str, str]]:
    """What both pages of pictures are narrowed to."""
    period = choice.period
    yield _("Period"), period.full_name if period else _("the last values")
    yield from ((_("Counted"), str(label)) for _name, label, chosen in choice.basis_options
                if chosen)  # fmt: skip
