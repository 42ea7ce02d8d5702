"""What becomes of an assignment when nobody directs it: the ordinary course of work."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directives.calendar import add_working_days, preceding_working_day
from directives.models import Kind
from organizations.models import Level, Municipality, SchoolKind
from resolution_tracker.demo.cases import Act, Case
from resolution_tracker.demo.moments import after, between, chance, day_of, during

EXEMPLARY = "Десногорск"
FAR_BEHIND = "Рославльский округ"


@dataclass(frozen=True)
class Pace:
    """How a municipality works. Days are working days."""

    late: float  # share of reports that come late
    delay: float  # by how many days, on average
    review: tuple[int, int]  # days a decision takes
    strict: float  # share of reports returned
    eager: float = 1.0  # below 1: reports come earlier


# Share of the way to the date at which reports come, as parameters of a beta distribution.
_ONCE, _PERIODIC, _LAST_WEEKS = (3.0, 1.4), (6.0, 1.2), (4.4, 1.35)
_FORGOTTEN = 0.35  # share of late reports that come very late
_LONG = timedelta(days=20)
_SMALL_SCHOOL = 45


def pace_of(municipality: Municipality | None) -> Pace:
    """Regional bodies keep their dates; so does one municipality, and one is far behind."""
    if municipality is None:
        return Pace(late=0, delay=1, review=(1, 4), strict=0.1)
    if municipality.short_name == EXEMPLARY:
        return Pace(late=0, delay=1, review=(1, 2), strict=0.04, eager=0.6)
    if municipality.short_name == FAR_BEHIND:
        return Pace(late=0.55, delay=30, review=(4, 9), strict=0.12)
    rng = chance("pace", municipality.oktmo)
    return Pace(
        late=rng.uniform(0.03, 0.1),
        delay=6,
        review=rng.choice([(1, 3), (1, 5), (2, 6), (3, 8)]),
        strict=rng.uniform(0.06, 0.2),
        eager=rng.uniform(0.85, 1.0),
    )


def tell(case: Case) -> None:
    """Give the case its ordinary acts, requests among them."""
    pace = pace_of(case.organization.municipality)
    if case.organization.level == Level.MUNICIPAL:
        pace = Pace(pace.late / 3, pace.delay / 2, (1, 4), 0.12, pace.eager)
    rng, is_school = case.rng, case.organization.level == Level.SCHOOL
    fate = rng.random()
    if is_school and fate < _exemption_chance(case):
        case.acts = exemption(case, pace)
    elif fate > 0.97 and _is_long(case) and case.organization.parent_id:
        case.acts = extension(case, pace)
    else:
        case.on_behalf = is_school and case.is_below_an_authority and 0.5 < fate < 0.508
        case.acts = ordinary(case, pace)


def ordinary(case: Case, pace: Pace) -> list[Act]:
    """Begun, perhaps reported on the way, sent, decided."""
    sent_on = _sending_day(case, pace)
    acts = begin(case, sent_on)
    if _is_long(case) and case.rng.random() < 0.08:
        way = between(day_of(acts[0].at), sent_on, case.rng.uniform(0.3, 0.8))
        if way < sent_on:
            acts.append(Act(Kind.INTERIM, during(way, case.rng, 11, 11)))
    return acts + rounds(case, pace, during(sent_on, case.rng, 12, 17))


def begin(case: Case, sent_on: date) -> list[Act]:
    """Work begins some days before the report is sent, in the morning."""
    started_on = add_working_days(sent_on, -case.rng.randint(1, 12))
    return [Act(Kind.STARTED, during(max(started_on, first_day(case)), case.rng, 9, 10))]


def first_day(case: Case) -> date:
    """The first working day after the assignment came."""
    return add_working_days(day_of(case.opened_at), 1)


def _sending_day(case: Case, pace: Pace) -> date:
    rng, first = case.rng, first_day(case)
    if case.due_on <= first:
        return first
    if rng.random() < pace.late:
        delay = pace.delay if rng.random() > _FORGOTTEN else max(pace.delay, 35)
        return add_working_days(case.due_on, 1 + int(rng.expovariate(1 / delay)))
    shape = _PERIODIC if case.directive.is_periodic else _ONCE
    alpha, beta = _LAST_WEEKS if case.directive.number == "4.2" else shape
    return between(first, case.due_on, rng.betavariate(alpha, beta) * pace.eager)


def _is_long(case: Case) -> bool:
    return case.due_on - day_of(case.opened_at) > _LONG


def rounds(case: Case, pace: Pace, sent: datetime) -> list[Act]:
    """Sent and decided, until it is accepted: returned twice at most."""
    rng, acts, likely = case.rng, [], pace.strict
    if rng.random() < 0.015:  # noticed a slip and took it back
        acts += [Act(Kind.SUBMITTED, sent), Act(Kind.WITHDRAWN, sent + timedelta(minutes=17))]
        sent += timedelta(minutes=55)
    for _ in range(3):
        acts.append(Act(Kind.SUBMITTED, sent))
        decided = after(sent, rng.randint(*pace.review), rng)
        if rng.random() >= likely or len(acts) > 6:
            return acts + accepted(case, decided)
        acts += returned(decided, rng.randint(3, 25))
        is_slow = pace.late > 0 and rng.random() < max(0.1, pace.late)
        sent = after(decided, rng.randint(6, 16) if is_slow else rng.randint(1, 5), rng, 12, 17)
        likely = 0.2
    return acts


def returned(at: datetime, minutes: int = 9) -> list[Act]:
    """Looked at and sent back."""
    return [Act(Kind.LOOKED, at - timedelta(minutes=minutes)), Act(Kind.RETURNED, at)]


def accepted(case: Case, at: datetime) -> list[Act]:
    """Accepted, from the list or after a look."""
    looked = [Act(Kind.LOOKED, at - timedelta(minutes=case.rng.randint(2, 20)))]
    return [*(looked if case.rng.random() < 0.6 else []), Act(Kind.ACCEPTED, at)]


def extension(case: Case, pace: Pace) -> list[Act]:
    """A later date is asked for in time; the department agrees to most."""
    rng = case.rng
    acts = asked_extension(case, add_working_days(case.due_on, -rng.randint(2, 6)))
    if not acts:
        return ordinary(case, pace)
    asked = acts[-1]
    answer_at = after(asked.at, rng.randint(1, 2), rng)
    if case.is_below_an_authority:
        acts.append(Act(Kind.EXTENSION_ENDORSED, answer_at))
        answer_at = after(answer_at, rng.randint(1, 3), rng)
    is_granted = rng.random() < 0.8
    kind = Kind.EXTENSION_GRANTED if is_granted else Kind.EXTENSION_REFUSED
    acts.append(Act(kind, answer_at))
    sent_on = add_working_days(day_of(answer_at), 1)
    last = asked.until if is_granted else case.due_on
    if sent_on < last:
        sent_on = between(sent_on, last, rng.uniform(0.5, 1))
    return acts + rounds(case, pace, during(sent_on, rng, 12, 17))


def asked_extension(case: Case, asked_on: date) -> list[Act]:
    """Begun, and a later date asked for; empty where the time is too short for it."""
    rng = case.rng
    if asked_on <= add_working_days(first_day(case), 1) or asked_on > case.due_on:
        return []
    until = preceding_working_day(case.due_on + timedelta(days=rng.choice([7, 10, 14, 21])))
    if until <= case.due_on:
        return []
    asked = Act(Kind.EXTENSION_REQUESTED, during(asked_on, rng, 12, 16), until)
    return [*begin(case, add_working_days(asked_on, -1)), asked]


def exemption(case: Case, pace: Pace) -> list[Act]:
    """The body says that the item does not apply; the department agrees to most."""
    rng = case.rng
    asked_on = between(first_day(case), case.due_on, rng.uniform(0.2, 0.7))
    acts = [Act(Kind.EXEMPTION_REQUESTED, during(asked_on, rng, 9, 16))]
    answered = after(acts[0].at, rng.randint(1, 3), rng)
    if case.is_below_an_authority:
        acts.append(Act(Kind.EXEMPTION_ENDORSED, answered))
        answered = after(answered, rng.randint(1, 4), rng)
    if rng.random() < 0.75:
        return [*acts, Act(Kind.EXEMPTION_GRANTED, answered)]
    acts.append(Act(Kind.EXEMPTION_REFUSED, answered))
    sent_on = max(add_working_days(day_of(answered), 2), add_working_days(case.due_on, -2))
    return acts + rounds(case, pace, during(sent_on, rng, 12, 17))


def _exemption_chance(case: Case) -> float:
    if not may_be_exempt(case) or (case.period and case.period.number > 1):
        return 0
    return 0.08 if case.organization.kind == SchoolKind.BASIC else 0.4


def may_be_exempt(case: Case) -> bool:
    """Whom an item can hardly concern: evening, special and the smallest schools."""
    body = case.organization
    if case.directive.number not in ("4.1", "4.4"):
        return False
    if body.kind in (SchoolKind.EVENING, SchoolKind.SPECIAL, SchoolKind.BOARDING):
        return True
    return body.kind == SchoolKind.BASIC and (body.pupils or 0) < _SMALL_SCHOOL
