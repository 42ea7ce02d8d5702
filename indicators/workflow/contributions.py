"""Who has had a hand in a report: nobody decides on their own work."""

from django.db.models import Exists, OuterRef, Q

from indicators.models import IndicatorReport, IndicatorValue, ReportEntry, ReportStep
from indicators.workflow.permissions import DECISIONS


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


def contributed_by(person: int) -> Q:
    """Reports in which this person typed a value or began or sent the present round."""
    decided_later = ReportEntry.objects.filter(
        report=OuterRef("report"), number__gt=OuterRef("number"), kind__in=DECISIONS
    )
    sent = ReportEntry.objects.filter(
        ~Exists(decided_later),
        report=OuterRef("pk"),
        kind__in=[ReportStep.SUBMITTED, ReportStep.STARTED],
        author=person,
    )
    typed = IndicatorValue.objects.filter(report=OuterRef("pk"), updated_by=person)
    return Q(Exists(typed)) | Q(Exists(sent))


def has_contributed(report: IndicatorReport, user) -> bool:
    return IndicatorReport.objects.filter(contributed_by(user.pk), pk=report.pk).exists()
