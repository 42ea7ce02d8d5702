"""Figures that nobody types: those the region has, and those computed from reports on items."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from directives.calendar import add_working_days
from indicators.asking import applies
from indicators.beside import region_reports
from indicators.models import (
    Asked,
    Collection,
    IndicatorReport,
    IndicatorValue,
    ReportEntry,
    ReportStep,
    Source,
)
from organizations.models import Level, Organization
from resolution_tracker.demo.indicators.copying import copy_in
from resolution_tracker.demo.indicators.reports import STATE, VALUE
from resolution_tracker.demo.indicators.rounds import Round
from resolution_tracker.demo.moments import moment

_UPLOADED_AFTER = 2  # working days after the department's date


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that stands beside a body's own report."""

    school: Organization
    asked: Asked
    at: datetime
    numerator: int | None
    denominator: int | None


@dataclass
class Beside:
    """Rows beside the bodies' own reports, and what they are to say."""

    facts: list[Fact]
    reports: dict[int, IndicatorReport]
    at: datetime
    by: int | None = None

    def write(self) -> None:
        copy_in(
            IndicatorValue,
            VALUE,
            (
                (self.reports[fact.school.pk].pk, fact.asked.pk, fact.numerator, fact.denominator,
                 "", "", "", 1, self.at, self.by)
                for fact in self.facts
            ),
        )  # fmt: skip


def uploaded(telling, when: Round, collection: Collection, asked: list[Asked]) -> Beside:
    """What the region has of exams and registers, some days after the department's date."""
    at = moment(add_working_days(when.due[Level.DEPARTMENT], _UPLOADED_AFTER), 11)
    if at > telling.now:
        return Beside([], {}, at)
    found = _beside(telling, when, collection, asked, Source.UPLOADED, at)
    found.by = telling.cast.department.pk
    _note(telling, found.reports.values(), at)
    return found


def computed(telling, when: Round, collection: Collection, asked: list[Asked]) -> Beside:
    """Told for years past, of which there are no reports on items; what is open is computed."""
    at = max(when.opened_at, moment(when.due[Level.SCHOOL], 3) - timedelta(days=1))
    if when.closed_at is None:
        return Beside([], {}, at)
    return _beside(telling, when, collection, asked, Source.COMPUTED, at)


def _beside(
    telling, when: Round, collection: Collection, asked: list[Asked], source: Source, at: datetime
) -> Beside:
    mine = [row for row in asked if row.indicator.source == source]
    facts = [
        Fact(body, row, at, *telling.shares.number(body, row.indicator, when))
        for body in telling.bodies.values()
        for row in mine
        if applies(row.indicator, body)
    ]
    bodies = {fact.school.pk: fact.school for fact in facts}.values()
    reports = region_reports(collection=collection, organizations=bodies, source=source, at=at)
    return Beside(facts, reports, at)


def _note(telling, reports, at: datetime) -> None:
    department = telling.cast.department
    body = telling.cast.demo_authority.parent_id
    copy_in(
        ReportEntry,
        ["report", "number", "kind", "author", "acting_organization", "recorded_at", "text",
         *STATE],
        (
            (row.pk, 1, ReportStep.GIVEN, department.pk, body, at, telling.words["given"],
             *(getattr(row, name) for name in STATE))
            for row in reports
        ),
    )  # fmt: skip
