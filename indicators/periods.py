"""Which periods the figures are shown for, and which indicators a period's page holds."""

from datetime import date

from django.db.models import Q, QuerySet

from directives.models import Frequency, ReportingPeriod
from indicators.models import Asked, Collection


def periods_to_choose() -> QuerySet[ReportingPeriod]:
    """Quarters in which indicators were collected, the newest first."""
    return ReportingPeriod.objects.filter(
        kind=Frequency.QUARTER, collection__isnull=False
    ).order_by("-starts_on")


def default_period(today: date) -> ReportingPeriod | None:
    """The last quarter that is over: the present one's reports are still being written.

    Before the first is over, the one that has begun; None where nothing was ever collected.
    """
    return newest_over(list(periods_to_choose()), today)


def newest_over(periods: list[ReportingPeriod], today: date) -> ReportingPeriod | None:
    """The same among periods already read, the newest first."""
    over = [row for row in periods if row.ends_on < today]
    begun = [row for row in periods if row.starts_on <= today]
    return next(iter(over or begun or periods), None)


def chosen_period(asked: str, today: date) -> ReportingPeriod | None:
    """What the address asks for (a key), else the default. One query."""
    periods = list(periods_to_choose())
    found = next((row for row in periods if str(row.pk) == asked), None)
    return found or newest_over(periods, today)


def asked_for(period: ReportingPeriod) -> list[Asked]:
    """All that a period's page shows, in the order of the catalogue. One query.

    What was asked in the period itself; of the other frequencies, what was asked in their last
    collection that ended by the end of this one. An indicator stands once, with its latest. Each
    comes with `definition`, `indicator` (mechanism, theme) and `collection.period`.
    """
    others = Q(period__ends_on__lte=period.ends_on) & ~Q(period__kind=period.kind)
    last = (
        Collection.objects.filter(Q(period=period) | others)
        .order_by("period__kind", "-period__ends_on", "-pk")
        .distinct("period__kind")
        .values("pk")
    )
    rows = (
        Asked.objects.filter(collection__in=last)
        .select_related(
            "definition", "indicator__mechanism", "indicator__theme", "collection__period"
        )
        .order_by("indicator__position", "indicator__code", "collection__period__ends_on")
    )
    return list({row.indicator_id: row for row in rows}.values())
