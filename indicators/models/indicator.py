"""The catalogue: what is measured, and the wording it was measured under."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.models import Directive, Frequency, Theme, frozen
from indicators.models.quantity import Quantity
from organizations.models import EducationLevel, Level


class Measure(models.TextChoices):
    """What a value is."""

    SHARE = "share", _("share")
    COUNT = "count", _("count")
    YES_NO = "yes_no", _("yes or no")


class Direction(models.TextChoices):
    """Where better lies."""

    UP = "up", _("more is better")
    DOWN = "down", _("less is better")


class Source(models.TextChoices):
    """Who gives the figures of an indicator."""

    REPORTED = "reported", _("reported by the body itself")
    UPLOADED = "uploaded", _("uploaded by the region")
    COMPUTED = "computed", _("computed from the reports on an item")


@pghistory.track()
class Mechanism(models.Model):
    """A mechanism of quality management (МУКО), «1.1» … «2.4»."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("mechanism of quality management")
        verbose_name_plural = _("mechanisms of quality management")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Wording(models.Model):
    """What a number means: kept with every number given under it."""

    name = models.CharField(_("name"), max_length=300)
    measure = models.CharField(
        _("what is measured"), max_length=6, choices=Measure, default=Measure.SHARE
    )
    unit = models.CharField(_("unit"), max_length=20, default="%")
    numerator = models.CharField(_("numerator"), max_length=400)
    denominator = models.CharField(_("denominator"), max_length=400, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.UP
    )

    class Meta:
        abstract = True

    WORDING = ("name", "measure", "unit", "numerator", "denominator", "direction")

    @property
    def is_share(self) -> bool:
        """Has a denominator that is entered or known; of a yes or no it is one body."""
        return self.measure == Measure.SHARE

    @property
    def is_count(self) -> bool:
        return self.measure == Measure.COUNT

    @property
    def is_yes_no(self) -> bool:
        return self.measure == Measure.YES_NO


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def in_use(self) -> "IndicatorQuerySet":
        return self.filter(is_in_use=True)

    def asked(self, kind: str) -> "IndicatorQuerySet":
        """In use, and collected in periods of this kind."""
        return self.in_use().filter(frequency=kind)

    def speaking_for(self, directive: Directive | int) -> "IndicatorQuerySet":
        return self.filter(directives=directive)


FROZEN_SENTENCE = _(
    "The indicator was asked in a collection: this stays. For another measure, level, source or "
    "frequency take this one out of use and add a new one."
)


@pghistory.track()
class Indicator(Wording):
    """One indicator of the catalogue. A change of its wording makes a new definition."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    level = models.CharField(
        _("whose value it is"), max_length=12, choices=Level, default=Level.SCHOOL
    )
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.REPORTED)
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=Frequency, default=Frequency.QUARTER
    )
    collected = models.CharField(
        _("as of which day"),
        max_length=100,
        blank=True,
        help_text=_("For example: as of 20 September."),
    )
    mechanism = models.ForeignKey(
        Mechanism,
        verbose_name=_("mechanism"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
    )
    directives = models.ManyToManyField(
        Directive,
        verbose_name=_("items it speaks for"),
        blank=True,
        related_name="indicators",
    )
    education_levels = ArrayField(
        models.CharField(max_length=3, choices=EducationLevel),
        verbose_name=_("education levels it applies to"),
        default=list,
        blank=True,
        help_text=_("Empty: to every school."),
    )
    quantity = models.ForeignKey(
        Quantity,
        verbose_name=_("quantity of the denominator"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        help_text=_("Indicators that share one have equal denominators in a report."),
    )
    # Of a computed one: checkpoints done ÷ applicable of the body's assignment of this item.
    computed_from = models.ForeignKey(
        Directive,
        verbose_name=_("computed from the checkpoints of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    least = models.DecimalField(
        _("least value"), max_digits=12, decimal_places=2, null=True, blank=True,
        help_text=_("A value below it is refused."),
    )  # fmt: skip
    most = models.DecimalField(
        _("greatest value"), max_digits=12, decimal_places=2, null=True, blank=True,
        help_text=_("A value above it is refused."),
    )  # fmt: skip
    jump = models.PositiveSmallIntegerField(
        _("jump that needs a sentence"),
        default=20,
        help_text=_("Against the last period: percentage points of a share, percent of a count."),
    )
    minutes = models.DecimalField(
        _("minutes to find one number"), max_digits=4, decimal_places=1, default=1
    )
    basis = models.CharField(_("where it comes from"), max_length=300, blank=True)
    is_in_use = models.BooleanField(_("in use"), default=True)

    # Whose figure it is and how it is collected: with the first collection that asks it, fixed.
    FROZEN = ("measure", "level", "source", "frequency")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure=Measure.SHARE) & ~Q(denominator="")
                | ~Q(measure=Measure.SHARE) & Q(denominator=""),
                name="a_share_has_a_denominator",
                violation_error_message=_("A share needs a denominator; nothing else has one."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(measure=Measure.SHARE),
                name="a_quantity_of_shares_only",
                violation_error_message=_("Only a share has a quantity in its denominator."),
            ),
            models.CheckConstraint(
                condition=Q(source=Source.COMPUTED, computed_from__isnull=False)
                | ~Q(source=Source.COMPUTED) & Q(computed_from__isnull=True),
                name="a_computed_one_says_from_what",
                violation_error_message=_("Say from which item the indicator is computed."),
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.COMPUTED) | Q(measure=Measure.SHARE),
                name="a_computed_one_is_a_share",
                violation_error_message=_("What is computed from checkpoints is a share."),
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True)
                | Q(most__isnull=True)
                | Q(most__gte=models.F("least")),
                name="the_range_is_not_empty",
                violation_error_message=_("The greatest value is below the least one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """The wording of every number stays: a changed one makes a new definition."""
        super().save(*args, **kwargs)
        Definition.objects.keep(self)

    @property
    def is_frozen(self) -> bool:
        """Whether a collection has asked it: reports and roll-ups rest on what it is."""
        return bool(self.pk) and self.asked.exists()

    def clean(self) -> None:
        super().clean()
        if self.is_frozen:
            frozen.refuse_changes(self, self.FROZEN, FROZEN_SENTENCE)


class DefinitionManager(models.Manager["Definition"]):
    def keep(self, indicator: Indicator) -> "Definition":
        """The indicator's present wording as its last definition; a new row where it differs."""
        words = {name: getattr(indicator, name) for name in Wording.WORDING}
        last = self.filter(indicator=indicator).order_by("-number").first()
        if last and all(getattr(last, name) == value for name, value in words.items()):
            return last
        number = last.number + 1 if last else 1
        return self.create(indicator=indicator, number=number, **words)


class Definition(Wording):
    """The wording of an indicator from a moment on. PostgreSQL refuses to change it."""

    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.CASCADE,
        related_name="definitions",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects = DefinitionManager()

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")
        ordering = ["indicator", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="one_definition_a_number")
        ]
        triggers = [pgtrigger.Protect(name="definition_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.indicator.code} № {self.number}"
