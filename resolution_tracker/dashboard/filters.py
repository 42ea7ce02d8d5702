"""What the address of a list may say, checked as a form: nothing in it can break the page."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directives import completion, conditions, deciding
from directives.checkpoint_counts import MISSING, with_mark
from directives.models import (
    Assignment,
    Checkpoint,
    Directive,
    MarkState,
    ReportingPeriod,
    Resolution,
    Status,
    Theme,
)
from organizations.models import Level, Municipality, Organization

REGIONAL = "region"  # bodies of no municipality: the department and the institute
CURRENT, ONE_OFF = "current", "once"

# What a person chooses from; the links of figures know more names.
OFFERED = [
    "overdue", "not_reported", "submitted", "returned", "executed", "not_executed", "not_due",
    "substantiated", "accepted_late", "extended", "on_behalf", "waiting_request",
    "review_overdue", "left_out",
]  # fmt: skip
MARKS = [
    (MarkState.DONE, _("done")),
    (MISSING, _("not done")),
    (MarkState.NOT_APPLICABLE, _("not applicable")),
]


def _capitalised(label) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def _shown() -> list:
    """The offered conditions, then the rest: a link may name any of them."""
    rest = [name for name in conditions.CONDITIONS if name not in OFFERED]
    return [(name, _capitalised(conditions.LABELS[name])) for name in OFFERED + rest]


def _municipalities() -> list[tuple[str, str]]:
    rows = Municipality.objects.values_list("pk", "short_name")
    return [(REGIONAL, _("Regional level")), *((str(pk), name) for pk, name in rows)]


def _themes() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Theme.objects.values_list("pk", "short_name")]


def _directives() -> list[tuple[str, str]]:
    rows = Directive.objects.filter(published_at__isnull=False)
    return [(str(row.pk), f"{row.number} {row.one_line[:60]}") for row in rows]


def _periods() -> list[tuple[str, str]]:
    rows = ReportingPeriod.objects.filter(opened_at__isnull=False).order_by("-starts_on", "kind")
    return [
        (CURRENT, _("Current: one-off items and the current periods")),
        (ONE_OFF, _("One-off items")),
        *((str(row.pk), row.full_name) for row in rows),
    ]


_CHOICES = {
    "municipality": _municipalities,
    "directive": _directives,
    "period": _periods,
    "theme": _themes,
    "show": _shown,
}


class AssignmentFilter(django_filters.FilterSet):
    """Every list of assignments, its CSV and the links of all figures speak these names."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("name, INN, text of the item")}),
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), field_name="directive__level", choices=Level.choices
    )
    municipality = django_filters.ChoiceFilter(label=_("Municipality"), method="in_municipality")
    directive = django_filters.ChoiceFilter(label=_("Item"))
    period = django_filters.ChoiceFilter(label=_("Period"), method="in_period")
    theme = django_filters.ChoiceFilter(label=_("Theme"), field_name="directive__themes")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)
    show = django_filters.ChoiceFilter(label=_("Show"), method="in_condition")
    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"), queryset=Organization.objects.none(), widget=forms.HiddenInput
    )
    resolution = django_filters.ModelChoiceFilter(
        field_name="directive__resolution",
        queryset=Resolution.objects.all(),
        widget=forms.HiddenInput,
    )
    due = django_filters.DateFilter(
        label=_("Due on"), field_name="due_on", widget=forms.HiddenInput
    )
    checkpoint = django_filters.ModelChoiceFilter(
        label=_("Checkpoint"),
        queryset=Checkpoint.objects.all(),
        widget=forms.HiddenInput,
        method="skip",
    )
    mark = django_filters.ChoiceFilter(
        label=_("Mark"), choices=MARKS, method="marked", widget=forms.HiddenInput
    )
    # What those who review do: the figures of discipline lead here.
    reviewer = django_filters.ModelChoiceFilter(
        label=_("Reviewing body"),
        queryset=Organization.objects.filter(level__in=[Level.DEPARTMENT, Level.MUNICIPAL]),
        widget=forms.HiddenInput,
        method="skip",
    )
    reviewing = django_filters.ChoiceFilter(
        label=_("Review"),
        choices=list(deciding.LABELS.items()),
        method="in_review",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def __init__(
        self,
        data,
        queryset: QuerySet[Assignment],
        *,
        today: date,
        is_drawn: bool = True,
        known: QuerySet[Assignment] | None = None,
    ) -> None:
        """`is_drawn`: whether a form will offer the choices; else only those asked are read.

        `known`: rows whose bodies one may ask for; on an earlier day they may have had none yet.
        """
        self.today = today
        super().__init__(data, queryset)
        for name, choices in _CHOICES.items():  # read once: for checking, drawing and the chips
            self.filters[name].extra["choices"] = choices() if is_drawn or data.get(name) else []
        for each in self.filters.values():
            if "choices" in each.extra:
                each.extra["empty_label"] = _("any")
        bodies = (queryset if known is None else known).order_by().values("organization")
        self.filters["organization"].queryset = Organization.objects.filter(pk__in=bodies)

    def less(self, name: str) -> QuerySet[Assignment]:
        """The rows as if one condition had not been set."""
        rows = self.queryset.all()
        for other, value in self.form.cleaned_data.items():
            if other != name:
                rows = self.filters[other].filter(rows, value)
        return rows

    def search(self, rows, name: str, value: str):
        """Each word must occur somewhere: in the body's names, its INN or the item's text."""
        for word in value.split()[:10]:
            rows = rows.filter(
                Q(organization__name__icontains=word)
                | Q(organization__full_name__icontains=word)
                | Q(organization__inn__startswith=word)
                | Q(directive__text__icontains=word)
                | Q(directive__number=word)
            )
        return rows

    def in_municipality(self, rows, name: str, value: str):
        if value == REGIONAL:
            return rows.filter(municipality__isnull=True)
        return rows.filter(municipality=int(value))

    def in_period(self, rows, name: str, value: str):
        if value == CURRENT:
            return completion.current(rows, self.today)
        if value == ONE_OFF:
            return rows.filter(period__isnull=True)
        return rows.filter(period=int(value))

    def in_condition(self, rows, name: str, value: str):
        return rows.showing(value, self.today)

    def skip(self, rows, name: str, value):
        """A checkpoint or a body alone means nothing: `mark` and `reviewing` read them."""
        return rows

    def marked(self, rows, name: str, value: str):
        checkpoint = self.form.cleaned_data.get("checkpoint")
        return with_mark(rows, checkpoint, value) if checkpoint else rows

    def in_review(self, rows, name: str, value: str):
        body = self.form.cleaned_data.get("reviewer")
        return rows.filter(deciding.reviewing(value, self.today, body and body.pk))
