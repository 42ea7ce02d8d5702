"""What an address narrows a figure to, by the names every list of assignments speaks."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from directives.models import Assignment
from directives.models.assignment import AssignmentQuerySet
from resolution_tracker.dashboard.filters import CURRENT, AssignmentFilter
from resolution_tracker.dashboard.sight import PARAMETER, Sight
from resolution_tracker.templatetags.wording import short_date

# Named outright, an item is shown whatever resolution it stands in.
_NAMED = ("resolution", "directive")
# Which rows of the scope are listed, in what order, as what: no part of the scope.
_NOT_SCOPE = ("show", "sort", "format", "of", PARAMETER)
# What narrows to single bodies: a reader from outside asks for sums of many alone.
_OF_BODIES = ("organization", "q", "checkpoint", "mark", "reviewer", "reviewing")
# In the links of the front page; there is one to speak of.
_UNSAID = {"resolution"}
# Conditions that mean the same rows whatever is recorded: all but what depends on other rows.
_PLAIN = {
    "level", "municipality", "directive", "period", "theme", "status", "organization",
    "resolution", "due",
}  # fmt: skip


@dataclass(frozen=True)
class Rows:
    """The rows of a scope as an argument of `written` queries: the same scope, the same text.

    `once` is an object of its own where they hold for this time only.
    """

    sight: Sight
    asked: tuple[tuple[str, str], ...]
    is_named: bool
    once: object
    found: AssignmentQuerySet = field(compare=False, repr=False)


class Scope:
    """Assignments that count for this person, narrowed by the address; nothing else is read."""

    def __init__(self, sight: Sight, data: QueryDict) -> None:
        self.sight = sight
        kept = data.copy()
        for name in list(kept):
            if name in _NOT_SCOPE or name.endswith("page"):
                del kept[name]
        self._data = kept

    @cached_property
    def _filter(self) -> AssignmentFilter:
        sight, data = self.sight, self._data
        return AssignmentFilter(
            data, _base(sight, data), today=sight.day, is_drawn=False, known=_known(sight)
        )

    @property
    def tells_of_bodies(self) -> bool:
        """Whether what is asked could say how a single body does."""
        return any(self._data.get(name) for name in _OF_BODIES)

    @cached_property
    def rows(self) -> AssignmentQuerySet:
        return self._filter.qs if self._asks else _base(self.sight, self._data)

    @cached_property
    def lasting(self) -> Rows:
        """The same for `written` queries."""
        asked = tuple(sorted(self.query.items()))
        is_plain = all(name in _PLAIN and value != CURRENT for name, value in asked)
        once = None if is_plain else object()
        return Rows(self.sight, asked, _names(self._data), once, self.rows)

    @cached_property
    def _asks(self) -> bool:
        """Whether there is anything to understand: a form costs more than the rows."""
        return any(name in self._data for name in AssignmentFilter.base_filters)

    @cached_property
    def values(self) -> dict[str, object]:
        """What the address asks and was understood."""
        if not self._asks:
            return {}
        cleaned = getattr(self._filter.form, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value not in (None, "")}

    @property
    def query(self) -> dict[str, str]:
        """The same scope for another address, without the day."""
        return {name: self._data[name] for name in self.values}

    @cached_property
    def conditions(self) -> list[tuple[str, str]]:
        """Each condition in words: its name and its value."""
        if not self.values:
            return []
        fields = self._filter.form.fields
        return [
            (str(fields[name].label), self._said(name, value))
            for name, value in self.values.items()
            if name not in _UNSAID
        ]

    def _said(self, name: str, value: object) -> str:
        if isinstance(value, date):
            return short_date(value)
        choices = dict(getattr(self._filter.form.fields[name], "choices", ()))
        return str(choices.get(value, value)) if isinstance(value, str) else str(value)

    @cached_property
    def errors(self) -> list[str]:
        """One sentence for each condition that was not understood, and so not applied."""
        if not self._asks:
            return []
        fields = self._filter.form.fields
        return [
            _("The condition “%(name)s” was not understood and is not applied.")
            % {"name": fields[name].label or name}
            for name in self._filter.form.errors
        ]


def _names(data: QueryDict) -> bool:
    return any(data.get(name) for name in _NAMED)


def _base(sight: Sight, data: QueryDict) -> AssignmentQuerySet:
    if not _names(data):
        return sight.counted
    return Assignment.objects.as_of(sight.as_of) if sight.only_totals else sight.rows


def _known(sight: Sight) -> AssignmentQuerySet:
    """Whose bodies one may ask for, whether or not they had anything to do that day."""
    every = Assignment.objects.all()
    return every if sight.only_totals else every.visible_to(sight.view)
