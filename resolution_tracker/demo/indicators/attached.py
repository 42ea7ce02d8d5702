"""The roll-up that went up with an authority's report: of the schools accepted by that moment."""

from collections import Counter, defaultdict
from datetime import datetime

from indicators.asking import applies
from indicators.models import Asked, AttachedRollUp, ReportEntry, ReportStep
from organizations.models import Level
from resolution_tracker.demo.indicators.given import Fact
from resolution_tracker.demo.indicators.reports import Told

# Of an authority's school: since when a number counts, numerator and denominator.
Line = tuple[datetime, int, int | None]


def write(told: list[Told], asked: list[Asked], beside: list[Fact]) -> None:
    """Told from the same values, so that it need not be asked of the database hundreds of times."""
    sent = {row.report.pk: row for row in told if _is_sent_by_authority(row)}
    entries = ReportEntry.objects.filter(report__in=sent, kind=ReportStep.SUBMITTED)
    of_schools = [row for row in asked if row.indicator.level == Level.SCHOOL]
    lines, expected = _lines(told, beside), _expected(told, of_schools)
    rows = []
    for entry in entries:
        body = sent[entry.report_id].body
        for row in of_schools:
            counted = [line for line in lines[body.pk, row.pk] if line[0] <= entry.recorded_at]
            rows.append(
                AttachedRollUp(
                    entry=entry,
                    asked=row,
                    numerator=sum(line[1] for line in counted),
                    denominator=None
                    if row.definition.is_count
                    else sum(line[2] for line in counted),
                    bodies_in=len(counted),
                    bodies_out=max(0, expected[body.pk, row.pk] - len(counted)),
                )
            )
    AttachedRollUp.objects.bulk_create(rows, batch_size=2000)


def _is_sent_by_authority(row: Told) -> bool:
    return row.body.level == Level.MUNICIPAL and row.course.is_sent


def _lines(told: list[Told], beside: list[Fact]) -> dict[tuple[int, int], list[Line]]:
    found: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for row in told:
        if row.body.level == Level.SCHOOL and row.course.is_accepted:
            at = row.course.at(ReportStep.ACCEPTED)
            for value in row.values:
                if value.numerator is not None:
                    line = at, value.numerator, value.denominator
                    found[row.body.parent_id, value.asked.pk].append(line)
    for fact in beside:
        if fact.numerator is not None:
            line = fact.at, fact.numerator, fact.denominator
            found[fact.school.parent_id, fact.asked.pk].append(line)
    return found


def _expected(told: list[Told], of_schools: list[Asked]) -> Counter[tuple[int, int]]:
    """How many schools below an authority owe a number."""
    schools = [row.body for row in told if row.body.level == Level.SCHOOL]
    return Counter(
        (school.parent_id, row.pk)
        for school in schools
        for row in of_schools
        if applies(row.indicator, school)
    )
