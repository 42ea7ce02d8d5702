"""Reports put where a scene needs them: accepted long ago, or waiting for so many days."""

from datetime import date, datetime, timedelta

from directives.calendar import add_working_days
from directives.models import Kind
from resolution_tracker.demo.cases import Act, Case
from resolution_tracker.demo.fates import accepted, begin, first_day, returned
from resolution_tracker.demo.moments import after, day_of, during, working_days_before

# A report sent so long after its date was returned in between; later still, reopened.
RECENT = timedelta(days=25)


def accepted_in_time(case: Case) -> list[Act]:
    sent_on = max(add_working_days(case.due_on, -2), first_day(case))
    sent = during(sent_on, case.rng, 12, 17)
    decided = accepted(case, after(sent, 2, case.rng))
    return [*begin(case, sent_on), Act(Kind.SUBMITTED, sent), *decided]


def stage_waiting(case: Case, now: datetime, age: int) -> bool:
    """A report that has waited so many working days by today; False where that cannot be."""
    sent_on = working_days_before(now, age)
    if sent_on < first_day(case):
        return False
    sent = Act(Kind.SUBMITTED, during(sent_on, case.rng, 11, 17))
    if case.due_on >= sent_on:
        case.stage([*begin(case, sent_on), sent])
    elif case.due_on + RECENT >= sent_on:
        case.stage([*_returned_before(case, sent_on), sent])
    else:
        again = during(add_working_days(sent_on, -4), case.rng)
        done = [act for act in accepted_in_time(case) if act.at < again]
        if done[-1].kind != Kind.ACCEPTED:
            return False
        case.stage([*done, Act(Kind.REOPENED, again), sent])
    return True


def _returned_before(case: Case, sent_on: date) -> list[Act]:
    """Sent in time and returned, twice where there was time for it."""
    rng = case.rng
    first = during(max(add_working_days(case.due_on, -1), first_day(case)), rng, 12, 17)
    acts = [*begin(case, day_of(first)), Act(Kind.SUBMITTED, first)]
    back = after(first, 2, rng)
    if day_of(back) >= sent_on:
        return acts[:1]
    acts += returned(back)
    again = after(back, 3, rng, 12, 17)
    last_back = during(add_working_days(sent_on, -3), rng, 9, 11)
    if last_back > again + timedelta(days=1):
        acts += [Act(Kind.SUBMITTED, again), *returned(last_back)]
    return acts
