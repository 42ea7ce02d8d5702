"""Files of a draft: taken in one by one, checked by content, kept under a name of our own."""

import hashlib
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from directives.files.names import clean_name
from directives.files.pictures import reencode
from directives.files.sniffing import sniff
from directives.files.types import BY_CONTENT_TYPE, FileType, RefusedFile
from directives.models import Checkpoint, Draft, Evidence
from directives.models.evidence import storage_name

MOST_FILES = 30
_CHUNK = 1024 * 1024


class AlreadyAttached(RefusedFile):
    """The same content is in this draft: nothing was added, `evidence` is the file it has."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(_("This file is already attached: “%(name)s”.") % {"name": evidence.name})
        self.evidence = evidence


def too_large() -> RefusedFile:
    limit = filesizeformat(settings.EVIDENCE_MAX_BYTES)
    return RefusedFile(_("The file is larger than %(limit)s.") % {"limit": limit})


def attach(
    *, draft: Draft, upload: UploadedFile, checkpoint: Checkpoint | None, by, at: datetime
) -> Evidence:
    """Add one file to a draft; RefusedFile with a sentence where it may not be attached.

    The content is stored before the row and taken away again if the row cannot be made: call it
    outside a transaction, so that no later failure leaves a file that nobody names.
    """
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        raise too_large()
    content, kind = _checked(upload)
    evidence = Evidence(
        draft=draft,
        assignment_id=draft.assignment_id,
        checkpoint=checkpoint,
        name=clean_name(upload.name or "", kind.endings),
        size=content.size,
        content_type=kind.content_type,
        sha256=_sha256(content),
        uploaded_by=by,
        uploaded_at=at,
    )
    storage = Evidence.file.field.storage
    try:
        with transaction.atomic(durable=True):
            _check_place(draft, evidence)
            evidence.file = storage.save(storage_name(evidence, evidence.name), content)
            evidence.save()
    except BaseException:
        if evidence.file:
            storage.delete(evidence.file.name)
        raise
    return evidence


def _checked(upload: UploadedFile) -> tuple[File, FileType]:
    """What will be stored and its type: pictures are drawn anew, the rest is kept as it is."""
    kind = sniff(upload, upload.name or "")
    if kind.is_picture:
        stream, content_type = reencode(upload)
        return ContentFile(stream.getvalue()), BY_CONTENT_TYPE[content_type]
    upload.seek(0)
    return upload, kind


def _check_place(draft: Draft, evidence: Evidence) -> None:
    """The draft is there and has room, and no such file. Locked: uploads may come together."""
    if not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
        raise RefusedFile(_("The report has already been sent. The file was not attached."))
    there = list(draft.files.all())
    for file in there:
        if (file.sha256, file.checkpoint_id) == (evidence.sha256, evidence.checkpoint_id):
            raise AlreadyAttached(file)
    if len(there) >= MOST_FILES:
        raise RefusedFile(
            _("A report holds at most %(count)s files. Remove those not needed.")
            % {"count": MOST_FILES}
        )


def _sha256(content: BinaryIO) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


@transaction.atomic
def remove(evidence: Evidence) -> None:
    """Take a file out of its draft, content and all. A sent file stays: it is withdrawn instead."""
    found = Evidence.objects.select_for_update().filter(draft__isnull=False, pk=evidence.pk)
    for file in found:
        file.delete()
        transaction.on_commit(partial(file.file.storage.delete, file.file.name))
