"""Which assignments moved from one status to another between two days, and what happened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.downloads.table import Column, Table
from directives.models import Assignment, Kind, Status, StatusUpdate
from directives.models.as_of import end_of
from directives.written import written
from resolution_tracker.dashboard.paging import ForgivingPaginator
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.two_days.asked import Asked, Narrow
from resolution_tracker.templatetags.wording import short_date

PER_PAGE = 50
MOVED = "moved"  # to another territory, the status being as it was
_ORDER = ("directive__sort_key", "period__starts_on", "organization__sort_key", "pk")


@dataclass(frozen=True)
class Moved:
    """An assignment on both days. `was` is empty where it had not been dealt out."""

    pk: int
    was: str
    now: str
    place_was: int | None
    place: int | None

    @property
    def kind(self) -> str:
        """What the address says of it; empty where nothing moved."""
        if self.was != self.now:
            return f"{self.was}-{self.now}"
        return MOVED if self.place_was != self.place else ""


@dataclass(frozen=True)
class Count:
    """«на проверке → исполнено: 30», and the address that lists them."""

    words: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One moved assignment in words."""

    assignment: Assignment
    moved: Moved
    happened: tuple[str, ...]

    @property
    def cells(self) -> list[str]:
        row = self.assignment
        period = f", {row.period.full_name}" if row.period else ""
        return [
            f"{row.directive.number}{period}",
            row.organization.name,
            row.municipality.short_name if row.municipality else _("Regional level"),
            status_word(self.moved.was),
            status_word(self.moved.now),
            "; ".join(self.happened),
        ]


def status_word(status: str) -> str:
    return str(Status(status).label) if status else _("not dealt out yet")


@written
def _rows(sight: Sight, narrow: Narrow, earlier: date) -> QuerySet:
    """Of whatever has an entry between the days: as it stood on both, and where."""
    last = StatusUpdate.objects.filter(
        assignment=OuterRef("pk"), recorded_at__lt=end_of(earlier)
    ).order_by("-number")
    between = StatusUpdate.objects.filter(
        assignment=OuterRef("pk"),
        recorded_at__gte=end_of(earlier),
        recorded_at__lt=end_of(sight.day),
    )
    rows = sight.counted.filter(narrow.condition(place=False)).filter(Exists(between))
    rows = rows.annotate(
        was=Subquery(last.values("status")[:1]),
        place_was=Subquery(last.values("municipality")[:1]),
    )
    if narrow.municipality:  # what has left a territory moved there as well as what has come
        gone = Q(was__isnull=False) & narrow.in_place("place_was")
        rows = rows.filter(narrow.in_place() | gone)
    return rows.order_by(*_ORDER).values_list("pk", "was", "status", "place_was", "municipality_id")


class Moves:
    """What moved between the days of the address."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.sight = asked.sights[1]

    @cached_property
    def every(self) -> list[Moved]:
        """In the order of lists. One query; none between a day and itself."""
        if self.asked.earlier == self.asked.later:
            return []
        rows = (
            Moved(pk, was or "", *rest)
            for pk, was, *rest in _rows(self.sight, self.asked.narrow, self.asked.earlier)
        )
        return [row for row in rows if row.kind]

    @cached_property
    def chosen(self) -> str:
        """The kind of moves that is listed; empty: all."""
        kind = self.asked.data.get("move", "")
        return kind if any(row.kind == kind for row in self.every) else ""

    @property
    def rows(self) -> list[Moved]:
        return [row for row in self.every if not self.chosen or row.kind == self.chosen]

    @property
    def counts(self) -> list[Count]:
        """The most frequent first."""
        found = Counter(row.kind for row in self.every)
        return [
            Count(_words(kind), count, self._address(kind), kind == self.chosen)
            for kind, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        ]

    def _address(self, kind: str) -> str:
        """Of the list of these; of the chosen ones, of the whole list again."""
        return self.asked.address(move="" if kind == self.chosen else kind) + "#moved"

    def page(self, number: object):
        return ForgivingPaginator(self.rows, PER_PAGE).get_page(number)

    def lines(self, rows: Iterable[Moved]) -> list[Line]:
        """The assignments themselves and what was recorded of them meanwhile. Two queries."""
        rows = list(rows)
        keys = [row.pk for row in rows]
        found = (
            Assignment.objects.as_of(self.sight.as_of)
            .filter(pk__in=keys)
            .select_related("directive", "organization", "municipality", "period")
            .in_bulk()
        )
        happened = self._happened(keys)
        return [Line(found[row.pk], row, tuple(happened.get(row.pk, ()))) for row in rows]

    def _happened(self, keys: list[int]) -> dict[int, list[str]]:
        entries = StatusUpdate.objects.filter(
            assignment__in=keys,
            recorded_at__gte=end_of(self.asked.earlier),
            recorded_at__lt=end_of(self.asked.later),
        ).exclude(kind=Kind.LOOKED)
        found: dict[int, list[str]] = {}
        for pk, kind, at in entries.order_by("assignment", "number").values_list(
            "assignment_id", "kind", "recorded_at"
        ):
            found.setdefault(pk, []).append(f"{short_date(at)} {Kind(kind).label}")
        return found

    def table(self) -> Table:
        """All that moved, or the moves chosen, for a file."""
        columns = [
            Column(_("Item")),
            Column(_("Organization"), width=44),
            Column(_("Municipality"), width=24),
            *(
                Column(_("Status on %(day)s") % {"day": short_date(day)}, width=22)
                for day in (self.asked.earlier, self.asked.later)
            ),
            Column(_("What happened"), width=60),
        ]
        lines = self.lines(self.rows)
        return Table("moved", columns, [line.cells for line in lines], sheet=_("What moved"))


def _words(kind: str) -> str:
    if kind == MOVED:
        return _("moved to another municipality")
    was, _dash, now = kind.partition("-")
    return f"{status_word(was)} → {status_word(now)}"


def drawn(lines: Iterable[Line]) -> SafeString:
    """The body of the page's table."""
    return SafeString("".join(_drawn(line) for line in lines))


def _drawn(line: Line) -> str:
    item, body, place, was, now, _happened = (escape(cell) for cell in line.cells)
    entries = "".join(f"<li>{escape(said)}</li>" for said in line.happened)
    return (
        f'<tr><td><a href="{reverse("assignment-detail", args=[line.assignment.pk])}"'
        f' title="{escape(line.assignment.directive.one_line)}">{item}</a></td>'
        f'<td class="table__name">{body}</td><td>{place}</td>'
        f'<td><span class="status status--{line.moved.was}">{was}</span></td>'
        f'<td><span class="status status--{line.moved.now}">{now}</span></td>'
        f'<td class="table__text"><ul class="two-days__entries">{entries}</ul></td></tr>\n'
    )
