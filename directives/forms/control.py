"""What the department fills in to place a resolution on control."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from directives.calendar import preceding_working_day, year_name
from directives.forms.reporting import DayField
from directives.forms.review import reason_field
from directives.models import Control, Directive, PeriodDueDate, ReportingPeriod
from organizations.models import Level, Organization

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_SANE = [
    MinValueValidator(EARLIEST, _("This date is too far in the past.")),
    MaxValueValidator(LATEST, _("This date is too far in the future.")),
]


def date_field(label, required: bool = True, help_text="") -> forms.DateField:
    return DayField(label=label, required=required, validators=_SANE, help_text=help_text)


class PublishForm(forms.ModelForm):
    """How an item is controlled. Until publication everything may change; afterwards nothing."""

    placed_on_control_on = date_field(_("Placed on control on"))
    due_on = date_field(
        _("Due on"),
        required=False,
        help_text=_("For a one-off item. A day off moves to the preceding working day."),
    )
    supported_by = forms.ModelMultipleChoiceField(
        Organization.objects.filter(level=Level.INSTITUTE, voided_at__isnull=True),
        label=_("Supported by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("These bodies see how the item is carried out at every level."),
    )

    class Meta:
        model = Directive
        fields = [
            "control",
            "frequency",
            "placed_on_control_on",
            "due_on",
            "supported_by",
            "evidence_required",
        ]
        widgets = {"control": forms.RadioSelect}
        help_texts = {"frequency": _("For an item under permanent control.")}

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if data.get("control") == Control.ONCE:
            data["frequency"] = ""
            self._check_due_on(data)
        else:
            data["due_on"] = None
            if not data.get("frequency") and "frequency" not in self.errors:
                self.add_error("frequency", _("Say how often the item is reported."))
        return data

    def _check_due_on(self, data: dict[str, object]) -> None:
        due_on, placed = data.get("due_on"), data.get("placed_on_control_on")
        if not due_on:
            if "due_on" not in self.errors:
                self.add_error("due_on", _("Give the reporting date."))
        elif placed and preceding_working_day(due_on) < placed:
            self.add_error("due_on", _("The reporting date is before the date of control."))
        elif preceding_working_day(due_on) < self.today:
            self.add_error("due_on", _("The reporting date has passed."))

    @property
    def moved_to(self) -> date | None:
        """The working day to which a chosen day off moves, if it does."""
        due_on = self.cleaned_data.get("due_on")
        moved = preceding_working_day(due_on) if due_on else None
        return moved if moved != due_on else None


class WithdrawForm(forms.Form):
    """Taking an item off control."""

    text = reason_field()


class SchoolYearForm(forms.Form):
    """For which school year to make the standard periods."""

    school_year = forms.TypedChoiceField(label=_("School year"), coerce=int)

    def __init__(self, data=None, *, current: int) -> None:
        super().__init__(data)
        years = range(current - 1, current + 3)
        self.fields["school_year"].choices = [(year, year_name(year)) for year in years]
        self.fields["school_year"].initial = current


class PeriodForm(forms.ModelForm):
    """A period that is not open yet: its days, and until when each level reports."""

    starts_on = date_field(_("Starts on"))
    ends_on = date_field(_("Ends on"))

    class Meta:
        model = ReportingPeriod
        fields = ["name", "starts_on", "ends_on"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        due = {row.level: row.due_on for row in self.instance.due_dates.all()}
        for level in Level:
            field = date_field(Level(level).label.capitalize())
            field.initial = due.get(level)
            self.fields[f"due_{level}"] = field

    @property
    def due_fields(self) -> list[forms.BoundField]:
        return [self[f"due_{level}"] for level in Level]

    def clean(self) -> dict[str, object]:
        data = super().clean()
        starts_on = data.get("starts_on")
        for level in Level:
            due_on = data.get(f"due_{level}")
            if due_on and starts_on and preceding_working_day(due_on) < starts_on:
                self.add_error(f"due_{level}", _("The due date is before the period starts."))
        return data

    def save(self, commit: bool = True) -> ReportingPeriod:
        """Dates fall on working days, as they will be dealt out."""
        period = super().save(commit)
        for level in Level:
            PeriodDueDate.objects.update_or_create(
                period=period,
                level=level,
                defaults={"due_on": preceding_working_day(self.cleaned_data[f"due_{level}"])},
            )
        return period
