"""What stands in the margin of an item: how far it is, in words, a share and a bar.

Built here rather than in the template: the page draws dozens of them.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from directives.completion import Measures
from directives.figures import Figures, spaced
from directives.models import ReportingPeriod
from resolution_tracker.templatetags.drawing import parts_of, words_for

_WORDS = {
    "overdue": gettext_lazy("overdue"),
    "accepted": gettext_lazy("executed"),
    "submitted": gettext_lazy("under review"),
    "returned": gettext_lazy("returned for rework"),
    "in_progress": gettext_lazy("in progress"),
    "not_started": gettext_lazy("not started"),
    "left_out": gettext_lazy("left out of the count"),
}
_BESIDE = ("submitted", "overdue", "returned", "not_due", "extended", "not_applicable", "waived")
_BEFORE = ("submitted", "overdue", "returned", "extended", "not_applicable", "waived")
# Looked up in `_said`; written so that makemessages finds them.
_NOT_COME = gettext_noop("the date has not come")
_SUM = gettext_noop("executed {said}")
_OF_PERIOD = gettext_noop("reports accepted: {said}")
_ONCE = gettext_noop("executed by {said}")
# All that a margin says: a page of margins alone need not count the rest.
COUNTED = (
    *("all", "applicable", "come_due", "executed", "checkpoints_done", "checkpoints_applicable"),
    *("reported", "substantiated"),
    *sorted({*_WORDS, *_BESIDE, *_BEFORE}),
)


def draw(counts: list[tuple[str, int]], label: str) -> SafeString:
    """The bar as `_bar.html` draws it; widths are attributes, since inline styles are refused."""
    return _drawn(tuple(counts), label)


@lru_cache(maxsize=4096)
def _drawn(counts: tuple[tuple[str, int], ...], label: str) -> SafeString:
    rects = [
        f'<rect class="bar__{part.name}" x="{part.x}%" width="{part.width}%" height="100%"'
        + (' fill="url(#hatch)"></rect>' if part.name == "submitted" else "></rect>")
        for part in parts_of(list(counts))
        if part.name != "rest"
    ]
    return format_html(
        '<svg class="bar" role="img" aria-label="{}" preserveAspectRatio="none">'
        '<rect class="bar__rest" width="100%" height="100%"></rect>{}</svg>',
        label,
        SafeString("".join(rects)),
    )


def bar(measures: Measures) -> SafeString:
    """The bar of a set of assignments: accepted, under review, overdue, the rest."""
    return _bar(tuple(measures.bar))


@lru_cache(maxsize=4096)
def _bar(counts: tuple[tuple[str, int], ...]) -> SafeString:
    return _drawn(counts, words_for(dict(counts)))


def progress_bar(measures: Measures) -> SafeString:
    """The paler bar of checkpoints: how far the work is, not whether it was accepted."""
    ratio = measures.progress
    counts = [("done", ratio.n), ("rest", ratio.of - ratio.n)]
    return draw(counts, checkpoints_said(measures))


def checkpoints_said(measures: Measures) -> str:
    """«3 из 5 контрольных точек»"""
    ratio = measures.progress
    return _checkpoints(ratio.n, ratio.of)


@lru_cache(maxsize=4096)
def _checkpoints(n: int, of: int) -> str:
    text = ngettext("%(n)s of %(of)s checkpoint", "%(n)s of %(of)s checkpoints", of)
    return text % {"n": spaced(n), "of": spaced(of)}


@lru_cache(maxsize=16)
def _said(text: str) -> str:
    """Words without figures: looked up once, not for each margin."""
    return _(text)


@dataclass(eq=False)
class Margin:
    """How far an item is, for one period or once, over the bodies one may see.

    Equal are those that say the same: what is drawn of one stands for the other.
    """

    figures: Figures
    period: ReportingPeriod | None = None
    due_on: date | None = None
    is_sum: bool = False  # over several items: assignments are counted, not bodies

    @cached_property
    def key(self) -> tuple:
        period = self.period and self.period.pk
        return self.figures, period, self.due_on, self.is_sum

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Margin) and self.key == other.key

    @property
    def measures(self) -> Measures:
        return self.figures.measures

    @cached_property
    def is_due(self) -> bool:
        """Whether anybody's date has come: before that nothing is shown as a failure."""
        return self.measures.come_due > 0

    @cached_property
    def is_single(self) -> bool:
        """One body has a status, not a share."""
        return self.measures.all == 1 and not self.is_sum

    @property
    def status(self) -> str:
        """The one body's status."""
        return next((name for name in _WORDS if self.measures.count(name)), "not_started")

    @property
    def status_word(self) -> SafeString:
        word = _WORDS[self.status]
        if self.status == "accepted" and self.period:
            word = _("report accepted")
        return format_html(
            '<span class="status status--{}">{}</span>',
            self.status,
            self.figures.link(self.status, word),
        )

    @property
    def headline(self) -> SafeString:
        """«исполнили 24 из 27», the one body's status, or that the date has not come."""
        if self.is_single:
            return self.status_word
        if not self.is_due:
            return SafeString(_said(_NOT_COME))
        said = self.figures.fraction("execution")
        text = _SUM if self.is_sum else _OF_PERIOD if self.period else _ONCE
        return SafeString(_said(text).format(said=said))

    @property
    def share(self) -> SafeString:
        """The percent beside the headline; before the date, that of the checkpoints."""
        if self.is_single:
            return SafeString(checkpoints_said(self.measures))
        return self.figures.percent("execution" if self.is_due else "progress")

    @property
    def whole_bar(self) -> SafeString:
        """The bar of statuses, whatever the date: for tables that compare."""
        return bar(self.measures)

    @property
    def bar(self) -> SafeString:
        if self.is_single or not self.is_due:
            return progress_bar(self.measures)
        return bar(self.measures)

    @property
    def detail(self) -> SafeString:
        """«1 на проверке · 2 просрочено · продлено 3», each a link."""
        if self.is_single:
            waits = not (self.is_due or self.measures.accepted or self.measures.left_out)
            return SafeString(_said(_NOT_COME) if waits else "")
        if self.is_due:
            return self.figures.phrases(_BESIDE)
        said, more = checkpoints_said(self.measures), self.figures.phrases(_BEFORE)
        return SafeString(f"{said} · {more}" if more else said)

    @property
    def honest(self) -> SafeString:
        """The three numbers under a share; one body has none."""
        if self.is_single:
            return SafeString("")
        return SafeString(f"\n<p>{self.figures.honest(whole=not self.is_due)}</p>")

    @property
    def drawn(self) -> SafeString:
        """The margin as it stands beside its item."""
        return _margin(self)

    @property
    def drawn_alone(self) -> SafeString:
        """The same where the three numbers stand large beside it."""
        return _put_together(self, "")

    @property
    def summary(self) -> SafeString:
        """One line about a period that is over: the three numbers, and of how many."""
        if self.is_single:
            return self.status_word
        if not self.is_due:
            return SafeString(_said(_NOT_COME))
        return self.figures.honest(whole=True)


@lru_cache(maxsize=1024)
def _margin(margin: Margin) -> SafeString:
    """Drawn anew where anything it says has changed."""
    return _put_together(margin, margin.honest)


def _put_together(margin: Margin, honest: str) -> SafeString:
    detail = margin.detail
    return SafeString(
        f'<p class="item__headline"><strong>{margin.headline}</strong> <span>{margin.share}</span>'
        f"</p>\n{margin.bar}{honest}" + (f'\n<p class="quiet">{detail}</p>' if detail else "")
    )
