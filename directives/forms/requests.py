"""What those who carry out ask for."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.forms.reporting import DayField
from directives.forms.review import reason_field
from directives.models import Assignment


class ExtensionForm(forms.Form):
    """A later date and the reasons for it."""

    until = DayField(
        label=_("Until when"),
        help_text=_("DD.MM.YYYY. On a day off the date moves to the working day before it."),
    )
    text = reason_field(_("Why the date cannot be met"))

    def __init__(self, assignment: Assignment, today: date, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.assignment, self.today = assignment, today

    def clean_until(self) -> date:
        until = self.cleaned_data["until"]
        if until <= self.assignment.acts_by:
            raise forms.ValidationError(_("Propose a working day after the current date."))
        if until.year > self.today.year + 2:
            raise forms.ValidationError(_("Check the year: the date is too far."))
        return until


class ExemptionForm(forms.Form):
    text = reason_field(_("Why the item does not apply"))


class WithdrawProofForm(forms.Form):
    text = reason_field(_("Why it is withdrawn"), rows=3)
