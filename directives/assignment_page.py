"""What the page of one assignment shows besides its own columns."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from directives import timeline, workflow
from directives.models import Assignment, Checkpoint, CheckpointMark, Draft, Evidence, Kind
from directives.report_draft import key_of

# Where the other side has said something to those who carry out.
_WORDS = frozenset({
    Kind.RETURNED, Kind.REOPENED, Kind.ACCEPTED, Kind.EXTENSION_REFUSED, Kind.EXTENSION_GRANTED,
    Kind.EXEMPTION_REFUSED, Kind.EXEMPTION_GRANTED, Kind.WAIVED, Kind.CANCELLED,
    Kind.SPOT_CHECKED,
})  # fmt: skip
_REPORTS = (Kind.SUBMITTED, Kind.INTERIM)


@dataclass(frozen=True)
class Row:
    """A checkpoint as last reported, with its files."""

    checkpoint: Checkpoint
    mark: CheckpointMark | None
    files: list[Evidence]


class AssignmentPage:
    """Reads on demand, each thing once."""

    def __init__(self, assignment: Assignment, user) -> None:
        self.assignment, self.user = assignment, user

    @cached_property
    def entries(self) -> list[timeline.Entry]:
        return timeline.entries_of(self.assignment)

    @cached_property
    def words(self) -> timeline.Entry | None:
        """The last decision that says something, unless a later submission has answered it."""
        for entry in self.entries:
            if entry.update.kind in _WORDS and entry.update.text:
                return entry
            if entry.update.kind == Kind.SUBMITTED:
                return None
        return None

    @cached_property
    def last_report(self) -> timeline.Entry | None:
        return next((entry for entry in self.entries if entry.update.kind in _REPORTS), None)

    @cached_property
    def files(self) -> dict[int | None, list[Evidence]]:
        """Sent files by checkpoint, the withdrawn ones too: they are listed as such."""
        found = defaultdict(list)
        for entry in self.entries:
            for file in entry.files:
                found[file.checkpoint_id].append(file)
        return found

    @property
    def general_files(self) -> list[Evidence]:
        return self.files.get(None, [])

    def rows(self) -> Iterator[Row]:
        report = self.last_report
        marks = {mark.checkpoint_id: mark for mark in report.update.marks.all()} if report else {}
        for checkpoint in workflow.applicable_checkpoints(self.assignment):
            files = self.files.get(checkpoint.pk, [])
            yield Row(checkpoint, marks.get(checkpoint.pk), files)

    @cached_property
    def draft(self) -> Draft | None:
        return self.assignment.drafts.filter(author=self.user).first()

    @property
    def key(self) -> str:
        """For «no changes»: pressed twice, it is sent once."""
        report = self.last_report
        return str(key_of(self.assignment, self.user, report.update if report else None))

    @cached_property
    def previous(self) -> Assignment | None:
        """The accepted report of an earlier period, to which «no changes» would refer."""
        return workflow.previous_accepted(self.assignment)
