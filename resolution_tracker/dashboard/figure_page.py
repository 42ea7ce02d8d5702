"""One ratio over one scope: its formula, the numbers put in, the rows counted and left out."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives import completion
from directives.completion import RATIOS, Measures, Ratio
from directives.downloads.table import Table
from directives.figures import HONEST, Figures, spaced
from directives.models import Assignment
from directives.written import planned
from resolution_tracker.dashboard import figure_rows
from resolution_tracker.dashboard.explained import MEASURES, Explained
from resolution_tracker.dashboard.figure_rows import AWAY, COUNTED, PARTS, REST
from resolution_tracker.dashboard.paging import ForgivingPaginator
from resolution_tracker.dashboard.scope import Rows, Scope
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.templatetags.wording import percent

PER_PAGE = 10  # of each of three tables; all of them are one click away
KNOWN = (*RATIOS, "progress")
_TITLES = {
    COUNTED: gettext_lazy("Rows counted"),
    REST: gettext_lazy("Not counted, and why"),
    AWAY: gettext_lazy("Left out, and why"),
}
_OF_PROGRESS = {
    COUNTED: gettext_lazy("All checkpoints done"),
    REST: gettext_lazy("Not all checkpoints done"),
    AWAY: gettext_lazy("Left out, and why"),
}
# The address's parameter of each part's page.
_PAGES = {COUNTED: "page", REST: "rest-page", AWAY: "out-page"}
# Conditions whose list is the whole of a part.
_LISTS = {
    ("execution", REST): "not_executed",
    ("reporting", REST): "not_reported",
}


# All that the page says of its scope.
_NAMES = tuple(
    dict.fromkeys(
        [
            *("all", "applicable", "checkpoints_done", "checkpoints_applicable", "not_due"),
            *("not_applicable", "waived", "cancelled"),
            *(name for pair in RATIOS.values() for name in pair),
        ]
    )
)


@planned
def _counts(rows: Rows) -> QuerySet:
    return completion.counts_by_status(rows.found, rows.sight.day, names=_NAMES)


@dataclass
class Part:
    """Rows counted, not counted, or left out."""

    name: str
    title: str
    count: int
    page: Page | None = None  # none where the rows are not this person's to open
    body: str = ""
    list_url: str = ""

    @property
    def last_heading(self) -> str:
        return figure_rows.columns(self.name)[-1].label

    @property
    def page_name(self) -> str:
        return _PAGES[self.name]


@dataclass(frozen=True)
class Step:
    """A ratio of the same scope: its words, its numbers, the address that shows it."""

    words: str
    value: Ratio
    address: str
    is_current: bool

    @property
    def said(self) -> str:
        return _("%(n)s of %(of)s") % {"n": spaced(self.value.n), "of": spaced(self.value.of)}

    @property
    def percent(self) -> str:
        return percent(self.value.percent)


class FigurePage:
    """What the page of a ratio shows."""

    def __init__(self, ratio: str, sight: Sight, data: QueryDict) -> None:
        self.ratio, self.sight, self.data = ratio, sight, data
        self.scope = Scope(sight, data)

    @cached_property
    def explained(self) -> Explained:
        return next(row for row in MEASURES if row.anchor == self.ratio)

    @cached_property
    def measures(self) -> Measures:
        """One query."""
        rows = _counts(self.scope.lasting)
        return completion.folded(rows, self.sight.day, _NAMES).get((), Measures())

    @cached_property
    def figures(self) -> Figures:
        return self.sight.figures(self.measures, **self.scope.query)

    @property
    def value(self) -> Ratio:
        return getattr(self.measures, self.ratio)

    @property
    def put_in(self) -> str:
        """«24 ÷ 27 = 88 %», or that there is nothing to divide by."""
        value = self.value
        numbers = f"{spaced(value.n)} ÷ {spaced(value.of)}"
        if value.percent is None:
            return _("%(numbers)s: there is nothing to divide by") % {"numbers": numbers}
        return f"{numbers} = {percent(value.percent)}"

    @property
    def honest(self) -> list[Step]:
        """Reported → accepted → substantiated, of what applies."""
        return [self._step(name, str(words).rstrip(":")) for name, _count, words in HONEST]

    @property
    def others(self) -> list[Step]:
        """The other ratios of the same scope."""
        honest = {name for name, _count, _words in HONEST}
        return [
            self._step(row.anchor, str(row.title))
            for row in MEASURES
            if row.anchor in KNOWN and row.anchor not in honest | {self.ratio}
        ]

    def _step(self, ratio: str, words: str) -> Step:
        address = self.figures.explained(ratio)
        return Step(words, getattr(self.measures, ratio), address, ratio == self.ratio)

    @property
    def left_out(self) -> SafeString:
        """How many are left out for which cause."""
        names = ["not_applicable", "waived", "cancelled"]
        if self._names[1] == "come_due":
            names.append("not_due")
        return self.figures.phrases(names)

    @property
    def _names(self) -> tuple[str, str]:
        return self.value.n_name, self.value.of_name

    def counts(self) -> dict[str, int]:
        """How many rows each part has; together they are all of the scope."""
        whole = self.measures.count(self._names[1])
        if self.ratio == "progress":
            counted = self._rows(COUNTED).count()
        else:
            counted = self.measures.count(self._names[0])
        away = self.measures.count("all") - whole
        return {COUNTED: counted, REST: whole - counted, AWAY: away}

    def _rows(self, part: str) -> QuerySet[Assignment]:
        return figure_rows.part_of(
            self.scope.rows, self.ratio, self._names, part, self.sight.day
        )  # fmt: skip

    @cached_property
    def parts(self) -> list[Part]:
        """With a page of rows each, for those who may open them."""
        return [self._part(name, count) for name, count in self.counts().items()]

    def _part(self, name: str, count: int) -> Part:
        part = Part(name, self._title(name), count)
        if self.sight.only_totals or not count:
            return part
        part.page = ForgivingPaginator(range(count), PER_PAGE).get_page(
            self.data.get(_PAGES[name], 1)
        )
        leaf = part.page.object_list
        asked = (self.ratio, self._names, name, leaf.start, leaf.stop)
        rows = figure_rows.leaf(self.scope.lasting, *asked)
        shown = figure_rows.lines(rows, self.ratio, name, self.sight.day)
        part.body = figure_rows.drawn(shown)
        part.list_url = self._list(name)
        return part

    def _title(self, name: str) -> str:
        return str((_OF_PROGRESS if self.ratio == "progress" else _TITLES)[name])

    def _list(self, name: str) -> str:
        """The list of assignments that holds the same rows, where a condition names them."""
        if name == COUNTED and self.ratio != "progress":
            return self.figures.url(self._names[0])
        show = _LISTS.get((self.ratio, name))
        return self.figures.url(show) if show else ""

    def table(self, name: str) -> Table:
        """All rows of a part, for a file. An unknown name is the rows counted."""
        name = name if name in PARTS else COUNTED
        rows = figure_rows.ordered(self._rows(name), name, self.sight).iterator(chunk_size=2000)
        return figure_rows.table(rows, self.ratio, name, self.sight.day, self._title(name))
