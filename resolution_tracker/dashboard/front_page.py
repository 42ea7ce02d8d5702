"""The resolution with its execution in the margin: all that the front page shows, read at once.

Twelve queries at most, whatever the number of bodies: counts by item and period come in one. The
page's own go in two trips: what is added up of the indicators depends on what was asked of them.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives import completion
from directives.calendar import working_days_between
from directives.completion import Measures
from directives.figures import Figures
from directives.models import Addressee, Resolution
from directives.waiting import Summary
from directives.written import planned, planned_objects, together
from indicators import standings
from organizations import region
from organizations.models import Level, Organization
from resolution_tracker.dashboard import items, sentences
from resolution_tracker.dashboard.indicator_counts import drawn
from resolution_tracker.dashboard.items import Item
from resolution_tracker.dashboard.margins import COUNTED
from resolution_tracker.dashboard.sight import Sight

_LEVELS = {
    Level.DEPARTMENT: gettext_lazy("Department"),
    Level.MUNICIPAL: gettext_lazy("Municipal authorities"),
    Level.INSTITUTE: gettext_lazy("Institute"),
    Level.SCHOOL: gettext_lazy("Schools"),
}


@dataclass
class Section:
    """An addressee: the heading verbatim, its bodies, its items."""

    addressee: Addressee
    items: list[Item]
    figures: Figures

    @property
    def name(self) -> str:
        return str(_LEVELS[self.addressee.level])

    @property
    def bodies(self) -> int:
        """How many bodies of the level this person sees."""
        return self.addressee.bodies


@dataclass
class FrontPage:
    sight: Sight
    resolution: Resolution
    sections: list[Section]
    items: list[Item]
    figures: Figures
    waiting: Summary | None
    extremes: list[tuple]  # of `completion.extremes`

    @property
    def is_published(self) -> bool:
        return any(item.is_published for item in self.items)

    @cached_property
    def sentences(self) -> list[SafeString]:
        """What the page opens with; nothing while no item is on control."""
        return _sentences(self) if self.is_published else []

    @property
    def honest(self) -> SafeString:
        """The three numbers of the whole resolution, under the first sentences."""
        is_there = self.is_published and self.figures.measures.all
        return self.figures.honest(whole=True) if is_there else SafeString("")


def read(sight: Sight, waiting: Summary | None) -> FrontPage | None:
    """The front page of this sight; None while there is no resolution.

    `waiting`: what waits for the decision of this person, None for those who take none.
    """
    addressees, directives, opened, speaking, asked = together(
        _addressees.asking(sight), *items.asking(sight), *standings.asking(sight.day, sight.as_of)
    )
    if not addressees:
        return None
    counts, extremes, sums = together(
        _counts.asking(sight), _extremes.asking(sight), standings.asking_sums(asked, sight.as_of)
    )
    resolution = addressees[0].resolution
    measured = completion.folded(counts, sight.day, COUNTED)
    rows = items.items_of(sight, directives, opened, measured)
    _tell_indicators(rows, standings.counted(speaking, asked, sums), sight)
    return FrontPage(
        sight=sight,
        resolution=resolution,
        sections=[_section(row, rows, measured, sight) for row in addressees],
        items=rows,
        figures=sight.figures(Measures.sum(measured.values()), resolution=resolution.pk),
        waiting=waiting,
        extremes=extremes,
    )


def _tell_indicators(rows: list[Item], counts: dict[int, standings.Counts], sight: Sight) -> None:
    for item in rows:
        item.indicators = drawn(item.directive.pk, counts.get(item.directive.pk), sight)


@planned_objects(Addressee)
def _addressees(sight: Sight) -> QuerySet[Addressee]:
    """Of the resolution in force, each with how many bodies of its level this person sees."""
    in_force = Resolution.objects.latest_in_force()
    rows = Addressee.objects.filter(resolution__in=in_force).select_related("resolution")
    return rows.annotate(bodies=_bodies(sight)).order_by("position")


def _bodies(sight: Sight) -> Coalesce:
    """Of the whole region they are found by whom they answer to: other regions cost nothing."""
    organizations = Organization.objects
    if sight.view.everything or sight.only_totals:
        found = Case(
            When(level=Level.DEPARTMENT, then=_number_of(organizations.all(), sight.day)),
            default=_number_of(region.bodies_below(), sight.day),
        )
    else:
        found = _number_of(organizations.visible_to(sight.view), sight.day)
    return Coalesce(found, Value(0))


def _number_of(bodies: QuerySet[Organization], day: date) -> Subquery:
    at_level = bodies.active(day).filter(level=OuterRef("level")).order_by()
    return Subquery(at_level.values("level").annotate(n=Count("pk")).values("n"))


@planned
def _counts(sight: Sight) -> QuerySet:
    by = ("directive_id", "period_id")
    return completion.counts_by_status(sight.counted, sight.day, *by, names=COUNTED)


@planned
def _extremes(sight: Sight) -> QuerySet:
    return completion.extremes(sight.counted, sight.day)


def _section(addressee: Addressee, items: list[Item], measured: dict, sight: Sight) -> Section:
    mine = [item for item in items if item.directive.level == addressee.level]
    numbers = {item.directive.pk for item in mine}
    whole = Measures.sum(row for key, row in measured.items() if key[0] in numbers)
    scope = {"resolution": addressee.resolution_id, "level": addressee.level}
    return Section(addressee, mine, sight.figures(whole, **scope))


def _sentences(page: FrontPage) -> list[SafeString]:
    figures, sight = page.figures, page.sight
    if not figures.measures.all:
        return [format_html("{}", _("You have no assignments of this resolution."))]
    worst, nearest = _worst_and_nearest(page.extremes)
    said = [
        sentences.executed(figures, sight.day),
        sentences.overdue(figures, worst),
        sentences.next_due(figures, nearest),
    ]
    if page.waiting is not None and sight.as_of is None:
        count, oldest = page.waiting.count, page.waiting.oldest
        since = timezone.localdate(oldest) if count else sight.day
        said.append(sentences.waiting(count, working_days_between(since, sight.day)))
    return said


def _worst_and_nearest(rows: list[tuple]) -> tuple:
    """(municipality, where it is, how many), (date, how many): the rows of `extremes`."""
    found = {row[0] is None: row for row in rows}
    worst, nearest = found.get(False), found.get(True)
    return worst and worst[:3], nearest and (nearest[3], nearest[2])
