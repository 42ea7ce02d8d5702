"""A report as the rules and its pages see it: what is asked, given, known, and was before."""

from indicators import previous, quantities, rules
from indicators.asking import asked_of
from indicators.models import IndicatorReport, IndicatorValue
from indicators.rules import Line, Problem
from indicators.shares import Figure


def lines_of(report: IndicatorReport) -> list[Line]:
    """One line for each indicator asked of the report. A fixed number of queries.

    A denominator that nobody has typed is the known one: the field comes filled.
    """
    values = {row.asked_id: row for row in IndicatorValue.objects.filter(report=report)}
    before = previous.last_values(report)
    known = quantities.known_to(report)
    found = []
    for asked in asked_of(report):
        value, last = values.get(asked.pk), before.get(asked.indicator_id)
        given = known.get(asked.indicator.quantity_id)
        if asked.definition.is_yes_no:
            given = 1
        content = value.content if value else {"denominator": given}
        figure = last and Figure.of(last.asked.definition, last.numerator, last.denominator)
        found.append(Line(asked, known=given, before=figure, **content))
    return found


def problems_of(report: IndicatorReport) -> list[Problem]:
    """What stands in the way of sending the report as it is kept."""
    return rules.check(lines_of(report))
