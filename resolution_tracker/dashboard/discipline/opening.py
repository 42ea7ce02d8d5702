"""The sentences both pages open with: the day, the sums, and who lets the others wait.

A sheet on paper has nothing else that says its day.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.figures import Figures, spaced
from resolution_tracker.dashboard import sentences
from resolution_tracker.dashboard.discipline.columns import Reviewing
from resolution_tracker.dashboard.places.measures import SMALL
from resolution_tracker.templatetags.wording import long_date

_NAMED = 5  # more names are no answer to «who»


def of_bodies(figures: Figures, day: date) -> list[SafeString]:
    """«На 23 ноября исполнено 412 из 455 поручений с наступившим сроком. В срок 398 из 455.»"""
    said = [sentences.executed(figures, day)]
    if figures.measures.come_due:
        text = _("On time: {on_time}. Accepted at first: {first}.")
        said.append(
            format_html(
                text,
                on_time=figures.fraction("timeliness"),
                first=figures.fraction("first_pass"),
            )
        )
    return said


def of_reviewers(rows: Sequence, scope: dict[str, object], day: date) -> list[SafeString]:
    """«На 23 ноября решения ждут 117 отчётов, проверка просрочена: 26. Дольше всех решают …»"""
    return [said for said in (_waiting(rows, scope, day), _slowest(rows)) if said]


def _waiting(rows: Sequence, scope: dict[str, object], day: date) -> SafeString:
    waiting, late = (sum(getattr(row, name) for row in rows) for name in ("waiting", "late"))
    if not waiting:
        return format_html(_("As of {day} no report waits for a decision."), day=long_date(day))
    link = Reviewing(scope)
    text = ngettext(
        "As of {day} {n} report waits for a decision",
        "As of {day} {n} reports wait for a decision",
        waiting,
    )
    said = format_html(text, day=long_date(day), n=SafeString(link.number("waiting", waiting)))
    if not late:
        return format_html("{}.", said)
    overdue = _("review overdue: %(count)s") % {"count": spaced(late)}
    late_said = link.number("late", late, overdue, " figure--late")
    return format_html("{}, {}.", said, SafeString(late_said))


def _slowest(rows: Sequence) -> SafeString:
    """Those with the longest median, where enough was decided to measure by."""
    counted = [row for row in rows if row.median is not None and row.decisions["decided"] >= SMALL]
    most = max((row.median for row in counted), default=0)
    names = [row.said for row in counted if row.median == most]
    if len(counted) < 2 or len(names) > _NAMED:
        return SafeString("")
    days = f"{most:.1f}".removesuffix(".0").replace(".", ",")
    return format_html(
        _("Longest to decide, {days} working days by the median: {names}."),
        days=days,
        names=", ".join(names),
    )
