"""Whose eyes look, and at which day: every screen, list and export begins with it."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from directives.completion import Measures
from directives.day_asked import PARAMETER, day_asked
from directives.figures import Figures
from directives.models import Assignment, Resolution
from directives.models.as_of import end_of
from directives.models.assignment import AssignmentQuerySet
from organizations.access import Viewpoint


@dataclass(frozen=True)
class Sight:
    """A viewpoint and a day. Hashable: what is `written` may take it as an argument.

    `day` is what conditions take for today; `as_of` the same day where the address asks for the
    state of a date, None where things are shown as they stand.
    """

    view: Viewpoint
    day: date
    as_of: date | None = None

    @property
    def only_totals(self) -> bool:
        """A reader from outside: sums of everything, and no way to the rows."""
        return self.view.only_reads

    @property
    def rows(self) -> AssignmentQuerySet:
        """Assignments this person may open, as they stood."""
        return Assignment.objects.as_of(self.as_of).visible_to(self.view)

    @property
    def listed(self) -> AssignmentQuerySet:
        """Of the rows one may open those of the resolution in force: what every figure counts."""
        return _in_force(self.rows)

    @property
    def counted(self) -> AssignmentQuerySet:
        """Assignments of the resolution in force whose totals this person may see."""
        return _in_force(Assignment.objects.as_of(self.as_of)) if self.only_totals else self.listed

    def figures(self, measures: Measures, **scope: object) -> Figures:
        """Figures whose links lead to rows of the same day; a reader's lead nowhere."""
        return Figures(measures, opens=not self.only_totals, **scope, **self.asked)

    def has_been(self, at: datetime | None) -> bool:
        """Whether it had happened by the end of the day shown."""
        return at is not None and (self.as_of is None or at < end_of(self.as_of))

    @property
    def asked(self) -> dict[str, str]:
        """What an address needs to lead to the same day."""
        return {PARAMETER: self.as_of.isoformat()} if self.as_of else {}

    @property
    def tail(self) -> str:
        """The same as text, for addresses a template writes; nothing of a live sight."""
        return urlencode(self.asked)

    def address(self, path: str, **query: object) -> str:
        """An address of the same day; None among the query is left out."""
        given = {name: value for name, value in query.items() if value is not None} | self.asked
        return f"{path}?{urlencode(given)}" if given else path


def _in_force(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    return rows.filter(directive__resolution__in=Resolution.objects.latest_in_force())


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and a sentence where it cannot be had."""

    sight: Sight
    refusal: str = ""


def sight_of(request: HttpRequest, today: date) -> Asked:
    """The sight of this request: live unless `?as_of=` names a day that has come."""
    asked = day_asked(request.GET, today)
    sight = Sight(Viewpoint.of(request.user), asked.day, asked.as_of)
    return Asked(sight, asked.refusal)


def now() -> tuple[date, datetime]:
    """The clock, for views: the local day and the moment."""
    at = timezone.now()
    return timezone.localdate(at), at
