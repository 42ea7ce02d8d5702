"""What waits for a reviewer today: reports and requests."""

from datetime import datetime

from directives.models import Kind
from organizations.models import Level
from resolution_tracker.demo.cases import Act, Case, is_open_now
from resolution_tracker.demo.fates import (
    EXEMPLARY,
    FAR_BEHIND,
    accepted,
    asked_extension,
    first_day,
    may_be_exempt,
)
from resolution_tracker.demo.moments import after, chance, day_of, during, working_days_before
from resolution_tracker.demo.people import Cast
from resolution_tracker.demo.staging import stage_waiting

# How long reports have waited in a reviewer's list, in working days: two longer than they should.
_AGES = [8, 5, 4, 7, 3, 3, 2, 2, 1, 4, 1, 1]


def ask(cases: list[Case], cast: Cast, now: datetime) -> None:
    """Requests that wait: at the demo municipality one of each kind, at the department more."""
    schools = [case for case in cases if case.is_below_an_authority and not case.is_staged]
    here = [case for case in schools if case.organization.parent_id == cast.demo_authority.pk]
    quiet = (EXEMPLARY, FAR_BEHIND)
    away = [
        case
        for case in schools
        if case not in here and case.organization.municipality.short_name not in quiet
    ]
    bodies = [case for case in cases if case.organization.level == Level.MUNICIPAL]
    _let_ask(here, now, Kind.EXTENSION_REQUESTED, 1)
    _let_ask(here, now, Kind.EXEMPTION_REQUESTED, 1)
    _let_ask(away, now, Kind.EXTENSION_REQUESTED, 2, endorsed=True)
    _let_ask(away, now, Kind.EXEMPTION_REQUESTED, 2, endorsed=True)
    _let_ask(bodies, now, Kind.EXTENSION_REQUESTED, 1)


def _let_ask(
    cases: list[Case], now: datetime, kind: str, count: int, endorsed: bool = False
) -> None:
    """Let so many ask, of those who have sent nothing yet."""
    for case in _by_turns([case for case in cases if _may_ask(case, now, kind)], now):
        if count == 0:
            return
        acts = _asked(case, now, kind, endorsed)
        if acts and not case.is_staged:
            case.stage(acts)
            count -= 1


def _may_ask(case: Case, now: datetime, kind: str) -> bool:
    if case.is_staged or case.stands(now) is not None:
        return False
    return may_be_exempt(case) if kind == Kind.EXEMPTION_REQUESTED else is_open_now(case, now)


def _asked(case: Case, now: datetime, kind: str, endorsed: bool) -> list[Act]:
    asked_on = working_days_before(now, 4 if endorsed else 2)
    if asked_on < first_day(case):
        return []
    if kind == Kind.EXTENSION_REQUESTED:
        acts = asked_extension(case, asked_on)
        answer = Kind.EXTENSION_ENDORSED
    else:
        acts = [Act(kind, during(asked_on, case.rng))]
        answer = Kind.EXEMPTION_ENDORSED
    if acts and endorsed:
        acts.append(Act(answer, after(acts[-1].at, 2, case.rng)))
    return acts


def report_on_behalf(cases: list[Case], cast: Cast, now: datetime) -> None:
    """Two reports that authorities have entered for their schools wait at the department."""
    rural = [
        case
        for case in cases
        if case.is_below_an_authority
        and (case.organization.pupils or 0) < 60
        and case.stands(now) is None
        and _is_free(case)
    ]
    for is_here in (True, False):
        nearby = [
            case
            for case in rural
            if (case.organization.parent_id == cast.demo_authority.pk) == is_here
        ]
        for case in _by_turns(nearby, now)[:1]:
            if stage_waiting(case, now, 2):
                case.on_behalf = True


def fill_queue(cases: list[Case], reviewer: int, now: datetime, wanted: int) -> None:
    """Fill the reviewer's list to the wanted length; what waited in it anyway is decided."""
    own = [case for case in cases if case.reviewer_id == reviewer]
    for case in own:
        if not case.is_staged:
            _settle(case, now)
    waiting = sum(case.is_waiting(now) for case in own)
    if not any(is_open_now(case, now) for case in own):
        wanted //= 2
    free = _by_turns([case for case in own if _is_free(case)], now)
    for age in _AGES[: max(wanted - waiting, 0)]:
        for case in free:
            if not case.is_staged and stage_waiting(case, now, age):
                break


def _is_free(case: Case) -> bool:
    regional = case.organization.level in (Level.DEPARTMENT, Level.INSTITUTE)
    asks = any(act.kind in (Kind.EXTENSION_REQUESTED, Kind.EXEMPTION_REQUESTED)
               for act in case.acts)  # fmt: skip
    return not (case.is_staged or regional or asks)


def _settle(case: Case, now: datetime) -> None:
    """A report that has waited since before yesterday is accepted the day after it came."""
    if not case.is_waiting(now):
        return
    sent = case.stands(now)
    decided = after(sent.at, 1, case.rng)
    if decided <= now:
        before = [act for act in case.acts if act.at <= sent.at]
        case.stage([*before, *accepted(case, decided)])


def _by_turns(cases: list[Case], now: datetime) -> list[Case]:
    """Candidates by how near their date is: four of the nearest item, three of the next…"""
    today, waves = day_of(now), {}
    for case in cases:
        waves.setdefault((case.directive.number, case.period and case.period.pk), []).append(case)
    for (number, _period), wave in waves.items():
        chance("turns", number).shuffle(wave)

    def distance(wave: list[Case]) -> tuple[int, str]:
        days = (wave[0].due_on - today).days
        return (days if days >= 0 else -3 * days, wave[0].directive.number)

    ordered = sorted(waves.values(), key=distance)
    found: list[Case] = []
    while any(ordered):
        for place, wave in enumerate(ordered):
            for _ in range(max(4 - place, 1)):
                if wave:
                    found.append(wave.pop())
    return found
