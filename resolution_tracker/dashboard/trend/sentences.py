"""What the trend says before it is looked at: how far it is, what a week has changed."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.completion import Measures
from directives.figures import Figures, spaced
from resolution_tracker.dashboard import sentences
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.templatetags.wording import day_month

_WEEK = timedelta(days=7)


def of(
    sight: Sight, days: Sequence[date], together: Sequence[Measures], scope: dict[str, object]
) -> list[SafeString]:
    """The state of the day, then what has moved since a week before, then the worst day."""
    figures = sight.figures(together[-1], **scope)
    said = [sentences.executed(figures, sight.day), sentences.overdue(figures)]
    before = [at for at, day in enumerate(days) if day <= sight.day - _WEEK]
    if before:
        said.append(_moved(days[before[-1]], together[before[-1]], together[-1]))
    worst = max(range(len(days)), key=lambda at: together[at].overdue)
    if together[worst].overdue > together[-1].overdue:
        said.append(_worst(sight, days[worst], together[worst], scope))
    return [sentence for sentence in said if sentence]


def signed(change: int) -> str:
    """«+4», «−3», «без изменений»."""
    if not change:
        return _("no change")
    sign = "+" if change > 0 else "\N{MINUS SIGN}"
    return f"{sign}{spaced(abs(change))}"


def _moved(day: date, before: Measures, now: Measures) -> SafeString:
    return format_html(
        _("Since {day}: executed {executed}, overdue {overdue}."),
        day=day_month(day),
        executed=signed(now.executed - before.executed),
        overdue=signed(now.overdue - before.overdue),
    )


def _worst(sight: Sight, day: date, then: Measures, scope: dict[str, object]) -> SafeString:
    there = Figures(then, opens=not sight.only_totals, **scope, as_of=day.isoformat())
    return format_html(
        _("Most was overdue on {day}: {count}."),
        day=day_month(day),
        count=there.link("overdue", spaced(then.overdue)),
    )


def nothing_yet(may_publish: bool) -> SafeString:
    """Why there is no trend: nothing had been placed on control by that day."""
    first = _("By this day no item had been placed on control: there is nothing to follow yet.")
    if not may_publish:
        return format_html("{}", first)
    place = _("Place the items on control")
    return format_html('{} <a href="{}">{}</a>', first, reverse("control"), place)
