"""Drafts: what is already known is filled in, what is typed is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives.models import Assignment, CheckpointMark, Draft, DraftMark, Kind, Mark
from directives.workflow.proof import applicable_checkpoints
from directives.workflow.record import last_report, lock, reported_marks
from directives.workflow.refusal import Refused
from directives.workflow.reporting import may_report, previous_accepted, start


@dataclass(frozen=True)
class Known:
    """A mark given before, and the assignment it was given on."""

    mark: Mark
    source: Assignment


def prefill(assignment: Assignment) -> dict[int, Known]:
    """What this body has already answered, by checkpoint: nothing is typed twice.

    Own last report first; then the last accepted period of the item; then the same checkpoint
    answered under another item.
    """
    known: dict[int, Known] = {}
    sources = [assignment, previous_accepted(assignment)]
    for source in filter(None, sources):
        for mark in reported_marks(source):
            known.setdefault(mark.checkpoint_id, Known(mark, source))
    wanted = {point.pk for point in applicable_checkpoints(assignment)} - known.keys()
    for mark in _answered_elsewhere(assignment, wanted):
        known.setdefault(mark.checkpoint_id, Known(mark, mark.update.assignment))
    return known


def _answered_elsewhere(assignment: Assignment, checkpoints: set[int]):
    return (
        CheckpointMark.objects.filter(
            checkpoint__in=checkpoints,
            update__assignment__organization=assignment.organization,
            update__kind__in=[Kind.SUBMITTED, Kind.INTERIM],
        )
        .exclude(update__assignment=assignment)
        .select_related("checkpoint", "update__assignment__directive")
        .order_by("-update__recorded_at", "-pk")
    )


def carried_text(assignment: Assignment) -> str:
    """The words of a report that came back: returned or withdrawn, it is mended, not retyped."""
    report = last_report(assignment)
    return report.text if report and report.kind == Kind.SUBMITTED else ""


@transaction.atomic
def open_draft(*, assignment: Assignment, by, at: datetime) -> Draft:
    """This person's draft of this assignment, made and filled with what is known on first use."""
    assignment = lock(assignment)
    if not (may_report(assignment, by) and assignment.is_open):
        raise Refused("not_allowed", _("A report cannot be written here now."))
    known = {"created_at": at, "updated_at": at, "text": carried_text(assignment)}
    draft, is_new = Draft.objects.select_for_update().get_or_create(
        assignment=assignment, author=by, defaults=known
    )
    if is_new:
        DraftMark.objects.bulk_create(
            DraftMark(
                draft=draft,
                checkpoint_id=pk,
                **{name: getattr(known.mark, name) for name in Mark.CONTENT},
            )
            for pk, known in prefill(assignment).items()
        )
        start(assignment=assignment, by=by, at=at)
    return draft


@transaction.atomic
def save_draft(
    *,
    draft: Draft,
    text: str,
    marks: dict[int, dict[str, str | date | None]],
    at: datetime,
) -> Draft:
    """Keep what has been typed. `marks`: by checkpoint, the fields of `Mark.CONTENT`."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    draft.text, draft.updated_at = text, at
    draft.save(update_fields=["text", "updated_at"])
    DraftMark.objects.bulk_create(
        [DraftMark(draft=draft, checkpoint_id=pk, **values) for pk, values in marks.items()],
        update_conflicts=True,
        unique_fields=["draft", "checkpoint"],
        update_fields=list(Mark.CONTENT),
    )
    return draft
