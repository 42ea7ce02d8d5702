"""What the pages of reports on indicators draw."""

from datetime import date

from django import template

from indicators import statuses
from indicators.models import Absence, IndicatorReport
from indicators.pages.report import Row
from indicators.pages.report_form import FIELDS

register = template.Library()
_LETTERS = {name: letter for letter, name in FIELDS.items()}


@register.inclusion_tag("indicators/reporting/_chip.html")
def report_chip(report: IndicatorReport, today: date) -> dict[str, statuses.Chip]:
    """Word, shape and colour of a report's status on a day."""
    return {"chip": statuses.chip_of(report, today)}


@register.simple_tag
def overdue(report: IndicatorReport, today: date) -> bool:
    """Whether the body is late with what it still has to do; a frozen report is not to be done."""
    return report.collection.is_open and report.is_overdue(today)


@register.simple_tag
def field_id(name: str, asked: int) -> str:
    """The id of a field: «numerator» of 12 is «id_n-12»."""
    return f"id_{_LETTERS[name]}-{asked}"


@register.simple_tag
def code_of(rows: dict[int, Row], asked: int) -> str:
    """The code of the indicator a problem is of."""
    return rows[asked].line.indicator.code


@register.simple_tag
def reason_of(absence: str) -> str:
    """Why there is no number, in words."""
    return str(Absence(absence).label)
