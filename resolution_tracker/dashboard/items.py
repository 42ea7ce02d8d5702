"""Items of the resolution with their execution in the margin, for any set of assignments."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.calendar import preceding_working_day
from directives.models import Directive, Frequency, ReportingPeriod, Resolution
from directives.models.as_of import end_of
from directives.written import Asking, planned_objects, together
from resolution_tracker.dashboard.margins import Margin
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.templatetags.wording import NO_BREAK, long_date


@dataclass
class Item:
    """One item as the document has it, and its margins, the current one first."""

    directive: Directive
    sight: Sight
    is_due_later: bool = False  # periodic, and no period of its kind has been opened
    margins: list[Margin] = field(default_factory=list)
    indicators: SafeString | str = ""  # how they stand, where the page says so

    @property
    def margin(self) -> Margin | None:
        return self.margins[0] if self.margins else None

    @property
    def earlier(self) -> list[Margin]:
        """Of the same school year: the item's own page has those of years past."""
        year = self.margin.period.school_year if self.margins[1:] else None
        return [margin for margin in self.margins[1:] if margin.period.school_year == year]

    @property
    def is_published(self) -> bool:
        return self.sight.has_been(self.directive.published_at)

    @property
    def terms(self) -> str:
        """«разовое · представить до 1 октября 2026 г.»"""
        directive, margin = self.directive, self.margin
        if not self.is_published:
            return _("not placed on control yet")
        if self.sight.has_been(directive.withdrawn_at):
            return _("taken off control")
        if not directive.is_periodic:
            return _once(directive.due_on)
        if margin is None:
            return _every(directive.frequency)
        return _in_period(directive.frequency, margin.period.name, margin.due_on)

    @property
    def silence(self) -> str:
        """Why the margin is empty."""
        if not self.is_published:
            return ""
        if self.is_due_later:
            return _("The period has not been opened yet.")
        return _("Executed by other bodies.")


# A page says the same few terms many times over.
@lru_cache(maxsize=256)
def _once(due_on: date) -> str:
    return _("one-off · report by %(day)s") % {"day": long_date(due_on)}


@lru_cache(maxsize=16)
def _every(frequency: str) -> str:
    said = Frequency(frequency).label
    return _("under permanent control, %(frequency)s") % {"frequency": said}


@lru_cache(maxsize=256)
def _in_period(frequency: str, period: str, due_on: date) -> str:
    return _("under permanent control, %(frequency)s · %(period)s by %(day)s") % {
        "frequency": Frequency(frequency).label,
        "period": period.replace(" ", NO_BREAK),
        "day": long_date(due_on),
    }


def read_items(sight: Sight, resolution: int, measured: dict, **scope: object) -> list[Item]:
    """Every item with the margins of its periods. `measured`: by directive and period. 2 queries.

    `scope` is what the measured assignments were narrowed by, for the links.
    """
    return items_of(sight, *together(*asking(sight, resolution)), measured, **scope)


def asking(sight: Sight, resolution: int | None = None) -> tuple[Asking, Asking]:
    """What `items_of` needs: items of the resolution, of that in force if none is named."""
    return _directives.asking(resolution), _opened.asking(sight.day, sight.as_of)


def items_of(
    sight: Sight,
    directives: list[Directive],
    opened: list[ReportingPeriod],
    measured: dict,
    **scope: object,
) -> list[Item]:
    """The same of what was read."""
    dates = _by_kind(opened)
    return [_item(row, measured, dates, sight, scope) for row in directives]


# What a margin and its item's words need of a directive.
_READ = (
    "resolution", "level", "number", "sort_key", "text", "control", "frequency", "due_on",
    "published_at", "withdrawn_at",
)  # fmt: skip


@planned_objects(Directive)
def _directives(resolution: int | None) -> QuerySet[Directive]:
    asked = Resolution.objects.latest_in_force() if resolution is None else [resolution]
    rows = Directive.objects.filter(resolution__in=asked).only(*_READ)
    return rows.annotate(
        theme_names=ArrayAgg(
            "theme_links__theme__short_name",
            filter=Q(theme_links__isnull=False),
            order_by=["-theme_links__is_primary", "theme_links__theme__code"],
            default=[],
        )
    )


def opened_dates(
    today: date, as_of: date | None = None
) -> dict[tuple[str, str], list[ReportingPeriod]]:
    """Opened periods by frequency and level, each with that level's `due_on`, the latest first.

    `as_of`: those that were open by the end of that day.
    """
    return _by_kind(_opened(today, as_of))


def _by_kind(opened: list[ReportingPeriod]) -> dict[tuple[str, str], list[ReportingPeriod]]:
    dates: dict[tuple[str, str], list[ReportingPeriod]] = {}
    for period in opened:
        dates.setdefault((period.kind, period.level), []).append(period)
    return dates


@planned_objects(ReportingPeriod)
def _opened(today: date, as_of: date | None) -> QuerySet[ReportingPeriod]:
    opened = ReportingPeriod.objects.filter(opened_at__isnull=False, starts_on__lte=today)
    if as_of:
        opened = opened.filter(opened_at__lt=end_of(as_of))
    rows = opened.filter(due_dates__isnull=False).order_by("-starts_on")
    return rows.annotate(level=F("due_dates__level"), due_on=F("due_dates__due_on"))


def _item(directive: Directive, measured: dict, dates: dict, sight: Sight, scope: dict) -> Item:
    periods = dates.get((directive.frequency, directive.level), [])
    item = Item(directive, sight, is_due_later=directive.is_periodic and not periods)
    if directive.is_periodic:
        for period in periods:
            if (key := (directive.pk, period.pk)) in measured:
                figures = sight.figures(measured[key], **scope, directive=key[0], period=key[1])
                item.margins.append(Margin(figures, period, preceding_working_day(period.due_on)))
    elif (key := (directive.pk, None)) in measured:
        figures = sight.figures(measured[key], **scope, directive=directive.pk)
        item.margins.append(Margin(figures, None, directive.due_on))
    return item
