"""Makers of indicators, collections and reports."""

import itertools
import uuid
from datetime import date, datetime, timedelta

from directives.models import ReportingPeriod
from indicators import collecting, workflow
from indicators.asking import asked_of
from indicators.models import (
    Asked,
    Collection,
    Indicator,
    IndicatorReport,
    IndicatorValue,
    Origin,
    Passport,
    PassportValue,
    Quantity,
    Source,
    Target,
)
from organizations.models import Level, Organization, User
from tests.make import TODAY, make_period, moment

_number = itertools.count(1)


def make_quantity(code: str = "", parts: list[Quantity] | None = None, **fields) -> Quantity:
    """A number of the passport; with `parts`, their sum."""
    n = next(_number)
    origin = Origin.SUM if parts else Origin.PASSPORT
    quantity = Quantity.objects.create(
        **{"code": code or f"q{n}", "name": f"Число {n}", "origin": origin, "position": n} | fields
    )
    quantity.parts.set(parts or [])
    return quantity


def make_indicator(code: str = "", **fields) -> Indicator:
    """A quarterly share that schools report."""
    n = next(_number)
    defaults = {
        "code": code or f"П-{n:02}",
        "name": f"Доля обучающихся {n}",
        "numerator": f"Численность участников {n}",
        "denominator": f"Общая численность {n}",
        "position": n,
    }
    if fields.get("measure") in ("count", "yes_no"):
        defaults["denominator"] = ""
    directives = fields.pop("directives", [])
    indicator = Indicator.objects.create(**defaults | fields)
    indicator.directives.set(directives)
    return indicator


def make_target(indicator: Indicator, value, school_year: int = 2026, **fields) -> Target:
    return Target.objects.create(
        indicator=indicator, value=value, school_year=school_year, **fields
    )


def make_collection(
    period: ReportingPeriod | None = None, at: datetime | None = None, **fields
) -> Collection:
    """An open collection of a period, dealt out to the bodies that exist."""
    period = period or make_period(due_on=TODAY + timedelta(days=10), **fields)
    return collecting.open_collection(
        period=period, by=None, at=at or moment(TODAY - timedelta(days=20))
    )


def report_of(collection: Collection, organization: Organization,
              source: str = Source.REPORTED) -> IndicatorReport:  # fmt: skip
    return IndicatorReport.objects.select_related("organization__parent", "collection__period").get(
        collection=collection, organization=organization, source=source
    )


def asked(collection: Collection, indicator: Indicator) -> Asked:
    return Asked.objects.select_related("indicator", "definition").get(
        collection=collection, indicator=indicator
    )


def make_passport(organization: Organization, numbers: dict[Quantity, int],
                  school_year: int = 2026) -> Passport:  # fmt: skip
    passport = Passport.objects.create(
        organization=organization, school_year=school_year, updated_at=moment()
    )
    PassportValue.objects.bulk_create(
        PassportValue(passport=passport, quantity=quantity, number=number)
        for quantity, number in numbers.items()
    )
    return passport


def fill(report: IndicatorReport, by: User, *numbers: tuple[int | None, int | None],
         at: datetime | None = None, **more) -> list[IndicatorValue]:  # fmt: skip
    """Type a pair (numerator, denominator) for each indicator asked, in order."""
    return [
        workflow.keep_value(
            report=report,
            asked=row,
            typed=workflow.Typed(numerator, denominator, **more),
            by=by,
            at=at or moment(),
        )
        for row, (numerator, denominator) in zip(asked_of(report), numbers, strict=True)
    ]


def send(report: IndicatorReport, by: User, *numbers, at: datetime | None = None, **more):
    """The report filled in and sent for review; an authority does not wait for its schools."""
    fill(report, by, *numbers, at=at, **more)
    text = "" if report.organization.level == Level.SCHOOL else "Остальные школы сдадут позже."
    return workflow.submit(report=report, by=by, at=at or moment(), key=uuid.uuid4(), text=text)


def accept(report: IndicatorReport, by: User, reviewer: User, *numbers,
           at: datetime | None = None, **more):  # fmt: skip
    """The report filled in, sent and accepted."""
    at = at or moment()
    send(report, by, *numbers, at=at, **more)
    return workflow.accept(report=report, by=reviewer, at=at + timedelta(hours=1))


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)
