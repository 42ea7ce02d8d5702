"""Reporting periods of the school year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directives.calendar import year_name
from directives.models import frozen
from organizations.models import Level


class Frequency(models.TextChoices):
    """How often a periodic directive is reported; also the kind of its period."""

    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")


class ReportingPeriod(models.Model):
    """A school-year quarter, half-year or year. Opened and closed by the department."""

    kind = models.CharField(_("kind"), max_length=10, choices=Frequency)
    school_year = models.PositiveSmallIntegerField(
        _("school year"),
        help_text=_("The year in which it begins: 2026 for 2026/2027."),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["starts_on", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "school_year", "number"],
                name="one_period_of_a_number",
                violation_error_message=_("This period already exists."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="period_ends_after_it_starts",
                violation_error_message=_("The period ends before it starts."),
            ),
        ]

    FROZEN = ("kind", "school_year", "number", "starts_on", "ends_on")

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """With its school year, where rows of several years meet: «I четверть 2026/27»."""
        return f"{self.name} {year_name(self.school_year)}"

    @property
    def is_frozen(self) -> bool:
        """Opened once: its assignments have been dealt out with its dates."""
        return self.opened_at is not None

    def clean(self) -> None:
        super().clean()
        if self.is_frozen:
            frozen.refuse_changes(self, self.FROZEN, _("The period is open: this is frozen."))


class PeriodDueDate(models.Model):
    """Until when bodies of one level report for a period."""

    period = models.ForeignKey(
        ReportingPeriod,
        verbose_name=_("period"),
        on_delete=models.CASCADE,
        related_name="due_dates",
    )
    level = models.CharField(_("level"), max_length=12, choices=Level)
    due_on = models.DateField(_("due on"))

    class Meta:
        verbose_name = _("due date of a level")
        verbose_name_plural = _("due dates of levels")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "level"],
                name="one_due_date_per_level",
                violation_error_message=_("This level already has a due date."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} · {self.get_level_display()} · {self.due_on:%d.%m.%Y}"
