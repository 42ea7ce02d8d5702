"""A list as its address describes it: rows, the conditions in words, what is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.forms import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directives import completion
from directives.conditions import LABELS
from directives.models import Assignment
from resolution_tracker.dashboard.filters import REGIONAL, AssignmentFilter
from resolution_tracker.dashboard.sight import PARAMETER, Sight
from resolution_tracker.templatetags.wording import short_date

# Of what each shown group is a part.
_OF_COME_DUE = "executed not_executed on_time on_time_original expected_reported".split()
_OF_ACCEPTED = "first_pass accepted_late".split()
_OF_APPLICABLE = (
    "come_due not_due accepted substantiated submitted returned overdue not_reported reported "
    "extended not_started in_progress"
).split()
WHOLE = (
    dict.fromkeys(_OF_COME_DUE, "come_due")
    | dict.fromkeys(_OF_ACCEPTED, "accepted")
    | dict.fromkeys(_OF_APPLICABLE, "applicable")
)
_NAMED = ("resolution", "directive")
_UNSEEN = {"resolution"}  # in the links of the front page; there is one to speak of
_CHOSEN = {
    "level",
    "municipality",
    "directive",
    "period",
    "theme",
    "status",
    "show",
    "mark",
    "reviewing",
}
_TOGETHER = {
    "checkpoint": ("mark",),
    "mark": ("checkpoint",),
    "reviewer": ("reviewing",),
    "reviewing": ("reviewer",),
}


@dataclass(frozen=True)
class Chip:
    """One active condition and the address without it."""

    label: str
    value: str
    without: str


class Listing:
    """Assignments one may see, as they stood on the day, narrowed by the address."""

    def __init__(self, sight: Sight, data: QueryDict, fixed: Mapping[str, str] | None = None):
        self.sight, self.today = sight, sight.day
        self.data = data.copy()
        self.data.update(fixed or {})
        self.fixed = set(fixed or {})
        if sight.as_of is None:  # a day that was refused goes no further
            self.data.pop(PARAMETER, None)
        # As of figures: another resolution's rows are listed where the address names it.
        self.seen = sight.rows if any(self.data.get(name) for name in _NAMED) else sight.listed
        now = Assignment.objects.visible_to(sight.view)
        self.filter = AssignmentFilter(self.data, self.seen, today=sight.day, known=now)
        self.rows = self.filter.qs

    @cached_property
    def drawn(self) -> list[BoundField]:
        """The conditions to choose from; to those who see a part of the region, only what is there.

        A field with one thing to choose is left out, unless the address asks it.
        """
        fields = [field for field in self.filter.form if field.name not in self.fixed]
        if self.sight.view.everything:
            return fields
        offered = self._offered
        for field in fields:
            if field.name in offered:
                widget = field.field.widget
                widget.choices = [
                    choice for choice in widget.choices if str(choice[0]) in offered[field.name]
                ]
        return [
            field
            for field in fields
            if len(offered.get(field.name, "...")) > 2 or field.name in self.values
        ]

    @property
    def is_one_place(self) -> bool:
        """Whether all rows stand in one municipality: to name it in each of them says nothing."""
        if "municipality" in self.values:
            return True
        return not self.sight.view.everything and len(self._offered["municipality"]) <= 2

    @cached_property
    def _offered(self) -> dict[str, set[str]]:
        """What occurs in the rows one may see, and “any”. One query."""
        names = ("municipality", "level", "directive")
        rows = self.seen.order_by().values_list("municipality", "directive__level", "directive")
        found: dict[str, set[str]] = {name: {""} for name in names}
        for row in rows.distinct():
            for name, value in zip(names, row, strict=True):
                found[name].add(REGIONAL if value is None else str(value))
        return found

    @cached_property
    def errors(self) -> list[str]:
        """One sentence for each condition that was not understood, and so not applied."""
        labels = {name: field.label for name, field in self.filter.form.fields.items()}
        return [
            _("The condition “%(name)s” was not understood and is not applied.")
            % {"name": labels[name] or name}
            for name in self.filter.form.errors
        ]

    @cached_property
    def values(self) -> dict[str, object]:
        """What the address asks and was understood."""
        form = self.filter.form
        cleaned = form.cleaned_data if hasattr(form, "cleaned_data") else {}
        return {name: value for name, value in cleaned.items() if value not in (None, "")}

    @cached_property
    def chips(self) -> list[Chip]:
        """The conditions of the rows, and the day if it is not today."""
        fields = self.filter.form.fields
        chips = [
            Chip(str(fields[name].label), self._said(name, value), self._without(name))
            for name, value in self.values.items()
            if name not in _UNSEEN | self.fixed
        ]
        if day := self.sight.as_of:
            chips.append(Chip(_("State on"), short_date(day), self._without(PARAMETER)))
        return chips

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """The same for a file, which says its day by itself; and what it was fixed to."""
        shown = [(chip.label, chip.value) for chip in self.chips]
        fixed = [(str(self.filter.form.fields[name].label), self._said(name, self.values[name]))
                 for name in self.fixed]  # fmt: skip
        return fixed + (shown[:-1] if self.sight.as_of else shown)

    def _said(self, name: str, value: object) -> str:
        if isinstance(value, date):
            return short_date(value)
        if name in _CHOSEN:
            return str(dict(self.filter.form.fields[name].choices).get(value, value))
        return str(value)

    def _without(self, name: str) -> str:
        return f"?{self._query_less(name, 'page', *_TOGETHER.get(name, ()))}"

    def _query_less(self, *names: str) -> str:
        query = self.data.copy()
        for gone in (*names, *self.fixed):
            query.pop(gone, None)
        return query.urlencode()

    @cached_property
    def explained(self) -> SafeString:
        """Of how many the shown rows are a part, and what is left out. One query, or none."""
        show = self.values.get("show")
        if show not in WHOLE:
            return SafeString("")
        scope = {name: self.data[name] for name in self.values if name != "show"}
        measures = completion.measure(self.filter.less("show"), self.today)
        figures, whole = self.sight.figures(measures, **scope), WHOLE[show]
        said = format_html(
            "{}: {}",
            capfirst(LABELS[show]),
            format_html(_("%(n)s of %(of)s") % {"n": "{}", "of": "{}"},
                        figures.number(show), figures.number(whole)),
        )  # fmt: skip
        left_out = figures.phrases(["not_applicable", "waived", "cancelled"])
        if not left_out:
            return format_html("{} ({}).", said, LABELS[whole])
        return format_html("{} ({}). {}: {}.", said, LABELS[whole], _("Left out"), left_out)

    @property
    def notes(self) -> list[str]:
        """The same for a file, and what was not understood."""
        return [*self.errors, *([strip_tags(self.explained)] if self.explained else [])]
