"""Everything a reviewer reads on one page about one report of indicators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators import oddities, spread, words
from indicators.lines import Kept
from indicators.models import (
    Absence,
    EntryValue,
    IndicatorReport,
    IndicatorValue,
    ReportEntry,
    ReportStep,
    Target,
)
from indicators.oddities import Oddity
from indicators.rules import Line
from indicators.shares import Figure, standing
from indicators.spread import Median
from indicators.targets import Targets

_SENT_BACK = [ReportStep.RETURNED, ReportStep.REOPENED]


@dataclass(frozen=True)
class Row:
    """One value beside its target, its past, its neighbours, and what was sent back."""

    line: Line
    target: Target | None
    before: IndicatorValue | None
    median: Median | None
    returned: EntryValue | None
    flags: list[Oddity] = field(default_factory=list)

    @property
    def asked(self):
        return self.line.asked

    @property
    def figure(self) -> Figure:
        return self.line.figure

    @property
    def absence(self) -> str:
        return Absence(self.line.absence).label if self.line.absence else ""

    @property
    def target_said(self) -> str:
        return words.value_said(self.target.value, self.figure.is_count) if self.target else ""

    @property
    def median_said(self) -> str:
        return words.value_said(self.median.value, self.figure.is_count) if self.median else ""

    @property
    def moved(self) -> str:
        """Against the last period."""
        before = self._before
        return words.points(self.figure.value, before, self.figure.is_count)

    @property
    def standing(self) -> str:
        """To the target; nothing of a figure of few."""
        if self.target is None or self.figure.is_small:
            return ""
        baseline = self._before if self._before is not None else self.target.baseline
        direction = self.asked.definition.direction
        return standing(self.figure.value, self.target.value, baseline, direction)

    @property
    def _before(self) -> Decimal | None:
        return self.line.before.value if self.line.before else None

    @property
    def returned_figure(self) -> Figure | None:
        given = self.returned
        return given and Figure.of(self.asked.definition, given.numerator, given.denominator)

    @property
    def is_changed(self) -> bool:
        """Since it was last sent back."""
        given = self.returned
        mine = {name: getattr(self.line, name) for name in IndicatorValue.CONTENT}
        return given is not None and given.content != mine


@dataclass(frozen=True)
class Sheet:
    """The report, its flags and the words exchanged. `sent_back`: the last entry that did so."""

    rows: list[Row]
    flags: list[Oddity]  # of the report as a whole
    entries: list[ReportEntry]  # the latest first
    sent_back: ReportEntry | None

    @property
    def last_number(self) -> int:
        return self.entries[0].number if self.entries else 0

    @property
    def sent(self) -> ReportEntry | None:
        """The submission that is being decided on."""
        return next((row for row in self.entries if row.kind == ReportStep.SUBMITTED), None)

    @property
    def words(self) -> list[ReportEntry]:
        return [row for row in self.entries if row.text and row != self.sent]

    @property
    def has_medians(self) -> bool:
        return any(row.median for row in self.rows)

    @property
    def changed(self) -> int:
        return sum(row.is_changed for row in self.rows)

    @property
    def flagged(self) -> int:
        return len(self.flags) + sum(len(row.flags) for row in self.rows)


def read(report: IndicatorReport) -> Sheet:
    """A fixed number of queries, however many values and entries.

    The report comes with `organization` and `collection.period`.
    """
    entries = list(
        report.entries.select_related("author", "acting_organization").order_by("-number")
    )
    sent_back = next((row for row in entries if row.kind in _SENT_BACK), None)
    found = oddities.of_reports([report])[report.pk]
    rows = _rows(report, sent_back, found)
    return Sheet(rows, [flag for flag in found if flag.asked is None], entries, sent_back)


def _rows(report: IndicatorReport, sent_back: ReportEntry | None, found: list[Oddity]) -> list[Row]:
    kept = Kept.of(report)
    targets = Targets.of(
        report.collection.period.school_year, [row.indicator for row in kept.asked]
    )
    medians = spread.medians(report) if report.municipality_id else {}
    returned: Mapping[int, EntryValue] = (
        {row.asked_id: row for row in sent_back.values.all()} if sent_back else {}
    )
    return [
        Row(
            line=line,
            target=targets.of_body(line.indicator.pk, report.organization),
            before=kept.last.get(line.indicator.pk),
            median=medians.get(line.indicator.pk),
            returned=returned.get(line.asked.pk),
            flags=[flag for flag in found if flag.asked == line.asked.pk],
        )
        for line in kept.lines()
    ]
