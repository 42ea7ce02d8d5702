"""What a grid may show, and in which of the five steps a share stands.

A step tells how far, not how good the people are: below ten nothing is graded and nobody is ranked
(docs/glossary.md). Bounds are whole per cent, compared without division: 94.9 is not 95.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SMALL = 10  # fewer are told as «3 из 7»: no colour, no rank
UNGRADED, WORST, BEST = 0, 1, 5
HONEST = ("reported", "accepted", "substantiated")
# What stands beside whatever is measured.
BESIDE = ("applicable", *HONEST, "extended")


@dataclass(frozen=True)
class Measure:
    """`n` of `of`, the names of counts; `bounds` begin steps 2 to 5 of a share, best last.

    Of what is late, less is better: the bounds begin steps 4 to 1, and step 5 is none at all.
    """

    name: str
    label: Promise
    short: Promise  # the head of a column, where soft hyphens may stand
    n: str
    of: str
    bounds: tuple[int, int, int, int]
    ratio: str = ""  # its page of the formula; nothing where the rows themselves say all
    is_late: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The counts to ask the database for: only those that are shown."""
        return tuple(dict.fromkeys((self.n, self.of, *BESIDE)))

    def step(self, n: int, of: int) -> int:
        """1 (worst) to 5; 0 where there are too few to grade."""
        if of < SMALL:
            return UNGRADED
        passed = sum([n * 100 >= bound * of for bound in self.bounds])
        if self.is_late:
            return BEST - passed if n else BEST
        return WORST + passed


_DUE = (50, 70, 85, 95)
_WAY = (20, 40, 60, 80)  # what is not due yet is no failure: even steps
MEASURES = {
    measure.name: measure
    for measure in (
        Measure(
            "execution", _("Execution"), pgettext_lazy("column", "Executed"),
            "executed", "come_due", _DUE, "execution",
        ),
        Measure(
            "progress", _("Progress"), pgettext_lazy("column", "Progress"),
            "checkpoints_done", "checkpoints_applicable", _WAY, "progress",
        ),
        Measure(
            "overdue", _("Overdue"), pgettext_lazy("column", "Overdue"),
            "overdue", "applicable", (0, 5, 10, 20), is_late=True,
        ),
        Measure(
            "on_time", _("On time"), pgettext_lazy("column", "On time"),
            "on_time", "come_due", _DUE, "timeliness",
        ),
        Measure(
            "substantiated", _("Substantiated"), pgettext_lazy("column", "Substantiated"),
            "substantiated", "applicable", _WAY, "substantiation",
        ),
    )
}  # fmt: skip
DEFAULT = "execution"
