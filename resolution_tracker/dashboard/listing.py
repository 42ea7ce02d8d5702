"""A list as its address describes it: rows, the conditions in words, what is left out."""

from dataclasses import dataclass
from datetime import date

from django.forms import BoundField
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directives import completion
from directives.conditions import LABELS
from directives.figures import Figures
from directives.models import Assignment
from organizations.access import Viewpoint
from resolution_tracker.dashboard.filters import REGIONAL, AssignmentFilter
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
_UNSEEN = {"resolution"}  # in the links of the front page; there is one to speak of
_CHOSEN = {"level", "municipality", "directive", "period", "theme", "status", "show", "mark"}
_TOGETHER = {"checkpoint": ("mark",), "mark": ("checkpoint",)}


@dataclass(frozen=True)
class Chip:
    """One active condition and the address without it."""

    label: str
    value: str
    without: str


class Listing:
    """Assignments one may see, narrowed by the address."""

    def __init__(self, user, data: QueryDict, today: date, fixed: dict | None = None) -> None:
        self.today = today
        self.user = user
        self.data = data.copy()
        self.data.update(fixed or {})
        self.fixed = set(fixed or {})
        self.seen = Assignment.objects.visible_to(user)
        self.filter = AssignmentFilter(self.data, self.seen, today=today)
        self.rows = self.filter.qs

    @cached_property
    def drawn(self) -> list[BoundField]:
        """The conditions to choose from; to those who see a part of the region, only what is there.

        A field with one thing to choose is left out, unless the address asks it.
        """
        fields = [field for field in self.filter.form if field.name not in self.fixed]
        if Viewpoint.of(self.user).everything:
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
        sees_all = Viewpoint.of(self.user).everything
        return not sees_all and len(self._offered["municipality"]) <= 2

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
        fields = self.filter.form.fields
        return [
            Chip(str(fields[name].label), self._said(name, value), self._without(name))
            for name, value in self.values.items()
            if name not in _UNSEEN | self.fixed
        ]

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

    @property
    def query(self) -> str:
        """The address's own conditions, without the page: for the download."""
        return self._query_less("page", "format")

    @cached_property
    def explained(self) -> SafeString:
        """Of how many the shown rows are a part, and what is left out. One query, or none."""
        show = self.values.get("show")
        if show not in WHOLE:
            return SafeString("")
        scope = {name: self.data[name] for name in self.values if name != "show"}
        measures = completion.measure(self.filter.less("show"), self.today)
        figures, whole = Figures(measures, **scope), WHOLE[show]
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
