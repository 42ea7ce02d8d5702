"""Dealing reports out: one for each body that a collection asks something of."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.calendar import add_working_days, preceding_working_day
from directives.distribution import LATECOMER_WORKING_DAYS
from directives.workflow.refusal import Refused
from indicators.asking import bodies_asked
from indicators.models import Collection, Indicator, IndicatorReport
from organizations.models import Organization

_BATCH = 2000
_LOCK = 0x1D1D


def one_after_another() -> None:
    """What deals out and follows bodies waits for each other until its transaction ends.

    Two at once would not see each other's bodies and collections, and leave gaps. Taken before a
    collection is held and before any of its reports.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def deal_out(
    *, collection: Collection, at: datetime, organizations: Iterable[int] | None = None
) -> int:
    """A report for each body that is asked something and has none; returns how many were made.

    `organizations`: keys of the bodies to look at; the authorities above them are looked at as
    well, because an authority with a school that reports sends its roll-up. A body asked after
    its date gets ten working days, as with assignments.
    """
    one_after_another()
    today = timezone.localdate(at)
    asked = bodies_asked(Indicator.objects.filter(asked__collection=collection), today)
    if organizations is not None:
        given = list(organizations)
        above = Organization.objects.filter(subordinates__in=given).values_list("pk", flat=True)
        asked = asked.filter(pk__in={*given, *above})
    bodies = asked.exclude(pk__in=collection.reports.own().values("organization"))
    dates = dates_of(collection, today)
    made = [
        _report(collection, body, _date_for(body, dates), at)
        for body in bodies.only(*_READ).order_by("pk")
        if _owes(body, dates)
    ]
    return len(IndicatorReport.objects.bulk_create(made, batch_size=_BATCH))


_READ = ("pk", "level", "municipality", "settlement", "kind", "closed_on")


def latest(today: date) -> date:
    """Until when a body reports that was asked too late for the common date."""
    return add_working_days(today, LATECOMER_WORKING_DAYS)


def dates_of(collection: Collection, today: date) -> dict[str, date]:
    """Level → until when a body asked today reports; dates fall on working days."""
    common = {
        level: preceding_working_day(day)
        for level, day in collection.period.due_dates.values_list("level", "due_on")
    }
    return {level: day if day >= today else latest(today) for level, day in common.items()}


def _date_for(body: Organization, dates: dict[str, date]) -> date:
    if body.level not in dates:
        raise Refused("bad_date", _("Give the due date of each level that reports."))
    return dates[body.level]


def _owes(body: Organization, dates: dict[str, date]) -> bool:
    """A body that is to close before its date owes nothing."""
    return body.closed_on is None or body.closed_on > _date_for(body, dates)


def _report(
    collection: Collection, body: Organization, due_on: date, at: datetime
) -> IndicatorReport:
    return IndicatorReport(
        collection=collection,
        organization=body,
        municipality_id=body.municipality_id,
        settlement=body.settlement,
        school_kind=body.kind,
        due_on=due_on,
        updated_at=at,
    )
