"""A report as the rules and its pages see it: what is asked, given, known, and was before."""

from dataclasses import dataclass

from indicators import previous, quantities, rules
from indicators.asking import asked_of
from indicators.models import Asked, IndicatorReport, IndicatorValue
from indicators.rules import Line, Problem
from indicators.shares import Figure


@dataclass(frozen=True)
class Kept:
    """What is asked of a report and what is known of it, read once. A fixed number of queries."""

    report: IndicatorReport
    asked: list[Asked]
    values: dict[int, IndicatorValue]  # by key of `Asked`
    last: dict[int, IndicatorValue]  # by key of the indicator, of earlier periods
    known: quantities.Known

    @classmethod
    def of(cls, report: IndicatorReport) -> "Kept":
        return cls(
            report,
            asked_of(report),
            {row.asked_id: row for row in IndicatorValue.objects.filter(report=report)},
            previous.last_values(report),
            quantities.known_to(report),
        )

    def line(self, asked: Asked) -> Line:
        """A denominator that nobody has typed is the known one: the field comes filled."""
        value, last = self.values.get(asked.pk), self.last.get(asked.indicator_id)
        given = self.known.get(asked.indicator.quantity_id)
        if asked.definition.is_yes_no:
            given = 1
        content = value.content if value else {"denominator": given}
        before = last and Figure.of(last.asked.definition, last.numerator, last.denominator)
        return Line(asked, known=given, before=before, **content)

    def lines(self) -> list[Line]:
        return [self.line(asked) for asked in self.asked]


def lines_of(report: IndicatorReport) -> list[Line]:
    """One line for each indicator asked of the report. A fixed number of queries."""
    return Kept.of(report).lines()


def problems_of(report: IndicatorReport) -> list[Problem]:
    """What stands in the way of sending the report as it is kept."""
    return rules.check(lines_of(report))
