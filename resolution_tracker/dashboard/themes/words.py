"""What is said of chains: where each is stuck, what waits and at whom, which links are empty."""

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directives.figures import spaced
from organizations.models import Level
from resolution_tracker.dashboard.themes.chain import (
    NOT_REPORTED,
    REVIEW,
    REWORK,
    Chain,
    Link,
    Waiting,
)
from resolution_tracker.templatetags.wording import long_date

NAMES = {
    Level.DEPARTMENT: gettext_lazy("Department"),
    Level.INSTITUTE: gettext_lazy("Institute"),
    Level.MUNICIPAL: gettext_lazy("Municipal authorities"),
    Level.SCHOOL: gettext_lazy("Schools"),
}
# «на уровне …»
AT = {
    Level.DEPARTMENT: gettext_lazy("at the level of the department"),
    Level.INSTITUTE: gettext_lazy("at the level of the institute"),
    Level.MUNICIPAL: gettext_lazy("at the level of municipalities"),
    Level.SCHOOL: gettext_lazy("at the level of schools"),
}
CAUSES = {
    NOT_REPORTED: gettext_lazy("most of it is not reported: {count}"),
    REWORK: gettext_lazy("most of it is being reworked: {count}"),
    REVIEW: gettext_lazy("most of it waits for review: {count}"),
}


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def opening(chains: Sequence[Chain], day: date) -> str:
    """«На 24 ноября 2026 г. из 6 направлений застряли 4: на уровне школ 3, …»"""
    stuck = [chain.stuck for chain in chains if chain.stuck]
    said = {"day": long_date(day), "of": len(chains), "n": len(stuck)}
    if not stuck:
        return _("As of %(day)s no theme of %(of)s is stuck.") % said
    levels = [row.link.level for row in stuck]
    counts = [(level, levels.count(level)) for level in AT if level in levels]
    places = ", ".join(f"{AT[level]} {count}" for level, count in counts)
    text = ngettext(
        "As of %(day)s %(n)s theme of %(of)s is stuck: %(places)s.",
        "As of %(day)s %(n)s themes of %(of)s are stuck: %(places)s.",
        len(stuck),
    )
    return text % (said | {"places": places})


def standing(chain: Chain) -> SafeString:
    """Where the chain is stuck, or that it is not; then its empty links."""
    parts = [_stuck(chain)]
    parts += [format_html("{}", empty(link)) for link in chain.empty]
    return format_html_join(" ", "{}", ((part,) for part in parts if part))


def empty(link: Link) -> str:
    """«На уровне института направление не ведёт ни один пункт резолюции.»"""
    text = _("%(level)s no item of the resolution carries the theme.")
    return text % {"level": capitalised(str(AT[link.level]))}


def _stuck(chain: Chain) -> SafeString:
    found = chain.stuck
    if found is None:
        done = _("All that has come due is executed.")
        said = format_html("{}", done if chain.is_done else _("No date has come yet."))
        late = chain.late_rework
        again = _("Rework is overdue: %(count)s.") % {"count": late}
        return format_html("{} {}", said, again) if late else said
    figures = found.link.figures
    count = format_html("{}", spaced(found.link.holds[found.cause]))
    cause = format_html(str(CAUSES[found.cause]), count=count)
    if found.cause == REVIEW:
        cause = format_html("{} ({})", cause, places(found.link.waiting))
    return format_html(
        _("Stuck {level}: executed {said}; {cause}."),
        level=AT[found.link.level],
        said=figures.fraction("execution"),
        cause=cause,
    )


def places(waiting: Sequence[Waiting]) -> str:
    """At whom reports wait: «Министерство образования 2, в 3 муниципалитетах 10 (…)»."""
    if len(waiting) == 1:  # it is at one body: no need to count again
        return waiting[0].body.place or waiting[0].body.name
    regional = [row for row in waiting if not row.body.place]
    said = [f"{row.body.name} {spaced(row.count)}" for row in regional]
    others = [row for row in waiting if row.body.place]
    if len(others) <= 2:
        said += [f"{row.body.place} {spaced(row.count)}" for row in others]
    else:
        text = ngettext("in %(n)s municipality", "in %(n)s municipalities", len(others))
        count = spaced(sum(row.count for row in others))
        most = _("most of all %(place)s, %(count)s") % {
            "place": others[0].body.place, "count": spaced(others[0].count),
        }  # fmt: skip
        said.append(f"{text % {'n': len(others)}} {count} ({most})")
    return ", ".join(said)
