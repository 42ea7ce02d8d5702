"""What a body gave the last time: shown beside the field and compared with."""

from indicators.models import IndicatorReport, IndicatorValue


def last_values(report: IndicatorReport) -> dict[int, IndicatorValue]:
    """Key of an indicator → its last accepted value with a number, of an earlier period.

    With `asked.collection.period` and `asked.definition` read along.
    """
    rows = (
        _earlier(report)
        .filter(numerator__isnull=False)
        .select_related("asked__collection__period", "asked__definition")
        .order_by("asked__indicator_id", "-asked__collection__period__starts_on")
        .distinct("asked__indicator_id")
    )
    return {row.asked.indicator_id: row for row in rows}


def last_report(report: IndicatorReport) -> IndicatorReport | None:
    """The body's last accepted report of the same kind of period before this one.

    With `collection.period` read along.
    """
    rows = _reports_before(report).select_related("collection__period")
    return rows.order_by("-collection__period__starts_on").first()


def _reports_before(report: IndicatorReport):
    period = report.collection.period
    return IndicatorReport.objects.filter(
        organization=report.organization_id,
        source=report.source,
        status="accepted",
        collection__period__kind=period.kind,
        collection__period__starts_on__lt=period.starts_on,
    )


def _earlier(report: IndicatorReport):
    return IndicatorValue.objects.filter(report__in=_reports_before(report).values("pk"))
