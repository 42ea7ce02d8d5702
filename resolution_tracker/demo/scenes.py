"""Scenes set for today, whatever the day: what each demo user finds to do."""

from collections.abc import Iterable
from datetime import datetime

from directives.calendar import add_working_days
from directives.models import Frequency, Kind
from organizations.models import Level
from resolution_tracker.demo.cases import Act, Case, is_open_now
from resolution_tracker.demo.fates import (
    EXEMPLARY,
    FAR_BEHIND,
    Pace,
    begin,
    first_day,
    ordinary,
    returned,
    rounds,
)
from resolution_tracker.demo.moments import (
    after,
    between,
    chance,
    day_of,
    during,
    working_days_before,
)
from resolution_tracker.demo.people import Cast
from resolution_tracker.demo.queues import ask, fill_queue, report_on_behalf
from resolution_tracker.demo.staging import RECENT, accepted_in_time, stage_waiting

# So many reports wait at the demo municipality, and at the department.
_LOCAL, _REGIONAL = 10, 12
_PROMPT = Pace(late=0, delay=1, review=(1, 3), strict=0)


def set_all(cases: list[Case], cast: Cast, now: datetime) -> None:
    """Set the scenes; the rest keeps its ordinary course."""
    _regional_bodies(cases, now)
    _demo_school([case for case in cases if case.organization == cast.demo_school], now)
    department = cast.demo_authority.parent_id
    ask(cases, cast, now)
    _waiver(cases, now)
    report_on_behalf(cases, cast, now)
    fill_queue(cases, cast.demo_authority.pk, now, _LOCAL)
    fill_queue(cases, department, now, _REGIONAL)
    _spot_checks(cases, now)


def _regional_bodies(cases: list[Case], now: datetime) -> None:
    """The department's own latest report waits for its second coordinator; the institute's too."""
    for level, number in ((Level.DEPARTMENT, None), (Level.INSTITUTE, "3.2")):
        own = [case for case in cases if case.organization.level == level]
        chosen = [case for case in own if number in (None, case.directive.number)]
        for case in own:
            case.acts = ordinary(case, _PROMPT)
        if number is None:
            come = [case for case in chosen if not is_open_now(case, now)]
            chosen = come or chosen
        chosen.sort(key=lambda case: (abs(case.due_on - day_of(now)), case.directive.sort_key))
        for case in chosen[:1]:
            stage_waiting(case, now, 3)
        _interim(own, now)


def _interim(own: list[Case], now: datetime) -> None:
    """The first item that is far from its date has an interim report."""
    for case in own:
        way = between(first_day(case), day_of(now), 0.6)
        if is_open_now(case, now) and not case.is_staged and way > first_day(case):
            acts = [*begin(case, way), Act(Kind.INTERIM, during(way, case.rng, 11, 11))]
            later = add_working_days(max(case.due_on, day_of(now)), -1)
            sent_on = max(later, add_working_days(day_of(now), 1))
            case.stage([*acts, *rounds(case, _PROMPT, during(sent_on, case.rng, 12, 17))])
            return


def _demo_school(own: list[Case], now: datetime) -> None:
    """One next step, one report that waits, half-years still ahead, the rest accepted."""
    own.sort(key=lambda case: (case.due_on, case.directive.sort_key))
    task = _task(own, now)
    past = [case for case in own if case is not task and not is_open_now(case, now)]
    for case in own:
        case.on_behalf = False
        is_ahead = is_open_now(case, now)
        case.stage([] if is_ahead else ordinary(case, _PROMPT))
    if past:
        stage_waiting(past[-1], now, 2)
    if task:
        _stage_task(task, now)


def _task(own: list[Case], now: datetime) -> Case | None:
    """The nearest date that is still ahead, half-years last; else the latest that has passed."""
    ahead = [case for case in own if is_open_now(case, now)]
    sooner = [case for case in ahead if case.directive.frequency != Frequency.HALF_YEAR]
    return next(iter(sooner or ahead), own[-1] if own else None)


def _stage_task(case: Case, now: datetime) -> None:
    """Returned two days ago, where there was time for that; else just begun."""
    sent_on, back_on = working_days_before(now, 6), working_days_before(now, 2)
    if add_working_days(first_day(case), 2) >= sent_on:
        day = working_days_before(now, 1)
        started = [Act(Kind.STARTED, during(day, case.rng, 9, 10))]
        case.stage(started if day >= first_day(case) else [])
        return
    if case.due_on + RECENT < sent_on:
        done = accepted_in_time(case)
        case.stage([*done, Act(Kind.REOPENED, during(back_on, case.rng))])
        return
    sent = during(min(sent_on, case.due_on), case.rng, 12, 17)
    back = during(back_on, case.rng, 10, 16)
    case.stage([*begin(case, day_of(sent)), Act(Kind.SUBMITTED, sent), *returned(back)])


def _waiver(cases: Iterable[Case], now: datetime) -> None:
    """One small school is being joined to another: its item is waived."""
    waived_on = working_days_before(now, 9)
    for case in cases:
        if (
            case.directive.number == "4.2"
            and not case.is_staged
            and case.is_below_an_authority
            and case.organization.municipality.short_name not in (EXEMPLARY, FAR_BEHIND)
            and (case.organization.pupils or 0) < 40
            and first_day(case) < min(waived_on, case.due_on)
        ):
            waived = during(min(waived_on, case.due_on), case.rng)
            case.stage([*begin(case, first_day(case)), Act(Kind.WAIVED, waived)])
            return


def _spot_checks(cases: list[Case], now: datetime) -> None:
    """The department looks into a few accepted reports and puts one back on control."""
    ready = []
    for case in cases:
        last = case.stands(now)
        old = last and last.kind == Kind.ACCEPTED and day_of(last.at) < working_days_before(now, 8)
        if old and case.is_below_an_authority and case.acts[-1] is last:
            ready.append(case)
    chance("spot checks").shuffle(ready)
    for case in ready[1:13]:
        at = after(case.acts[-1].at, case.rng.randint(2, 7), case.rng)
        case.acts.append(Act(Kind.SPOT_CHECKED, at))
    for case in ready[:1]:
        at = during(working_days_before(now, 3), case.rng)
        case.acts.append(Act(Kind.REOPENED, at))
