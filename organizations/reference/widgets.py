"""Cells as people read them: labels for choices, «да» and «нет», ДД.ММ.ГГГГ."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.widgets import (
    CachedForeignKeyWidget,
    DateWidget,
    IntegerWidget,
    ManyToManyWidget,
    Widget,
)

YES = gettext_lazy("yes")
NO = gettext_lazy("no")


class ChoiceWidget(Widget):
    """The label in the sheet, the value in the database; both are understood."""

    def __init__(self, choices, **kwargs) -> None:
        super().__init__(**kwargs)
        self.choices = choices

    def clean(self, value, row=None, **kwargs) -> str:
        """The value behind a label; ValueError names what is possible."""
        text = str(value or "").strip().casefold()
        if not text:
            return ""
        for stored, label in self.choices:
            if text in (str(stored).casefold(), str(label).casefold()):
                return stored
        known = ", ".join(f"«{label}»" for _value, label in self.choices)
        raise ValueError(
            _("There is no “%(value)s” here. Possible are: %(known)s.")
            % {"value": value, "known": known}
        )

    def render(self, value, obj=None, **kwargs) -> str:
        return str(dict(self.choices).get(value, value or ""))


class ChoicesWidget(ChoiceWidget):
    """Several labels in one cell, separated by commas."""

    def clean(self, value, row=None, **kwargs) -> list[str]:
        parts = str(value or "").replace(";", ",").split(",")
        return [super(ChoicesWidget, self).clean(part) for part in parts if part.strip()]

    def render(self, value, obj=None, **kwargs) -> str:
        return ", ".join(super(ChoicesWidget, self).render(part) for part in value or [])


class YesNoWidget(Widget):
    def clean(self, value, row=None, **kwargs) -> bool:
        """True or false; ValueError for anything else."""
        text = str(value).strip().casefold()
        if text in (str(YES), "yes", "true", "1", "+"):
            return True
        if text in (str(NO), "no", "false", "0", "-", "–", ""):
            return False
        raise ValueError(_("Write “%(yes)s” or “%(no)s”.") % {"yes": YES, "no": NO})

    def render(self, value, obj=None, **kwargs) -> str:
        return str(YES if value else NO)


class DayWidget(DateWidget):
    """ДД.ММ.ГГГГ, and 2026-09-01 as the reader gives a date cell."""

    def __init__(self, **kwargs) -> None:
        super().__init__(format="%d.%m.%Y", **kwargs)
        self.formats = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")

    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except (ValueError, OverflowError) as error:
            raise ValueError(_("Write the date as DD.MM.YYYY.")) from error


class WholeWidget(IntegerWidget):
    def clean(self, value, row=None, **kwargs):
        text = str(value or "").strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(_("Write a whole number."))
        return int(text) if text else None


class DecimalCommaWidget(Widget):
    """«97,5»; a point is understood as well."""

    def clean(self, value, row=None, **kwargs) -> Decimal | None:
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,9}([.,]\d{1,4})?", text, re.ASCII):
            raise ValueError(_("Write a number."))
        return Decimal(text.replace(",", "."))

    def render(self, value, obj=None, **kwargs) -> str:
        if value is None:
            return ""
        whole, _point, rest = f"{value:f}".partition(".")
        return ",".join(part for part in (whole, rest.rstrip("0")) if part)


class KnownWidget(CachedForeignKeyWidget):
    """A row of another table by its code or name, read once for the whole sheet."""

    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist as error:
            raise ValueError(
                _("There is no “%(value)s” in the table “%(table)s”.")
                % {"value": value, "table": self.model._meta.verbose_name_plural}
            ) from error
        except self.model.MultipleObjectsReturned as error:
            raise ValueError(_("“%(value)s” occurs more than once.") % {"value": value}) from error


class KnownManyWidget(ManyToManyWidget):
    """Several rows of another table by their codes, separated by semicolons."""

    def __init__(self, model, field: str) -> None:
        super().__init__(model, separator=";", field=field)

    def clean(self, value, row=None, **kwargs):
        """ValueError names a code that no row has, or more than one."""
        parts = [part.strip() for part in str(value or "").replace(",", ";").split(";")]
        wanted = [part for part in parts if part]
        found = self.model.objects.filter(**{f"{self.field}__in": wanted})
        codes = [str(getattr(instance, self.field)) for instance in found]
        for code in wanted:
            if code not in codes:
                raise ValueError(
                    _("There is no “%(value)s” in the table “%(table)s”.")
                    % {"value": code, "table": self.model._meta.verbose_name_plural}
                )
            if codes.count(code) > 1:
                raise ValueError(_("“%(value)s” occurs more than once.") % {"value": code})
        return found

    def render(self, value, obj=None, **kwargs) -> str:
        """`value` is what stands behind the field: its rows in their own order."""
        rows = value.all() if value is not None else []
        return "; ".join(str(getattr(row, self.field)) for row in rows)
