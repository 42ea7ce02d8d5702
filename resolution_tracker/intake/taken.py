"""The board of school lists and the history of uploads as tables to take away."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Column, Form, Table
from organizations.models import SchoolList
from resolution_tracker.intake.board import Line

_BOARD = [
    Column(gettext_lazy("Municipality"), width=26),
    Column(gettext_lazy("State"), width=24),
    Column(gettext_lazy("Rows with errors"), Form.NUMBER, 12),
    Column(gettext_lazy("Since"), Form.MOMENT, 17),
    Column(gettext_lazy("Uploaded by"), width=24),
    Column(gettext_lazy("Schools in the list"), Form.NUMBER, 12),
    Column(gettext_lazy("List"), width=44),
    Column(gettext_lazy("Last applied"), Form.MOMENT, 17),
]
_HISTORY = [
    Column(gettext_lazy("Uploaded"), Form.MOMENT, 17),
    Column(gettext_lazy("Uploaded by"), width=24),
    Column(gettext_lazy("List"), width=44),
    Column(gettext_lazy("Municipality"), width=26),
    Column(gettext_lazy("State"), width=24),
    Column(gettext_lazy("Confirmed"), Form.MOMENT, 17),
    Column(gettext_lazy("Confirmed by"), width=24),
    Column(gettext_lazy("Applied"), Form.MOMENT, 17),
    Column(gettext_lazy("Applied by"), width=24),
    Column(gettext_lazy("Undone"), Form.MOMENT, 17),
    Column(gettext_lazy("Undone by"), width=24),
    Column(gettext_lazy("Schools in the list"), Form.NUMBER, 12),
    Column(gettext_lazy("New"), Form.NUMBER, 10),
    Column(gettext_lazy("Changed"), Form.NUMBER, 10),
    Column(gettext_lazy("Not named"), Form.NUMBER, 10),
    Column(gettext_lazy("With errors"), Form.NUMBER, 10),
    Column("SHA-256", width=24),
]


def board(lines: Iterable[Line]) -> Table:
    """A municipality a row, in the order of the page."""
    rows = [_line(line) for line in lines]
    return Table("school-lists", _BOARD, rows, sheet=_("School lists"))


def _line(line: Line) -> list[object]:
    one = line.school_list
    if one is None:
        name = line.municipality.short_name
        return [name, _("nothing yet"), None, None, "", None, "", line.applied_at]
    return [
        line.municipality.short_name,
        one.get_state_display(),
        line.errors,
        line.since,
        _person(one.uploaded_by) or _("on the server"),
        line.schools,
        one.file_name if one.municipality_id else _("the list of all"),
        line.applied_at,
    ]


def history(lists: QuerySet[SchoolList]) -> Table:
    """All pages."""
    return Table("school-list-history", _HISTORY, _history(lists), sheet=_("History of uploads"))


def _history(lists: QuerySet[SchoolList]) -> Iterator[list[object]]:
    for one in lists.iterator(chunk_size=2000):
        yield [
            one.uploaded_at,
            _person(one.uploaded_by) or _("on the server"),
            one.file_name,
            one.municipality.short_name if one.municipality else _("All municipalities"),
            capfirst(one.get_state_display()),
            one.confirmed_at,
            _person(one.confirmed_by),
            one.applied_at,
            _person(one.applied_by),
            one.undone_at,
            _person(one.undone_by),
            one.schools,
            one.new,
            one.changed,
            one.missing,
            one.error_rows,
            one.sha256,
        ]


def _person(user) -> str:
    return user.short_name if user else ""
