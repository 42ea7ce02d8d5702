"""Which periods the figures are shown for, and which indicators a period's page holds."""

from datetime import date

from django.db.models import F, Q, QuerySet

from directives.models import Frequency, ReportingPeriod
from directives.models.as_of import end_of
from directives.written import written_objects
from indicators.models import Asked


@written_objects(ReportingPeriod)
def collected() -> QuerySet[ReportingPeriod]:
    """Periods with a collection, whose key is `collection_key`; the one that ends last first."""
    return (
        ReportingPeriod.objects.filter(collection__isnull=False)
        .annotate(
            collection_key=F("collection__pk"), collection_opened_at=F("collection__opened_at")
        )
        .order_by("-ends_on", "-starts_on")
    )


def over(today: date, as_of: date | None = None) -> Q:
    """Of what was asked: in a period that has ended. These speak as the last values, of an item
    as in the list of indicators: before, single reports of many have come.

    `as_of`: what had been asked by then.
    """
    return Q(collection__period__ends_on__lt=today) & opened_by(as_of)


def opened_by(as_of: date | None) -> Q:
    """Of what was asked: in a collection opened by the end of the day."""
    return Q(collection__opened_at__lt=end_of(as_of)) if as_of else Q()


def quarters(periods: list[ReportingPeriod]) -> list[ReportingPeriod]:
    """Those an official's page can be asked for."""
    return [row for row in periods if row.kind == Frequency.QUARTER]


def known(periods: list[ReportingPeriod], as_of: date | None) -> list[ReportingPeriod]:
    """Those of `collected` whose collection had been opened by the end of the day."""
    if as_of is None:
        return periods
    return [row for row in periods if row.collection_opened_at < end_of(as_of)]


def periods_to_choose(as_of: date | None = None) -> list[ReportingPeriod]:
    """Quarters in which indicators were collected, the newest first. One query."""
    return quarters(known(collected(), as_of))


def newest_over(periods: list[ReportingPeriod], today: date) -> ReportingPeriod | None:
    """The last one that is over: the present one's reports are still being written.

    Before the first is over, the one that has begun; None of no period at all.
    """
    over = [row for row in periods if row.ends_on < today]
    begun = [row for row in periods if row.starts_on <= today]
    return next(iter(over or begun or periods), None)


def default_period(today: date) -> ReportingPeriod | None:
    """What a page shows that was asked for no period. One query."""
    return newest_over(periods_to_choose(), today)


def chosen(periods: list[ReportingPeriod], asked: str, today: date) -> ReportingPeriod | None:
    """The period the address asks for by its key, else the default; of those already read."""
    choice = quarters(periods)
    found = next((row for row in choice if str(row.pk) == asked), None)
    return found or newest_over(choice, today)


def shown(periods: list[ReportingPeriod], period: ReportingPeriod) -> list[ReportingPeriod]:
    """The period itself, and the last one of each other kind that ended by its end."""
    last = {period.kind: next((row for row in periods if row.pk == period.pk), None)}
    for row in periods:
        if row.ends_on <= period.ends_on:
            last.setdefault(row.kind, row)
    return [row for row in last.values() if row is not None]


def before(periods: list[ReportingPeriod], period: ReportingPeriod) -> ReportingPeriod | None:
    """The last one of the same kind that began earlier."""
    earlier = (row for row in periods if row.kind == period.kind)
    return next((row for row in earlier if row.starts_on < period.starts_on), None)


def asked_for(period: ReportingPeriod, as_of: date | None = None) -> list[Asked]:
    """All that a period's page shows, in the order of the catalogue. Two queries.

    What was asked in the period itself; of the other frequencies, what was asked in their last
    collection that ended by the end of this one. An indicator stands once, with its latest. Each
    comes with `definition`, `indicator` (mechanism, theme) and `collection.period`.
    """
    collections = [row.collection_key for row in shown(known(collected(), as_of), period)]
    rows = (
        Asked.objects.filter(collection__in=collections)
        .select_related(
            "definition", "indicator__mechanism", "indicator__theme", "collection__period"
        )
        .order_by("indicator__position", "indicator__code", "collection__period__ends_on")
    )
    return list({row.indicator_id: row for row in rows}.values())
