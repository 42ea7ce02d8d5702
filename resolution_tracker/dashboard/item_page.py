"""One item and one period: measures, municipalities or bodies, checkpoints, what is left out."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
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
from directives.figures import Figures, spaced
from directives.models import (
    Assignment,
    Directive,
    Kind,
    MarkState,
    ReportingPeriod,
    StatusUpdate,
)
from organizations.models import Level
from resolution_tracker.dashboard.comparison import Comparison
from resolution_tracker.dashboard.items import opened_dates
from resolution_tracker.dashboard.margins import Margin, draw

# More bodies than this are one click away, in the list.
BODIES_SHOWN = 60
_COLUMNS = [
    ("applicable", gettext_lazy("Assignments")),
    ("reported", gettext_lazy("Reported")),
    ("accepted", gettext_lazy("Accepted")),
    ("substantiated", gettext_lazy("Substantiated")),
    ("submitted", gettext_lazy("Under review")),
    ("overdue", gettext_lazy("Overdue")),
    ("extended", gettext_lazy("Extended")),
    ("left_out", gettext_lazy("Left out")),
]
_REASONED = [Kind.EXEMPTION_REQUESTED, Kind.WAIVED, Kind.CANCELLED]


@dataclass
class ItemPage:
    """What the page shows, each part read when the template asks for it."""

    directive: Directive
    periods: list[ReportingPeriod]
    chosen: ReportingPeriod | None
    assignments: QuerySet[Assignment]
    today: date
    sort: str = ""

    @cached_property
    def measures(self) -> Measures:
        return completion.measure(self.assignments, self.today)

    @property
    def period_pk(self) -> int | None:
        return self.chosen.pk if self.chosen else None

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.measures, directive=self.directive.pk, period=self.period_pk)

    @property
    def supporters(self) -> list[str]:
        """Bodies that help with the item and read how it goes."""
        return [body.name for body in self.directive.supported_by.all()]

    @property
    def due_on(self) -> date | None:
        if self.chosen:
            return preceding_working_day(self.chosen.due_on)
        return self.directive.due_on

    @property
    def margin(self) -> Margin:
        return Margin(self.figures, self.chosen, self.due_on)

    @cached_property
    def municipalities(self) -> list[tuple[int, str, Margin]]:
        """Rows by municipality; for items of one body a territory, the bodies say more."""
        if self.directive.level != Level.SCHOOL:
            return []
        fields = ("municipality_id", "municipality__sort_key", "municipality__short_name")
        measured = completion.measure_by(self.assignments, self.today, *fields)
        if len(measured) < 2:
            return []
        rows = [
            (pk, name, Margin(self._figures_in(pk, row), None, self.due_on))
            for (pk, _key, name), row in sorted(measured.items(), key=lambda pair: pair[0][1])
        ]
        return self.comparison.ordered(rows, lambda row: row[2].measures)

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison(_COLUMNS, self.sort, period=self.period_pk)

    def _figures_in(self, municipality: int, measures: Measures) -> Figures:
        return Figures(measures, **self.figures.scope, municipality=municipality)

    @cached_property
    def bodies(self) -> list[Assignment]:
        """The assignments themselves where they are not too many."""
        if self.municipalities:
            return []
        rows = self.assignments.select_related("organization", "directive")
        return list(rows.order_by("organization__sort_key", "pk")[:BODIES_SHOWN])

    @cached_property
    def checkpoints(self) -> list["CheckpointRow"]:
        """Each checkpoint, the most often missing first."""
        applicable = self.assignments.showing("applicable", self.today)
        counts = count_checkpoints(self.directive, applicable)
        return [CheckpointRow(count, self.figures) for count in counts]

    @cached_property
    def left_out(self) -> list[Assignment]:
        """What is in no denominator, each with the reason given."""
        if not self.measures.left_out:
            return []
        reasons = StatusUpdate.objects.filter(assignment=OuterRef("pk"), kind__in=_REASONED)
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
        scope = self.figures.scope | {"checkpoint": self.count.checkpoint.pk, "mark": mark}
        figures = Figures(self.figures.measures, **scope)
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


def read(directive: Directive, user, period: str, today: date, sort: str = "") -> ItemPage:
    """The page for this person. An unknown period is as none: the current one."""
    periods: list[ReportingPeriod] = []
    if directive.is_periodic:
        periods = opened_dates(today).get((directive.frequency, directive.level), [])
    named = [row for row in periods if str(row.pk) == period]
    chosen = next(iter(named or periods), None)
    rows = Assignment.objects.visible_to(user).filter(directive=directive)
    rows = rows.filter(period=chosen.pk) if chosen else rows.filter(period__isnull=True)
    return ItemPage(directive, periods, chosen, rows, today, sort)
