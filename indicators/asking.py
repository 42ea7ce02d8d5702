"""Who is asked what: only what applies to a body, and only what it alone knows."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from indicators.models import Asked, Indicator, IndicatorReport, Source
from organizations.models import Level, Organization


def applies(indicator: Indicator, organization: Organization) -> bool:
    """Of the body's level, and taught there: a nine-year school is not asked about the ЕГЭ.

    A school whose education levels are not known is asked everything, as with items.
    """
    if indicator.level != organization.level:
        return False
    if organization.level != Level.SCHOOL or not indicator.education_levels:
        return True
    taught = organization.education_levels
    return not taught or bool(set(taught) & set(indicator.education_levels))


def asked_of(report: IndicatorReport) -> list[Asked]:
    """What this report is asked, in the order of the catalogue, with indicator and definition."""
    rows = (
        Asked.objects.filter(
            collection=report.collection_id,
            indicator__source=report.source,
            indicator__level=report.organization.level,
        )
        .select_related(
            "indicator__quantity", "indicator__theme", "indicator__mechanism", "definition"
        )
        .order_by("indicator__position", "indicator__code")
    )
    return [row for row in rows if applies(row.indicator, report.organization)]


def askable(level: str, today: date) -> QuerySet[Organization]:
    """Bodies of a level that can be asked at all."""
    return Organization.objects.at(level).active(today)


def asked_any(indicators: Iterable[Indicator]) -> Q:
    """The same as a condition on bodies: to which at least one of these applies."""
    found = Q(pk__in=[])
    taught: set[str] = set()
    for row in indicators:
        if row.level != Level.SCHOOL or not row.education_levels:
            found |= Q(level=row.level)
        else:
            taught.update(row.education_levels)
    if taught:
        some = Q(education_levels=[]) | Q(education_levels__overlap=sorted(taught))
        found |= Q(level=Level.SCHOOL) & some
    return found


def bodies_asked(indicators: Iterable[Indicator], today: date) -> QuerySet[Organization]:
    """The bodies of `reporting_bodies` as a query: for dealing out to a whole region."""
    reported = [row for row in indicators if row.source == Source.REPORTED]
    active = Organization.objects.active(today)
    schools = active.filter(asked_any([row for row in reported if row.level == Level.SCHOOL]))
    above = Q(level=Level.MUNICIPAL, pk__in=schools.values("parent"))
    return active.filter(asked_any(reported) | above)


def reporting_bodies(indicators: Iterable[Indicator], today: date) -> dict[int, list[Indicator]]:
    """Key of each body that reports → what it is asked (an authority may have only its roll-up).

    An authority with a school that reports sends its roll-up, asked or not.
    """
    reported = [row for row in indicators if row.source == Source.REPORTED]
    asked: dict[int, list[Indicator]] = {}
    for level in {row.level for row in reported}:
        for body in askable(level, today).only("pk", "level", "education_levels"):
            if mine := [row for row in reported if applies(row, body)]:
                asked[body.pk] = mine
    schools = list(asked) if any(row.level == Level.SCHOOL for row in reported) else []
    above = (
        askable(Level.MUNICIPAL, today)
        .filter(subordinates__in=schools)
        .values_list("pk", flat=True)
        .distinct()
    )
    for pk in above:
        asked.setdefault(pk, [])
    return asked
