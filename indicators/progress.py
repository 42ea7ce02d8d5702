"""How many fields a report has, and how many are filled already, and by what."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.rules import Line


@dataclass(frozen=True, slots=True)
class Progress:
    """Fields of a report and of what the region gives and computes about the same body."""

    total: int = 0
    known: int = 0  # denominators that the passport and the register give
    typed: int = 0
    region: int = 0
    computed: int = 0

    @property
    def filled(self) -> int:
        return self.known + self.typed + self.region + self.computed

    @property
    def left(self) -> int:
        return self.total - self.filled

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            *(getattr(self, name) + getattr(other, name) for name in Progress.__slots__)
        )


def progress_of(lines: Iterable[Line]) -> Progress:
    """Of what a body is asked itself."""
    return sum((_of_line(line) for line in lines), Progress())


def fields_of(line: Line) -> int:
    return 2 if line.asked.definition.is_share else 1


def _of_line(line: Line) -> Progress:
    total = fields_of(line)
    if line.absence:  # a reason answers for the whole line
        return Progress(total, typed=total)
    if not line.asked.definition.is_share:
        return Progress(total, typed=int(line.numerator is not None))
    is_known = line.known is not None and line.denominator == line.known
    has_numerator = line.numerator is not None or line.denominator == 0
    typed = int(has_numerator) + int(line.denominator is not None and not is_known)
    return Progress(total, known=int(is_known), typed=typed)
