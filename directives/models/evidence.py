"""Files that prove a report."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models.assignment import Assignment
from directives.models.checkpoint import Checkpoint
from directives.models.draft import Draft
from directives.models.timeline import StatusUpdate


def storage_name(instance: "Evidence", filename: str) -> str:
    """Where the content is kept: a random name, so that a person's file name is only a label."""
    key = uuid.uuid4().hex
    return f"evidence/{key[:2]}/{key}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user) -> "EvidenceQuerySet":
        """Sent files of visible assignments, and one's own bodies' drafts.

        A draft's file is seen by those who report for the body and by its author alone.
        """
        seen = Assignment.objects.visible_to(user).values("pk")
        own = Assignment.objects.reportable_by(user).values("pk")
        return self.filter(
            Q(update__isnull=False, assignment__in=seen)
            | Q(draft__isnull=False, assignment__in=own)
            | Q(draft__author=user, assignment__in=seen)
        )

    def live(self) -> "EvidenceQuerySet":
        """Sent and not withdrawn."""
        return self.filter(update__isnull=False, withdrawn_at__isnull=True)


class Evidence(models.Model):
    """A file in a draft or on an update. Its content can be removed; record and hash stay."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="evidence")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="files")
    update = models.ForeignKey(
        StatusUpdate, on_delete=models.PROTECT, null=True, related_name="evidence"
    )
    checkpoint = models.ForeignKey(
        Checkpoint,
        verbose_name=_("checkpoint"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    file = models.FileField(_("file"), upload_to=storage_name, blank=True)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField(_("size, bytes"))
    content_type = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    content_removed_at = models.DateTimeField(_("content removed at"), null=True)
    content_removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removal_reason = models.CharField(_("reason of removal"), max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False, update__isnull=True)
                | Q(draft__isnull=True, update__isnull=False),
                name="evidence_is_in_a_draft_or_on_an_update",
            ),
            models.CheckConstraint(
                condition=Q(content_removed_at__isnull=True)
                | ~Q(removal_reason="") & Q(content_removed_by__isnull=False),
                name="removal_says_who_and_why",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.update_id is not None and self.withdrawn_at is None
