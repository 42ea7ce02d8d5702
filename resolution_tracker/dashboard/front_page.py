"""The resolution with its execution in the margin: all that the front page shows, read at once.

Twelve queries at most, whatever the number of bodies: counts by item and period come in one.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives import completion
from directives.calendar import working_days_between
from directives.completion import Measures
from directives.figures import Figures
from directives.models import Addressee, Assignment, Resolution
from directives.waiting import Summary
from directives.written import written
from indicators.standings import standings_of_directives
from organizations.access import Viewpoint
from organizations.models import Level, Organization
from resolution_tracker.dashboard import sentences
from resolution_tracker.dashboard.indicator_counts import drawn
from resolution_tracker.dashboard.items import Item, read_items
from resolution_tracker.dashboard.margins import COUNTED, bar

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
    bodies: int
    items: list[Item]
    figures: Figures

    @property
    def name(self) -> str:
        return _LEVELS[self.addressee.level]

    @property
    def bar(self) -> SafeString:
        return bar(self.figures.measures)

    @property
    def words(self) -> SafeString:
        """«44 из 54 · 5 на проверке · 2 просрочено»"""
        if not self.figures.measures.come_due:
            return format_html("{}", _("the date has not come"))
        said = self.figures.fraction("execution")
        more = self.figures.phrases(["submitted", "overdue"])
        return format_html("{} · {}", said, more) if more else said


@dataclass
class FrontPage:
    resolution: Resolution
    sections: list[Section]
    sentences: list[SafeString]
    items: list[Item]
    is_published: bool


def read(view: Viewpoint, today: date, waiting: Summary | None) -> FrontPage | None:
    """The front page as seen from here; None while there is no resolution.

    `waiting`: what waits for the decision of this person, None for those who take none.
    """
    addressees = list(
        Addressee.objects.exclude(resolution__status="archived")
        .select_related("resolution")
        .order_by("-resolution", "position")
    )
    if not addressees:
        return None
    resolution = addressees[0].resolution
    addressees = [row for row in addressees if row.resolution_id == resolution.pk]
    scope = (view, resolution.pk, today)
    measured = {row[:2]: Measures.of(COUNTED, row[2]) for row in _counts(*scope)}
    items = read_items(resolution, measured, today)
    standings = standings_of_directives(today)
    for item in items:
        item.indicators = drawn(item.directive.pk, standings.get(item.directive.pk))
    bodies = dict(_bodies(view, today))
    sections = [_section(row, items, bodies.get(row.level, 0), measured) for row in addressees]
    total = Figures(Measures.sum(measured.values()), resolution=resolution.pk)
    is_published = any(item.directive.published_at for item in items)
    return FrontPage(
        resolution=resolution,
        sections=sections,
        sentences=_sentences(scope, total, waiting) if is_published else [],
        items=items,
        is_published=is_published,
    )


def _seen(view: Viewpoint, resolution: int) -> QuerySet[Assignment]:
    return Assignment.objects.visible_to(view).filter(directive__resolution=resolution)


@written
def _counts(view: Viewpoint, resolution: int, today: date) -> QuerySet:
    by = ("directive_id", "period_id")
    return completion.counts_by(_seen(view, resolution), today, *by, names=COUNTED)


@written
def _by_overdue(view: Viewpoint, resolution: int, today: date) -> QuerySet:
    return completion.by_overdue(_seen(view, resolution), today)[:1]


@written
def _by_next_due(view: Viewpoint, resolution: int, today: date) -> QuerySet:
    return completion.by_next_due(_seen(view, resolution), today)[:1]


@written
def _bodies(view: Viewpoint, today: date) -> QuerySet:
    """How many bodies of each level this person sees."""
    seen = Organization.objects.visible_to(view).active(today)
    return seen.order_by().values_list("level").annotate(Count("pk"))


def _section(addressee: Addressee, items: list[Item], bodies: int, measured: dict) -> Section:
    mine = [item for item in items if item.directive.level == addressee.level]
    numbers = {item.directive.pk for item in mine}
    whole = Measures.sum(row for key, row in measured.items() if key[0] in numbers)
    scope = {"resolution": addressee.resolution_id, "level": addressee.level}
    return Section(addressee, bodies, mine, Figures(whole, **scope))


def _sentences(
    scope: tuple[Viewpoint, int, date], figures: Figures, waiting: Summary | None
) -> list[SafeString]:
    if not figures.measures.all:
        return [format_html("{}", _("You have no assignments of this resolution."))]
    today = scope[-1]
    worst = _by_overdue(*scope) if figures.measures.overdue else []
    nearest = _by_next_due(*scope)
    said = [
        sentences.executed(figures, today),
        sentences.overdue(figures, worst[0][:3] if worst else None),
        sentences.next_due(figures, nearest[0] if nearest else None),
    ]
    if waiting is not None:
        since = timezone.localdate(waiting.oldest) if waiting.count else today
        said.append(sentences.waiting(waiting.count, working_days_between(since, today)))
    return said
