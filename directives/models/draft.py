"""What a reporter has typed and uploaded and not yet sent."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directives.models.assignment import Assignment
from directives.models.timeline import Mark


class Draft(models.Model):
    """One per assignment and person, mutable, on the server. Submitting turns it into an update."""

    assignment = models.ForeignKey(
        Assignment,
        verbose_name=_("assignment"),
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    text = models.TextField(_("what has been done"), blank=True)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "author"],
                name="one_draft_per_person_and_assignment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.author}"


class DraftMark(Mark):
    """A mark being made."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="marks")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "checkpoint"], name="one_draft_mark_per_checkpoint"
            )
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint.code} {self.get_state_display()}"
