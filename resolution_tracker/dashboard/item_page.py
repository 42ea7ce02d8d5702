"""One item and one period: measures, municipalities or bodies, checkpoints, what is left out."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives import completion
from directives.calendar import preceding_working_day
from directives.checkpoint_counts import MISSING, CheckpointCount, count_checkpoints
from directives.completion import Measures
from directives.conditions import LEFT_OUT
from directives.counting import COUNTS
from directives.figures import Figures, spaced
from directives.models import (
    Assignment,
    Checkpoint,
    Directive,
    DirectiveCheckpoint,
    DirectiveTheme,
    Kind,
    MarkState,
    ReportingPeriod,
    StatusUpdate,
)
from directives.models.as_of import end_of
from organizations.models import Level
from resolution_tracker.dashboard.comparison import Comparison
from resolution_tracker.dashboard.items import opened_dates
from resolution_tracker.dashboard.margins import Margin, draw
from resolution_tracker.dashboard.sight import Sight

# More bodies than this are one click away, in the list.
BODIES_SHOWN = 60
COLUMNS = [
    ("applicable", gettext_lazy("Assignments")),
    ("reported", gettext_lazy("Reported")),
    ("accepted", gettext_lazy("Accepted")),
    ("substantiated", gettext_lazy("Substantiated")),
    ("submitted", gettext_lazy("Under review")),
    ("overdue", gettext_lazy("Overdue")),
    ("extended", gettext_lazy("Extended")),
    ("left_out", gettext_lazy("Left out")),
]
_PARTS = (
    "municipality_id",
    "municipality__sort_key",
    "municipality__short_name",
    "organization__education_levels",
)
_REASONED = [Kind.EXEMPTION_REQUESTED, Kind.WAIVED, Kind.CANCELLED]


@dataclass
class ItemPage:
    """What the page shows, each part read when the template asks for it."""

    directive: Directive
    periods: list[ReportingPeriod]
    chosen: ReportingPeriod | None
    assignments: QuerySet[Assignment]
    sight: Sight
    sort: str = ""

    @cached_property
    def measures(self) -> Measures:
        """Of all the rows: the parts are read anyway."""
        return Measures.sum(self._parts.values())

    @property
    def period_pk(self) -> int | None:
        return self.chosen.pk if self.chosen else None

    @cached_property
    def figures(self) -> Figures:
        scope = {"directive": self.directive.pk, "period": self.period_pk}
        return self.sight.figures(self.measures, **scope)

    @property
    def title(self) -> str:
        """«Пункт 4.1. с 1 сентября 2022 года приступить к…»"""
        item = _("Item %(number)s") % {"number": self.directive.number}
        return f"{item}. {self.directive.one_line}"

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the tables taken away are narrowed by."""
        return [(_("Period"), self.chosen.full_name)] if self.chosen else []

    @property
    def is_published(self) -> bool:
        return self.sight.has_been(self.directive.published_at)

    @property
    def due_on(self) -> date | None:
        if self.chosen:
            return preceding_working_day(self.chosen.due_on)
        return self.directive.due_on if self.is_published else None

    @property
    def margin(self) -> Margin:
        return Margin(self.figures, self.chosen, self.due_on)

    @cached_property
    def _parts(self) -> dict[tuple, Measures]:
        """By place and by what is taught: one query for all that the page counts of rows."""
        rows = completion.counts_by(self.assignments, self.sight.day, *_PARTS)
        return {
            (*place, tuple(levels)): Measures.of(COUNTS, counts) for *place, levels, counts in rows
        }

    @cached_property
    def _by_municipality(self) -> dict[tuple, Measures]:
        found: dict[tuple, list[Measures]] = {}
        for (*place, _levels), row in self._parts.items():
            found.setdefault(tuple(place), []).append(row)
        return {place: Measures.sum(rows) for place, rows in found.items()}

    @property
    def _by_levels(self) -> list[tuple[list[str], int]]:
        """Education levels and how many bodies have them, of those the item applies to."""
        return [(list(key[-1]), row.count("applicable")) for key, row in self._parts.items()]

    @cached_property
    def municipalities(self) -> list[tuple[int, str, Margin]]:
        """Rows by municipality; for items of one body a territory, the bodies say more."""
        if self.directive.level != Level.SCHOOL or len(self._by_municipality) < 2:
            return []
        rows = [
            (pk, name, Margin(self.figures.within(row, municipality=pk), None, self.due_on))
            for (pk, _key, name), row in sorted(
                self._by_municipality.items(), key=lambda pair: pair[0][1]
            )
        ]
        return self.comparison.ordered(rows, lambda row: row[2].measures)

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison(COLUMNS, self.sort, period=self.period_pk, **self.sight.asked)

    @cached_property
    def bodies(self) -> list[Assignment]:
        """The assignments themselves where they are not too many; a reader sees none."""
        if self.municipalities or self.sight.only_totals:
            return []
        rows = self.assignments.select_related("organization", "directive")
        return list(rows.order_by("organization__sort_key", "pk")[:BODIES_SHOWN])

    @cached_property
    def checkpoints(self) -> list["CheckpointRow"]:
        """Each checkpoint, the most often missing first."""
        applicable = self.assignments.showing("applicable", self.sight.day)
        counts = count_checkpoints(
            self.directive, applicable, self._by_levels, checkpoints_of(self.directive)
        )
        return [CheckpointRow(count, self.figures) for count in counts]

    @cached_property
    def left_out(self) -> list[Assignment]:
        """What is in no denominator, each with the reason given by then."""
        if not self.measures.left_out or self.sight.only_totals:
            return []
        reasons = StatusUpdate.objects.filter(assignment=OuterRef("pk"), kind__in=_REASONED)
        if self.sight.as_of:
            reasons = reasons.filter(recorded_at__lt=end_of(self.sight.as_of))
        return list(
            self.assignments.filter(status__in=LEFT_OUT)
            .select_related("organization", "directive")
            .annotate(reason=Subquery(reasons.order_by("-number").values("text")[:1]))
            .order_by("status", "organization__sort_key", "pk")[:BODIES_SHOWN]
        )


@dataclass
class CheckpointRow:
    """A checkpoint and how many have done it, each count a link to its rows."""

    count: CheckpointCount
    figures: Figures

    def _link(self, mark: str, count: int) -> SafeString:
        if not count:
            return format_html('<span class="figure--none">{}</span>', 0)
        figures = self.figures.within(checkpoint=self.count.checkpoint.pk, mark=mark)
        return figures.link("applicable", spaced(count), count=count)

    @property
    def done(self) -> SafeString:
        return self._link(MarkState.DONE, self.count.done)

    @property
    def missing(self) -> SafeString:
        return self._link(MISSING, self.count.missing)

    @property
    def away(self) -> SafeString:
        return self._link(MarkState.NOT_APPLICABLE, self.count.away)

    @property
    def bar(self) -> SafeString:
        parts = [("done", self.count.done), ("rest", self.count.missing)]
        words = _("%(n)s of %(of)s") % {"n": self.count.done, "of": self.count.asked}
        return draw(parts, words)


def checkpoints_of(directive: Directive) -> list[Checkpoint]:
    """Of an item that `item_of` has read, in their order."""
    return [Checkpoint(**row) for row in directive.points]


def item_of(pk: int) -> Directive | None:
    """The item, with its checkpoints, the names of its themes and of the bodies that help with it.

    One query.
    """
    points = DirectiveCheckpoint.objects.filter(directive=OuterRef("pk"))
    said = JSONObject(
        id="checkpoint_id",
        title="checkpoint__title",
        education_levels="checkpoint__education_levels",
    )
    return (
        Directive.objects.filter(pk=pk)
        .annotate(
            points=ArraySubquery(points.values(said=said)),
            theme_names=ArraySubquery(
                DirectiveTheme.objects.filter(directive=OuterRef("pk"))
                .order_by("-is_primary", "theme__code")
                .values("theme__short_name")
            ),
            supporters=ArraySubquery(
                Directive.supported_by.through.objects.filter(directive=OuterRef("pk"))
                .order_by("organization__sort_key")
                .values("organization__name")
            ),
        )
        .first()
    )


def read(directive: Directive, sight: Sight, period: str, sort: str = "") -> ItemPage:
    """The page of this sight. An unknown period is as none: the current one.

    A reader's rows are counted and never listed.
    """
    periods: list[ReportingPeriod] = []
    if directive.is_periodic:
        opened = opened_dates(sight.day, sight.as_of)
        periods = opened.get((directive.frequency, directive.level), [])
    named = [row for row in periods if str(row.pk) == period]
    chosen = next(iter(named or periods), None)
    seen = Assignment.objects.as_of(sight.as_of) if sight.only_totals else sight.rows
    rows = seen.filter(directive=directive)
    rows = rows.filter(period=chosen.pk) if chosen else rows.filter(period__isnull=True)
    return ItemPage(directive, periods, chosen, rows, sight, sort)
