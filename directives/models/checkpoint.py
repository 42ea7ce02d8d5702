"""Verifiable steps inside directives."""

from collections.abc import Iterable

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from directives.models import frozen
from directives.models.directive import Directive
from organizations.models import EducationLevel

# Checkpoints freeze when an item that uses them is published: later ones are added, none vanish.
_IS_PUBLISHED = """
    IF EXISTS (
        SELECT 1 FROM directives_directive d
        JOIN directives_directivecheckpoint link ON link.directive_id = d.id
        WHERE link.checkpoint_id = {checkpoint} AND d.published_at IS NOT NULL {and_more}
    ) THEN
        RAISE EXCEPTION 'checkpoints of a published directive are frozen'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN {row};
"""

FROZEN = ("title", "education_levels", "needs_proof", "asks_number", "asks_date", "asks_link")


@pghistory.track()
class Checkpoint(models.Model):
    """A verifiable step with its own requisites; one may serve several directives."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=300)
    hint = models.CharField(_("hint"), max_length=500, blank=True)
    group = models.CharField(_("group"), max_length=120, blank=True)
    education_levels = ArrayField(
        models.CharField(max_length=3, choices=EducationLevel),
        verbose_name=_("education levels it applies to"),
        default=list,
        blank=True,
        help_text=_("Empty: to every school."),
    )
    needs_proof = models.BooleanField(_("needs proof"), default=True)
    asks_number = models.BooleanField(_("asks for the number of an order"), default=False)
    asks_date = models.BooleanField(_("asks for its date"), default=False)
    asks_link = models.BooleanField(_("asks for a link"), default=False)
    directives = models.ManyToManyField(
        Directive, through="DirectiveCheckpoint", related_name="checkpoints"
    )

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["code"]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_when_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                # Not UPDATE OF: Django names every column, also those it does not change.
                condition=pgtrigger.AnyChange(*FROZEN),
                func=_IS_PUBLISHED.format(checkpoint="OLD.id", and_more="", row="NEW"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        """Whether a published item uses it: then what it asks may not change."""
        return bool(self.pk) and self.directives.filter(published_at__isnull=False).exists()

    def clean(self) -> None:
        super().clean()
        if self.is_frozen:
            sentence = _("A published item uses this checkpoint: what it asks can not change.")
            frozen.refuse_changes(self, FROZEN, sentence)

    def applies_to_levels(self, education_levels: Iterable[str]) -> bool:
        """Whether a body teaching these levels is asked; a body that names none is asked all."""
        mine, theirs = set(self.education_levels), set(education_levels)
        return not mine or not theirs or bool(mine & theirs)


class DirectiveCheckpoint(models.Model):
    """A checkpoint in its place inside a directive."""

    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, related_name="checkpoint_links"
    )
    checkpoint = models.ForeignKey(
        Checkpoint,
        verbose_name=_("checkpoint"),
        on_delete=models.PROTECT,
        related_name="directive_links",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("checkpoint of a directive")
        verbose_name_plural = _("checkpoints of a directive")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "checkpoint"],
                name="a_checkpoint_once_per_directive",
                violation_error_message=_("The item already has this checkpoint."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="none_vanishes_when_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("directive_id", "checkpoint_id"),
                func=_IS_PUBLISHED.format(
                    checkpoint="OLD.checkpoint_id",
                    and_more="AND d.id = OLD.directive_id",
                    row="COALESCE(NEW, OLD)",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive.number} · {self.checkpoint}"
