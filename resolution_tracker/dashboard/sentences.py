"""The sentences a page opens with. Each figure in them is a link to the rows it counts.

The same figures are put into words once.
"""

from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.figures import Figures, spaced
from resolution_tracker.templatetags.wording import day_month, long_date


@lru_cache(maxsize=256)
def executed(figures: Figures, today: date) -> SafeString:
    """«На 23 ноября 2026 г. исполнено 412 из 455 поручений с наступившим сроком.»"""
    measures, day = figures.measures, long_date(today)
    if not measures.come_due:
        return format_html(_("As of {day} no date has come yet."), day=day)
    text = ngettext(
        "As of {day} {executed} of {due} assignment whose date has come is executed.",
        "As of {day} {executed} of {due} assignments whose date has come are executed.",
        measures.come_due,
    )
    return format_html(
        text, day=day, executed=figures.number("executed"), due=figures.number("come_due")
    )


@lru_cache(maxsize=256)
def overdue(figures: Figures, worst: tuple[int, str, int] | None = None) -> SafeString:
    """«Просрочено 21, больше всего в Рославльском округе, 8.»"""
    count = figures.measures.overdue
    if not count:
        if not figures.measures.come_due:
            return SafeString("")
        return format_html("{}", _("Nothing is overdue."))
    said = figures.link("overdue", _("Overdue: %(count)s") % {"count": spaced(count)})
    if worst is None:
        return format_html("{}.", said)
    municipality, place, most = worst
    there = figures.within(municipality=municipality)
    return format_html(
        _("{overdue}, most of all {place}: {most}."),
        overdue=said,
        place=place,
        most=there.link("overdue", spaced(most), count=most),
    )


@lru_cache(maxsize=256)
def next_due(
    figures: Figures, nearest: tuple[date, int] | None, is_single: bool = False
) -> SafeString:
    """«Ближайший срок 1 декабря: не представили 37.»; of one body «не представлено 1»."""
    if nearest is None:
        return SafeString("")
    day, count = nearest
    on_day = figures.within(due=day.isoformat())
    text = _("%(count)s not reported") if is_single else _("%(count)s have not reported yet")
    return format_html(
        _("The nearest date is {day}: {not_reported}."),
        day=day_month(day),
        not_reported=on_day.link("not_reported", text % {"count": spaced(count)}, count=count),
    )


@lru_cache(maxsize=256)
def waiting(count: int, longest: int) -> SafeString:
    """«Вашего решения ждут 12, дольше всех 6 рабочих дней.»"""
    if not count:
        return SafeString("")
    text = ngettext("%(n)s waits for your decision", "%(n)s wait for your decision", count)
    link = format_html(
        '<a class="figure figure--waiting" href="{}">{}</a>',
        reverse("review-queue"),
        text % {"n": spaced(count)},
    )
    if not longest:
        return format_html("{}.", link)
    days = ngettext("%(n)s working day", "%(n)s working days", longest) % {"n": longest}
    return format_html(_("{waiting}, the longest {days}."), waiting=link, days=days)


@lru_cache(maxsize=256)
def nothing_published(may_publish: bool) -> SafeString:
    """Who does what next while no item is on control."""
    first = _("No item has been placed on control yet.")
    if may_publish:
        return format_html(
            '{} <a href="{}">{}</a>', first, reverse("control"), _("Place the items on control")
        )
    then = _("The department places the items on control and sets their dates.")
    return format_html("{} {}", first, then)
