"""The sentences a grid opens with: what is shown, on what day, which place is furthest behind."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.completion import Measures
from directives.figures import Figures, spaced
from resolution_tracker.dashboard import sentences
from resolution_tracker.dashboard.filters import CURRENT
from resolution_tracker.dashboard.places.choice import Choice
from resolution_tracker.dashboard.places.grid import Grid, Row, worst
from resolution_tracker.dashboard.places.measures import Measure
from resolution_tracker.dashboard.places.schools import SchoolGrid
from resolution_tracker.templatetags.wording import NO_BREAK, long_date


def lead(grid: Grid) -> list[SafeString]:
    """«На 23 ноября исполнено 412 из 455 поручений с наступившим сроком. Ниже всего в …»"""
    measure = grid.measure
    figures = grid.sight.figures(grid.measures, **grid.choice.scope)
    if not figures.count(measure.of):
        day = long_date(grid.sight.day)
        return [format_html(_("As of {day} no date has come yet."), day=day)]
    said = [whole(figures, measure, long_date(grid.sight.day))]
    if behind := worst(grid):
        said.append(_behind(grid, behind))
    return said


def whole(figures: Figures, measure: Measure, day: str) -> SafeString:
    """How far all the rows are together; each number leads to what it counts."""
    of = figures.count(measure.of)
    if measure.name == "progress":
        said = format_html("{}", figures.fraction("progress"))
    else:
        said = SafeString(
            _("%(n)s of %(of)s")
            % {"n": figures.number(measure.n), "of": figures.number(measure.of)}
        )
    return format_html(_SAID[measure.name](of), day=day, said=said)


_SAID: dict[str, Callable[[int], str]] = {
    "execution": lambda of: ngettext(
        "As of {day} {said} assignment whose date has come is executed.",
        "As of {day} {said} assignments whose date has come are executed.",
        of,
    ),
    "progress": lambda of: ngettext(
        "As of {day} {said} checkpoint is done.", "As of {day} {said} checkpoints are done.", of
    ),
    "overdue": lambda of: ngettext(
        "As of {day} {said} assignment is overdue.",
        "As of {day} {said} assignments are overdue.",
        of,
    ),
    "on_time": lambda of: ngettext(
        "As of {day} {said} assignment whose date has come was reported on time.",
        "As of {day} {said} assignments whose date has come were reported on time.",
        of,
    ),
    "substantiated": lambda of: ngettext(
        "As of {day} {said} assignment is substantiated.",
        "As of {day} {said} assignments are substantiated.",
        of,
    ),
}


def _behind(grid: Grid, row: Row) -> SafeString:
    measure, scope = grid.measure, grid.choice.scope | {"municipality": row.where.pk}
    there = grid.sight.figures(Measures(row.counts), **scope)
    if measure.is_late:
        most = there.link(measure.n, spaced(row.total.n))
        return format_html(_("Most of all {place}: {most}."), place=row.where.name_in, most=most)
    least = format_html(
        '<a class="figure" href="{}">{}{}%</a>',
        there.explained(measure.ratio),
        row.total.n * 100 // row.total.of,
        NO_BREAK,
    )
    return format_html(_("Lowest of all {place}: {least}."), place=row.where.name_in, least=least)


def periods(choice: Choice) -> str:
    """Which periods are counted, so that nobody takes one figure for another."""
    if not choice.period:
        return _(
            "All periods are counted together, as in the first sentence of the resolution's page."
        )
    if choice.period == CURRENT:
        return _("One-off items and the current periods, as in the margins of the resolution.")
    return _("Only the reports for this period.")


def honest(grid: Grid) -> SafeString:
    """The three honest numbers of all the rows, and of how many."""
    figures = grid.sight.figures(grid.measures, **grid.choice.scope)
    of = _("of %(of)s that apply") % {"of": figures.number("applicable")}
    extended = figures.count("extended")
    more = figures.link("extended", _("extended %(count)s") % {"count": spaced(extended)})
    return SafeString(f"{figures.honest()} {of}" + (f" · {more}" if extended else ""))


def of_place(grid: SchoolGrid, figures: Figures) -> list[SafeString]:
    """One municipality: what is executed, what is overdue and where most of it."""
    if not figures.count("all"):
        return []
    said = [sentences.executed(figures, grid.sight.day), sentences.overdue(figures)]
    late = max(grid.by_name, key=lambda row: row.counts["overdue"], default=None)
    if late and late.counts["overdue"] and len(grid.by_name) > 1:
        scope = grid.choice.scope | {"organization": late.body.pk}
        there = grid.sight.figures(Measures(late.counts), **scope)
        most = there.link("overdue", spaced(late.counts["overdue"]))
        said.append(
            format_html(_("Most of all at {body}: {most}."), body=late.body.name, most=most)
        )
    return said
