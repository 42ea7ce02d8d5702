"""Territories of the region."""

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.sorting import SortKeyField


@pghistory.track()
class Municipality(models.Model):
    """A territory with an OKTMO code: a stable identity whose names and codes may change.

    A rename changes this row and is kept with its date in the history.
    """

    class Kind(models.TextChoices):
        DISTRICT = "district", _("municipal district")
        CITY = "city", _("city")

    oktmo = models.CharField(
        _("OKTMO code"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$")],
    )
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, unique=True)
    official_name = models.CharField(_("official name"), max_length=300)
    former_name = models.CharField(_("former name"), max_length=300, blank=True)
    name_in = models.CharField(
        _("name in a sentence"), max_length=100, help_text=_("Answers “where?”.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    centre = models.CharField(_("centre"), max_length=60)
    grid_col = models.PositiveSmallIntegerField(_("tile column"))
    grid_row = models.PositiveSmallIntegerField(_("tile row"))
    sort_key = SortKeyField(source="short_name")

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid_col", "grid_row"],
                name="one_municipality_per_tile",
                violation_error_message=_("Another municipality already stands on this tile."),
            )
        ]

    def __str__(self) -> str:
        return self.short_name
