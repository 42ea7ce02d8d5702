"""Who may open the pages of review."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from directives.waiting import has_queue
from indicators import workflow
from indicators.models import IndicatorReport
from organizations.access import Viewpoint


def require_queue(user) -> None:
    """Those with bodies below them: coordinators and viewers of department and authorities."""
    if not has_queue(user):
        raise Http404


def find_visible(user, pk: int) -> IndicatorReport:
    """A report that bodies give themselves; figures of the region are not reviewed."""
    rows = (
        IndicatorReport.objects.own()
        .visible_to(user)
        .select_related(
            "collection__period", "organization__parent", "organization__municipality", "reviewer"
        )
    )
    return get_object_or_404(rows, pk=pk)


def find_reviewed(user, pk: int) -> IndicatorReport:
    """A report whose review this person may read; 403 for those who only fill it in or look on."""
    report = find_visible(user, pk)
    view = Viewpoint.of(user)
    if (
        workflow.may_decide(report, user)
        or report.organization.parent_id in view.coordinates
        or view.has("department", "coordinator")
    ):
        return report
    raise PermissionDenied


def find_decided(user, pk: int) -> IndicatorReport:
    """A report on which this person decides; 403 for others who may see it."""
    report = find_visible(user, pk)
    if not workflow.may_decide(report, user):
        raise PermissionDenied
    return report
