"""What the address asks: which two days, in which order rows stand, narrowed to what."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.day_asked import PARAMETER, day_of
from directives.models import Assignment, Directive, Resolution
from directives.written import planned, together
from organizations import region
from organizations.access import Viewpoint
from organizations.models import Level, Municipality
from resolution_tracker.dashboard.filters import REGIONAL
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.themes.words import NAMES

# Unless told, today is compared with the day so long ago.
DAYS_BACK = 30
ITEM, LEVEL, PLACE = "item", "level", "municipality"
BY = {
    ITEM: gettext_lazy("By item"),
    LEVEL: gettext_lazy("By level"),
    PLACE: gettext_lazy("By municipality"),
}


@dataclass(frozen=True)
class Narrow:
    """What the figures are narrowed to; empty: to nothing. Hashable, for `planned` queries."""

    level: str = ""
    municipality: str = ""
    directive: str = ""

    def condition(self, *, place: bool = True) -> Q:
        """On assignments. Without `place` a territory is left to the caller."""
        found = Q()
        if self.level:
            found &= Q(directive__level=self.level)
        if self.directive:
            found &= Q(directive=int(self.directive))
        return found & self.in_place() if place else found

    def in_place(self, column: str = "municipality") -> Q:
        if not self.municipality:
            return Q()
        if self.municipality == REGIONAL:
            return Q(**{f"{column}__isnull": True})
        return Q(**{column: int(self.municipality)})

    @property
    def scope(self) -> dict[str, str]:
        """The same in the address of a list."""
        return {name: value for name, value in vars(self).items() if value}


@planned
def _directives() -> QuerySet:
    """Items of the resolution in force that are on control."""
    there = Resolution.objects.latest_in_force()
    return (
        Directive.objects.filter(resolution__in=there, published_at__isnull=False)
        .order_by("sort_key")
        .values_list("pk", "number", "text")
    )


@planned
def _municipalities() -> QuerySet:
    """The region's, and any other where somebody is asked by its resolution."""
    asked = Assignment.objects.filter(
        directive__resolution__in=Resolution.objects.latest_in_force(), municipality__isnull=False
    )
    there = region.authorities().order_by().values("municipality")
    places = Municipality.objects.filter(pk__in=there.union(asked.values("municipality")))
    return places.order_by("sort_key", "pk").values_list("pk", "short_name")


class Asked:
    """The two days, the earlier first whichever was named first, and the scope."""

    def __init__(self, view: Viewpoint, data: QueryDict, today: date) -> None:
        self.view, self.data, self.today = view, data, today
        self.refusals: list[str] = []
        to = self._day("to") or self._day(PARAMETER) or today
        since = self._day("from") or to - timedelta(days=DAYS_BACK)
        self.earlier, self.later = sorted((since, to))
        self.by = data.get("by", "") if data.get("by") in BY else ITEM

    def _day(self, name: str) -> date | None:
        text = self.data.get(name, "").strip()
        if not text:
            return None
        day = day_of(text)
        if day is None:
            self.refusals.append(_("“%(text)s” is not a date.") % {"text": text[:20]})
        elif day > self.today:
            self.refusals.append(_("A day that has not come cannot be compared."))
            day = None
        return day

    @cached_property
    def sights(self) -> tuple[Sight, Sight]:
        """The same eyes on both days; today is shown as it stands."""
        first, second = (
            Sight(self.view, day, None if day == self.today else day)
            for day in (self.earlier, self.later)
        )
        return first, second

    @property
    def is_live(self) -> bool:
        return self.later == self.today

    @cached_property
    def _known(self) -> list[list[tuple]]:
        """Items and territories: two queries, one trip."""
        return together(_directives.asking(), _municipalities.asking())

    @cached_property
    def directives(self) -> tuple[tuple[str, str, str], ...]:
        """Key, number and text on one line."""
        rows = self._known[0]
        return tuple([(str(pk), number, " ".join(text.split())) for pk, number, text in rows])

    @cached_property
    def municipalities(self) -> tuple[tuple[str, str], ...]:
        named = [(str(pk), name) for pk, name in self._known[1]]
        return ((REGIONAL, _("Regional level")), *named)

    @cached_property
    def choices(self) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
        """Name, label and choices of each condition; places for those who see several."""
        levels = tuple([(level.value, str(NAMES[level])) for level in Level])
        items = tuple([(pk, f"{number} {text[:60]}") for pk, number, text in self.directives])
        offered = [("level", _("Level"), levels), ("directive", _("Item"), items)]
        if self.view.everything or self.view.only_reads or self.view.has("institute"):
            offered.insert(1, ("municipality", _("Municipality"), self.municipalities))
        return offered

    @cached_property
    def narrow(self) -> Narrow:
        """A value nobody knows narrows to nothing."""
        chosen = {}
        for name, _label, choices in self.choices:
            value = self.data.get(name, "")
            chosen[name] = value if value in dict(choices) else ""
        return Narrow(**chosen)

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """The scope in words."""
        scope = self.narrow.scope
        return [
            (str(label), str(dict(choices)[scope[name]]))
            for name, label, choices in self.choices
            if name in scope
        ]

    @property
    def query(self) -> dict[str, str]:
        """The whole of what was asked, as it was understood."""
        days = {"from": self.earlier.isoformat(), "to": self.later.isoformat(), "by": self.by}
        return days | self.narrow.scope

    def address(self, **changed: str) -> str:
        asked = {name: value for name, value in (self.query | changed).items() if value}
        return f"{reverse('two-days')}?{urlencode(asked)}"

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """Words, address and whether it is the one shown, of each order of rows."""
        return [(str(label), self.address(by=by), by == self.by) for by, label in BY.items()]
