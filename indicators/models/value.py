"""The numbers of a report, those that were sent back, and the roll-up that went up with one."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.collection import Asked
from indicators.models.quantity import LARGEST
from indicators.models.report import IndicatorReport, ReportEntry


class Absence(models.TextChoices):
    """Why there is no number. Empty is not zero."""

    NOT_HELD = "not_held", _("not held in this period")
    NO_DATA = "no_data", _("no data yet")
    NOT_OURS = "not_ours", _("does not apply to us")
    OTHER = "other", _("another reason")


class Given(models.Model):
    """What is said of one indicator. Of a yes or no: numerator 1 or 0, denominator 1."""

    asked = models.ForeignKey(
        Asked, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="+"
    )
    numerator = models.PositiveIntegerField(
        _("numerator"), null=True, blank=True, validators=[MaxValueValidator(LARGEST)]
    )
    denominator = models.PositiveIntegerField(
        _("denominator"), null=True, blank=True, validators=[MaxValueValidator(LARGEST)]
    )
    absence = models.CharField(
        _("why there is no number"), max_length=8, choices=Absence, blank=True
    )
    explanation = models.CharField(_("explanation"), max_length=1000, blank=True)
    # The reviewer's word on this value; it goes when the report is sent again.
    remark = models.CharField(_("remark"), max_length=1000, blank=True)

    class Meta:
        abstract = True

    CONTENT = ("numerator", "denominator", "absence", "explanation")

    @property
    def content(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.CONTENT}

    @property
    def is_blank(self) -> bool:
        """Nothing said; a denominator alone, carried from the passport, says nothing."""
        return self.numerator is None and not self.absence and not self.is_zero_denominator

    @property
    def is_zero_denominator(self) -> bool:
        return self.denominator == 0


class IndicatorValue(Given):
    """One value of a report: a draft while the report is open, frozen once it is sent."""

    report = models.ForeignKey(
        IndicatorReport, on_delete=models.PROTECT, related_name="values", db_index=False
    )
    # Grows with each change: two people at one report meet here.
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("last update"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")
        constraints = [
            # A roll-up reads the values of its reports from this index alone.
            models.UniqueConstraint(
                fields=["report", "asked"],
                include=["numerator", "denominator"],
                name="one_value_of_an_indicator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_id}: {self.numerator} / {self.denominator}"


class EntryValue(Given):
    """A value as it stood when its report was sent back."""

    entry = models.ForeignKey(ReportEntry, on_delete=models.PROTECT, related_name="values")

    class Meta:
        verbose_name = _("value sent back")
        verbose_name_plural = _("values sent back")
        constraints = [
            models.UniqueConstraint(fields=["entry", "asked"], name="one_value_of_an_entry")
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.asked_id}: {self.numerator} / {self.denominator}"


class AttachedRollUp(models.Model):
    """One line of the roll-up a municipality sent with its report, as it stood that day."""

    entry = models.ForeignKey(ReportEntry, on_delete=models.PROTECT, related_name="roll_up")
    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="+")
    numerator = models.PositiveBigIntegerField(_("numerator"))
    denominator = models.PositiveBigIntegerField(_("denominator"), null=True)
    bodies_in = models.PositiveIntegerField(_("bodies counted"))
    bodies_out = models.PositiveIntegerField(_("bodies not counted"))

    class Meta:
        verbose_name = _("attached roll-up")
        verbose_name_plural = _("attached roll-ups")
        ordering = ["entry", "asked"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "asked"], name="one_line_of_a_roll_up"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(numerator__lte=models.F("denominator")),
                name="a_rolled_up_share_is_at_most_one",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.asked_id}: {self.numerator} / {self.denominator}"
