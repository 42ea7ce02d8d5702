"""Collecting indicators in a period: what is asked, of whom, and whether it is still open."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models import ReportingPeriod
from indicators.models.indicator import Definition, Indicator


class Collection(models.Model):
    """One period in which indicators are collected. Opened and closed by staff.

    A closed one is frozen: nothing of it changes until it is reopened, with a reason.
    """

    period = models.OneToOneField(
        ReportingPeriod,
        verbose_name=_("period"),
        on_delete=models.PROTECT,
        related_name="collection",
    )
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    indicators = models.ManyToManyField(Indicator, through="Asked", related_name="collections")

    class Meta:
        verbose_name = _("collection of indicators")
        verbose_name_plural = _("collections of indicators")
        ordering = ["period__starts_on", "period__kind"]

    def __str__(self) -> str:
        return self.period.full_name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CollectionStep(models.TextChoices):
    """What has happened to a collection."""

    OPENED = "opened", _("collection opened")
    CLOSED = "closed", _("collection closed")
    REOPENED = "reopened", _("collection reopened")


class CollectionEntry(models.Model):
    """Append-only: who opened, closed and reopened a collection, and why."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=CollectionStep)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["collection", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=CollectionStep.REOPENED) | ~Q(text=""),
                name="reopening_needs_reason",
                violation_error_message=_("Give the reason."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.collection} {self.get_kind_display()}"


class Asked(models.Model):
    """An indicator asked in a collection, under the definition it had when that was opened."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="asked")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="asked")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("asked indicator")
        verbose_name_plural = _("asked indicators")
        ordering = ["collection", "indicator__position", "indicator__code"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "indicator"], name="asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.collection} · {self.indicator.code}"
