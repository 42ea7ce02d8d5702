"""How many bodies have done each checkpoint of an item, and which have not.

What a body says of its checkpoints is its last report.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from directives.completion import checkpoint_counts, checkpoint_marks, last_reports
from directives.models import Assignment, Checkpoint, CheckpointMark, Directive, MarkState

# What a body can be found by: its mark on a checkpoint, or the lack of one.
MISSING = "missing"


@dataclass(frozen=True)
class CheckpointCount:
    """One checkpoint over many assignments. `asked` leaves out those it does not apply to."""

    checkpoint: Checkpoint
    done: int
    asked: int
    away: int

    @property
    def missing(self) -> int:
        return self.asked - self.done


def count_checkpoints(
    directive: Directive, assignments: QuerySet[Assignment]
) -> list[CheckpointCount]:
    """Each checkpoint of the item, the most often missing first."""
    by_levels = assignments.order_by().values_list("organization__education_levels")
    bodies = list(by_levels.annotate(Count("pk")))
    links = directive.checkpoint_links.select_related("checkpoint")
    return counted([link.checkpoint for link in links], bodies, checkpoint_marks(assignments))


def counted(
    checkpoints: Iterable[Checkpoint],
    bodies: list[tuple[list[str], int]],
    marks: Iterable[tuple[int, str, int]],
) -> list[CheckpointCount]:
    """The same of what has been read: how many bodies there are of each set of education levels,
    and the rows of `checkpoint_marks`."""
    marked = checkpoint_counts(marks)
    counts = [_count(checkpoint, bodies, marked) for checkpoint in checkpoints]
    return sorted(counts, key=lambda count: -count.missing)


def _count(checkpoint: Checkpoint, bodies, marked) -> CheckpointCount:
    asked = sum(count for levels, count in bodies if checkpoint.applies_to_levels(levels))
    marks = marked.get(checkpoint.pk, {})
    away = marks.get(MarkState.NOT_APPLICABLE, 0)
    done = marks.get(MarkState.DONE, 0)
    return CheckpointCount(checkpoint, done=done, asked=asked - away, away=away)


def with_mark(
    assignments: QuerySet[Assignment], checkpoint: Checkpoint, mark: str
) -> QuerySet[Assignment]:
    """Assignments whose last report marks the checkpoint so; `missing`: asked and not marked."""
    asked = assignments.filter(directive__checkpoint_links__checkpoint=checkpoint)
    marks = CheckpointMark.objects.filter(
        checkpoint=checkpoint, update__in=last_reports(asked).values("pk")
    )
    if mark != MISSING:
        return asked.filter(pk__in=marks.filter(state=mark).values("update__assignment_id"))
    if checkpoint.education_levels:
        asked = asked.filter(
            Q(organization__education_levels=[])
            | Q(organization__education_levels__overlap=checkpoint.education_levels)
        )
    return asked.exclude(pk__in=marks.exclude(state="").values("update__assignment_id"))
