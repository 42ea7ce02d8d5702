"""Cells that only the catalogue's sheets have."""

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from organizations.models import Organization


class BodyWidget(Widget):
    """A body by its ОГРН, or by its name where only one has it."""

    def clean(self, value, row=None, **kwargs) -> Organization | None:
        """ValueError where nobody, or more than one, is meant."""
        text = str(value or "").strip()
        if not text:
            return None
        bodies = Organization.objects.filter(voided_at__isnull=True)
        bodies = bodies.filter(ogrn=text) | bodies.filter(name=text)
        found = list(bodies.order_by("is_branch", "pk")[:2])
        if not found:
            raise ValueError(
                _("There is no “%(value)s” in the table “%(table)s”.")
                % {"value": text, "table": Organization._meta.verbose_name_plural}
            )
        if len(found) > 1:
            raise ValueError(_("“%(value)s” occurs more than once.") % {"value": text})
        return found[0]

    def render(self, value, obj=None, **kwargs) -> str:
        return (value.ogrn or value.name) if value else ""
