"""How far it was at the end of each week: what is over does not change, and is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from directives.models.directive import Directive
from organizations.models import Municipality


class WeekFigure(models.Model):
    """Counts of one item in one municipality as they stood when a week was over.

    Taken from the timeline, which is append-only: `directives.weeks` is the only writer, can write
    every row anew, and a test proves that both agree. No municipality: the region's own level.
    """

    day = models.DateField(_("last day of the week"))
    directive = models.ForeignKey(
        Directive, verbose_name=_("directive"), on_delete=models.PROTECT, db_index=False,
        related_name="+",
    )  # fmt: skip
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, null=True,
        db_index=False, related_name="+",
    )  # fmt: skip
    applicable = models.PositiveIntegerField(default=0)
    come_due = models.PositiveIntegerField(default=0)
    executed = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    substantiated = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)

    COUNTS = (
        "applicable", "come_due", "executed", "reported", "accepted", "substantiated", "overdue",
    )  # fmt: skip

    class Meta:
        verbose_name = _("figure of a week")
        verbose_name_plural = _("figures of weeks")
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "day", "municipality"],
                nulls_distinct=False,
                include=[
                    "applicable", "come_due", "executed", "reported", "accepted",
                    "substantiated", "overdue",
                ],
                name="one_figure_of_a_week",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.directive_id} · {self.day}"
