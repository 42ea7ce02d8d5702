"""What a report changed since the one before it: shown to the reviewer, and summed up in lists."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from directives.models import (
    Assignment,
    Checkpoint,
    CheckpointMark,
    Evidence,
    Kind,
    Mark,
    StatusUpdate,
)


@dataclass
class CheckpointChange:
    """One checkpoint of a report: what is said of it now, what was said before, its files."""

    checkpoint: Checkpoint
    now: CheckpointMark | None
    before: CheckpointMark | None
    files: list[Evidence] = field(default_factory=list)
    new_files: int = 0

    @property
    def kind(self) -> str:
        """added, changed, removed or same."""
        if self.now is None:
            return "removed" if self.before else "same"
        if self.before is None:
            return "added"
        return "changed" if _content(self.now) != _content(self.before) else "same"

    @property
    def is_news(self) -> bool:
        return self.kind != "same" or self.new_files > 0


@dataclass
class ReportChanges:
    """A report against the one before it (of this assignment, else of the period before)."""

    report: StatusUpdate
    before: StatusUpdate | None
    checkpoints: list[CheckpointChange]
    general_files: list[Evidence]
    new_files: int

    @property
    def is_first(self) -> bool:
        return self.before is None

    @property
    def marks_changed(self) -> int:
        return sum(row.kind != "same" for row in self.checkpoints)

    @property
    def text_is_new(self) -> bool:
        return self.before is None or self.before.text != self.report.text


def _content(mark: Mark) -> tuple:
    return tuple(getattr(mark, name) for name in Mark.CONTENT)


def compare(
    report: StatusUpdate,
    before: StatusUpdate | None,
    checkpoints: Iterable[Checkpoint],
    files: Iterable[Evidence],
) -> ReportChanges:
    """Set a report beside the earlier one. `files`: all sent files of the assignment.

    A file is new if it came after the earlier report of the same assignment; against another
    period's report every file of this one is new.
    """
    now, then = _marks(report), _marks(before)
    seen = before.number if before and before.assignment_id == report.assignment_id else 0
    by_checkpoint = defaultdict(list)
    for file in files:
        file.is_new = file.update.number > seen
        by_checkpoint[file.checkpoint_id].append(file)
    rows = [
        CheckpointChange(
            checkpoint=checkpoint,
            now=now.get(checkpoint.pk),
            before=then.get(checkpoint.pk),
            files=by_checkpoint.pop(checkpoint.pk, []),
        )
        for checkpoint in checkpoints
    ]
    for row in rows:
        row.new_files = sum(file.is_new for file in row.files)
    general = [file for group in by_checkpoint.values() for file in group]
    total = sum(row.new_files for row in rows) + sum(file.is_new for file in general)
    return ReportChanges(report, before, rows, general, total)


def _marks(update: StatusUpdate | None) -> dict[int, CheckpointMark]:
    return {mark.checkpoint_id: mark for mark in update.marks.all()} if update else {}


@dataclass
class Summary:
    """What a list says of a waiting report in one line."""

    is_first: bool
    is_nil: bool
    text_is_new: bool
    marks_changed: int
    new_files: int


def summaries(assignments: Iterable[Assignment]) -> dict[int, Summary]:
    """Of each assignment's last submission against the one before; three queries for any number."""
    pks = [assignment.pk for assignment in assignments]
    last_two = (
        StatusUpdate.objects.filter(assignment__in=pks, kind=Kind.SUBMITTED)
        .annotate(
            place=Window(RowNumber(), partition_by=F("assignment"), order_by=F("number").desc())
        )
        .filter(place__lte=2)
        .order_by("assignment", "-number")
        .prefetch_related("marks")
    )
    reports = defaultdict(list)
    for update in last_two:
        reports[update.assignment_id].append(update)
    files = defaultdict(list)
    for pk, number in (
        Evidence.objects.filter(assignment__in=pks)
        .live()
        .values_list("assignment_id", "update__number")
    ):
        files[pk].append(number)
    return {pk: _summary(found, files[pk]) for pk, found in reports.items()}


def _summary(found: list[StatusUpdate], file_numbers: list[int]) -> Summary:
    report, before = found[0], found[1] if len(found) > 1 else None
    now, then = _marks(report), _marks(before)
    same = {pk for pk, mark in now.items() if pk in then and _content(mark) == _content(then[pk])}
    seen = before.number if before else 0
    return Summary(
        is_first=before is None,
        is_nil=report.is_nil,
        text_is_new=before is None or report.text != before.text,
        marks_changed=len((now.keys() | then.keys()) - same),
        new_files=sum(number > seen for number in file_numbers),
    )
