"""One item and one period: measures, municipalities or bodies, checkpoints, what is left out."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.calendar import preceding_working_day
from directives.checkpoint_counts import MISSING, CheckpointCount, counted
from directives.completion import Measures
from directives.figures import Figures, spaced
from directives.models import Assignment, Directive, MarkState, ReportingPeriod
from directives.written import together
from organizations.models import Level
from resolution_tracker.dashboard import item_rows
from resolution_tracker.dashboard.comparison import Comparison
from resolution_tracker.dashboard.margins import Margin, draw
from resolution_tracker.dashboard.sight import Sight

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


@dataclass
class ItemPage:
    """What the page shows, each part read when the template asks for it."""

    directive: Directive
    periods: list[ReportingPeriod]
    chosen: ReportingPeriod | None
    sight: Sight
    sort: str = ""

    @cached_property
    def measures(self) -> Measures:
        """Of all the rows: the parts are read anyway."""
        return Measures.sum(self._parts.values())

    @property
    def period_pk(self) -> int | None:
        return self.chosen.pk if self.chosen else None

    @property
    def mine(self) -> item_rows.Mine:
        return item_rows.Mine(self.sight, self.directive.pk, self.period_pk)

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
    def _read(self) -> tuple[list, list, list]:
        """Its counts, marks on its checkpoints and what is left out: three queries, one trip."""
        asked = [item_rows.counts.asking(self.mine), item_rows.marks.asking(self.mine)]
        if self.sight.only_totals:
            return (*together(*asked), [])
        counts, marks, left_out = together(*asked, item_rows.left_out.asking(self.mine))
        return counts, marks, left_out

    @cached_property
    def _parts(self) -> dict[tuple, Measures]:
        """By place and by what is taught: one query for all that the page counts of rows."""
        return {
            (*place, tuple(levels)): Measures.of(item_rows.NAMES, counts)
            for *place, levels, counts in self._read[0]
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
        return item_rows.bodies(self.mine)

    @cached_property
    def checkpoints(self) -> list["CheckpointRow"]:
        """Each checkpoint, the most often missing first."""
        points = item_rows.checkpoints_of(self.directive)
        counts = counted(points, self._by_levels, self._read[1])
        return [CheckpointRow(count, self.figures) for count in counts]

    @property
    def left_out(self) -> list[Assignment]:
        """What is in no denominator, each with the reason given by then; a reader sees none."""
        return self._read[2]


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


def read(directive: Directive, sight: Sight, period: str, sort: str = "") -> ItemPage:
    """The page of this sight. An unknown period is as none: the current one."""
    periods = item_rows.periods_of(directive)
    named = [row for row in periods if str(row.pk) == period]
    return ItemPage(directive, periods, next(iter(named or periods), None), sight, sort)
