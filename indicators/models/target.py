"""What an indicator is to reach in a school year, and from where it starts."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.indicator import Indicator
from organizations.models import Level, Organization


@pghistory.track()
class Target(models.Model):
    """For everybody, for one level, or for one body: the nearest one counts."""

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="targets"
    )
    school_year = models.PositiveSmallIntegerField(
        _("school year"),
        help_text=_("The year in which it begins: 2026 for 2026/2027."),
    )
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
    )
    value = models.DecimalField(_("target"), max_digits=12, decimal_places=2)
    baseline = models.DecimalField(
        _("baseline"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator", "school_year", "level", "organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "school_year", "level", "organization"],
                nulls_distinct=False,
                name="one_target_a_year",
                violation_error_message=_("There is already a target for this year."),
            ),
            models.CheckConstraint(
                condition=Q(level="") | Q(organization__isnull=True),
                name="a_target_of_a_level_or_a_body",
                violation_error_message=_("Name a level or an organization, not both."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & (Q(baseline__isnull=True) | Q(baseline__gte=0)),
                name="a_target_is_not_negative",
                violation_error_message=_("A target is not below zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.school_year}: {self.value}"
