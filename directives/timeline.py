"""The timeline of one assignment as a page tells it: who, for which body, when, what, with what."""

from dataclasses import dataclass

from django.db.models import Prefetch

from directives.models import Assignment, CheckpointMark, Evidence, Kind, Mark, StatusUpdate

_QUIET = frozenset({Kind.STARTED, Kind.LOOKED, Kind.ASSIGNED, Kind.MOVED})


@dataclass(frozen=True)
class Entry:
    """One row with what it changed against the report before it."""

    update: StatusUpdate
    changed: list[CheckpointMark]
    files: list[Evidence]

    @property
    def is_quiet(self) -> bool:
        """Said in one small line: nobody needs to read it to act."""
        return self.update.kind in _QUIET


def entries_of(assignment: Assignment) -> list[Entry]:
    """The whole timeline, the latest first. Three queries, however long it is."""
    marks = CheckpointMark.objects.select_related("checkpoint").order_by("checkpoint__code")
    updates = (
        assignment.timeline.select_related("author", "acting_organization")
        .prefetch_related(Prefetch("marks", marks), "evidence")
        .order_by("number")
    )
    entries: list[Entry] = []
    before: dict[int, tuple] = {}
    for update in updates:
        now = {mark.checkpoint_id: _content(mark) for mark in update.marks.all()}
        changed = [
            mark
            for mark in update.marks.all()
            if before.get(mark.checkpoint_id) != now[mark.checkpoint_id]
        ]
        before = now or before
        entries.append(Entry(update, changed, list(update.evidence.all())))
    return entries[::-1]


def _content(mark: Mark) -> tuple:
    return tuple(getattr(mark, name) for name in Mark.CONTENT)
