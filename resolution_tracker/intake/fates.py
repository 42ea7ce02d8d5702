"""What became of the schools that a list does not name: one small form for each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, SchoolListMissing
from resolution_tracker.intake.listed import schools_of

Fate = SchoolListMissing.Fate


class FateForm(forms.ModelForm):
    """Forgotten, closed on a day, or joined to another school of its municipality."""

    class Meta:
        model = SchoolListMissing
        fields = ["fate", "closed_on", "successor"]
        labels = {"fate": _("What became of it"), "successor": _("Joined to")}
        widgets = {"closed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, schools: list[Organization], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {school.pk: school for school in schools}
        self.fields["fate"].choices = [("", _("not said yet")), *Fate.choices]
        # One query for the page, not one for each of its schools.
        others = [(pk, str(one)) for pk, one in self.schools.items() if pk != self.own]
        self.fields["successor"] = forms.TypedChoiceField(
            label=_("Joined to"),
            required=False,
            coerce=lambda pk: self.schools[int(pk)],
            empty_value=None,
            choices=[("", _("choose the school")), *others],
        )

    @property
    def own(self) -> int:
        return self.instance.organization_id

    def clean(self):
        said = super().clean()
        fate, closed_on = said.get("fate"), said.get("closed_on")
        if fate not in (Fate.CLOSED, Fate.JOINED):
            said["closed_on"] = None
        if fate != Fate.JOINED:
            said["successor"] = None
        opened_on = self.instance.organization.opened_on
        if said["closed_on"] and opened_on and closed_on < opened_on:
            self.add_error("closed_on", _("The closing date is before the opening date."))
        if fate in (Fate.CLOSED, Fate.JOINED) and not closed_on and "closed_on" not in self.errors:
            self.add_error("closed_on", _("Say on which day the school was closed."))
        if fate == Fate.JOINED and not said.get("successor") and "successor" not in self.errors:
            self.add_error("successor", _("Say which school it was joined to."))
        return said

    def _get_validation_exclusions(self):
        # Said beside the field above; the constraints would say it once more.
        return super()._get_validation_exclusions() | {"closed_on", "successor"}


def fate_forms(rows: list[SchoolListMissing], data=None) -> list[FateForm]:
    """A form for each row of a page."""
    schools = schools_of({row.organization.municipality_id for row in rows})
    return [
        FateForm(
            data,
            instance=row,
            prefix=f"fate-{row.pk}",
            schools=schools[row.organization.municipality_id],
        )
        for row in rows
    ]
