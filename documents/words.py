"""Days, numbers and headings as an official document writes them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directives.models import ReportingPeriod, Resolution

NO_BREAK = "\N{NO-BREAK SPACE}"
_BOTH_CASES = ("Резолюция ", "резолюции ")


def long_day(day: date) -> str:
    """«1 сентября 2026 г.»"""
    return date_format(day, "j E Y г.").replace(" ", NO_BREAK)


def short_day(day: date | None) -> str:
    """ДД.ММ.ГГГГ"""
    return date_format(day, "d.m.Y") if day else ""


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """With its full stop: «… 2026 г.» has one already."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def small(text: str) -> str:
    """«год 2026/27», but «I четверть»: a Roman numeral stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def title_of(resolution: Resolution) -> str:
    """«об исполнении резолюции форума …»"""
    first, then = _BOTH_CASES
    if resolution.title.startswith(first):
        return _("on the execution of the %(what)s") % {
            "what": then + resolution.title.removeprefix(first)
        }
    return _("on the execution of the resolution “%(title)s”") % {"title": resolution.title}


def period_of(period: ReportingPeriod) -> str:
    """«I четверть 2026/27 учебного года»: what follows «за»."""
    return _("%(period)s school year") % {"period": small(period.full_name)}


def range_of(starts_on: date, ends_on: date) -> str:
    """«период с 1 сентября 2026 г. по 23 ноября 2026 г.»: what follows «за»."""
    return _("the period from %(first)s to %(last)s") % {
        "first": long_day(starts_on), "last": long_day(ends_on),
    }  # fmt: skip
