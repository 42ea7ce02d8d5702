"""The last whole quarter in the demo's municipality: what its coordinator finds to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from directives.calendar import add_working_days
from directives.models import Frequency
from indicators import workflow
from indicators.models import Asked, Collection, IndicatorReport, ReportStep
from organizations.models import Level, Organization
from resolution_tracker.demo.indicators.courses import Course, Courses
from resolution_tracker.demo.indicators.rounds import Round
from resolution_tracker.demo.indicators.shares import Number
from resolution_tracker.demo.moments import chance, day_of, during
from resolution_tracker.demo.people import Cast

_WAITING, _RETURNED, _MISSING = 2, 2, 2
# Reports wait since the last days, or since some weeks after the authority's date.
_LATEST = 12


@dataclass(frozen=True)
class Odd:
    """A school whose share is far from those of its neighbours."""

    school: int
    indicator: str
    share: float
    words: str


class Scenes:
    """Who plays which part. The named schools are of the demo's list; others stand in for them."""

    def __init__(
        self, bodies: Iterable[Organization], cast: Cast, words: dict, now: datetime
    ) -> None:
        self.cast, self.words, self.now = cast, words, now
        self.quiet = {cast.demo_school.pk, cast.village_school.pk}
        self.schools = sorted(
            (row for row in bodies if row.parent_id == cast.demo_authority.pk),
            key=lambda row: (-(row.pupils or 0), row.pk),
        )
        self.odd = [self._odd(words["high"]), self._odd(words["low"])]
        self.copy = self._named(words["copy"])
        self.spared = self.quiet | {odd.school for odd in self.odd} | {self.copy}
        rest = [row.pk for row in self.schools if row.pk not in self.spared]
        chance("indicator scenes").shuffle(rest)
        self.waiting = [self.odd[0].school, self.odd[1].school, self.copy, *rest[:_WAITING]]
        self.returned = rest[_WAITING : _WAITING + _RETURNED]
        self.missing = rest[_WAITING + _RETURNED :][:_MISSING]

    def _odd(self, row: dict) -> Odd:
        return Odd(self._named(row["school"]), row["indicator"], row["share"], row["words"])

    def _named(self, name: str) -> int:
        free = [row for row in self.schools if row.pk not in self.quiet]
        return next((row.pk for row in free if row.name == name), free[0].pk)

    def course_of(self, body: Organization, when: Round, courses: Courses) -> Course | None:
        """None where the report takes its ordinary course."""
        if body.pk in self.quiet and self._is_current(when):
            return Course([])
        if when.is_last and body == self.cast.demo_authority:
            return Course([])
        if when.is_last and body.pk in self.waiting:
            return self._sent(when, 1 + self.waiting.index(body.pk) % 4)
        if when.is_last and body.pk in self.returned:
            return self._sent(when, 7)
        if when.is_last and body.pk in self.missing:
            return Course([])
        if body.pk not in self.spared:
            return None
        found = courses.course(
            when.due[body.level], -2, 1, chance("spared", body.ogrn, when.period.starts_on)
        )
        found.is_nil = False
        return found

    def _is_current(self, when: Round) -> bool:
        """A quarter lies on the desk until it is over, others until their date."""
        if when.kind == Frequency.QUARTER:
            return not when.is_over
        return day_of(self.now) <= when.due[Level.SCHOOL]

    def _day(self, when: Round, before: int) -> date:
        last = add_working_days(when.due[Level.MUNICIPAL], _LATEST)
        return add_working_days(min(last, day_of(self.now)), -before)

    def _sent(self, when: Round, before: int) -> Course:
        day, rng = self._day(when, before), chance("sent", before, when.period.starts_on)
        return Course(
            [
                (ReportStep.STARTED, during(day, rng, 9, 10)),
                (ReportStep.SUBMITTED, during(day, rng, 11, 16)),
            ]
        )

    def number(
        self, body: Organization, asked: Asked, when: Round, number: Number, before: Number | None
    ) -> tuple[int | None, int | None, str, str] | None:
        """What an odd school says in the last quarter; None where it says nothing odd."""
        if not when.is_last:
            return None
        if body.pk == self.copy and before:
            return (*before, "", "")
        for odd in self.odd:
            if (body.pk, asked.indicator.code) == (odd.school, odd.indicator) and number[1]:
                return round(odd.share * number[1]), number[1], "", odd.words
        return None

    def send_back(self, collection: Collection, when: Round) -> None:
        """Through the workflow: a copy of what was sent hangs on the entry."""
        by = self.cast.coordinators[self.cast.demo_authority.pk]
        rows = IndicatorReport.objects.own().filter(
            collection=collection, organization__in=self.returned, status="submitted"
        )
        for place, report in enumerate(rows.order_by("pk")):
            asked = report.values.filter(numerator__isnull=False).order_by("pk")
            remarked = list(asked.values_list("asked", flat=True))[: 1 + place]
            workflow.return_for_rework(
                report=report,
                by=by,
                at=during(self._day(when, 2), chance("back", place)),
                text=self.words["returned"],
                remarks=dict.fromkeys(remarked, self.words["remark"]),
            )
