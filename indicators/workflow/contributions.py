"""Who has had a hand in a report: nobody decides on their own work."""

from django.db.models import Q, QuerySet

from indicators.models import IndicatorReport, ReportEntry, ReportStep
from indicators.workflow.permissions import DECISIONS


def _of_the_round(report: IndicatorReport) -> QuerySet[ReportEntry]:
    """Entries since the last decision."""
    last = (
        report.entries.filter(kind__in=DECISIONS)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return report.entries.filter(number__gt=last or 0)


def has_help_from_above(report: IndicatorReport) -> bool:
    """Whether a value was typed by somebody of the body above who does not belong to this one.

    The body above then does not accept it: the one above that does.
    """
    body = report.organization
    if body.parent_id is None:
        return False
    return (
        report.values.filter(updated_by__memberships__organization=body.parent_id)
        .exclude(updated_by__memberships__organization=body.pk)
        .exists()
    )


def has_contributed(report: IndicatorReport, user) -> bool:
    """Whether this person typed a value or sent the report in this round."""
    sent = Q(kind__in=[ReportStep.SUBMITTED, ReportStep.STARTED], author=user)
    return (
        report.values.filter(updated_by=user).exists()
        or _of_the_round(report).filter(sent).exists()
    )
