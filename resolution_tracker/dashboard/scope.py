"""What an address narrows a figure to, by the names every list of assignments speaks."""

from datetime import date

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from directives.models import Assignment
from directives.models.assignment import AssignmentQuerySet
from resolution_tracker.dashboard.filters import AssignmentFilter
from resolution_tracker.dashboard.sight import PARAMETER, Sight
from resolution_tracker.templatetags.wording import short_date

# Named outright, an item is shown whatever resolution it stands in.
_NAMED = ("resolution", "directive")
# Which rows of the scope are listed, in what order, as what: no part of the scope.
_NOT_SCOPE = ("show", "sort", "format", "of", PARAMETER)
# In the links of the front page; there is one to speak of.
_UNSAID = {"resolution"}


class Scope:
    """Assignments that count for this person, narrowed by the address; nothing else is read."""

    def __init__(self, sight: Sight, data: QueryDict) -> None:
        self.sight = sight
        kept = data.copy()
        for name in list(kept):
            if name in _NOT_SCOPE or name.endswith("page"):
                del kept[name]
        self._filter = AssignmentFilter(
            kept, _base(sight, kept), today=sight.day, is_drawn=False, known=_known(sight)
        )
        self._data = kept

    @property
    def rows(self) -> AssignmentQuerySet:
        return self._filter.qs

    @cached_property
    def values(self) -> dict[str, object]:
        """What the address asks and was understood."""
        cleaned = getattr(self._filter.form, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value not in (None, "")}

    @property
    def query(self) -> dict[str, str]:
        """The same scope for another address, without the day."""
        return {name: self._data[name] for name in self.values}

    @cached_property
    def conditions(self) -> list[tuple[str, str]]:
        """Each condition in words: its name and its value."""
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
        fields = self._filter.form.fields
        return [
            _("The condition “%(name)s” was not understood and is not applied.")
            % {"name": fields[name].label or name}
            for name in self._filter.form.errors
        ]


def _base(sight: Sight, data: QueryDict) -> AssignmentQuerySet:
    if not any(data.get(name) for name in _NAMED):
        return sight.counted
    return Assignment.objects.as_of(sight.as_of) if sight.only_totals else sight.rows


def _known(sight: Sight) -> AssignmentQuerySet:
    """Whose bodies one may ask for, whether or not they had anything to do that day."""
    every = Assignment.objects.all()
    return every if sight.only_totals else every.visible_to(sight.view)
