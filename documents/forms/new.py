"""A new document: about whom, over which period, as of which day."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directives.forms.control import date_field
from directives.models import ReportingPeriod
from documents.access import Scopes, issuers
from documents.models import Document
from documents.words import period_of
from documents.writing import Subject
from organizations.models import Level, Municipality, Organization

REGION = "region"


class NewForm(forms.Form):
    """The choices are those of the person's own bodies; nothing else can be asked for."""

    whose = forms.ChoiceField(label=_("Whose execution"))
    period = forms.ModelChoiceField(
        ReportingPeriod.objects.none(),
        label=_("Period"),
        required=False,
        empty_label=_("other days, given below"),
    )
    starts_on = date_field(
        _("From"), required=False, help_text=_("Only without a period above, as 01.09.2026.")
    )
    ends_on = date_field(_("To"), required=False)
    as_of = date_field(
        _("As of"), help_text=_("All figures are taken as they stood at the end of this day.")
    )

    def __init__(self, data=None, *, user, today: date, replaces: Document | None = None) -> None:
        self.today, self.replaces = today, replaces
        self.issuers = {body.pk: body for body in issuers(user)}
        super().__init__(data, initial=self._initial())
        self.fields["whose"].choices = self._choices()
        opened = Q(opened_at__isnull=False) | Q(pk=replaces.period_id if replaces else None)
        periods = ReportingPeriod.objects.filter(opened, starts_on__lte=today)
        self.fields["period"].queryset = periods.order_by("-starts_on", "kind")
        self.fields["period"].label_from_instance = period_of

    def _initial(self) -> dict[str, object]:
        if not self.replaces:
            return {"as_of": self.today}
        was = self.replaces
        return {
            "whose": f"{was.issued_by_id}:{_key(was.municipality_id, was.organization_id)}",
            "period": was.period_id, "starts_on": was.starts_on, "ends_on": was.ends_on,
            "as_of": was.as_of,
        }  # fmt: skip

    def _choices(self) -> list:
        """By the body that issues the document, where a person writes for several."""
        groups = [
            (body.name, _choices_of(body))
            for body in self.issuers.values()
            if self.replaces is None or body.pk == self.replaces.issued_by_id
        ]
        if self.replaces:
            wanted = self._initial()["whose"]
            return [row for _name, rows in groups for row in _flat(rows) if row[0] == wanted]
        return groups[0][1] if len(groups) == 1 else [(n, _flat(rows)) for n, rows in groups]

    def clean(self) -> dict[str, object]:
        data = super().clean()
        period = data.get("period")
        if period:
            data["starts_on"], data["ends_on"] = period.starts_on, period.ends_on
        for name in ("starts_on", "ends_on"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Choose a period or give its first and last day."))
        starts, ends, as_of = (data.get(name) for name in ("starts_on", "ends_on", "as_of"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The period ends before it starts."))
        if as_of and as_of > self.today:
            self.add_error("as_of", _("That day has not come."))
        elif as_of and starts and as_of < starts:
            self.add_error("as_of", _("On that day the period had not begun."))
        return data

    @property
    def issuer(self) -> Organization:
        return self.issuers[int(self.cleaned_data["whose"].partition(":")[0])]

    @property
    def subject(self) -> Subject:
        data = self.cleaned_data
        _issuer, _colon, key = data["whose"].partition(":")
        return Subject(
            data["starts_on"],
            data["ends_on"],
            data["as_of"],
            data["period"],
            Municipality.objects.get(pk=int(key[1:])) if key.startswith("m") else None,
            Organization.objects.get(pk=int(key[1:])) if key.startswith("o") else None,
        )


def _key(municipality: int | None, organization: int | None) -> str:
    return f"m{municipality}" if municipality else f"o{organization}" if organization else REGION


def _flat(choices: list) -> list[tuple[str, str]]:
    found = []
    for key, label in choices:
        found += label if isinstance(label, list) else [(key, label)]
    return found


def _choices_of(issuer: Organization) -> list:
    """The region and municipalities first, then bodies: the department's own, then schools."""
    scopes, choices = Scopes(issuer), []
    if scopes.has_region:
        choices.append((f"{issuer.pk}:{REGION}", _("The region as a whole")))
    places = [(f"{issuer.pk}:m{pk}", name) for pk, name in
              scopes.municipalities().values_list("pk", "name")]  # fmt: skip
    bodies = [], []
    rows = scopes.organizations().values_list("pk", "name", "level", "municipality__short_name")
    for pk, name, level, place in rows.order_by("municipality__sort_key", "sort_key", "pk"):
        is_school = level == Level.SCHOOL
        said = f"{name}, {place}" if is_school and scopes.has_region else name
        bodies[is_school].append((f"{issuer.pk}:o{pk}", said))
    groups = [(_("Municipalities"), places), (_("Bodies"), bodies[0]), (_("Schools"), bodies[1])]
    there = [(label, rows) for label, rows in groups if rows]
    if not choices and sum(len(rows) for _label, rows in there) <= 1:
        return _flat(there)
    return choices + there
