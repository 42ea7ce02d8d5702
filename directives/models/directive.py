"""One item of a resolution."""

from datetime import date

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models import frozen
from directives.models.period import Frequency
from directives.models.resolution import Resolution, Theme
from organizations.models import EducationLevel, Level, Organization
from organizations.sorting import SortKeyField


class Control(models.TextChoices):
    """Whether execution is reported once or every period."""

    ONCE = "once", _("one-off")
    PERIODIC = "periodic", _("under permanent control")


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def published(self) -> "DirectiveQuerySet":
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def supported_by_bodies(self, organization_ids) -> "DirectiveQuerySet":
        return self.filter(supported_by__in=organization_ids)


@pghistory.track(exclude=["sort_key"])
class Directive(models.Model):
    """An item addressed to one level. The text is verbatim, line breaks included.

    `date_in_text` is the document's own fact (when to begin); the department places the item on
    control with a reporting date of its own (`due_on` for a one-off item, the period's otherwise).
    """

    resolution = models.ForeignKey(
        Resolution,
        verbose_name=_("resolution"),
        on_delete=models.PROTECT,
        related_name="directives",
    )
    level = models.CharField(_("level"), max_length=12, choices=Level)
    number = models.CharField(_("number"), max_length=10)
    sort_key = SortKeyField(source="number")
    text = models.TextField(_("text"))
    themes = models.ManyToManyField(Theme, through="DirectiveTheme", related_name="directives")
    date_in_text = models.DateField(_("date in the text"), null=True, blank=True)
    control = models.CharField(_("control"), max_length=10, choices=Control, default=Control.ONCE)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency, blank=True)
    education_levels = ArrayField(
        models.CharField(max_length=3, choices=EducationLevel),
        verbose_name=_("education levels it applies to"),
        default=list,
        blank=True,
        help_text=_("Empty: to every school."),
    )
    evidence_required = models.BooleanField(
        _("acceptance needs proof"),
        default=True,
        help_text=_("Interim information never closes an item; neither does a word without proof."),
    )
    supported_by = models.ManyToManyField(
        Organization,
        verbose_name=_("supported by"),
        blank=True,
        related_name="supported_directives",
        help_text=_("These bodies see how the item is carried out at every level."),
    )
    placed_on_control_on = models.DateField(_("placed on control on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        ordering = ["resolution", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "number"],
                name="number_is_unique_in_a_resolution",
                violation_error_message=_("The resolution already has an item of this number."),
            ),
            models.CheckConstraint(
                condition=Q(control=Control.ONCE, frequency="")
                | Q(control=Control.PERIODIC) & ~Q(frequency=""),
                name="periodic_has_a_frequency",
                violation_error_message=_("A periodic item needs a frequency; a one-off has none."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(placed_on_control_on__isnull=False)
                & (Q(control=Control.PERIODIC) | Q(due_on__isnull=False)),
                name="published_has_its_dates",
                violation_error_message=_("A published item needs its control and due dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.one_line[:80]}"

    FROZEN = (
        "resolution", "level", "number", "text", "date_in_text", "control", "frequency",
        "education_levels", "evidence_required",
    )  # fmt: skip

    @property
    def is_frozen(self) -> bool:
        """Published once: what was asked of bodies stays as it was asked."""
        return self.published_at is not None

    def clean(self) -> None:
        super().clean()
        if self.is_frozen:
            frozen.refuse_changes(self, self.FROZEN, _("The item is published: this is frozen."))

    @property
    def one_line(self) -> str:
        """The text with the document's line breaks folded, for tables and headings."""
        return " ".join(self.text.split())

    @property
    def is_periodic(self) -> bool:
        return self.control == Control.PERIODIC

    def applies_to(self, organization: Organization) -> bool:
        """Whether a body of this item's level is asked: schools by their education levels.

        A school whose levels are unknown is asked: it is for its reviewer to exempt it.
        """
        if organization.level != self.level:
            return False
        mine, theirs = set(self.education_levels), set(organization.education_levels)
        return not mine or not theirs or bool(mine & theirs)

    def starts_on(self) -> date | None:
        """When to begin: the document's own date, else the date of control."""
        return self.date_in_text or self.placed_on_control_on


class DirectiveTheme(models.Model):
    """A theme of a directive; one of them is primary."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        related_name="directive_links",
    )
    is_primary = models.BooleanField(_("primary theme"), default=False)

    class Meta:
        verbose_name = _("theme of a directive")
        verbose_name_plural = _("themes of a directive")
        ordering = ["-is_primary", "theme__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "theme"],
                name="a_theme_once_per_directive",
                violation_error_message=_("The item already has this theme."),
            ),
            models.UniqueConstraint(
                fields=["directive"],
                condition=Q(is_primary=True),
                name="one_primary_theme",
                violation_error_message=_("The item already has a primary theme."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive.number} · {self.theme}"
