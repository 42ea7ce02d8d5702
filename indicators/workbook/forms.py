"""What a person uploads: a workbook, of which period and for whom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.collecting import may_collect
from indicators.models import Collection, Purpose
from indicators.workbook.scope import Scope, senders
from organizations.models import Level, User

TYPES = ".xlsx,.xls,.ods,.csv"
THE_REGION = "region"


def open_collections() -> list[Collection]:
    rows = Collection.objects.filter(closed_at__isnull=True).select_related("period")
    return list(rows.order_by("-period__starts_on", "period__kind"))


class UploadForm(forms.Form):
    """Whoever reports for one body in one open period is asked for the file only."""

    file = forms.FileField(
        label=_("Filled-in workbook"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or .csv, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": TYPES}),
        error_messages={"required": _("Choose a file.")},
        allow_empty_file=True,  # the reader has the better sentence
    )
    collection = forms.ChoiceField(label=_("Period"))
    whose = forms.ChoiceField(label=_("Whose figures are in it"))

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.collections = {str(row.pk): row for row in open_collections()}
        self.bodies = {str(body.pk): body for body in senders(user)}
        choices = [(key, _whose(body)) for key, body in self.bodies.items()]
        if may_collect(user):
            choices.append((THE_REGION, _("The region: exams and registers")))
        self.fields["collection"].choices = [
            (key, row.period.full_name) for key, row in self.collections.items()
        ]
        self.fields["whose"].choices = choices
        for name in ("collection", "whose"):
            offered = {key for key, _label in self.fields[name].choices}
            if self.initial.get(name) not in offered:  # an address may name what is closed by now
                self.initial.pop(name, None)
            if len(self.fields[name].choices) == 1:
                field = self.fields[name]
                field.initial, field.widget, field.required = (
                    field.choices[0][0], forms.HiddenInput(), False,
                )  # fmt: skip

    @property
    def settled(self) -> list[tuple[str, str]]:
        """What is not asked because there is one answer: label and answer."""
        return [
            (field.label, field.choices[0][1])
            for name in ("whose", "collection")
            for field in [self.fields[name]]
            if len(field.choices) == 1
        ]

    def _said(self, name: str) -> str:
        return self.cleaned_data.get(name) or self.fields[name].choices[0][0]

    @property
    def scope(self) -> Scope:
        collection = self.collections[self._said("collection")]
        whose = self._said("whose")
        if whose == THE_REGION:
            return Scope(collection, Purpose.REGION)
        return Scope(collection, Purpose.REPORTS, self.bodies[whose])


def _whose(body) -> str:
    if body.level == Level.MUNICIPAL:
        return _("%(name)s and its schools") % {"name": body.name}
    return body.name
