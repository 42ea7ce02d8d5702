"""The page of the trend: sentences, two pictures, the numbers behind them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.downloads.table import Table
from directives.figures import spaced
from directives.models import Directive
from indicators.drawing import Caption, from_zero
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.trend import due, picture, sentences
from resolution_tracker.dashboard.trend.reading import Past, items_in_force, read
from resolution_tracker.dashboard.trend.series import NAMES, Choice, lines, whole
from resolution_tracker.dashboard.trend.table import Figures
from resolution_tracker.templatetags.wording import NO_BREAK, day_month, long_date, percent

_TABLE = "trend-table"
_SHARES = tuple(Decimal(mark) for mark in (0, 25, 50, 75, 100))


@dataclass(frozen=True)
class Tab:
    """A link that narrows the trend."""

    label: str
    address: str
    is_current: bool


@dataclass
class Trend:
    """What the page and its files are drawn from."""

    sight: Sight
    items: list[Directive]
    choice: Choice
    past: Past | None

    @cached_property
    def figures(self) -> Figures:
        days = self.past.days if self.past else []
        scope = self._scope
        series = lines(self.past, self.items, self.choice, **scope) if self.past else []
        together = whole(series, days)
        return Figures(self.sight, days, series, together, scope | self.choice.scope)

    @property
    def _scope(self) -> dict[str, object]:
        """Rows of the resolution in force only."""
        return {"resolution": self.items[0].resolution_id} if self.items else {}

    @property
    def has_lines(self) -> bool:
        return bool(self.figures.series)

    @property
    def table(self) -> Table:
        return self.figures.table

    @cached_property
    def sentences(self) -> list[SafeString]:
        figures = self.figures
        return sentences.of(self.sight, figures.days, figures.together, figures.scope)

    @property
    def honest(self) -> SafeString:
        last = self.figures.together[-1]
        return self.sight.figures(last, **self.figures.scope).honest()

    @property
    def chosen(self) -> str:
        """What the trend is narrowed to, in words."""
        if self.choice.directive:
            item = self.choice.directive
            return _("Item %(number)s: %(text)s") % {"number": item.number, "text": item.one_line}
        return str(NAMES[self.choice.level]) if self.choice.level else ""

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the first sheet of the file says."""
        return [(_("Narrowed to"), self.chosen)] if self.chosen else []

    @property
    def levels(self) -> list[Tab]:
        levels = dict.fromkeys(row.level for row in self.items)
        chosen = self.choice.level
        return [
            Tab(_("All levels"), self._address(), not chosen),
            *(Tab(NAMES[row], self._address(level=row), chosen == row) for row in levels),
        ]

    @property
    def tabs_of_items(self) -> list[Tab]:
        """The items of the chosen level."""
        mine = [row for row in self.items if row.level == self.choice.level]
        chosen = self.choice.directive
        whole_level = Tab(_("All items"), self._address(level=self.choice.level), chosen is None)
        tabs = [
            Tab(row.number, self._address(directive=row.pk), chosen == row)
            for row in mine
            if row.published_at
        ]
        return [whole_level, *tabs] if tabs else []

    def _address(self, **query: object) -> str:
        return self.sight.address("", **query) or "?"

    @property
    def has_come_due(self) -> bool:
        return any(row.come_due for row in self.figures.together)

    @property
    def not_due(self) -> str:
        """Lines that have nothing to show yet."""
        names = [row.name for row in self.figures.series if not row.measures[-1].come_due]
        return ", ".join(names)

    @cached_property
    def due(self) -> list[due.Due]:
        """Dates that stand in the pictures, in words."""
        chosen = [self.choice.directive] if self.choice.directive else self.items
        if self.choice.level:
            chosen = [row for row in chosen if row.level == self.choice.level]
        return due.dates(chosen, self.past.days[0], self.past.days[-1])

    @property
    def execution(self) -> SafeString:
        """The share executed of what had come due, by line."""
        rows = [
            picture.Line(
                row.short,
                [one.execution.percent for one in row.measures],
                percent(row.measures[-1].execution.percent),
            )
            for row in self.figures.series
        ]
        title = _("Executed of what has come due, per cent, by week")
        return self._draw("execution", title, rows, _SHARES, lambda mark: f"{mark}{NO_BREAK}%")

    @property
    def overdue(self) -> SafeString:
        """How many were overdue, by line."""
        rows = [
            picture.Line(
                row.short,
                [one.overdue for one in row.measures],
                spaced(row.measures[-1].overdue),
            )
            for row in self.figures.series
        ]
        most = [value for row in rows for value in row.values]
        title = _("Overdue assignments, by week")
        marks = [mark for mark in from_zero(most, is_count=True) if mark == int(mark)]
        return self._draw("overdue", title, rows, marks, lambda mark: spaced(int(mark)))

    def _draw(
        self, uid: str, title: str, rows: list[picture.Line], marks, tick_said: Callable
    ) -> SafeString:
        days = self.past.days
        ends = "; ".join(f"{row.name}: {row.said}" for row in rows)
        desc = _("From %(first)s to %(last)s. At the end: %(ends)s.") % {
            "first": day_month(days[0]),
            "last": long_date(days[-1]),
            "ends": ends,
        }
        caption = Caption(uid, title, desc, _TABLE)
        dates = [row.day for row in self.due]
        return picture.draw(days, rows, dates, caption, marks=marks, tick_said=tick_said)


def read_page(sight: Sight, query) -> Trend:
    """The trend as this person sees it on that day, narrowed as the address asks."""
    items = items_in_force()
    return Trend(sight, items, Choice.of(query, items), read(sight, items))
