"""Who may do what with a report."""

from directives.models import Status
from indicators.models import TO_DO, IndicatorReport, ReportStep, Source
from organizations.access import Viewpoint
from organizations.models import Level


def filling_body(report: IndicatorReport, user) -> int | None:
    """The body for which this user fills the report in: its own, or the authority above a school.

    The organization of the report is read with it (`select_related("organization")`).
    """
    view = Viewpoint.of(user)
    body = report.organization
    if report.source != Source.REPORTED:
        return None
    if body.pk in view.reports:
        return body.pk
    if body.level == Level.SCHOOL and body.parent_id in view.coordinates:
        return body.parent_id
    return None


def deciding_body(report: IndicatorReport, user) -> int | None:
    """The body for which this user decides: the one the report waits for, or waited for."""
    coordinates = Viewpoint.of(user).coordinates
    return report.reviewer_id if report.reviewer_id in coordinates else None


def may_fill(report: IndicatorReport, user) -> bool:
    return filling_body(report, user) is not None


def may_decide(report: IndicatorReport, user) -> bool:
    return deciding_body(report, user) is not None


def allowed(report: IndicatorReport, user) -> frozenset[str]:
    """Names of the actions this user may take now; the pages offer exactly these.

    Rules that read the history (who typed, who sent) speak when the action is taken.
    """
    if report.source != Source.REPORTED or not report.collection.is_open:
        return frozenset()
    actions = set()
    if may_fill(report, user):
        if report.status in TO_DO:
            actions |= {"fill", "submit", "submit_nil"}
        if report.status == Status.SUBMITTED and report.looked_at is None:
            actions.add("withdraw")
    if may_decide(report, user):
        if report.status == Status.SUBMITTED:
            actions |= {"accept", "return_for_rework"}
        if report.status == Status.ACCEPTED:
            actions.add("reopen")
    return frozenset(actions)


def first_reviewer(report: IndicatorReport, on_behalf: bool) -> int:
    """Who decides: the parent; the department for its own and for those filled in from above."""
    body = report.organization
    if body.level == Level.DEPARTMENT:
        return body.pk
    if on_behalf:
        return body.parent.parent_id or body.parent_id
    return body.parent_id


# What ends a round: who typed before it has no hand in the next.
DECISIONS = [ReportStep.ACCEPTED, ReportStep.RETURNED, ReportStep.REOPENED]
