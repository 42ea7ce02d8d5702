"""What stands in the columns of both tables. Each rate says of what it is a part."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from directives.completion import Ratio
from directives.downloads import table
from directives.downloads.table import Form
from directives.figures import Figures, spaced
from resolution_tracker.dashboard.discipline.grid import Cell, Column, count, share, small_print

_HONEST = (
    ("reporting", "reported"),
    ("acceptance", "accepted"),
    ("substantiation", "substantiated"),
)
_NUMBER, _SHARE = 11, 11


def number(label: str) -> table.Column:
    return table.Column(label, Form.NUMBER, _NUMBER)


def rate(name: str, label: str, *counts: str, ranks: bool = True) -> Column:
    """A share with what it counts and of what, where an earlier column does not say that."""
    taken = [number(each) for each in counts]
    percent = table.Column(_("%(what)s, %%") % {"what": label}, Form.SHARE, _SHARE)
    return Column(name, label, (*taken, percent), ranks)


def heads() -> tuple[table.Column, ...]:
    return table.Column(_("Body"), Form.TEXT, 36), table.Column(_("What is counted"), Form.TEXT, 26)


def honest() -> Column:
    """The three numbers that stand wherever a percentage does."""
    taken = (number(_("Reported")), number(_("Accepted")), number(_("Substantiated")))
    label = " → ".join(str(column.label) for column in taken)
    return Column("substantiated", label, taken)


def honest_cell(figures: Figures) -> Cell:
    """Each leads to its formula, the rows it counts and those left out."""
    counts = [figures.count(name) for _ratio, name in _HONEST]
    said = [
        f'<a class="figure" href="{escape(figures.explained(ratio))}">{spaced(n)}</a>'
        for (ratio, _name), n in zip(_HONEST, counts, strict=True)
    ]
    return Cell(" → ".join(said), tuple(counts), (0, counts[-1]))


def share_cell(figures: Figures, ratio: str, *more: object) -> Cell:
    """«90 %» over «412 из 455»."""
    value: Ratio = getattr(figures.measures, ratio)
    return share(_over(figures, ratio), value.n, value.of, *more)


def _over(figures: Figures, ratio: str) -> str:
    said = figures.percent(ratio)
    is_counted = getattr(figures.measures, ratio).of > 0
    return said + small_print([figures.fraction(ratio)]) if is_counted else said


def of_bodies() -> list[Column]:
    come_due = _("Date has come")
    return [
        Column("applicable", _("Assignments"), (number(_("Assignments")),)),
        rate("execution", _("Executed"), _("Executed"), come_due),
        rate("timeliness", _("On time"), _("On time")),
        rate("timeliness_original", _("By the original date"), _("By the original date")),
        rate("first_pass", _("Accepted at first"), _("Accepted at first")),
        Column(
            "extended", _("Extended"),
            (number(_("Extended")), number(_("Extended: department alone")),
             number(_("Extended: municipality supported"))),
        ),
        Column(
            "exempted", _("Exempted"),
            (number(_("Exempted")), number(_("Exempted: department alone")),
             number(_("Exempted: municipality supported"))),
        ),
        honest(),
    ]  # fmt: skip


def cells_of_body(figures: Figures, granted) -> list[Cell]:
    """In the order of `of_bodies`; `granted`: those whose request the municipality supported."""
    due = figures.count("come_due")
    return [
        count(figures.number("applicable"), figures.count("applicable")),
        share_cell(figures, "execution", due),
        share_cell(figures, "timeliness"),
        share_cell(figures, "timeliness_original"),
        share_cell(figures, "first_pass"),
        _let(figures, "extended", "extended", granted.extended),
        _let(figures, "not_applicable", "exempted", granted.exempted),
        honest_cell(figures),
    ]


def _let(figures: Figures, name: str, reviewing: str, supported: int) -> Cell:
    """How many were extended or exempted, and on whose word the department did it."""
    whole = figures.count(name)
    alone = whole - supported
    link = Reviewing(figures.scope)
    said = [
        _("department: %(n)s") % {"n": link.number(f"{reviewing}_alone", alone)} if alone else "",
        _("supported: %(n)s") % {"n": link.number(f"{reviewing}_endorsed", supported)}
        if supported else "",
    ]  # fmt: skip
    return Cell(figures.number(name) + small_print(said), (whole, alone, supported), (0, whole))


class Reviewing:
    """Links to the rows behind a figure of those who review: `?reviewing=late&reviewer=12`."""

    def __init__(self, scope: dict[str, object]) -> None:
        self._list = f"{reverse('assignment-list')}?{urlencode(scope)}"

    def number(self, name: str, n: int, said: str = "", colour: str = "") -> str:
        """The number, or the words about it; nothing to open where it is zero."""
        if not n:
            return '<span class="figure--none">0</span>'
        address = escape(f"{self._list}&reviewing={name}")
        return (
            f'<a class="figure{colour}" href="{address}" data-count="{n}">{said or spaced(n)}</a>'
        )
