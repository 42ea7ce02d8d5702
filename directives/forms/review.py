"""What reviewers fill in."""

from django import forms
from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from directives.forms.reporting import DayField
from directives.models import Assignment, Directive
from directives.waiting import bodies_of, reports_at, requests_at
from organizations.access import Viewpoint
from organizations.converters import LARGEST
from organizations.models import Municipality

LONGEST_TEXT = 4000
MOST_AT_ONCE = 200

# What returned reports most often lack: a button of the
# first words puts the sentence into the reason.
REASONS = [
    (_("No requisites"), _("The order is given without its number and date.")),
    (_("Link"), _("The link does not open or leads to another document.")),
    (_("Other document"), _("The document attached does not belong to this item.")),
    (
        _("No result"),
        _("The report does not say what has been done: add what, when and with which result."),
    ),
    (
        _("Personal data"),
        _("The file holds personal data: withdraw it and attach one without them."),
    ),
]


def reason_field(label="", required: bool = True, rows: int = 4) -> forms.CharField:
    """A text for the timeline, read by the other side."""
    return forms.CharField(
        label=label or _("Reason"),
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Give the reason.")},
    )


class SeenForm(forms.Form):
    """Carries the number of the last timeline row its page showed."""

    seen = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )


class AcceptForm(SeenForm):
    """Taking a report as done."""

    text = reason_field(_("Note to the acceptance"), required=False, rows=2)


class ReturnForm(SeenForm):
    """Sending a report back."""

    text = reason_field(_("What has to be put right"))
    rework_due_on = DayField(label=_("Rework by"))


class AnswerForm(SeenForm):
    """Agreeing to a request or refusing it; a refusal says why."""

    YES, NO = "yes", "no"
    kind = forms.ChoiceField(
        choices=[("extension", ""), ("exemption", "")], widget=forms.HiddenInput
    )
    agree = forms.ChoiceField(choices=[(YES, ""), (NO, "")], widget=forms.HiddenInput)
    text = reason_field(_("Your answer; a refusal needs a reason"), required=False, rows=3)

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if data.get("agree") == self.NO and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Give the reason."))
        return data


class ReasonForm(forms.Form):
    """A decision of the department that needs a reason."""

    text = reason_field()


class ReopenForm(ReasonForm):
    """Putting an accepted report back on control."""

    rework_due_on = DayField(label=_("Rework by"))


class ConfirmForm(forms.Form):
    """A spot check that found everything as it should be."""

    text = reason_field(_("Note"), required=False, rows=2)


class BulkForm(forms.Form):
    """One decision on several reports. `chosen` holds “pk:seen”, one a report."""

    ACCEPT, RETURN = "accept", "return"
    decision = forms.ChoiceField(choices=[(ACCEPT, ""), (RETURN, "")], widget=forms.HiddenInput)
    text = reason_field(_("What has to be put right"))
    rework_due_on = DayField(label=_("Rework by"))

    def __init__(self, data=None, *, decision: str, **kwargs) -> None:
        super().__init__(data, **kwargs)
        if decision != self.RETURN:
            del self.fields["text"], self.fields["rework_due_on"]

    @staticmethod
    def parse(values: list[str]) -> dict[int, int]:
        """“pk:seen” → {pk: seen}; what is neither is passed over."""
        chosen = {}
        for value in values[:MOST_AT_ONCE]:
            pk, _colon, seen = value.partition(":")
            if len(value) > 40:  # Python does not read thousands of digits
                continue
            if pk.isdecimal() and seen.isdecimal() and int(pk) <= LARGEST and int(seen) < 2**31:
                chosen[int(pk)] = int(seen)
        return chosen


class _DirectiveChoice(forms.ModelChoiceField):
    def label_from_instance(self, directive: Directive) -> str:
        return f"{directive.number} {Truncator(directive.one_line).chars(60)}"


class NarrowingForm(forms.Form):
    """Filters of a list; what is not understood is passed over."""

    directive = _DirectiveChoice(
        Directive.objects.none(),
        label=_("Item"),
        required=False,
        empty_label=_("all"),
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(), label=_("Municipality"), required=False, empty_label=_("all")
    )

    def __init__(self, data, user) -> None:
        super().__init__(data)
        self.user = user
        self.fields["directive"].queryset = Directive.objects.published()
        if not Viewpoint.of(user).has("department"):
            del self.fields["municipality"]
        self.is_valid()

    def narrow(self, rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
        for name in ("directive", "municipality"):
            if value := self.cleaned_data.get(name):
                rows = rows.filter(**{name: value})
        return rows

    @property
    def query(self) -> str:
        """The filters as an address carries them, without what says nothing."""
        values = {
            name: value.pk if hasattr(value, "pk") else value
            for name, value in self.cleaned_data.items()
            if value
        }
        return urlencode(values)


class QueueForm(NarrowingForm):
    """Filters of what waits for a decision."""

    kind = forms.ChoiceField(
        label=_("What waits"),
        required=False,
        choices=[("", _("all")), ("report", _("reports")), ("request", _("requests"))],
    )

    def narrow(self, rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
        rows = super().narrow(rows)
        bodies = bodies_of(self.user)
        if self.cleaned_data.get("kind") == "report":
            return rows.filter(reports_at(bodies))
        if self.cleaned_data.get("kind") == "request":
            return rows.filter(requests_at(bodies))
        return rows


class SampleForm(NarrowingForm):
    """Filters of the accepted reports, and a random sample of them that an address repeats."""

    sample = forms.IntegerField(
        label=_("Random sample of"), required=False, min_value=1, max_value=500
    )
    seed = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
