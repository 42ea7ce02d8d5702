"""Sentences about one body's one assignment: what it did and when, as of the day."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from directives.models import Assignment, Status
from documents.drafting.drafted import Drafted
from documents.drafting.figures import Speaker, also
from documents.words import long_day


def of_assignment(speaker: Speaker, assignment: Assignment) -> Iterator[Drafted]:
    """How it stands, in one sentence, and what stands beside it."""
    name, said = _standing(assignment, speaker.scope.day)
    yield speaker.said("standing", said, speaker.on(name, 1, 1))
    if assignment.is_accepted_late:
        late = _("the report came late: on %(day)s, due on %(due)s") % {
            "day": long_day(assignment.first_submitted_on), "due": long_day(assignment.due_on),
        }  # fmt: skip
        yield speaker.said("late", late, speaker.on("accepted_late", 1, 1))
    if assignment.is_open and assignment.is_extended:
        yield from (row for row in also(speaker) if row.key.startswith("extended"))


def _standing(assignment: Assignment, day) -> tuple[str, str]:
    """The condition it meets, and how an office says it."""
    if assignment.status in _CLOSED:
        return assignment.status, str(_CLOSED[assignment.status]())
    if assignment.status == Status.ACCEPTED:
        accepted = long_day(timezone.localdate(assignment.accepted_at))
        said = _("executed, the report was accepted on %(day)s; it is under permanent control")
        if assignment.period_id is None:
            said = _("executed and taken off control on %(day)s")
        return "accepted", said % {"day": accepted}
    if assignment.status == Status.SUBMITTED:
        sent = long_day(timezone.localdate(assignment.submitted_at))
        return "submitted", _("the report was sent on %(day)s and is under review") % {"day": sent}
    by = {"day": long_day(assignment.acts_by)}
    if assignment.status == Status.RETURNED:
        if assignment.is_overdue(day):
            return "overdue", _("the report was returned and not sent again by %(day)s") % by
        return "returned", _("the report was returned for rework until %(day)s") % by
    if assignment.is_overdue(day):
        return "overdue", _("the report was not sent by %(day)s") % by
    if assignment.status == Status.IN_PROGRESS:
        return "in_progress", _("in work, the report is due on %(day)s") % by
    return "not_started", _("work has not begun, the report is due on %(day)s") % by


_CLOSED = {
    Status.NOT_APPLICABLE: lambda: _("found not applicable, left out of the count"),
    Status.WAIVED: lambda: _("waived as no longer relevant, left out of the count"),
    Status.CANCELLED: lambda: _("cancelled, left out of the count"),
}
