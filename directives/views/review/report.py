"""Everything a reviewer reads on one page about one assignment."""

from dataclasses import dataclass

from directives import changes, workflow
from directives.changes import ReportChanges
from directives.models import Assignment, Evidence, Kind, StatusUpdate
from directives.workflow import Missing

_REPORTS = (Kind.SUBMITTED, Kind.INTERIM)


@dataclass(frozen=True)
class Report:
    """The last report against the one before, what it lacks, and the words exchanged."""

    changes: ReportChanges | None
    files: list[Evidence]
    missing: list[Missing]
    words: list[StatusUpdate]
    extension: StatusUpdate | None  # the requests that wait, shown by themselves
    exemption: StatusUpdate | None
    last_number: int


def read(assignment: Assignment) -> Report:
    """Six queries, however long the timeline."""
    rows = list(
        assignment.timeline.select_related("author", "acting_organization")
        .prefetch_related("marks__checkpoint")
        .order_by("-number")
    )
    checkpoints = workflow.applicable_checkpoints(assignment)
    files = list(
        assignment.evidence.filter(update__isnull=False).select_related("update", "checkpoint")
    )
    for file in files:
        file.is_picture = file.content_type.startswith("image/") and not file.content_removed_at
    live = [file for file in files if file.is_live]
    reports = [row for row in rows if row.kind in _REPORTS]
    found, lacking = None, []
    if reports:
        report = reports[0]
        found = changes.compare(report, _before(assignment, reports), checkpoints, files)
        if not report.is_nil:
            with_files = [file.checkpoint_id for file in live]
            lacking = workflow.missing(assignment, report.marks.all(), with_files)
    extension = exemption = None
    if assignment.extension_awaits_id:
        extension = _last(rows, Kind.EXTENSION_REQUESTED)
    if assignment.exemption_awaits_id:
        exemption = _last(rows, Kind.EXEMPTION_REQUESTED)
    return Report(
        changes=found,
        files=files,
        missing=lacking,
        words=[row for row in rows if row.text and row not in (*reports[:1], extension, exemption)],
        extension=extension,
        exemption=exemption,
        last_number=rows[0].number if rows else 0,
    )


def _before(assignment: Assignment, reports: list[StatusUpdate]) -> StatusUpdate | None:
    """The submission before this report; for the first one, the report of the period before."""
    for row in reports[1:]:
        if row.kind == Kind.SUBMITTED:
            return row
    earlier = workflow.previous_accepted(assignment)
    return workflow.last_report(earlier) if earlier else None


def _last(rows: list[StatusUpdate], kind: str) -> StatusUpdate | None:
    return next((row for row in rows if row.kind == kind), None)
