"""All that the page of two days shows."""

from django.core.paginator import Page as Leaf
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives.downloads.table import Table
from directives.figures import spaced
from resolution_tracker.dashboard.two_days import drawing, figures, moves
from resolution_tracker.dashboard.two_days.asked import Asked
from resolution_tracker.templatetags.wording import long_date, short_date


class Page:
    """Figures on both days and what moved, each read once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.moves = moves.Moves(asked)

    @property
    def title(self) -> str:
        days = {"since": short_date(self.asked.earlier), "to": short_date(self.asked.later)}
        return _("Comparison of two days, %(since)s and %(to)s") % days

    @property
    def is_same_day(self) -> bool:
        return self.asked.earlier == self.asked.later

    @cached_property
    def rows(self) -> list[figures.Row]:
        return figures.read(self.asked)

    @property
    def body(self) -> SafeString:
        return figures.drawn(self.rows)

    @cached_property
    def total(self) -> figures.Row:
        return figures.total(self.asked, self.rows)

    @property
    def foot(self) -> SafeString:
        """The sum of the rows, where there are several."""
        return figures.drawn([self.total]) if len(self.rows) > 1 else SafeString("")

    @property
    def change(self) -> SafeString:
        """How far execution was and is, in words."""
        return figures.change_said(self.total) if self.rows else SafeString("")

    @property
    def heads(self) -> SafeString:
        """The two lines above the figures."""
        columns = (
            _("Executed, of those whose date has come"),
            *map(str, figures.COUNTED.values()),
        )
        first = str(figures.LABELS[self.asked.by])
        return drawing.heads(first, columns, self.asked.earlier, self.asked.later)

    @property
    def selects(self) -> list[SafeString]:
        """The conditions to choose."""
        scope = self.asked.narrow.scope
        return [drawing.field(name, label, choices, scope.get(name, ""))
                for name, label, choices in self.asked.choices]  # fmt: skip

    @property
    def counts(self) -> SafeString:
        """How much of each kind moved."""
        return drawing.counts(self.moves.counts, opens=self.opens_rows)

    @property
    def sentence(self) -> str:
        """«С 24 октября по 23 ноября изменилось состояние 45 поручений.»"""
        count = len(self.moves.every)
        days = {"since": long_date(self.asked.earlier), "to": long_date(self.asked.later)}
        if not count:
            return _("From %(since)s to %(to)s no assignment changed its status.") % days
        text = ngettext(
            "From %(since)s to %(to)s %(n)s assignment changed its status.",
            "From %(since)s to %(to)s %(n)s assignments changed their status.",
            count,
        )
        return text % (days | {"n": spaced(count)})

    @property
    def opens_rows(self) -> bool:
        return not self.asked.view.only_reads

    @cached_property
    def leaf(self) -> Leaf:
        """The page of the list of what moved."""
        return self.moves.page(self.asked.data.get("page", 1))

    @property
    def moved(self) -> SafeString:
        return moves.drawn(self.moves.lines(self.leaf.object_list))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """For a file: both days, then the scope."""
        first = [(_("First day"), short_date(self.asked.earlier)),
                 (_("Second day"), short_date(self.asked.later))]  # fmt: skip
        return [*first, *self.asked.conditions]

    def table(self, name: str) -> Table:
        """`moved`: the list of what moved, for those who may open rows; else the figures."""
        if name == "moved" and self.opens_rows:
            return self.moves.table()
        return figures.table(self.asked, self.rows)
