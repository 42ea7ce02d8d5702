"""Who has had a hand in what is being decided: nobody decides on their own work."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from directives.models import Assignment, Kind, StatusUpdate
from directives.workflow.table import REPORTS

# What ends a round: contributions before it no longer count.
DECISIONS = [Kind.ACCEPTED, Kind.RETURNED, Kind.REOPENED]


def _reports_of_the_round() -> QuerySet[StatusUpdate]:
    decided_later = StatusUpdate.objects.filter(
        assignment=OuterRef("assignment"), number__gt=OuterRef("number"), kind__in=DECISIONS
    )
    return StatusUpdate.objects.filter(~Exists(decided_later), kind__in=REPORTS)


def contributed_by(user) -> Q:
    """Assignments to whose report this person has contributed since the last decision.

    A file's uploader is the author of the report it came with: drafts are personal.
    """
    return Q(Exists(_reports_of_the_round().filter(assignment=OuterRef("pk"), author=user)))


def has_contributed(assignment: Assignment, user) -> bool:
    return Assignment.objects.filter(contributed_by(user), pk=assignment.pk).exists()


def has_help_from_above(assignment: Assignment) -> bool:
    """Whether the body above has entered a part of this round's report."""
    reports = _reports_of_the_round().filter(assignment=assignment)
    return reports.exclude(acting_organization=assignment.organization_id).exists()


def had_a_hand(assignment: Assignment, user) -> bool:
    """Whether this person has ever reported on it or accepted it."""
    return assignment.timeline.filter(author=user, kind__in=[*REPORTS, Kind.ACCEPTED]).exists()
