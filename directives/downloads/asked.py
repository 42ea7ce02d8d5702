"""What a form of filters asks, in words: for the first sheet of a workbook."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _


def asked_by(form: forms.Form) -> list[tuple[str, str]]:
    """Label and value of each condition that was understood; a hidden one without a label too."""
    given = getattr(form, "cleaned_data", {})
    return [
        (str(form.fields[name].label or name), _said(form.fields[name], value))
        for name, value in given.items()
        if value not in (None, "")
    ]


def _said(field: forms.Field, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        named = {str(key): str(label) for key, label in field.choices if not _is_group(label)}
        return named.get(str(value), str(value))
    return str(value)


def _is_group(label: object) -> bool:
    return isinstance(label, list | tuple)
