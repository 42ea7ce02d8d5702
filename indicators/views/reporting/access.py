"""Who may open the pages of this part."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from indicators import workflow
from indicators.models import IndicatorReport

_RELATED = (
    "collection__period",
    "organization__parent",
    "organization__municipality",
    "municipality",
    "reviewer",
)


def find_visible(user, pk: int) -> IndicatorReport:
    """What a body reports itself; figures of the region stand on the same page."""
    rows = IndicatorReport.objects.own().visible_to(user).select_related(*_RELATED)
    return get_object_or_404(rows, pk=pk)


def find_filled(user, pk: int) -> IndicatorReport:
    """A report this person fills in by role; 403 for those who only see it."""
    report = find_visible(user, pk)
    if not workflow.may_fill(report, user):
        raise PermissionDenied
    return report
