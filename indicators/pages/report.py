"""What the pages of one report show: a row for each indicator, with all that helps to fill it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators import previous, rules, spread
from indicators.lines import Kept
from indicators.models import (
    Asked,
    IndicatorReport,
    IndicatorValue,
    Origin,
    ReportEntry,
    ReportStep,
    Source,
    Target,
)
from indicators.pages.report_form import FIELDS, Outcome, TypedLine, text_of
from indicators.progress import Progress, fields_of, progress_of
from indicators.rules import Line, Problem
from indicators.shares import Figure, Standing, standing
from indicators.targets import Targets
from indicators.words import points, value_said

# While one types these would only say that one has not finished.
UNFINISHED = {"blank", "no_denominator"}
_OPENS = {"absence", "explanation"}
_FROM_PASSPORT = {Origin.PASSPORT, Origin.SUM}


@dataclass
class Row:
    """One indicator of a report."""

    line: Line
    texts: dict[str, str]
    version: int = 0
    remark: str = ""
    last: IndicatorValue | None = None
    target: Target | None = None
    median: spread.Median | None = None
    problems: list[Problem] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    overtaken: IndicatorValue | None = None

    @property
    def pk(self) -> int:
        return self.line.asked.pk

    @property
    def definition(self):
        return self.line.asked.definition

    @property
    def figure(self) -> Figure:
        return self.line.figure

    @property
    def params(self) -> str:
        """Names of the fields this row sends while one types."""
        return ",".join([f"{letter}-{self.pk}" for letter in "ndaev"] + [
            "same", f"mine-{self.pk}", f"theirs-{self.pk}"
        ])  # fmt: skip

    @property
    def standing(self) -> Standing | None:
        """How the value stands to the target; nothing is coloured where too few were counted."""
        value = self.figure.value
        if value is None or self.figure.is_small or self.target is None or self.hinders:
            return None
        before = self.line.before.value if self.line.before else self.target.baseline
        return standing(value, self.target.value, before, self.definition.direction)

    @property
    def hinders(self) -> bool:
        errors = [row for row in self.problems if row.weight is rules.Weight.ERROR]
        return bool(self.wrong or errors)

    @property
    def moved(self) -> str:
        """How far from the last value; empty where it stayed or cannot be told or compared."""
        before, now = self.line.before, self.figure
        if before is None or self.definition.is_yes_no or now.is_count != before.is_count:
            return ""
        if now.is_small or before.is_small:
            return ""
        return "" if now.value == before.value else points(now.value, before.value, now.is_count)

    @property
    def target_said(self) -> str:
        if self.definition.is_yes_no:
            return _("yes") if self.target.value else _("no")
        return value_said(self.target.value, self.figure.is_count)

    @property
    def median_said(self) -> str:
        return value_said(self.median.value, self.figure.is_count)

    @property
    def is_open(self) -> bool:
        """Whether the part with the reason and the explanation is unfolded."""
        said = self.texts["absence"] or self.texts["explanation"]
        asked = any(row.field in _OPENS for row in self.problems) or _OPENS & self.wrong.keys()
        return bool(said or asked)

    @property
    def of_reason(self) -> list[Problem]:
        """What is wrong with the reason why there is no number: said below, beside it."""
        return [row for row in self.problems if self.line.absence and row.field in _OPENS]

    @property
    def of_numbers(self) -> list[Problem]:
        return [row for row in self.problems if row not in self.of_reason]

    @property
    def invalid(self) -> set[str]:
        """Names of the fields with something wrong."""
        return {row.field for row in self.problems if row.hinders} | self.wrong.keys()

    @property
    def knows_from(self) -> str:
        """Where the known denominator comes from."""
        quantity = self.line.indicator.quantity
        is_of_passport = quantity is not None and quantity.origin in _FROM_PASSPORT
        return _("from the passport") if is_of_passport else _("from the register")

    @property
    def has_last(self) -> bool:
        return self.last is not None and self.texts["numerator"] != str(self.last.numerator)


class ReportPage:
    """A report with its rows. A fixed number of queries, whatever is asked."""

    def __init__(
        self, report: IndicatorReport, outcome: Outcome | None = None, *, strict: bool = False
    ) -> None:
        """`strict`: also say what is not finished yet, as on sending."""
        self.report = report
        self.kept = Kept.of(report)
        self.outcome = outcome or Outcome()
        self.strict = strict
        indicators = [asked.indicator_id for asked in self.kept.asked]
        self.targets = Targets.of(report.collection.period.school_year, indicators)
        self.medians: Mapping[int, spread.Median] = {}

    def with_medians(self) -> "ReportPage":
        """Only the whole page shows them; they do not change while one types."""
        if self.kept.asked:
            self.medians = spread.medians(self.report)
        return self

    def rows(self) -> list[Row]:
        rows = [self._row(asked) for asked in self.kept.asked]
        found = rules.check(row.line for row in rows)
        for row in rows:
            row.problems = [
                problem for problem in found
                if problem.asked == row.pk and (self.strict or problem.code not in UNFINISHED)
                and problem.field not in row.wrong
            ]  # fmt: skip
        return rows

    def _row(self, asked: Asked) -> Row:
        typed = self.outcome.typed.get(asked.pk)
        if typed is None or not self._shows(typed):
            line = self.kept.line(asked)
            row = Row(line, {name: text_of(getattr(line, name)) for name in FIELDS.values()})
        else:
            row = Row(typed.as_typed, typed.texts, wrong=typed.wrong)
        value = self.kept.values.get(asked.pk)
        row.version, row.remark = (value.version, value.remark) if value else (0, "")
        row.last = self.kept.last.get(asked.indicator_id)
        row.target = self.targets.of_body(asked.indicator_id, self.report.organization)
        row.median = self.medians.get(asked.indicator_id)
        row.overtaken = self.outcome.overtaken.get(asked.pk)
        if row.overtaken:
            row.version = typed.typed.version
        return row

    def _shows(self, typed: TypedLine) -> bool:
        """As typed where it could not be kept; what is kept is shown as kept."""
        pk = typed.line.asked.pk
        return bool(self.outcome.refusal or typed.wrong or pk in self.outcome.overtaken)

    def progress(self, beside: Iterable["Beside"] | None = None) -> Progress:
        own = progress_of(self._row(asked).line for asked in self.kept.asked)
        others = beside_of(self.report) if beside is None else beside
        return sum((row.progress for row in others), own)

    @property
    def unknown(self) -> int:
        """Empty denominators that a full passport would give."""
        return sum(
            1 for line in self.kept.lines()
            if line.denominator is None and not line.absence and line.known is None
            and line.indicator.quantity_id
            and line.indicator.quantity.origin in _FROM_PASSPORT
        )  # fmt: skip

    def last_report(self) -> IndicatorReport | None:
        return previous.last_report(self.report)

    def words(self) -> ReportEntry | None:
        """The reviewer's last words, while they wait to be followed."""
        if self.report.status != "returned":
            return None
        kinds = [ReportStep.RETURNED, ReportStep.REOPENED]
        rows = self.report.entries.filter(kind__in=kinds)
        return rows.select_related("author", "acting_organization").last()


def groups(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """By theme, in the order of the catalogue; without one, by mechanism."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        indicator = row.line.indicator
        title = indicator.theme or indicator.mechanism or _("Other indicators")
        found.setdefault(str(title), []).append(row)
    return found


@dataclass(frozen=True)
class Beside:
    """A value about the same body that nobody has to type."""

    value: IndicatorValue
    source: str
    line: Line

    @property
    def definition(self):
        return self.line.asked.definition

    @property
    def figure(self) -> Figure:
        return self.line.figure

    @property
    def source_name(self) -> str:
        return _("given by the region") if self.source == Source.UPLOADED else _("computed")

    @property
    def progress(self) -> Progress:
        n = fields_of(self.line)
        if self.source == Source.UPLOADED:
            return Progress(n, region=n)
        return Progress(n, computed=n)


def beside_of(report: IndicatorReport) -> list[Beside]:
    """What the region and the machine say of this body in the same collection. One query."""
    rows = (
        IndicatorValue.objects.filter(
            report__collection=report.collection_id, report__organization=report.organization_id
        )
        .exclude(report__source=Source.REPORTED)
        .select_related("report", "asked__indicator", "asked__definition")
        .order_by("asked__indicator__position", "asked__indicator__code")
    )
    return [Beside(row, row.report.source, Line(row.asked, **row.content)) for row in rows]
