"""What the pages of the catalogue and of the passports say."""

from decimal import Decimal

from django import template

from indicators import words
from indicators.models import Indicator
from indicators.pages import catalogue
from organizations.models import EducationLevel

register = template.Library()


@register.filter
def value_of(value: Decimal | None, indicator: Indicator) -> str:
    """A target or a baseline in the indicator's unit: «90,0 %», «54»."""
    return words.value_said(value, indicator.is_count)


@register.filter
def minutes_said(minutes: Decimal) -> str:
    """«15 мин», «2 ч 05 мин»."""
    return catalogue.minutes_said(minutes)


@register.filter
def levels_said(codes: list[str]) -> str:
    """«основное, среднее»; empty for all."""
    labels = dict(EducationLevel.choices)
    return ", ".join(str(labels.get(code, code)) for code in codes)
