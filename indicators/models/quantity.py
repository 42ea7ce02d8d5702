"""Numbers that several indicators divide by, and the yearly passport that gives them."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.access import Viewpoint
from organizations.models import EducationLevel, Organization

# What PostgreSQL's integer holds; no count of pupils, classes or acts comes near it.
LARGEST = 1_000_000_000


class Origin(models.TextChoices):
    """Where a quantity comes from."""

    PASSPORT = "passport", _("school passport, once a year")
    SUM = "sum", _("sum of other quantities")
    SCHOOLS = "schools", _("number of schools of the municipality")
    MUNICIPALITIES = "municipalities", _("number of municipalities of the region")
    TYPED = "typed", _("entered in the report")


@pghistory.track()
class Quantity(models.Model):
    """A count that indicators share as their denominator: asked once, computed where it can be."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=300)
    origin = models.CharField(_("origin"), max_length=14, choices=Origin)
    parts = models.ManyToManyField(
        "self",
        verbose_name=_("sum of"),
        symmetrical=False,
        blank=True,
        related_name="part_of",
        help_text=_("Only of a sum: what a school does not teach is left out of it."),
    )
    education_levels = ArrayField(
        models.CharField(max_length=3, choices=EducationLevel),
        verbose_name=_("education levels it applies to"),
        default=list,
        blank=True,
        help_text=_("Empty: to every school."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("quantity")
        verbose_name_plural = _("quantities")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class PassportQuerySet(models.QuerySet["Passport"]):
    def visible_to(self, user) -> "PassportQuerySet":
        return self.filter(organization__in=Organization.objects.visible_to(user).values("pk"))

    def changeable_by(self, user) -> "PassportQuerySet":
        """Of bodies one reports for, and of schools directly below those one coordinates."""
        view = Viewpoint.of(user)
        return self.filter(
            models.Q(organization__in=view.reports)
            | models.Q(organization__parent__in=view.coordinates)
        )


class Passport(models.Model):
    """A school's own figures for a school year: pupils by grade, classes, teachers."""

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="passports",
    )
    school_year = models.PositiveSmallIntegerField(_("school year"))
    updated_at = models.DateTimeField(_("last update"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    objects = PassportQuerySet.as_manager()

    class Meta:
        verbose_name = _("school passport")
        verbose_name_plural = _("school passports")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "school_year"],
                name="one_passport_a_year",
                violation_error_message=_("The passport of this year is already there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.school_year}"


@pghistory.track()
class PassportValue(models.Model):
    """One number of a passport. No row: not given, which is not zero."""

    passport = models.ForeignKey(Passport, on_delete=models.CASCADE, related_name="values")
    quantity = models.ForeignKey(
        Quantity, verbose_name=_("quantity"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField(_("number"), validators=[MaxValueValidator(LARGEST)])

    class Meta:
        verbose_name = _("passport value")
        verbose_name_plural = _("passport values")
        constraints = [
            models.UniqueConstraint(fields=["passport", "quantity"], name="a_quantity_once")
        ]

    def __str__(self) -> str:
        return f"{self.quantity}: {self.number}"
