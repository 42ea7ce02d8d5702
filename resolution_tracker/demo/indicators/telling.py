"""Two years of collections, told until now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from indicators import closed_figures, collecting
from indicators.asking import applies
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
from resolution_tracker.content import read
from resolution_tracker.demo.indicators import attached, given
from resolution_tracker.demo.indicators.copying import count_anew
from resolution_tracker.demo.indicators.courses import Courses
from resolution_tracker.demo.indicators.passports import Passports
from resolution_tracker.demo.indicators.reports import Told, write_reports
from resolution_tracker.demo.indicators.rounds import Round, all_rounds
from resolution_tracker.demo.indicators.scenes import Scenes
from resolution_tracker.demo.indicators.shares import Shares
from resolution_tracker.demo.indicators.values import Values
from resolution_tracker.demo.people import Cast


@dataclass
class Telling:
    """What the parts of the story share."""

    cast: Cast
    bodies: dict[int, Organization]
    words: dict
    shares: Shares
    values: Values
    scenes: Scenes
    now: datetime
    courses: Courses = field(default_factory=Courses)


def tell(bodies: Iterable[Organization], cast: Cast, now: datetime) -> None:
    """Passports, then each collection in the order of time; the last of them are left open.

    Before any item is placed on control: what is computed from items is told for years past, and
    computed anew where a collection is open.
    """
    rounds = all_rounds(now)
    words = read("demo/indicators.json")
    passports = Passports(bodies, sorted({row.school_year for row in rounds}))
    passports.write(cast, now)
    shares = Shares(passports, words["trends"])
    scenes = Scenes(bodies, cast, words, now)
    known = {body.pk: body for body in bodies}
    telling = Telling(cast, known, words, shares, Values(shares, scenes, words), scenes, now)
    for number, when in enumerate(rounds, start=1):
        _collect(telling, when)
        if number in (1, len(rounds)):
            count_anew(IndicatorReport, IndicatorValue, ReportEntry, Asked)


def _collect(telling: Telling, when: Round) -> None:
    by = telling.cast.department
    collection = collecting.open_collection(period=when.period, by=by, at=when.opened_at)
    asked = list(collection.asked.select_related("indicator__quantity", "definition"))
    uploaded = given.uploaded(telling, when, collection, asked)
    uploaded.write()
    computed = given.computed(telling, when, collection, asked)
    told = [_told(telling, when, report, asked) for report in _reports(collection)]
    _say_who_is_left_out(telling, told)
    write_reports(telling, told)
    attached.write(told, asked, [*uploaded.facts, *computed.facts])
    if when.closed_at:
        collecting.close_collection(collection=collection, by=by, at=when.closed_at)
        # The machine would have found nothing to compute from and taken these away.
        computed.write()
        closed_figures.keep(collection)
        return
    if when.is_last:
        telling.scenes.send_back(collection, when)


def _reports(collection: Collection) -> list[IndicatorReport]:
    """Schools first: an authority sends what it has accepted."""
    rows = IndicatorReport.objects.own().filter(collection=collection).order_by("pk")
    order = [Level.SCHOOL, Level.MUNICIPAL, Level.INSTITUTE, Level.DEPARTMENT]
    levels = dict(Organization.objects.values_list("pk", "level"))
    return sorted(rows, key=lambda row: (order.index(levels[row.organization_id]), row.pk))


def _told(telling: Telling, when: Round, report: IndicatorReport, asked: list[Asked]) -> Told:
    body = telling.bodies[report.organization_id]
    course = telling.scenes.course_of(body, when, telling.courses)
    if course is None:
        course = telling.courses.ordinary(body, when)
    end = when.closed_at - timedelta(hours=1) if when.closed_at else telling.now
    course = course.until(end)
    mine = [
        row
        for row in asked
        if row.indicator.source == Source.REPORTED and applies(row.indicator, body)
    ]
    return Told(report, body, course, telling.values.of(body, when, course, mine))


def _say_who_is_left_out(telling: Telling, told: list[Told]) -> None:
    """An authority says in a sentence why its roll-up goes without some of its schools."""
    for row in told:
        at = row.course.at(ReportStep.SUBMITTED)
        if row.body.level == Level.MUNICIPAL and at is not None:
            below = [other for other in told if other.body.parent_id == row.body.pk]
            if any((school.course.at(ReportStep.ACCEPTED) or telling.now) > at for school in below):
                row.text = telling.words["without"]
