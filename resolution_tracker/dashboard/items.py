"""Items of the resolution with their execution in the margin, for any set of assignments."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.calendar import preceding_working_day
from directives.figures import Figures
from directives.models import Directive, ReportingPeriod, Resolution
from directives.written import written_objects
from resolution_tracker.dashboard.margins import Margin
from resolution_tracker.templatetags.wording import NO_BREAK, long_date


@dataclass
class Item:
    """One item as the document has it, and its margins, the current one first."""

    directive: Directive
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
    def terms(self) -> str:
        """«разовое · представить до 1 октября 2026 г.»"""
        directive = self.directive
        if not directive.published_at:
            return _("not placed on control yet")
        if directive.withdrawn_at:
            return _("taken off control")
        if not directive.is_periodic:
            return _("one-off · report by %(day)s") % {"day": long_date(directive.due_on)}
        frequency = directive.get_frequency_display()
        if self.margin is None:
            return _("under permanent control, %(frequency)s") % {"frequency": frequency}
        return _("under permanent control, %(frequency)s · %(period)s by %(day)s") % {
            "frequency": frequency,
            "period": self.margin.period.name.replace(" ", NO_BREAK),
            "day": long_date(self.margin.due_on),
        }

    @property
    def silence(self) -> str:
        """Why the margin is empty."""
        if not self.directive.published_at:
            return ""
        if self.is_due_later:
            return _("The period has not been opened yet.")
        return _("Executed by other bodies.")


def read_items(resolution: Resolution, measured: dict, today: date, **scope: object) -> list[Item]:
    """Every item with the margins of its periods. `measured`: by directive and period. 2 queries.

    `scope` is what the measured assignments were narrowed by, for the links.
    """
    dates = opened_dates(today)
    return [_item(directive, measured, dates, scope) for directive in _directives(resolution.pk)]


@written_objects(Directive)
def _directives(resolution: int) -> QuerySet[Directive]:
    return Directive.objects.filter(resolution=resolution).annotate(
        theme_names=ArrayAgg(
            "theme_links__theme__short_name",
            filter=Q(theme_links__isnull=False),
            order_by=["-theme_links__is_primary", "theme_links__theme__code"],
            default=[],
        )
    )


def opened_dates(today: date) -> dict[tuple[str, str], list[ReportingPeriod]]:
    """Opened periods by frequency and level, each with that level's `due_on`, the latest first."""
    dates: dict[tuple[str, str], list[ReportingPeriod]] = {}
    for period in _opened(today):
        dates.setdefault((period.kind, period.level), []).append(period)
    return dates


@written_objects(ReportingPeriod)
def _opened(today: date) -> QuerySet[ReportingPeriod]:
    opened = ReportingPeriod.objects.filter(opened_at__isnull=False, starts_on__lte=today)
    rows = opened.filter(due_dates__isnull=False).order_by("-starts_on")
    return rows.annotate(level=F("due_dates__level"), due_on=F("due_dates__due_on"))


def _item(directive: Directive, measured: dict, dates: dict, scope: dict) -> Item:
    periods = dates.get((directive.frequency, directive.level), [])
    item = Item(directive, is_due_later=directive.is_periodic and not periods)
    if directive.is_periodic:
        for period in periods:
            if (key := (directive.pk, period.pk)) in measured:
                figures = Figures(measured[key], **scope, directive=key[0], period=key[1])
                item.margins.append(Margin(figures, period, preceding_working_day(period.due_on)))
    elif (key := (directive.pk, None)) in measured:
        figures = Figures(measured[key], **scope, directive=directive.pk)
        item.margins.append(Margin(figures, None, directive.due_on))
    return item
