"""What the address of the list of reports may say, checked: nothing in it can break the page."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directives.models.as_of import end_of
from indicators.completeness import BY_DAY, CONDITIONS, showing
from indicators.models import Collection
from indicators.models.report import ReportQuerySet
from indicators.waiting import below
from organizations.access import Viewpoint
from organizations.models import Level, Municipality, Organization

OPEN = "open"  # all collections that are open
BELOW = "below"  # bodies directly below one's own
REGIONAL = "region"  # bodies of no municipality: the department and the institute
LABELS = {
    "expected": pgettext_lazy("reports", "Expected"),
    "received": pgettext_lazy("reports", "Received"),
    "in_time": pgettext_lazy("reports", "In time"),
    "accepted": pgettext_lazy("reports", "Accepted"),
    "waiting": gettext_lazy("Wait for a decision"),
    "returned": pgettext_lazy("reports", "Sent back"),
    "not_received": pgettext_lazy("reports", "Not received"),
    "late": pgettext_lazy("reports", "Not received in time"),
    "to_come": pgettext_lazy("reports", "Not received yet, the date is to come"),
    "nil": pgettext_lazy("reports", "No changes"),
}
ANY = ("", gettext_lazy("any"))


class ReportListForm(forms.Form):
    """Conditions on reports on indicators. What is not understood is said and not applied."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=200)
    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    show = forms.ChoiceField(label=gettext_lazy("Show"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Whose"), required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, data, *, user, seen: ReportQuerySet, today: date) -> None:
        super().__init__(data)
        self.user, self.today = user, today
        self.fields["q"].widget.attrs["placeholder"] = _("name, INN")
        self.fields["period"].choices = [ANY, (OPEN, _("all open")), *periods()]
        self.fields["level"].choices = [ANY, *((v, capfirst(n)) for v, n in Level.choices)]
        self.fields["municipality"].choices = [ANY, *_municipalities(user, seen)]
        self.fields["show"].choices = [(name, LABELS[name]) for name in (*CONDITIONS, *BY_DAY)]
        self.fields["whose"].choices = [ANY, (BELOW, _("bodies directly below"))]
        self.fields["organization"].queryset = Organization.objects.visible_to(user)
        self.is_valid()

    @property
    def understood(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def of_one_period(self) -> bool:
        return self.understood.get("period", OPEN) != OPEN

    @property
    def refusals(self) -> list[str]:
        """A sentence for each condition that was not understood."""
        text = _("The condition “%(name)s” was not understood and is not applied.")
        return [text % {"name": self.fields[name].label or name} for name in self.errors]

    def narrow(self, rows: ReportQuerySet) -> ReportQuerySet:
        """The rows that answer to the conditions; of those expected unless told otherwise."""
        said = self.understood
        rows = showing(rows, said.get("show", "expected"), self.today)
        if period := said.get("period"):
            rows = rows.filter(_of_period(period))
        if said.get("whose"):
            rows = rows.filter(below(Viewpoint.of(self.user)))
        if level := said.get("level"):
            rows = rows.filter(organization__level=level)
        if place := said.get("municipality"):
            rows = rows.filter(municipality=None if place == REGIONAL else int(place))
        if body := said.get("organization"):
            rows = rows.filter(organization=body)
        for word in said.get("q", "").split()[:10]:
            rows = rows.filter(
                Q(organization__name__icontains=word)
                | Q(organization__full_name__icontains=word)
                | Q(organization__inn__startswith=word)
            )
        return rows


def _of_period(said: str) -> Q:
    if said == OPEN:
        return Q(collection__closed_at__isnull=True)
    return Q(collection__period=int(said))


def periods(as_of: date | None = None) -> list[tuple[str, str]]:
    """Those that are or were collected, the last one first; as of a day, those opened by then."""
    rows = Collection.objects.select_related("period").order_by(
        "-period__starts_on", "period__kind"
    )
    if as_of:
        rows = rows.filter(opened_at__lt=end_of(as_of))
    return [(str(row.period_id), str(row)) for row in rows]


def _municipalities(user, seen: ReportQuerySet) -> list[tuple[str, str]]:
    rows = Municipality.objects.all()
    if Viewpoint.of(user).everything:
        first = [(REGIONAL, _("Regional level"))]
    else:
        rows, first = rows.filter(pk__in=seen.order_by().values("municipality")), []
    return [*first, *((str(row.pk), row.short_name) for row in rows)]
