"""What is wrong with a report, or asks for a sentence: the same words while typing and on sending.

Pure functions over `Line`s: the page, the workbook and the workflow give the same lines and get the
same problems.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext as _

from indicators.models import LARGEST, Absence, Asked, Indicator
from indicators.shares import Figure
from organizations.school_list.text import clean


class Weight(Enum):
    """What a problem does."""

    ERROR = "error"  # hinders sending until the number is mended
    QUESTION = "question"  # hinders sending until a sentence explains it
    NOTE = "note"  # is only said


@dataclass(frozen=True, slots=True)
class Problem:
    """`asked` is the key of the indicator asked, `field` the cell it is said beside."""

    asked: int
    code: str
    field: str
    message: str
    weight: Weight = Weight.ERROR

    @property
    def hinders(self) -> bool:
        return self.weight is not Weight.NOTE


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a report, as the rules see it.

    `known`: the denominator the passport or the register gives, None where there is none;
    `before`: the last value of an earlier period, where there is one.
    """

    asked: Asked
    numerator: int | None = None
    denominator: int | None = None
    absence: str = ""
    explanation: str = ""
    known: int | None = None
    before: Figure | None = None

    @property
    def indicator(self) -> Indicator:
        return self.asked.indicator

    @property
    def figure(self) -> Figure:
        return Figure.of(self.asked.definition, self.numerator, self.denominator)

    @property
    def is_blank(self) -> bool:
        """Nothing is said. A denominator alone says nothing, unless it is zero."""
        return self.numerator is None and not self.absence and self.denominator != 0

    def problem(self, code: str, field: str, message: str, weight=Weight.ERROR) -> Problem:
        return Problem(self.asked.pk, code, field, message, weight)


class NotWhole(ValueError):  # noqa: N818 -- an answer, not an error
    """What was typed is no whole number; the message is for the person."""


_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))", re.ASCII)
# Three zeros behind a comma are as likely thousands.
_WHOLE = re.compile(r"\d+(?:[.,]0{1,2})?", re.ASCII)


def whole_number(value: object) -> int | None:
    """A cell or a field as a whole number; None for an empty one. Raises NotWhole.

    «1 234» and «12,0» are whole numbers; «12,5», «-3», «н/д» and «10 из 12» are not.
    """
    text = _THOUSANDS.sub("", clean(value))
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        if re.fullmatch(r"-\d+([.,]\d+)?", text):
            raise NotWhole(_("A number below zero cannot be."))
        if re.fullmatch(r"\d+[.,]\d+", text):
            raise NotWhole(_("Enter a whole number, without a fraction."))
        raise NotWhole(_("Enter a whole number in digits; words go into the explanation."))
    number = int(re.split(r"[.,]", text)[0].lstrip("0")[:12] or 0)
    if number > LARGEST:
        raise NotWhole(_("The number is too large: check it."))
    return number


def check(lines: Iterable[Line]) -> list[Problem]:
    """Every problem of a report, in the order of its lines."""
    lines = list(lines)
    shared = _unequal_denominators(lines)
    return [
        problem for line in lines for problem in [*check_line(line), *shared.get(line.asked.pk, [])]
    ]


def hinders(problems: Iterable[Problem]) -> bool:
    """Whether the report cannot be sent."""
    return any(problem.hinders for problem in problems)


def check_line(line: Line) -> list[Problem]:
    """What one line breaks by itself."""
    if line.is_blank:
        text = _("Enter the number, or say why there is none: empty is not zero.")
        if line.asked.definition.is_yes_no:
            text = _("Answer yes or no, or say why not.")
        return [line.problem("blank", "numerator", text)]
    if line.absence:
        return _absence(line)
    definition = line.asked.definition
    if definition.is_count:
        return [*_range(line), *_jump(line)]
    if line.denominator is None:
        return [line.problem("no_denominator", "denominator", _("Enter the denominator."))]
    if definition.is_yes_no and (line.denominator != 1 or line.numerator not in (0, 1)):
        return [line.problem("not_yes_or_no", "numerator", _("Answer yes (1) or no (0)."))]
    if line.numerator is None:  # the denominator is zero: «not applicable»
        return _known(line)
    if line.numerator > line.denominator:
        text = _("The numerator (%(n)s) is greater than the denominator (%(d)s).")
        said = text % {"n": line.numerator, "d": line.denominator}
        return [line.problem("above_denominator", "numerator", said)]
    return [*_range(line), *_jump(line), *_known(line)]


def _absence(line: Line) -> list[Problem]:
    if line.numerator is not None:
        text = _("There is a number and a reason why there is none: leave one of them.")
        return [line.problem("number_and_absence", "absence", text)]
    if line.absence == Absence.OTHER and not line.explanation.strip():
        text = _("Say in a sentence why there is no number.")
        return [line.problem("absence_unexplained", "explanation", text, Weight.QUESTION)]
    return []


def _range(line: Line) -> list[Problem]:
    value, indicator = line.figure.value, line.indicator
    if value is None:
        return []
    if indicator.least is not None and value < indicator.least:
        text = _("%(value)s is below the least possible value, %(least)s.")
        said = text % {"value": _said(value), "least": _said(indicator.least)}
        return [line.problem("below_range", "numerator", said)]
    if indicator.most is not None and value > indicator.most:
        text = _("%(value)s is above the greatest possible value, %(most)s.")
        said = text % {"value": _said(value), "most": _said(indicator.most)}
        return [line.problem("above_range", "numerator", said)]
    return []


def _jump(line: Line) -> list[Problem]:
    if line.explanation.strip() or not is_jump(line):
        return []
    text = _("Last period it was %(before)s, now %(value)s: say in a sentence what happened.")
    said = text % {"before": _said(line.before.value), "value": _said(line.figure.value)}
    return [line.problem("jump", "explanation", said, Weight.QUESTION)]


def is_jump(line: Line) -> bool:
    """More than the indicator's limit away from the last value, and by more than one.

    Limits: percentage points of a share, percent of the last value of a count. One person more or
    less in a class of three is a third of it, and nothing to explain.
    """
    value = line.figure.value
    before = line.before.value if line.before else None
    if value is None or before is None or line.figure.is_count != line.before.is_count:
        return False
    if line.figure.is_count:
        away = abs(value - before)
        return away > 1 and away > before * line.indicator.jump / 100
    # In people, unrounded: |n − d · n₀ ÷ d₀| > 1.
    then = line.before
    moved = abs(line.numerator * then.denominator - line.denominator * then.numerator)
    return abs(value - before) > line.indicator.jump and moved > then.denominator


def _known(line: Line) -> list[Problem]:
    if line.known is None or line.denominator == line.known:
        return []
    text = _("The passport gives %(known)s here.") % {"known": line.known}
    return [line.problem("not_as_known", "denominator", text, Weight.NOTE)]


def _unequal_denominators(lines: list[Line]) -> dict[int, list[Problem]]:
    """Lines that share a quantity and disagree on it."""
    shared: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.indicator.quantity_id and line.denominator is not None and not line.absence:
            shared[line.indicator.quantity_id].append(line)
    found = {}
    for group in shared.values():
        if len({line.denominator for line in group}) == 1:
            continue
        given = ", ".join(f"{line.indicator.code} — {line.denominator}" for line in group)
        text = _("One and the same number is given differently: %(given)s.") % {"given": given}
        for line in group:
            found[line.asked.pk] = [line.problem("unequal", "denominator", text)]
    return found


def _said(value: Decimal) -> str:
    """As an office writes it: decimal comma, no zeros that say nothing."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")
