"""Tables of those who review: what waits for a decision, and what the department looks into."""

from collections.abc import Callable, Iterable, Iterator
from html import unescape
from itertools import islice

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.changes import Summary
from directives.downloads.table import Column, Form, Table
from directives.models import Assignment, Kind
from directives.waiting import Waiting

AT_ONCE = 500  # what changed is read for so many rows together

_ITEM = [
    Column(gettext_lazy("Item"), width=8),
    Column(gettext_lazy("Text of the item"), width=60),
    Column(gettext_lazy("Organization"), width=44),
    Column(gettext_lazy("Municipality"), width=26),
    Column(gettext_lazy("Period"), width=24),
]
QUEUE = [
    *_ITEM,
    Column(gettext_lazy("What waits"), width=24),
    Column(gettext_lazy("What changed"), width=34),
    Column(gettext_lazy("Due on"), Form.DAY, 12),
    Column(gettext_lazy("Asked to extend until"), Form.DAY, 14),
    Column(gettext_lazy("Waits since"), Form.MOMENT, 17),
    Column(gettext_lazy("Working days"), Form.NUMBER, 12),
    Column(gettext_lazy("Review overdue"), width=14),
]
CHECKS = [
    *_ITEM,
    Column(gettext_lazy("Accepted"), Form.MOMENT, 17),
    Column(gettext_lazy("Reviewer"), width=32),
    Column(gettext_lazy("Spot check"), width=16),
    Column(gettext_lazy("Checked on"), Form.MOMENT, 17),
]

Rows = Iterable[tuple[Waiting, Summary | None]]


def queue(assignments: QuerySet[Assignment], read: Callable[[list[Assignment]], Rows]) -> Table:
    """All pages. `read` makes of some assignments what the page's rows are made of."""
    return Table("review-queue", QUEUE, _queue(assignments, read), sheet=_("To review"))


def _queue(assignments: QuerySet[Assignment], read: Callable) -> Iterator[list[object]]:
    left = assignments.iterator(chunk_size=AT_ONCE)
    while some := list(islice(left, AT_ONCE)):
        for waiting, summary in read(some):
            yield [*_item(waiting.assignment), *_waits(waiting, summary)]


def _waits(waiting: Waiting, summary: Summary | None) -> Iterator[object]:
    row = waiting.assignment
    kinds = [
        (waiting.is_report, _("report")),
        (waiting.extension_until is not None, _("asks to extend")),
        (waiting.is_exemption, _("asks to be exempted")),
    ]
    yield ", ".join(words for there, words in kinds if there)
    yield _summary(summary) if waiting.is_report else ""
    yield row.due_on
    yield waiting.extension_until
    yield row.waiting_since
    yield waiting.days
    yield waiting.is_overdue


def _summary(summary: Summary | None) -> str:
    """In the words of the page: they stand in its template."""
    said = render_to_string("review/_summary.html", {"summary": summary})
    return " ".join(unescape(strip_tags(said)).split())


def spot_checks(assignments: QuerySet[Assignment]) -> Table:
    """`assignments` come with the moment and the kind of their last check."""
    return Table("spot-checks", CHECKS, _checks(assignments), sheet=_("Spot checks"))


def _checks(assignments: QuerySet[Assignment]) -> Iterator[list[object]]:
    for row in assignments.iterator(chunk_size=2000):
        found = {None: _("not checked"), Kind.SPOT_CHECKED: _("confirmed")}
        checked = found.get(row.checked_kind, _("reopened"))
        reviewer = row.reviewer.name if row.reviewer else ""
        yield [*_item(row), row.accepted_at, reviewer, checked, row.checked_at]


def _item(row: Assignment) -> list[object]:
    return [
        row.directive.number,
        row.directive.one_line,
        row.organization.name,
        str(row.municipality or _("Regional level")),
        row.period.full_name if row.period else "",
    ]
