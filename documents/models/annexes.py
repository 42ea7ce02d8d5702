"""The annexes: who has executed how much, and the indicators. Plain rows, frozen with the rest."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document
from documents.models.frozen import refuse_when_approved
from indicators.models import Indicator
from organizations.models import Municipality, Organization

_OF_DOCUMENT = "SELECT {row}.document_id"


class SummaryRow(models.Model):
    """One executor of the summary. «ИТОГО» is added up from the rows, not stored.

    A row is a municipality with all its bodies, or one body. total = executed + in_work + overdue.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="summary")
    position = models.PositiveSmallIntegerField(_("position"))
    executor = models.CharField(_("executor"), max_length=500)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    total = models.PositiveIntegerField(_("total"), default=0)
    executed = models.PositiveIntegerField(_("executed"), default=0)
    executed_late = models.PositiveIntegerField(_("of them late"), default=0)
    in_work = models.PositiveIntegerField(_("in work"), default=0)
    overdue = models.PositiveIntegerField(_("overdue"), default=0)
    not_reported = models.PositiveIntegerField(_("not reported"), default=0)
    # The share of execution is of those whose date has come.
    come_due = models.PositiveIntegerField(_("whose date has come"), default=0)
    executed_due = models.PositiveIntegerField(_("executed of them"), default=0)
    reported = models.PositiveIntegerField(_("reported"), default=0)
    substantiated = models.PositiveIntegerField(_("substantiated"), default=0)

    COUNTS = (
        "total", "executed", "executed_late", "in_work", "overdue", "not_reported", "come_due",
        "executed_due", "reported", "substantiated",
    )  # fmt: skip

    class Meta:
        verbose_name = _("row of the summary")
        verbose_name_plural = _("rows of the summary")
        ordering = ["document", "position"]
        triggers = [refuse_when_approved(_OF_DOCUMENT)]

    def __str__(self) -> str:
        return self.executor

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down; None where no date has come."""
        return self.executed_due * 100 // self.come_due if self.come_due else None

    @classmethod
    def total_of(cls, rows: list["SummaryRow"]) -> "SummaryRow":
        """«ИТОГО», not stored."""
        sums = {name: sum(getattr(row, name) for row in rows) for name in cls.COUNTS}
        return cls(executor="ИТОГО", **sums)


class IndicatorRow(models.Model):
    """One indicator as it stood when the document was drafted."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField(_("position"))
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=300)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    numerator = models.BigIntegerField(_("numerator"), null=True)
    denominator = models.BigIntegerField(_("denominator"), null=True)
    plan = models.DecimalField(_("plan"), max_digits=14, decimal_places=2, null=True)
    fact = models.DecimalField(_("fact"), max_digits=14, decimal_places=2, null=True)
    deviation = models.DecimalField(_("deviation"), max_digits=14, decimal_places=2, null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("row of indicators")
        verbose_name_plural = _("rows of indicators")
        ordering = ["document", "position"]
        triggers = [refuse_when_approved(_OF_DOCUMENT)]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
