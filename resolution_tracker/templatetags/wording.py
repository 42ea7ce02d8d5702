"""Dates, numbers and pages as a Russian office writes them."""

from datetime import date, datetime
from functools import lru_cache
from math import floor

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

register = template.Library()

NO_BREAK = "\u00a0"
THIN = "\u202f"  # narrow, and never breaks a number in two
NOTHING = "—"


def _day(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=1024)
def _said(day: date, form: str) -> str:
    """A page says the same few days many times over."""
    return date_format(day, form).replace(" ", NO_BREAK)


@register.filter
def long_date(value: date | datetime | None) -> str:
    """«1 сентября 2026 г.», its parts kept on one line."""
    return _said(_day(value), "j E Y г.") if value else NOTHING


@register.filter
def day_month(value: date | datetime | None) -> str:
    """«1 сентября», where the year is clear."""
    return _said(_day(value), "j E") if value else NOTHING


@register.filter
def short_date(value: date | datetime | None) -> str:
    """ДД.ММ.ГГГГ, for tables."""
    return _said(_day(value), "d.m.Y") if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """«23.11.2026 14:05», local time."""
    if not value:
        return NOTHING
    return date_format(timezone.localtime(value), "d.m.Y H:i").replace(" ", NO_BREAK)


@register.filter
def spaced(value: int | None) -> str:
    """Thousands apart by a thin space: «91 234»."""
    return NOTHING if value is None else f"{value:,}".replace(",", THIN)


@register.filter
def percent(value: float | int | None) -> str:
    """«95 %» from a share, or from whole percents. Rounded down: 99.6 never reads 100."""
    if value is None:
        return NOTHING
    whole = value if isinstance(value, int) else floor(value * 100 + 1e-9)
    return f"{whole}{NO_BREAK}%"


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """Numbers worth a link: the ends and the neighbours; None where some are left out."""
    last = page.paginator.num_pages
    near = {1, last, *range(max(1, page.number - 2), min(last, page.number + 2) + 1)}
    numbers: list[int | None] = []
    for number in sorted(near):
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, key: str, value: object) -> str:
    """This page's query with one parameter changed; the page number starts anew after a sort."""
    query = context["request"].GET.copy()
    if not key.endswith("page"):
        query.pop("page", None)
    query[key] = value
    return f"?{urlencode(sorted(query.lists()), doseq=True)}"
