"""What reviewers of indicator reports fill in."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from directives.forms.reporting import DayField
from directives.forms.review import ReasonForm, SeenForm, reason_field
from indicators.models import Asked, Given

__all__ = ["DecisionForm", "ReasonForm"]

_LONGEST_REMARK = Given._meta.get_field("remark").max_length


class DecisionForm(SeenForm):
    """Accept, or return with a reason for the whole or for values. One form: nothing is lost."""

    ACCEPT, RETURN = "accept", "return"
    decision = forms.ChoiceField(choices=[(ACCEPT, ""), (RETURN, "")], widget=forms.HiddenInput)
    text = reason_field(_("What has to be put right, or a note"), required=False, rows=3)
    rework_due_on = DayField(label=_("Rework by"), required=False)

    def __init__(self, data=None, *, asked: Iterable[Asked] = (), **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.asked = list(asked)
        for row in self.asked:
            self.fields[_name(row.pk)] = forms.CharField(
                label=_("Remark on the value"),
                required=False,
                max_length=_LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 2, "form": "decide"}),
            )

    def remark_of(self, asked: int) -> forms.BoundField:
        """The field of one value."""
        return self[_name(asked)]

    @property
    def returns(self) -> bool:
        return self.data.get("decision") == self.RETURN

    def clean(self) -> dict[str, object]:
        data = super().clean()
        remarks = {row.pk: word for row in self.asked if (word := data.get(_name(row.pk)))}
        data["remarks"] = remarks
        if data.get("decision") == self.ACCEPT and remarks:
            raise forms.ValidationError(
                _("There are remarks on values: return the report, or clear them to accept it.")
            )
        if data.get("decision") == self.RETURN:
            if not data.get("text") and not remarks and "text" not in self.errors:
                self.add_error("text", _("Give the reason, here or beside a value."))
            if not data.get("rework_due_on") and "rework_due_on" not in self.errors:
                self.add_error("rework_due_on", _("Give the date."))
        return data

    @property
    def typed_words(self) -> str:
        """All that was typed, to be copied where it can no longer be sent."""
        words = [self.data.get("text", "").strip()]
        for row in self.asked:
            if word := self.data.get(_name(row.pk), "").strip():
                words.append(f"{row.indicator.code}: {word}")
        return "\n".join(word for word in words if word)


def _name(asked: int) -> str:
    return f"remark_{asked}"
