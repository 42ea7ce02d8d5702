"""The numbers of the trend as a table: a row for each week, the last one the day itself.

One set of plain values; the page, the CSV and the XLSX are drawn from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directives.completion import Measures
from directives.downloads.table import Chart, Column, Drawing, Form, Table
from directives.figures import HONEST, RATIOS, spaced
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.trend.series import Series
from resolution_tracker.templatetags.wording import percent, short_date

_EACH = 4  # columns of a line
ADDRESS = ("level", "directive")  # what narrows the page itself
_HONEST_SHARES = ("reported", "accepted", "substantiated")


@dataclass
class Figures:
    """Days × lines, with the three honest numbers of all lines together."""

    sight: Sight
    days: Sequence[date]
    series: Sequence[Series]
    together: Sequence[Measures]
    scope: dict[str, object]

    @cached_property
    def table(self) -> Table:
        """As it is taken away, with the lines as charts."""
        places = range(len(self.series))
        execution = [1 + _EACH * place + 2 for place in places]
        overdue = [1 + _EACH * place + 3 for place in places]
        return Table(
            "trend",
            [Column(_("On the day"), Form.DAY, 12), *self._columns()],
            [self._values(at) for at in range(len(self.days))],
            charts=[
                Chart(Drawing.LINE, _("Executed of what has come due"), 0, execution),
                Chart(Drawing.LINE, _("Overdue"), 0, overdue),
            ]
            if self.series
            else [],
            sheet=_("Trend"),
        )

    def _columns(self) -> list[Column]:
        found = []
        for row in self.series:
            said = {"name": row.name}
            found += [
                Column(_("%(name)s: executed") % said, Form.NUMBER, 14),
                Column(_("%(name)s: date has come") % said, Form.NUMBER, 14),
                Column(_("%(name)s: execution rate") % said, Form.SHARE, 14),
                Column(_("%(name)s: overdue") % said, Form.NUMBER, 14),
            ]
        honest = [_("Reported"), _("Accepted"), _("Substantiated")]
        return found + [Column(label, Form.NUMBER, 14) for label in honest]

    def _values(self, at: int) -> list[object]:
        values: list[object] = [self.days[at]]
        for row in self.series:
            one = row.measures[at]
            values += [one.executed, one.come_due, one.execution.share, one.overdue]
        return values + [self.together[at].count(name) for name in _HONEST_SHARES]

    @property
    def head(self) -> SafeString:
        """Two rows of headings: the lines, then what is counted of each."""
        lines = "".join(_group(row.name, 3) for row in self.series)
        each = _headings([pgettext("column", "Executed"), "%", pgettext("column", "Overdue")])
        honest = _headings(
            [
                pgettext("column", "Reported"),
                pgettext("column", "Accepted"),
                pgettext("column", "Substantiated"),
            ]
        )
        day, together = _("On the day"), _group(_("Together"), 3)
        return SafeString(
            f'<tr><th scope="col" rowspan="2">{day}</th>{lines}{together}</tr>'
            f"<tr>{each * len(self.series)}{honest}</tr>"
        )

    @property
    def body(self) -> SafeString:
        """A row for each day; the day leads to the state of that day."""
        here = reverse("trend")
        figures = [_Links(self.sight, row.scope) for row in self.series]
        honest = _Links(self.sight, self.scope)
        drawn = []
        for at, day in enumerate(self.days):
            is_last = at == len(self.days) - 1
            then = self.sight.as_of if is_last else day
            said = short_date(day)
            if not is_last:
                narrowed = {name: self.scope[name] for name in ADDRESS if name in self.scope}
                query = urlencode({**narrowed, "as_of": day.isoformat()})
                said = f'<a href="{escape(f"{here}?{query}")}">{said}</a>'
            cells = "".join(
                links.cells(row.measures[at], then)
                for links, row in zip(figures, self.series, strict=True)
            )
            drawn.append(
                f'<tr class="{"trend-table__last" if is_last else ""}"><th scope="row">{said}</th>'
                f"{cells}{honest.honest(self.together[at], then)}</tr>"
            )
        return SafeString("\n".join(drawn))


def _group(name: str, columns: int) -> str:
    return f'<th scope="colgroup" colspan="{columns}" class="trend-table__line">{escape(name)}</th>'


def _headings(words: Sequence[str]) -> str:
    return "".join(f'<th scope="col" class="num{_edge(at)}">{word}</th>' for at, word in
                   enumerate(words))  # fmt: skip


def _edge(at: int) -> str:
    """The first cell of a group stands apart."""
    return "" if at else " trend-table__edge"


class _Links:
    """Cells of one line; what is the same in all of its addresses is written once."""

    def __init__(self, sight: Sight, scope: dict[str, object]) -> None:
        self.opens = not sight.only_totals
        asked = urlencode(scope)
        self.query = f"?{escape(asked)}{'&amp;' if asked else ''}"
        self.rows = reverse("assignment-list") + self.query
        self.rate = reverse("figure-detail", args=["execution"])
        self.honest_pages = [(reverse("figure-detail", args=[ratio]), name)
                             for ratio, name, _words in HONEST]  # fmt: skip

    def cells(self, row: Measures, day: date | None) -> str:
        """Executed, of how many, the share that opens both, and overdue."""
        share = row.execution.percent
        rate = '<span class="figure--none">—</span>'
        if share is not None:
            rate = (
                f'<a class="percent" href="{self._on(self.rate + self.query, day)}"'
                f' title="{RATIOS["execution"]}">{percent(share)}</a>'
            )
        return (
            f'<td class="num trend-table__edge">{self._fraction(row)}</td>'
            f'<td class="num">{rate}</td>'
            f'<td class="num">{self._overdue(row.overdue, day)}</td>'
        )

    @staticmethod
    def _fraction(row: Measures) -> str:
        if not row.come_due:
            return '<span class="figure--none">—</span>'
        parts = {"n": spaced(row.executed), "of": spaced(row.come_due)}
        return _("%(n)s of %(of)s") % parts

    def honest(self, row: Measures, day: date | None) -> str:
        """The three honest numbers, each leading to how it is counted."""
        return "".join(
            f'<td class="num{_edge(at)}"><a class="honest-number"'
            f' href="{self._on(page + self.query, day)}">{spaced(row.count(name))}</a></td>'
            for at, (page, name) in enumerate(self.honest_pages)
        )

    def _overdue(self, count: int, day: date | None) -> str:
        if not count:
            return '<span class="figure--none">0</span>'
        said = spaced(count)
        if not self.opens:
            return f'<span class="figure figure--late" data-count="{count}">{said}</span>'
        href = self._on(self.rows, day, "show=overdue")
        return f'<a class="figure figure--late" href="{href}" data-count="{count}">{said}</a>'

    @staticmethod
    def _on(address: str, day: date | None, more: str = "") -> str:
        """The address on that day; None where it is the present one."""
        parts = [part for part in (f"as_of={day.isoformat()}" if day else "", more) if part]
        if parts:
            return address + "&amp;".join(parts)
        return address.removesuffix("&amp;").removesuffix("?")
