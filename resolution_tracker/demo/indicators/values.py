"""What a body says in a round: its numbers, why one is missing, why one has jumped."""

from dataclasses import dataclass, field
from random import Random

from indicators import rules
from indicators.models import Absence, Asked
from indicators.shares import Figure
from organizations.models import Level, Organization
from resolution_tracker.demo.indicators.courses import Course
from resolution_tracker.demo.indicators.rounds import Round
from resolution_tracker.demo.indicators.scenes import Scenes
from resolution_tracker.demo.indicators.shares import Number, Shares
from resolution_tracker.demo.moments import chance

_ABSENT = 0.012
_REASONS = [Absence.NO_DATA, Absence.NOT_HELD, Absence.OTHER]


@dataclass(frozen=True, slots=True)
class Value:
    """As `IndicatorValue` keeps it."""

    asked: Asked
    numerator: int | None
    denominator: int | None
    absence: str = ""
    explanation: str = ""


@dataclass
class Values:
    """The values of one body follow from its last accepted ones."""

    shares: Shares
    scenes: Scenes
    words: dict
    # Of a body and an indicator: the last accepted number and the school year it is of.
    _last: dict[tuple[int, int], tuple[Number, int]] = field(default_factory=dict)

    def of(
        self, body: Organization, when: Round, course: Course, asked: list[Asked]
    ) -> list[Value]:
        """All of a report that was sent, the first half of one that was only begun."""
        last = [self._last.get((body.pk, row.indicator_id)) for row in asked]
        is_known = asked and all(row and row[1] == when.school_year for row in last)
        course.is_nil = bool(course.is_nil and course.is_sent and is_known)
        rng = chance("said", body.ogrn or body.level, when.period.starts_on, when.kind)
        said = [self._value(body, when, row, course, rng) for row in asked]
        if course.is_accepted:
            for value in said:
                if value.numerator is not None:
                    number = value.numerator, value.denominator
                    self._last[body.pk, value.asked.indicator_id] = number, when.school_year
        if course.is_sent:
            return said
        return said[: len(said) // 2] if course.steps else []

    def _value(
        self, body: Organization, when: Round, asked: Asked, course: Course, rng: Random
    ) -> Value:
        indicator = asked.indicator
        number = self.shares.number(body, indicator, when)  # always: chance goes on
        before, _year = self._last.get((body.pk, indicator.pk), (None, None))
        odd = self.scenes.number(body, asked, when, number, before)
        if odd is not None:
            return Value(asked, *odd)
        if course.is_nil and before:
            self.shares.told[body.pk, indicator.code, when.school_year] = before[0]
            return Value(asked, *before)
        is_absent = rng.random() < _ABSENT and body.pk not in self.scenes.spared
        if is_absent and body.level == Level.SCHOOL and number[0] is not None:
            reason = rng.choice(_REASONS)
            words = self.words["absence"] if reason == Absence.OTHER else ""
            return Value(asked, None, number[1], reason, words)
        return Value(asked, *number, explanation=self._jump(asked, number, before))

    def _jump(self, asked: Asked, number: Number, before: Number | None) -> str:
        """A sentence where the rules ask for one."""
        if before is None or not _may_be_jump(asked, number, before):
            return ""
        figure = Figure.of(asked.definition, *before)
        line = rules.Line(asked, *number, before=figure)
        return self.words["jump"] if rules.is_jump(line) else ""


def _may_be_jump(asked: Asked, number: Number, before: Number) -> bool:
    """A cheap look: most numbers are near the last ones."""
    if not (number[0] is not None and number[1] and before[1]):
        return asked.definition.is_count
    moved = 100 * abs(number[0] / number[1] - before[0] / before[1])
    return moved > asked.indicator.jump - 1
