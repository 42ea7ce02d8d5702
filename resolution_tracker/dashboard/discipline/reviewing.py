"""The columns of the page of those who review."""

from datetime import date

from django.utils.translation import gettext as _

from directives.downloads import table
from directives.downloads.table import Form
from directives.figures import Figures, spaced
from resolution_tracker.dashboard.discipline.columns import (
    Reviewing,
    honest,
    honest_cell,
    number,
    rate,
    share_cell,
)
from resolution_tracker.dashboard.discipline.grid import Cell, Column, count, share, small_print
from resolution_tracker.dashboard.places.measures import SMALL
from resolution_tracker.dashboard.places.ordering import TOO_FEW

NONE = '<span class="figure--none">—</span>'


def heads() -> tuple[table.Column, ...]:
    return (
        table.Column(_("Reviewing body"), Form.TEXT, 24),
        table.Column(_("Its full name"), Form.TEXT, 44),
    )


def columns() -> list[Column]:
    checked = _("Spot check")
    return [
        Column("waiting", _("Waits now"), (number(_("Waits now")),)),
        Column("late", _("Review overdue"), (number(_("Review overdue")),)),
        Column("longest", _("Longest wait, w. days"), (number(_("Longest wait, w. days")),)),
        Column(
            "median", _("Decides in, w. days (median)"),
            (table.Column(_("Decides in, w. days (median)"), Form.DECIMAL, 12),),
        ),
        Column(
            "decided", _("Decided"),
            (number(_("Decided")), number(_("Decided, assignments"))),
        ),
        Column(
            "returned", _("Returned"),
            (number(_("Returned")), number(_("Returned, assignments")),
             table.Column(_("Returned, % of decisions"), Form.SHARE, 11)),
        ),
        Column(
            "asked", _("Requests"),
            (number(_("Requests waiting")), number(_("Requests answered")),
             number(_("Requests answered, assignments"))),
        ),
        Column(
            "checked", checked,
            (number(_("Spot check: confirmed")), number(_("Spot check: reopened")),
             number(_("Spot check: looked into")),
             table.Column(_("Spot check: confirmed, %"), Form.SHARE, 11)),
        ),
        rate("first_pass", _("Own rate: accepted at first"), _("Accepted at first"), ranks=False),
        rate(
            "execution", _("Own rate: executed"), _("Executed"), _("Date has come"), ranks=False
        ),
        honest(),
    ]  # fmt: skip


def cells(row, figures: Figures, scope: dict[str, object], day: date) -> list[Cell]:
    """In the order of `columns`. `scope` leads to what this body reviews."""
    link = Reviewing(scope)
    longest = row.longest(day)
    return [
        count(link.number("waiting", row.waiting, colour=" figure--waiting"), row.waiting),
        count(link.number("late", row.late, colour=" figure--late"), row.late),
        count(NONE if longest is None else str(longest), longest),
        _median(row),
        _decided(row, link),
        _returned(row, link),
        _requests(row, link),
        _checked(row, link),
        share_cell(figures, "first_pass"),
        share_cell(figures, "execution", figures.count("come_due")),
        honest_cell(figures),
    ]


def _taken(link: Reviewing, name: str, n: int, rows: int) -> tuple[str, str]:
    """Decisions, and the rows they were taken on: one link where there are as many of both."""
    if n == rows:
        return link.number(name, rows), ""
    return spaced(n), _("assignments: %(n)s") % {"n": link.number(name, rows)}


def _median(row) -> Cell:
    """Few decisions are no measure of a body: shown, but put last."""
    if row.median is None:
        return count(NONE, None)
    few = row.decisions["decided"] < SMALL
    said = count(f"{row.median:.1f}".removesuffix(".0").replace(".", ","), row.median)
    return said._replace(place=TOO_FEW) if few else said


def _decided(row, link: Reviewing) -> Cell:
    n, rows = row.decisions["decided"], row.decisions["decided_on"]
    said, more = _taken(link, "decided", n, rows)
    return Cell(said + small_print([more]), (n, rows), (0, n))


def _returned(row, link: Reviewing) -> Cell:
    n, rows, of = (row.decisions[name] for name in ("returned", "returned_on", "decided"))
    if not of:
        return share(NONE, n, of, rows)
    percent = f"{n * 100 // of}\N{NO-BREAK SPACE}%"
    counted, more = _taken(link, "returned", n, rows)
    said = _("%(n)s of %(of)s") % {"n": counted, "of": spaced(of)}
    return share(percent + small_print([said, more]), n, of, rows)


def _requests(row, link: Reviewing) -> Cell:
    n, rows = row.decisions["answered"], row.decisions["answered_on"]
    counted, more = _taken(link, "answered", n, rows)
    said = _("answered %(n)s") % {"n": counted} if n else ""
    waits = link.number("asked", row.asked, colour=" figure--waiting")
    drawn = waits + small_print([said, more])
    return Cell(drawn, (row.asked, n, rows), (0, row.asked))


def _checked(row, link: Reviewing) -> Cell:
    """«подтверждено 9 из 10»"""
    if not row.checked:
        return share(NONE, 0, 0, 0, 0)
    said = _("%(n)s of %(of)s") % {
        "n": link.number("confirmed", row.confirmed),
        "of": link.number("checked", row.checked),
    }
    again = link.number("reopened", row.reopened, colour=" figure--late")
    parts = [_("confirmed")] + ([_("reopened %(n)s") % {"n": again}] if row.reopened else [])
    drawn = said + small_print(parts)
    return share(drawn, row.confirmed, row.checked, row.reopened, row.checked)
