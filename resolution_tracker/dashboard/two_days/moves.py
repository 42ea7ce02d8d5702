"""Which assignments moved from one status to another between two days, and what happened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.downloads.table import Column, Table
from directives.figures import spaced
from directives.models import Assignment, Kind, ReportingPeriod, Status, StatusUpdate
from directives.models.as_of import end_of
from directives.written import planned, together
from resolution_tracker.dashboard.filters import REGIONAL
from resolution_tracker.dashboard.paging import ForgivingPaginator
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.two_days.asked import Asked, Narrow
from resolution_tracker.templatetags.wording import short_date

PER_PAGE = 25
_IN = " "
MOVED = "moved"  # to another territory, the status being as it was
_ORDER = ("directive__sort_key", "period__starts_on", "organization__sort_key", "pk")


class Moved(NamedTuple):
    """An assignment on both days. `was` is empty where it had not been dealt out."""

    pk: int
    was: str
    now: str
    place: int | None
    kind: str  # what the address says of it


@dataclass(frozen=True)
class Count:
    """«на проверке → исполнено: 30», and the address that lists them."""

    words: str
    count: int
    address: str
    is_chosen: bool

    @property
    def said(self) -> str:
        return f"{self.words}: {spaced(self.count)}"


@dataclass(frozen=True)
class Line:
    """One moved assignment in words."""

    moved: Moved
    item: str
    text: str
    organization: str
    place: str
    happened: tuple[str, ...]

    @property
    def cells(self) -> list[str]:
        return [
            self.item,
            self.organization,
            self.place,
            status_word(self.moved.was),
            status_word(self.moved.now),
            "; ".join(self.happened),
        ]


@lru_cache(maxsize=16)
def status_word(status: str) -> str:
    return str(Status(status).label) if status else _("not dealt out yet")


@planned
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
    stood = Concat("status", Value(_IN), Coalesce(Cast("municipality", CharField()), Value("")))
    rows = rows.annotate(stood=Subquery(last.values(stood=stood)[:1]))
    if narrow.municipality:  # what has left a territory moved there as well as what has come
        rows = rows.annotate(place_was=Subquery(last.values("municipality")[:1]))
        gone = Q(stood__isnull=False) & narrow.in_place("place_was")
        rows = rows.filter(narrow.in_place() | gone)
    return rows.order_by(*_ORDER).values_list("pk", "stood", "status", "municipality_id")


def _moved(pk: int, stood: str | None, now: str, place: int | None) -> Moved | None:
    """None where nothing moved. `stood`: the status and the territory, one look for both."""
    was, _in, there = (stood or "").partition(_IN)
    if was != now:
        return Moved(pk, was, now, place, f"{was}-{now}")
    return Moved(pk, was, now, place, MOVED) if there != str(place or "") else None


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
        found = _rows(self.sight, self.asked.narrow, self.asked.earlier)
        return [moved for row in found if (moved := _moved(*row))]

    @cached_property
    def chosen(self) -> str:
        """The kind of moves that is listed; empty: all."""
        kind = self.asked.data.get("move", "")
        return kind if any(row.kind == kind for row in self.every) else ""

    @property
    def rows(self) -> list[Moved]:
        kind = self.chosen
        return [row for row in self.every if row.kind == kind] if kind else self.every

    @cached_property
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
        """The assignments themselves and what was recorded of them meanwhile. Two queries,
        one trip."""
        rows = list(rows)
        keys = tuple([row.pk for row in rows])
        named, entries = together(
            _named.asking(keys), _entries.asking(keys, self.asked.earlier, self.asked.later)
        )
        said, places = {row[0]: row for row in named}, dict(self.asked.municipalities)
        happened: dict[int, list[str]] = {}
        for pk, kind, at in entries:
            happened.setdefault(pk, []).append(f"{short_date(at)} {_kind_word(kind)}")
        return [
            _line(row, said[row.pk], places[str(row.place or REGIONAL)], happened.get(row.pk, ()))
            for row in rows
        ]

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


@planned
def _named(keys: tuple[int, ...]) -> QuerySet:
    """What never changes of an assignment: its item, the item's text and whose it is."""
    return Assignment.objects.filter(pk__in=keys).values_list(
        "pk", "directive__number", "directive__text", "organization__name", "period__name",
        "period__school_year",
    )  # fmt: skip


@planned
def _entries(keys: tuple[int, ...], earlier: date, later: date) -> QuerySet:
    """What was recorded between the days; who looked at a report is no part of its story."""
    return (
        StatusUpdate.objects.filter(
            assignment__in=keys, recorded_at__gte=end_of(earlier), recorded_at__lt=end_of(later)
        )
        .exclude(kind=Kind.LOOKED)
        .order_by("assignment", "number")
        .values_list("assignment_id", "kind", "recorded_at")
    )


def _line(moved: Moved, named: tuple, place: str, happened: Iterable[str]) -> Line:
    _pk, number, text, body, period, year = named
    item = _item(number, period, year)
    return Line(moved, item, " ".join(text.split()), body, place, tuple(happened))


def _item(number: str, period: str | None, school_year: int | None) -> str:
    """«4.3, I четверть 2026/27»"""
    if not period:
        return number
    return f"{number}, {ReportingPeriod(name=period, school_year=school_year).full_name}"


@lru_cache(maxsize=64)
def _kind_word(kind: str) -> str:
    return str(Kind(kind).label)


def _words(kind: str) -> str:
    if kind == MOVED:
        return _("moved to another municipality")
    was, _dash, now = kind.partition("-")
    return f"{status_word(was)} → {status_word(now)}"


def drawn(lines: Iterable[Line]) -> SafeString:
    """The body of the page's table."""
    return SafeString("".join(_drawn(line) for line in lines))


def _drawn(line: Line) -> str:
    item, body, place, was, now, _happened = map(escape, line.cells)
    entries = "".join([f"<li>{escape(said)}</li>" for said in line.happened])
    return (
        f'<tr><td><a href="{reverse("assignment-detail", args=[line.moved.pk])}"'
        f' title="{escape(line.text)}">{item}</a></td>'
        f'<td class="table__name">{body}</td><td>{place}</td>'
        f'<td><span class="status status--{line.moved.was}">{was}</span></td>'
        f'<td><span class="status status--{line.moved.now}">{now}</span></td>'
        f'<td class="table__text"><ul class="two-days__entries">{entries}</ul></td></tr>\n'
    )
