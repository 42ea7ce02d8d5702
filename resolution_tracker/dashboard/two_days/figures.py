"""The figures on both days and the difference, as page, CSV and XLSX."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.completion import Measures, counts_by
from directives.downloads.table import Column, Form, Table
from directives.figures import Figures, spaced
from directives.written import planned, together
from organizations.models import Level
from resolution_tracker.dashboard.filters import REGIONAL
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.themes.words import NAMES as LEVELS
from resolution_tracker.dashboard.two_days.asked import ITEM, LEVEL, Asked, Narrow
from resolution_tracker.templatetags.wording import NOTHING, short_date

# Counted over each group, on each of the days.
NAMES = (
    *("all", "applicable", "come_due", "executed", "overdue"),
    *("reported", "accepted", "substantiated"),
)
# The columns after the execution rate.
COUNTED = {
    "overdue": gettext_lazy("Overdue"),
    "reported": gettext_lazy("Reported"),
    "accepted": gettext_lazy("Accepted"),
    "substantiated": gettext_lazy("Substantiated"),
}
_FIELDS = {ITEM: "directive_id", LEVEL: "directive__level", "municipality": "municipality_id"}
LABELS = {
    ITEM: gettext_lazy("Item"),
    LEVEL: gettext_lazy("Level"),
    "municipality": gettext_lazy("Municipality"),
}


@dataclass(frozen=True)
class Row:
    """One group on both days."""

    name: str
    more: str  # said where the name is only a number
    before: Figures
    after: Figures
    address: str = ""

    def change(self, name: str) -> int:
        return self.after.count(name) - self.before.count(name)


@planned
def _counts(sight: Sight, narrow: Narrow, by: str) -> QuerySet:
    rows = sight.counted.filter(narrow.condition())
    return counts_by(rows, sight.day, _FIELDS[by], names=NAMES)


def read(asked: Asked) -> list[Row]:
    """Groups that have assignments on either day. Two queries, one trip."""
    found = [
        {key: Measures.of(NAMES, counts) for key, counts in rows}
        for rows in together(
            *[_counts.asking(sight, asked.narrow, asked.by) for sight in asked.sights]
        )
    ]
    there = found[0].keys() | found[1].keys()
    return [
        _row(asked, key, name, more, found)
        for key, name, more in _groups(asked)
        if key in there
    ]  # fmt: skip


def _groups(asked: Asked) -> list[tuple[object, str, str]]:
    """Key, name and more words of every group there could be, in their order."""
    if asked.by == ITEM:
        return [(int(pk), number, text) for pk, number, text in asked.directives]
    if asked.by == LEVEL:
        return [(level.value, str(LEVELS[level]), "") for level in Level]
    return [
        (None if pk == REGIONAL else int(pk), name, "") for pk, name in asked.municipalities
    ]  # fmt: skip


def _row(asked: Asked, key: object, name: str, more: str, found: list[dict]) -> Row:
    narrowed = "directive" if asked.by == ITEM else asked.by
    scope = asked.narrow.scope | {narrowed: REGIONAL if key is None else key}
    nothing = Measures(dict.fromkeys(NAMES, 0))
    before, after = (
        sight.figures(measured.get(key, nothing), **scope)
        for sight, measured in zip(asked.sights, found, strict=True)
    )
    return Row(name, more, before, after, _address(asked, key))


def _address(asked: Asked, key: object) -> str:
    """The page of the group on the later day, for those who may open it."""
    if key is None or asked.by == LEVEL or asked.view.only_reads:
        return ""
    page = "directive-detail" if asked.by == ITEM else "municipality-detail"
    return asked.sights[1].address(reverse(page, args=[key]))


def total(asked: Asked, rows: list[Row]) -> Row:
    """All the groups together, on both days."""
    before, after = (
        sight.figures(Measures.sum(each), **asked.narrow.scope)
        for sight, each in zip(
            asked.sights,
            ([row.before.measures for row in rows], [row.after.measures for row in rows]),
            strict=True,
        )
    )
    return Row(_("Grand total"), "", before, after)


def drawn(rows: list[Row]) -> SafeString:
    """The body of the page's table."""
    return SafeString("".join(_drawn(row) for row in rows))


def change_said(whole: Row) -> SafeString:
    """«Исполнено: было 330 из 365, стало 719 из 747. Просрочено: было 41, стало 23.»"""
    text = _("Executed: {was} then, {now} now. Overdue: {late_was} then, {late_now} now.")
    was, now = (
        each.fraction("execution") if each.measures.execution.of else NOTHING
        for each in (whole.before, whole.after)
    )
    late_was, late_now = (each.number("overdue") for each in (whole.before, whole.after))
    return format_html(text, was=was, now=now, late_was=late_was, late_now=late_now)


def _drawn(row: Row) -> str:
    name = escape(row.name)
    if row.address:
        name = f'<a href="{escape(row.address)}">{name}</a>'
    if row.more:
        name += f' <span class="two-days__more">{escape(row.more)}</span>'
    cells = [_execution(row.before), _execution(row.after), _changed(row.change("executed"))]
    for column in COUNTED:
        cells += [row.before.number(column), row.after.number(column), _changed(row.change(column))]
    tds = "".join(f'<td class="num">{cell}</td>' for cell in cells)
    return f'<tr><th scope="row">{name}</th>{tds}</tr>\n'


def _execution(figures: Figures) -> str:
    """«24 из 27, 88 %»; a dash where no date has come."""
    if not figures.measures.execution.of:
        return f'<span class="figure--none">{NOTHING}</span>'
    said, percent = figures.fraction("execution"), figures.percent("execution")
    return f'<span class="nowrap">{said}</span> <span class="nowrap">{percent}</span>'


def signed(number: int) -> str:
    """«+2», «−1», «0»."""
    sign = "+" if number > 0 else "\N{MINUS SIGN}" if number < 0 else ""
    return f"{sign}{spaced(abs(number))}"


def _changed(number: int) -> str:
    name = "two-days__change" if number else "figure--none"
    return f'<span class="{name}">{signed(number)}</span>'


def table(asked: Asked, rows: list[Row]) -> Table:
    """The same as the page's: counts on both days and the change."""
    totals = [_total_cells(asked, total(asked, rows))] if len(rows) > 1 else []
    return Table(
        "two-days",
        _columns(asked),
        [_cells(row) for row in rows],
        sheet=_("Two days"),
        totals=totals,
    )


def _total_cells(asked: Asked, whole: Row) -> list[object]:
    """Under the items a cell for the text, of which a sum has none."""
    name, *counts = _cells(whole)
    return [name, "", *counts] if asked.by == ITEM else [name, *counts]


def _columns(asked: Asked) -> list[Column]:
    def on(day: date) -> Callable[[str], str]:
        return lambda label: f"{label}, {short_date(day)}"

    found = [Column(LABELS[asked.by], width=12 if asked.by == ITEM else 30)]
    if asked.by == ITEM:
        found.append(Column(_("Text of the item"), width=60))
    for said in (on(asked.earlier), on(asked.later)):
        found += [
            Column(said(_("Executed")), Form.NUMBER),
            Column(said(_("Date has come")), Form.NUMBER),
            Column(said(_("Execution rate")), Form.SHARE),
        ]
    found.append(Column(_("Executed, change"), Form.NUMBER))
    for label in COUNTED.values():
        days = [Column(on(day)(str(label)), Form.NUMBER) for day in (asked.earlier, asked.later)]
        changed = Column(_("%(name)s, change") % {"name": label}, Form.NUMBER)
        found += [*days, changed]
    return found


def _cells(row: Row) -> list[object]:
    cells: list[object] = [row.name, row.more] if row.more else [row.name]
    for figures in (row.before, row.after):
        value = figures.measures.execution
        cells += [value.n, value.of, value.share]
    cells.append(row.change("executed"))
    for column in COUNTED:
        cells += [row.before.count(column), row.after.count(column), row.change(column)]
    return cells
