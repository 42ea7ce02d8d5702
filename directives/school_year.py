"""The reporting periods of a school year, with the dates the field usually sets.

Quarters follow the school's own (less the holidays); schools report by the 20th of the last month,
municipal authorities and the institute by the 5th after it, the department by the 10th. Reports of
the end of December would fall into the New Year holidays: they come on 15 and 20 January. All of it
can be changed until a period is opened.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives.calendar import preceding_working_day
from directives.models import Frequency, PeriodDueDate, ReportingPeriod
from organizations.models import Level

Day = tuple[int, int]

# Kind, number, name; first and last day; when schools, municipal authorities and the institute, and
# the department report. Days are (month, day); from September on in the first year of the two.
_STANDARD: list[tuple[str, int, str, Day, Day, tuple[Day, Day, Day]]] = [
    (Frequency.QUARTER, 1, _("I quarter"), (9, 1), (10, 30), ((10, 20), (11, 5), (11, 10))),
    (Frequency.QUARTER, 2, _("II quarter"), (11, 7), (12, 28), ((12, 20), (1, 15), (1, 20))),
    (Frequency.QUARTER, 3, _("III quarter"), (1, 9), (3, 24), ((3, 20), (4, 5), (4, 10))),
    (Frequency.QUARTER, 4, _("IV quarter"), (4, 3), (5, 31), ((5, 20), (6, 5), (6, 10))),
    (Frequency.HALF_YEAR, 1, _("I half-year"), (9, 1), (12, 28), ((12, 20), (1, 15), (1, 20))),
    (Frequency.HALF_YEAR, 2, _("II half-year"), (1, 9), (5, 31), ((5, 20), (6, 5), (6, 10))),
    (Frequency.YEAR, 1, _("Year"), (9, 1), (8, 31), ((6, 20), (7, 5), (7, 10))),
]


@transaction.atomic
def create_periods(*, school_year: int) -> list[ReportingPeriod]:
    """The standard periods this school year does not have yet; dates fall on working days."""
    there = set(
        ReportingPeriod.objects.filter(school_year=school_year).values_list("kind", "number")
    )
    made = []
    for kind, number, name, starts, ends, (schools, bodies, department) in _STANDARD:
        if (kind, number) in there:
            continue
        period = ReportingPeriod.objects.create(
            kind=kind,
            school_year=school_year,
            number=number,
            name=str(name),
            starts_on=_day(school_year, starts),
            ends_on=_day(school_year, ends),
        )
        days = {
            Level.SCHOOL: schools,
            Level.MUNICIPAL: bodies,
            Level.INSTITUTE: bodies,
            Level.DEPARTMENT: department,
        }
        PeriodDueDate.objects.bulk_create(
            PeriodDueDate(
                period=period,
                level=level,
                due_on=preceding_working_day(_day(school_year, day)),
            )
            for level, day in days.items()
        )
        made.append(period)
    return made


def _day(school_year: int, day: Day) -> date:
    month, number = day
    return date(school_year if month >= 9 else school_year + 1, month, number)
