"""When a report is begun, sent and accepted: by working days from its date."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directives.calendar import add_working_days
from indicators.models import ReportStep
from organizations.models import Level, Organization
from resolution_tracker.demo.fates import FAR_BEHIND, Pace, pace_of
from resolution_tracker.demo.indicators.rounds import Round
from resolution_tracker.demo.moments import chance, during

_MISSED, _MISSED_BEHIND = 0.02, 0.12  # never sent
_LOOKED = 0.5
_NIL = 0.03
_BEFORE, _AFTER = 10, 15  # working days around the date


@dataclass
class Course:
    """What happens to one report, in the order of time. Empty: nobody has begun."""

    steps: list[tuple[str, datetime]]
    is_nil: bool = False

    def until(self, end: datetime) -> "Course":
        return Course([step for step in self.steps if step[1] <= end], self.is_nil)

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _at in self.steps]

    @property
    def is_accepted(self) -> bool:
        return ReportStep.ACCEPTED in self.kinds

    @property
    def is_sent(self) -> bool:
        return ReportStep.SUBMITTED in self.kinds

    def at(self, kind: str) -> datetime | None:
        return next((at for step, at in self.steps if step == kind), None)


class Courses:
    """The ordinary course of reports; working days around a date are counted once."""

    def __init__(self) -> None:
        self._days: dict[date, list[date]] = {}
        self._paces: dict[int | None, Pace] = {}

    def _pace(self, body: Organization) -> Pace:
        if body.municipality_id not in self._paces:
            self._paces[body.municipality_id] = pace_of(body.municipality)
        return self._paces[body.municipality_id]

    def day(self, due_on: date, offset: int) -> date:
        if due_on not in self._days:
            span = range(-_BEFORE - 2, _AFTER + 1)
            self._days[due_on] = [add_working_days(due_on, n) if n else due_on for n in span]
        days = self._days[due_on]
        return days[max(0, min(offset + _BEFORE + 2, len(days) - 1))]

    def ordinary(self, body: Organization, when: Round) -> Course:
        place = body.municipality.oktmo if body.municipality_id else body.level
        rng = chance("report", place, body.ogrn, when.period.starts_on, when.kind)
        pace, due_on = self._pace(body), when.due[body.level]
        is_behind = body.municipality_id and body.municipality.short_name == FAR_BEHIND
        if body.level == Level.SCHOOL and rng.random() < (_MISSED_BEHIND if is_behind else _MISSED):
            begun = [(ReportStep.STARTED, during(self.day(due_on, -1), rng, 9, 11))]
            return Course(begun if rng.random() < 0.4 else [])
        if body.level != Level.SCHOOL:
            sent = rng.randint(-3, 0)
        elif rng.random() < pace.late:
            sent = rng.randint(1, 7)
        else:
            sent = -int(_BEFORE * (1 - rng.betavariate(3, 1.2)))
        return self.course(due_on, sent, sent + rng.randint(*pace.review), rng)

    def course(self, due_on: date, sent: int, decided: int | None, rng: random.Random) -> Course:
        """Begun and sent on one day, decided on a later one; offsets are from the date."""
        day = self.day(due_on, sent)
        steps = [
            (ReportStep.STARTED, during(day, rng, 9, 10)),
            (ReportStep.SUBMITTED, during(day, rng, 11, 16)),
        ]
        is_nil = rng.random() < _NIL
        if decided is not None:
            at = during(self.day(due_on, decided), rng, 10, 16)
            if rng.random() < _LOOKED:
                steps.append((ReportStep.LOOKED, at - timedelta(minutes=rng.randint(2, 25))))
            steps.append((ReportStep.ACCEPTED, at))
        return Course(steps, is_nil)
