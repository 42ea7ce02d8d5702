"""A draft and those who write in it: its key, its versions, its overtaking."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from directives import workflow
from directives.forms.reporting import EMPTY_MARK, Values, values_of
from directives.models import Assignment, Draft, StatusUpdate

_KEYS = uuid.UUID("b3a9f1de-5d2c-4c55-9a0e-0f6f8a4f6d11")


class Overtaken(Exception):  # noqa: N818 - named like workflow.Refused
    """The draft was changed in another window since this page was opened; nothing was saved."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class AlreadySent(Exception):  # noqa: N818
    """The report this form belongs to has been sent: `update` is what it became."""

    def __init__(self, update: StatusUpdate) -> None:
        super().__init__()
        self.update = update


@dataclass(frozen=True)
class Window:
    """What one window knows of the draft it was opened with."""

    key: str = ""
    version: str = ""
    overwrite: str = ""  # the version its author has seen and agrees to replace


def key_of(assignment: Assignment, user, last_report: StatusUpdate | None) -> uuid.UUID:
    """What makes a button pressed twice send once: the same until the next report is sent.

    Two windows opened before there is a draft share it, which a key of the draft's own could not.
    """
    number = last_report.number if last_report else 0
    return uuid.uuid5(_KEYS, f"{assignment.pk}/{user.pk}/{number}")


def version_of(draft: Draft | None) -> str:
    """What the page has seen of the draft; empty where there was none."""
    return draft.updated_at.isoformat() if draft else ""


def sent_with(assignment: Assignment, by, key: str) -> StatusUpdate | None:
    """What this person has sent with this key, if anything; a malformed key has sent nothing."""
    try:
        sent = StatusUpdate.objects.filter(submission_key=uuid.UUID(key))
    except ValueError:
        return None
    return sent.filter(assignment=assignment, author=by).select_related("reviewer").first()


@transaction.atomic
def keep(
    *, assignment: Assignment, by, at: datetime, text: str, marks: Mapping[int, Values],
    window: Window,
) -> Draft:  # fmt: skip
    """Save what one window has typed; all windows of an assignment meet at its lock.

    Overtaken if another window of the same person has saved something else meanwhile.
    """
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    if sent := sent_with(assignment, by, window.key):
        raise AlreadySent(sent)
    before = Draft.objects.filter(assignment=assignment, author=by).first()
    if before and _content(before) == (text, _said(marks)):
        return before
    if before and version_of(before) not in (window.version, window.overwrite):
        raise Overtaken(before)
    draft = workflow.drafts.open_draft(assignment=assignment, by=by, at=at)
    return workflow.drafts.save_draft(draft=draft, text=text, marks=dict(marks), at=at)


def _content(draft: Draft) -> tuple[str, dict[int, Values]]:
    return draft.text, _said({mark.checkpoint_id: values_of(mark) for mark in draft.marks.all()})


def _said(marks: Mapping[int, Values]) -> dict[int, Values]:
    return {pk: values for pk, values in marks.items() if values != EMPTY_MARK}
