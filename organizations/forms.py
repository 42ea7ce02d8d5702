"""Forms of bodies: what is wrong is said beside the field."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.history import version_of
from organizations.models import EducationLevel, Level, Municipality, Organization
from organizations.school_list import numbers
from organizations.school_list.names import match_name
from organizations.school_list.text import display
from organizations.school_list.values import phone

LOCAL = (Level.MUNICIPAL, Level.SCHOOL)
CONTACTS = ["head_name", "phone", "email", "website", "address"]


class NumberField(forms.CharField):
    """ИНН, КПП or ОГРН as people paste them, checked by the rules of the lists of schools."""

    def __init__(self, read, **kwargs) -> None:
        self.read = read
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__(max_length=40, required=False, widget=widget, **kwargs)

    def clean(self, value) -> str:
        """The digits; what a list only warns of, a form asks to correct."""
        text, doubts = super().clean(value), []
        if not text:
            return ""
        try:
            digits = self.read(text, doubts.append)
        except numbers.CellError as error:
            raise forms.ValidationError(str(error)) from error
        if doubts:
            raise forms.ValidationError([str(doubt) for doubt in doubts])
        return digits


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TidiedForm(forms.ModelForm):
    """Stores texts as a list of schools reads them: exported and read again, nothing changes."""

    TEXTS = ("name", "full_name", "head_name", "address", "note", "phone")

    def clean(self):
        cleaned = super().clean()
        for name in self.TEXTS:
            if text := self.cleaned_data.get(name):
                self.cleaned_data[name] = display(text)
        if text := self.cleaned_data.get("phone"):
            # What no list would take for a phone («доб. 12») stays as it was typed.
            self.cleaned_data["phone"] = phone(text, lambda doubt: None) or text
        return cleaned


class ContactsForm(TidiedForm):
    """What a body may correct of itself."""

    class Meta:
        model = Organization
        fields = CONTACTS
        widgets = {
            "phone": forms.TextInput(attrs={"autocomplete": "tel"}),
            "address": forms.Textarea(attrs={"rows": 2}),
        }

    def save(self, commit: bool = True, *, by_the_body: bool = True) -> Organization:
        """What the body itself corrected is noted: a list will not overwrite it unasked."""
        if by_the_body:
            noted = {*self.instance.own_contacts, *self.changed_data}
            self.instance.own_contacts = sorted(noted)
        return super().save(commit)


class OrganizationForm(TidiedForm):
    """A body as staff keep it. Its level is chosen once; whom it answers to follows from it."""

    AUTHORITY, DEPARTMENT = "authority", "department"

    answers_to = forms.ChoiceField(
        label=gettext_lazy("A school answers to"),
        choices=[
            (AUTHORITY, gettext_lazy("the education authority of its municipality")),
            (DEPARTMENT, gettext_lazy("the department directly")),
        ],
        widget=forms.RadioSelect,
        initial=AUTHORITY,
        required=False,
    )
    inn = NumberField(numbers.inn, label=gettext_lazy("INN"))
    kpp = NumberField(numbers.kpp, label=gettext_lazy("KPP"))
    ogrn = NumberField(numbers.ogrn, label=gettext_lazy("OGRN"))
    education_levels = forms.MultipleChoiceField(
        label=gettext_lazy("Education levels"),
        choices=EducationLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organization
        fields = [
            "level", "municipality", "answers_to", "name", "full_name", "inn", "kpp", "ogrn",
            "kind", "education_levels", "settlement", "pupils", *CONTACTS, "opened_on", "note",
            "is_branch", "is_addressee",
        ]  # fmt: skip
        widgets = {
            "full_name": forms.Textarea(attrs={"rows": 2}),
            "address": forms.Textarea(attrs={"rows": 2}),
            "opened_on": _day_input(),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["level"]
            self.initial["version"] = version_of(self.instance)
            parent = self.instance.parent
            direct = parent is not None and parent.level == Level.DEPARTMENT
            self.initial["answers_to"] = self.DEPARTMENT if direct else self.AUTHORITY

    def save(self, commit: bool = True) -> Organization:
        self.instance.match_name = match_name(self.instance.name)
        self.instance.match_full_name = match_name(self.instance.full_name)
        return super().save(commit)

    @property
    def level(self) -> str:
        return self.instance.level if self.instance.pk else self.cleaned_data.get("level", "")

    @property
    def is_stale(self) -> bool:
        """Whether somebody saved this body after the page was opened."""
        return bool(self.instance.pk) and self.cleaned_data.get("version") != version_of(
            self.instance
        )

    def clean(self):
        cleaned = super().clean()
        if self.is_stale:
            self.add_error(
                None,
                _(
                    "Somebody saved this organization while the page was open. Nothing you typed "
                    "is lost: compare it with the changes below and save once more."
                ),
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(version_of(self.instance))
        self._place(cleaned)
        self._refuse_a_taken_ogrn(cleaned)
        return cleaned

    def _place(self, cleaned: dict) -> None:
        """Municipality and the body above, as the level asks for them."""
        body, municipality = self.instance, cleaned.get("municipality")
        if self.level not in LOCAL:
            cleaned["municipality"] = None
        elif municipality is None and "municipality" not in self.errors:
            self.add_error("municipality", _("Choose the municipality."))
        if self.level == Level.DEPARTMENT:
            body.parent = None
            return
        if self._would_orphan_schools(municipality):
            self.add_error(
                "municipality", _("Schools answer to this authority: it can not be moved.")
            )
        body.parent = self._above(cleaned.get("answers_to"), municipality)

    def _would_orphan_schools(self, municipality: Municipality | None) -> bool:
        body = self.instance
        return (
            body.pk is not None
            and self.level == Level.MUNICIPAL
            and body.municipality != municipality
            and body.subordinates.exists()
        )

    def _above(self, answers_to: str, municipality: Municipality | None) -> Organization | None:
        level = Level.DEPARTMENT
        found = Organization.objects.filter(level=level)
        if self.level == Level.SCHOOL and answers_to != self.DEPARTMENT:
            found = Organization.objects.filter(
                level=Level.MUNICIPAL, municipality=municipality, closed_on__isnull=True
            )
        parent = found.exclude(pk=self.instance.pk).first()
        if parent is None and not self.errors:
            self.add_error(
                "answers_to" if self.level == Level.SCHOOL else None,
                _("The body this organization answers to is not in the list yet: add it first."),
            )
        return parent

    def _refuse_a_taken_ogrn(self, cleaned: dict) -> None:
        ogrn = cleaned.get("ogrn")
        if not ogrn or cleaned.get("is_branch"):
            return
        others = Organization.objects.filter(ogrn=ogrn, is_branch=False)
        if other := others.exclude(pk=self.instance.pk).first():
            self.add_error("ogrn", _("This OGRN belongs to: %(name)s.") % {"name": other})


class CloseForm(forms.Form):
    """When, why, and who takes over."""

    closed_on = forms.DateField(label=gettext_lazy("Closed on"), widget=_day_input())
    successor = forms.ModelChoiceField(
        label=gettext_lazy("Successor"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("A link for readers: assignments are not passed on."),
    )
    text = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It is written into the history of each cancelled assignment."),
    )
    # The day for which the page has said what will happen.
    counted_for = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, organization: Organization, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["successor"].queryset = (
            Organization.objects.filter(
                level=organization.level,
                municipality=organization.municipality_id,
                closed_on__isnull=True,
                voided_at__isnull=True,
            )
            .exclude(pk=organization.pk)
            .order_by("sort_key")
        )

    def clean_closed_on(self):
        closed_on = self.cleaned_data["closed_on"]
        opened_on = self.organization.opened_on
        if opened_on and closed_on < opened_on:
            raise forms.ValidationError(_("The closing date is before the opening date."))
        return closed_on

    def clean(self):
        cleaned = super().clean()
        below = self.organization.subordinates.filter(
            closed_on__isnull=True, voided_at__isnull=True
        ).count()
        if below:
            raise forms.ValidationError(
                _("%(count)s working organizations answer to it: move or close them first.")
                % {"count": below}
            )
        return cleaned

    @property
    def is_confirmed(self) -> bool:
        """Whether what will happen was shown for this very day."""
        return self.cleaned_data["counted_for"] == self.cleaned_data["closed_on"]
