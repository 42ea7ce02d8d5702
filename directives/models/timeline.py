"""The append-only history of an assignment."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models.assignment import Assignment, State
from directives.models.checkpoint import Checkpoint
from organizations.models import Organization


class Kind(models.TextChoices):
    """What a timeline row records."""

    ASSIGNED = "assigned", _("dealt out")
    STARTED = "started", _("work begun")
    INTERIM = "interim", _("interim report")
    SUBMITTED = "submitted", _("submitted for review")
    WITHDRAWN = "withdrawn", _("submission withdrawn")
    LOOKED = "looked", _("review begun")
    RETURNED = "returned", _("returned for rework")
    ACCEPTED = "accepted", _("accepted")
    EXTENSION_REQUESTED = "extension_requested", _("extension requested")
    EXTENSION_ENDORSED = "extension_endorsed", _("extension supported")
    EXTENSION_GRANTED = "extension_granted", _("date extended")
    EXTENSION_REFUSED = "extension_refused", _("extension refused")
    EXEMPTION_REQUESTED = "exemption_requested", _("asked to be exempted")
    EXEMPTION_ENDORSED = "exemption_endorsed", _("exemption supported")
    EXEMPTION_GRANTED = "exemption_granted", _("found not applicable")
    EXEMPTION_REFUSED = "exemption_refused", _("exemption refused")
    WAIVED = "waived", _("waived")
    CANCELLED = "cancelled", _("cancelled")
    REVIVED = "revived", _("revived")
    SPOT_CHECKED = "spot_checked", _("spot check: confirmed")
    REOPENED = "reopened", _("reopened after a spot check")
    MOVED = "moved", _("moved to another body")
    PROOF_WITHDRAWN = "proof_withdrawn", _("proof withdrawn")


# A decision against somebody, or a request, says why.
NEEDS_REASON = [
    Kind.RETURNED, Kind.EXTENSION_REQUESTED, Kind.EXTENSION_REFUSED, Kind.EXEMPTION_REQUESTED,
    Kind.EXEMPTION_REFUSED, Kind.WAIVED, Kind.CANCELLED, Kind.REOPENED, Kind.PROOF_WITHDRAWN,
]  # fmt: skip


# What a reviewing body decides on what others sent or asked.
DECIDED = [
    Kind.RETURNED, Kind.ACCEPTED, Kind.EXTENSION_ENDORSED, Kind.EXTENSION_GRANTED,
    Kind.EXTENSION_REFUSED, Kind.EXEMPTION_ENDORSED, Kind.EXEMPTION_GRANTED,
    Kind.EXEMPTION_REFUSED, Kind.WAIVED, Kind.SPOT_CHECKED, Kind.REOPENED,
]  # fmt: skip


class StatusUpdate(State):
    """One entry of the timeline, with the state it led to: as of a date is the last row before it.

    PostgreSQL refuses to change or delete it; a correction is a new row.
    """

    assignment = models.ForeignKey(
        Assignment,
        verbose_name=_("assignment"),
        on_delete=models.PROTECT,
        related_name="timeline",
    )
    number = models.PositiveIntegerField(_("number in the timeline"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    acting_organization = models.ForeignKey(
        Organization,
        verbose_name=_("acting organization"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    text = models.TextField(_("text"), blank=True)
    is_nil = models.BooleanField(_("no changes"), default=False)
    answers = models.ForeignKey(
        "self",
        verbose_name=_("answers"),
        on_delete=models.PROTECT,
        null=True,
        related_name="answered_by",
    )
    # The draft's key: a button pressed twice records one submission.
    submission_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        ordering = ["assignment", "number"]
        indexes = [
            models.Index(fields=["assignment", "recorded_at"]),
            # Who decided what and when: the discipline of those who review.
            models.Index(
                fields=["acting_organization", "kind", "recorded_at"],
                include=["assignment", "submitted_at"],
                condition=Q(kind__in=DECIDED),
                name="timeline_decisions",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "number"], name="one_row_per_number"),
            models.CheckConstraint(
                condition=~Q(kind__in=NEEDS_REASON) | ~Q(text=""),
                name="decision_needs_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} № {self.number} {self.get_kind_display()}"


class MarkState(models.TextChoices):
    """What a body says of a checkpoint; silence means not done."""

    DONE = "done", _("done")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


class Mark(models.Model):
    """A checkpoint as reported: its state and the requisites it asks for."""

    checkpoint = models.ForeignKey(
        Checkpoint,
        verbose_name=_("checkpoint"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=16, choices=MarkState, blank=True)
    order_number = models.CharField(_("number of the order"), max_length=60, blank=True)
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    comment = models.CharField(_("comment"), max_length=1000, blank=True)

    class Meta:
        abstract = True

    CONTENT = ("state", "order_number", "order_date", "link", "comment")

    @property
    def has_requisites(self) -> bool:
        """Whether every requisite the checkpoint asks for is given (false where it asks none)."""
        asked = [
            (self.checkpoint.asks_number, self.order_number),
            (self.checkpoint.asks_date, self.order_date),
            (self.checkpoint.asks_link, self.link),
        ]
        return any(asks for asks, _ in asked) and all(value for asks, value in asked if asks)


class CheckpointMark(Mark):
    """A mark on a timeline row: frozen with it."""

    update = models.ForeignKey(
        StatusUpdate,
        verbose_name=_("timeline entry"),
        on_delete=models.PROTECT,
        related_name="marks",
    )

    class Meta:
        verbose_name = _("checkpoint mark")
        verbose_name_plural = _("checkpoint marks")
        constraints = [
            models.UniqueConstraint(fields=["update", "checkpoint"], name="one_mark_per_checkpoint")
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.checkpoint.code} {self.get_state_display()}"
