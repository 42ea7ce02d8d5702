"""What a report must prove before it can be accepted, and what it has proved."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directives.models import (
    Assignment,
    Checkpoint,
    Directive,
    Mark,
    MarkState,
)


@dataclass(frozen=True)
class Missing:
    """One thing a final report still lacks, in plain words."""

    checkpoint: Checkpoint | None
    message: str | Promise


@dataclass(frozen=True)
class Tally:
    """Counts of a report. `proofs`: marks proved by requisites, and live files."""

    done: int
    applicable: int
    proofs: int
    substantiated: bool


def applicable_checkpoints(assignment: Assignment) -> list[Checkpoint]:
    """The directive's checkpoints that this body's education levels call for, in order."""
    return checkpoints_for(assignment.directive, assignment.organization.education_levels)


def checkpoints_for(directive: Directive, education_levels: Iterable[str]) -> list[Checkpoint]:
    """As above, for a body described by its levels; reads the directive's links once."""
    levels = list(education_levels)
    if (links := directive.__dict__.get("_links")) is None:
        links = directive.checkpoint_links.all()
        if "checkpoint_links" not in getattr(directive, "_prefetched_objects_cache", {}):
            links = links.select_related("checkpoint")
        directive._links = links = list(links)
    return [link.checkpoint for link in links if link.checkpoint.applies_to_levels(levels)]


def _is_proved(mark: Mark, with_files: Collection[int | None]) -> bool:
    return mark.has_requisites or mark.checkpoint_id in with_files


def missing(
    assignment: Assignment, marks: Iterable[Mark], with_files: Collection[int | None]
) -> list[Missing]:
    """What a final report still lacks. `with_files`: checkpoints of the live files, None: general.

    A one-off item is executed when every checkpoint is done or does not apply; a periodic report
    says how far it is. What is called done is proved, unless the directive says otherwise.
    """
    by_checkpoint = {mark.checkpoint_id: mark for mark in marks if mark.state}
    found: list[Missing] = []
    needs_proof = assignment.directive.evidence_required
    checkpoints = applicable_checkpoints(assignment)
    for checkpoint in checkpoints:
        mark = by_checkpoint.get(checkpoint.pk)
        if mark is None:
            if not assignment.directive.is_periodic:
                found.append(Missing(checkpoint, _("say whether it is done")))
        elif (
            mark.state == MarkState.DONE
            and needs_proof
            and checkpoint.needs_proof
            and not _is_proved(mark, with_files)
        ):
            found.append(Missing(checkpoint, _asked(checkpoint)))
    if needs_proof and not checkpoints and not with_files:
        found.append(Missing(None, _("attach a document that proves the execution")))
    if assignment.directive.is_periodic and checkpoints and not by_checkpoint:
        found.append(Missing(None, _("mark at least one checkpoint")))
    return found


def _asked(checkpoint: Checkpoint) -> Promise:
    """Which requisites prove this checkpoint; a file does instead of them."""
    if checkpoint.asks_number or checkpoint.asks_date:
        if checkpoint.asks_link:
            return _("give the number, the date and the link of the document, or attach a file")
        return _("give the number and the date of the document, or attach a file")
    if checkpoint.asks_link:
        return _("give the link, or attach a file")
    return _("attach a file")


def tally(assignment: Assignment, marks: Iterable[Mark], files: Iterable[int | None]) -> Tally:
    """Counts of a report made of these marks and the checkpoints of these live files."""
    marks, files = [mark for mark in marks if mark.state], list(files)
    checkpoints = applicable_checkpoints(assignment)
    asked = {checkpoint.pk for checkpoint in checkpoints}
    by_checkpoint = {mark.checkpoint_id: mark for mark in marks if mark.checkpoint_id in asked}
    away = {pk for pk, mark in by_checkpoint.items() if mark.state == MarkState.NOT_APPLICABLE}
    done = {pk for pk, mark in by_checkpoint.items() if mark.state == MarkState.DONE}
    by_requisites = sum(by_checkpoint[pk].has_requisites for pk in done)
    proved = {pk for pk in done if _is_proved(by_checkpoint[pk], files)}
    must = {checkpoint.pk for checkpoint in checkpoints if checkpoint.needs_proof} - away
    return Tally(
        done=len(done),
        applicable=len(asked - away),
        proofs=by_requisites + len(files),
        substantiated=must <= proved and bool(by_requisites or files or not must),
    )
