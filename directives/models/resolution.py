"""The document and what runs across it."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Level


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def in_force(self) -> "ResolutionQuerySet":
        """What is being carried out, the latest first."""
        return self.exclude(status=Resolution.Status.ARCHIVED).order_by("-pk")

    def latest_in_force(self) -> models.QuerySet:
        """The key of the one officials look at, for a subquery."""
        return self.in_force().values("pk")[:1]


@pghistory.track()
class Resolution(models.Model):
    """A document of a forum that addresses directives to levels of bodies."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft resolution")
        ADOPTED = "adopted", _("adopted")
        ARCHIVED = "archived", _("archived")

    title = models.CharField(_("title"), max_length=300)
    heading = models.CharField(
        _("heading of the document"),
        max_length=300,
        help_text=_("Verbatim, as it stands."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="adopted") | Q(adopted_on__isnull=False),
                name="adopted_needs_date",
                violation_error_message=_("An adopted resolution needs the date of adoption."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Addressee(models.Model):
    """The heading under which a resolution speaks to one level, verbatim."""

    resolution = models.ForeignKey(
        Resolution,
        verbose_name=_("resolution"),
        on_delete=models.CASCADE,
        related_name="addressees",
    )
    level = models.CharField(_("level"), max_length=12, choices=Level)
    heading = models.CharField(_("heading"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["resolution", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "level"],
                name="a_level_is_addressed_once",
                violation_error_message=_("This level is already addressed."),
            )
        ]

    def __str__(self) -> str:
        return self.heading


@pghistory.track()
class Theme(models.Model):
    """What runs across the levels of a resolution."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=30)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.short_name
