"""Something behind every address of the indicators: things of one school and its municipality."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from directives.calendar import school_year_of
from indicators.models import Asked, Collection, IndicatorReport
from organizations.models import Organization, User
from tests.indicators.make_indicators import (
    fill,
    make_collection,
    make_indicator,
    make_passport,
    make_quantity,
    make_target,
    report_of,
    send,
)
from tests.indicators.workbook import sheets
from tests.make import make_period

Arguments = dict[str, list[int]]


def arguments_of(school: Organization, by: User, now: datetime) -> Arguments:
    """For each name what its address needs: one report is being typed, one sent, one accepted."""
    day = timezone.localdate(now)
    year = school_year_of(day)
    quantity = make_quantity()
    indicator = make_indicator("П-01", quantity=quantity)
    make_indicator("П-02", measure="count", unit="ед.", numerator="Число практик")
    make_indicator("П-03", level="municipal")
    make_indicator("П-06", source="uploaded")
    make_target(indicator, 80, year, baseline=50)
    make_passport(school, {quantity: 40}, year)
    quarters = [_collection(now, number, year) for number in (1, 2)]
    half = _half_year(now, year)
    drafted, sent, accepted = (report_of(one, school) for one in (*quarters, half))
    fill(drafted, by, (30, 40), (3, None), at=now)
    send(sent, by, (31, 40), (4, None), at=now)
    send(accepted, by, (32, 40), at=now)
    IndicatorReport.objects.filter(pk=accepted.pk).update(status="accepted", accepted_at=now)
    asked = Asked.objects.get(collection=quarters[0], indicator=indicator)
    closed = _closed(now, year)
    free = make_period(kind="quarter", number=4, school_year=year)
    return {
        "indicator-detail": [indicator.pk],
        "passport": [school.pk, year],
        "collection-open": [free.pk],
        "collection-close": [quarters[0].pk],
        "collection-reopen": [closed.pk],
        "indicator-value": [drafted.pk, asked.pk],
        "indicator-withdraw": [sent.pk],
        "indicator-review": [sent.pk],
        "indicator-reopen": [accepted.pk],
        "municipality-workbook": [school.parent_id, quarters[0].pk],
        "region-workbook": [quarters[0].pk],
        **_workbook(school, by, quarters[0]),
    } | {
        name: [drafted.pk]
        for name in ("indicator-report", "indicator-fill", "indicator-nil", "report-workbook")
    }


def _workbook(school: Organization, by: User, collection: Collection) -> Arguments:
    """One that the school has uploaded: a good row and a bad one."""
    client = Client()
    client.force_login(by)
    rows = [[school.name, "", "П-01", 33, 40], [school.name, "", "П-02", "много", ""]]
    found = sheets.uploaded(client, sheets.table(*rows), collection, school)
    verbs = ("detail", "errors", "file", "apply", "undo", "discard")
    return {f"value-list-{verb}": [found.pk] for verb in verbs}


def _collection(now: datetime, number: int, year: int) -> Collection:
    period = make_period(
        kind="quarter", number=number, school_year=year, due_on=timezone.localdate(now)
    )
    return make_collection(period, at=now - timedelta(days=20))


def _half_year(now: datetime, year: int) -> Collection:
    make_indicator("П-04", frequency="half_year")
    return make_collection(
        make_period(kind="half_year", school_year=year, due_on=timezone.localdate(now)),
        at=now - timedelta(days=20),
    )


def _closed(now: datetime, year: int) -> Collection:
    make_indicator("П-05", frequency="year")
    collection = make_collection(
        make_period(kind="year", school_year=year - 1, due_on=timezone.localdate(now)),
        at=now - timedelta(days=20),
    )
    Collection.objects.filter(pk=collection.pk).update(closed_at=now)
    return collection
