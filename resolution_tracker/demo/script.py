"""Acts become steps of the workflow: who takes them, what they write, what they attach."""

from datetime import datetime

from directives.models import Evidence, Kind
from directives.workflow.bulk import Step
from organizations.models import Level, SchoolKind, User
from resolution_tracker.demo.cases import Act, Case
from resolution_tracker.demo.moments import day_of
from resolution_tracker.demo.papers import Papers
from resolution_tracker.demo.people import Cast
from resolution_tracker.demo.requisites import (
    Answer,
    Fault,
    Requisites,
    found_by_spot_check,
    some,
    spoil,
)
from resolution_tracker.demo.wording import phrase, report

_BY_BODY = {
    Kind.STARTED, Kind.INTERIM, Kind.SUBMITTED, Kind.WITHDRAWN, Kind.EXTENSION_REQUESTED,
    Kind.EXEMPTION_REQUESTED,
}  # fmt: skip
_BY_REVIEWER = {Kind.LOOKED, Kind.RETURNED, Kind.ACCEPTED}
_ENDORSED = {Kind.EXTENSION_ENDORSED, Kind.EXEMPTION_ENDORSED}
_REPORTS = {Kind.INTERIM, Kind.SUBMITTED}
_NIL = 0.2  # share of later periods without changes


class Script:
    """Writes the steps of all cases; remembers what bodies have already answered."""

    def __init__(self, cast: Cast, papers: Papers, now: datetime) -> None:
        self.cast, self.papers, self.now = cast, papers, now
        self.requisites = Requisites()
        # By item and body: when its last report was accepted, and what it said.
        self.accepted: dict[tuple[int, int], tuple[datetime, list[Answer]]] = {}

    def write(self, cases: list[Case]) -> list[Step]:
        """Steps of all cases until now; those who reported first are written first."""
        return [step for case in sorted(cases, key=_first_report) for step in self._case(case)]

    def _case(self, case: Case) -> list[Step]:
        acts = case.until(self.now)
        telling = _Telling(self, case)
        return [telling.step(act, acts[place + 1 :]) for place, act in enumerate(acts)]

    def author(self, case: Case, act: Act) -> User:
        """Who takes this act."""
        body, cast = case.organization, self.cast
        if act.kind in _BY_BODY:
            return cast.coordinators[body.parent_id] if case.on_behalf else cast.reporters[body.pk]
        if act.kind in _ENDORSED:
            return cast.coordinators[body.parent_id]
        if act.kind in _BY_REVIEWER:
            if body.level == Level.DEPARTMENT:
                return cast.second
            by_second = case.by_second and case.reviewer_id == cast.demo_authority.parent_id
            return cast.second if by_second else cast.coordinators[case.reviewer_id]
        return cast.department


class _Telling:
    """One case being written: what it has answered and what it was told."""

    def __init__(self, script: Script, case: Case) -> None:
        self.script, self.case = script, case
        self.answers: list[Answer] = []
        self.fault: Fault | None = None

    def step(self, act: Act, rest: list[Act]) -> Step:
        step = Step(
            self.case.assignment, act.kind, act.at, self.script.author(self.case, act),
            until=act.until,
        )  # fmt: skip
        if act.kind in _REPORTS:
            self._report(step, act, rest)
        else:
            step.text = self._words(act)
        return step

    def _report(self, step: Step, act: Act, rest: list[Act]) -> None:
        case, rng = self.case, self.case.rng
        if act.kind == Kind.SUBMITTED and self._is_nil(act, rest):
            _accepted_at, self.answers = self.script.accepted[self._key]
            step.is_nil, step.marks = True, self.answers
            self._remember(rest)
            return
        if not self.answers:
            self.answers = self.script.requisites.of(case, day_of(act.at))
        said = self.answers
        if act.kind == Kind.INTERIM:
            said, step.text = some(self.answers, rng), self._interim_words()
        else:
            step.text = self._final_words()
            if _next_turn(rest) == Kind.RETURNED:
                self.fault = spoil(self.answers, case, self.fault)
                said = self.fault.answers
                if self.fault.kind == "text":
                    step.text = phrase("vague", rng, "text")
            else:
                self._remember(rest)
            step.files = self._files(step)
        step.marks = said

    @property
    def _key(self) -> tuple[int, int]:
        return self.case.directive.pk, self.case.organization.pk

    def _is_nil(self, act: Act, rest: list[Act]) -> bool:
        if self._key not in self.script.accepted or self.answers or self.case.on_behalf:
            return False
        accepted_at, _answers = self.script.accepted[self._key]
        is_plain = _next_turn(rest) in (None, Kind.ACCEPTED) and accepted_at < act.at
        return is_plain and self.case.rng.random() < _NIL

    def _remember(self, rest: list[Act]) -> None:
        for act in rest:
            if act.kind == Kind.ACCEPTED:
                self.script.accepted[self._key] = (act.at, self.answers)

    def _files(self, step: Step) -> list[Evidence]:
        case = self.case
        is_near = case.reviewer_id in (
            self.script.cast.demo_authority.pk,
            self.script.cast.demo_authority.parent_id,
        )
        if case.rng.random() >= (0.4 if is_near else 0.06):
            return []
        answer = case.rng.choice(self.answers)
        return self.script.papers.attach(case, answer, by=step.by, at=step.at)

    def _interim_words(self) -> str:
        return phrase("interim", self.case.rng, self.case.directive.level)

    def _final_words(self) -> str:
        case, rng = self.case, self.case.rng
        if case.on_behalf:
            return phrase("on_behalf", rng)
        if self.fault and self.fault.right:
            title = self.fault.right.checkpoint.title
            return phrase("rework", rng, self.fault.kind, title=title)
        return report(case.directive.number, rng)

    def _words(self, act: Act) -> str:
        case, rng = self.case, self.case.rng
        if act.kind == Kind.RETURNED:
            return self.fault.remark
        if act.kind == Kind.ACCEPTED:
            return phrase("accepted", rng) if rng.random() < 0.35 else ""
        if act.kind == Kind.EXTENSION_REQUESTED:
            return phrase("extension", rng, case.directive.level)
        if act.kind == Kind.EXEMPTION_REQUESTED:
            return phrase("exemption", rng, _why_exempt(case))
        if act.kind == Kind.EXEMPTION_REFUSED:
            return phrase("exemption_refused", rng, _why_exempt(case))
        if act.kind == Kind.REOPENED:
            self.fault = found_by_spot_check(self.answers, case)
            return self.fault.remark
        name = _NAMES.get(act.kind)
        return phrase(name, rng) if name else ""


_NAMES = {
    Kind.EXTENSION_ENDORSED: "extension_endorsed",
    Kind.EXTENSION_GRANTED: "extension_granted",
    Kind.EXTENSION_REFUSED: "extension_refused",
    Kind.EXEMPTION_ENDORSED: "exemption_endorsed",
    Kind.EXEMPTION_GRANTED: "exemption_granted",
    Kind.WAIVED: "waived",
    Kind.SPOT_CHECKED: "spot_checked",
}


def _first_report(case: Case) -> tuple[datetime, int]:
    times = [act.at for act in case.acts if act.kind in _REPORTS]
    return (times[0] if times else case.opened_at), case.assignment.pk


def _next_turn(rest: list[Act]) -> str | None:
    """The decision that follows a report."""
    return next((act.kind for act in rest if act.kind != Kind.LOOKED), None)


def _why_exempt(case: Case) -> str:
    body = case.organization
    if body.kind == SchoolKind.EVENING:
        return "evening"
    if body.kind in (SchoolKind.SPECIAL, SchoolKind.BOARDING):
        return "special"
    return "small" if case.directive.number == "4.1" else "project"
