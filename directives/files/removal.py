"""Removing the content of a file that must not be kept. The record and the hash stay."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directives.models import Evidence
from directives.workflow.refusal import Refused


def copies_of(evidence: Evidence):
    """Other records with the very same content that is still kept, drafts included."""
    return Evidence.objects.filter(
        sha256=evidence.sha256, size=evidence.size, content_removed_at__isnull=True
    ).exclude(pk=evidence.pk)


@transaction.atomic
def remove_content(
    *, evidence: Evidence, by, at: datetime, reason: str, with_copies: bool = True
) -> int:
    """Delete the stored content, and that of its copies; returns how many files were emptied.

    The store is emptied last and inside the transaction: if it fails, no record says otherwise.
    """
    if not reason.strip():
        raise Refused("no_reason", _("Give the reason."), field="reason")
    found = copies_of(evidence).values_list("pk", flat=True) if with_copies else []
    rows = list(
        Evidence.objects.select_for_update()
        .filter(pk__in=[evidence.pk, *found], content_removed_at__isnull=True)
        .order_by("pk")
    )
    if not rows:
        raise Refused("already_decided", _("The content has already been removed."))
    contents = {row.file.name: row.file.storage for row in rows if row.file}
    for row in rows:
        row.file = ""
        row.content_removed_at, row.content_removed_by = at, by
        row.removal_reason = reason.strip()
        row.save(
            update_fields=[
                "file", "content_removed_at", "content_removed_by", "removal_reason",
            ]
        )  # fmt: skip
    for name, storage in contents.items():
        storage.delete(name)
    return len(rows)
