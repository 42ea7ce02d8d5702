"""Who has had a hand in what is being decided: nobody decides on their own work."""

from django.db.models import Exists, OuterRef, Q

from directives.models import Assignment, Kind, StatusUpdate
from directives.workflow.table import REPORTS

# What ends a round: contributions before it no longer count.
DECISIONS = [Kind.ACCEPTED, Kind.RETURNED, Kind.REOPENED]


def contributed_by(user) -> Q:
    """Assignments to whose report this person has contributed since the last decision.

    A file's uploader is the author of the report it came with: drafts are personal.
    """
    decided_later = StatusUpdate.objects.filter(
        assignment=OuterRef("assignment"), number__gt=OuterRef("number"), kind__in=DECISIONS
    )
    reports = StatusUpdate.objects.filter(
        ~Exists(decided_later), assignment=OuterRef("pk"), author=user, kind__in=REPORTS
    )
    return Q(Exists(reports))


def has_contributed(assignment: Assignment, user) -> bool:
    return Assignment.objects.filter(contributed_by(user), pk=assignment.pk).exists()
