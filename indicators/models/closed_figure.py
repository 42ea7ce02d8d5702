"""What the region came to in a closed collection: frozen with it, and so added up only once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.collection import Asked


class ClosedFigure(models.Model):
    """The roll-up of one indicator over all accepted reports of a collection that is closed.

    `indicators.closed_figures` alone writes it: when a collection closes, until it is reopened.
    """

    asked = models.OneToOneField(
        Asked,
        verbose_name=_("indicator"),
        on_delete=models.CASCADE,
        related_name="closed_figure",
    )
    numerator = models.PositiveBigIntegerField(_("numerator"))
    denominator = models.PositiveBigIntegerField(_("denominator"))
    bodies_in = models.PositiveIntegerField(_("bodies counted"))

    class Meta:
        verbose_name = _("figure of a closed collection")
        verbose_name_plural = _("figures of closed collections")

    def __str__(self) -> str:
        return f"{self.asked_id}: {self.numerator} / {self.denominator}"
