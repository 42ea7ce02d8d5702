"""Those who review, the department included: what waits for them and how they decide.

A body's own rates stand beside what the department's spot checks found in what it had accepted.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from directives import conditions, deciding
from directives.calendar import working_days_between
from directives.completion import Measures
from directives.models import Status
from directives.written import written
from organizations import region
from organizations.models import Level, Organization
from resolution_tracker.dashboard.discipline import opening, reviewing
from resolution_tracker.dashboard.discipline.access import bodies_of
from resolution_tracker.dashboard.discipline.grid import Grid, Line
from resolution_tracker.dashboard.discipline.reading import BY_PLACE, COUNTED, measured
from resolution_tracker.dashboard.sight import Sight


@dataclass
class Reviewer:
    """One reviewing body and all that the page says of it. `own`: of those it reviews."""

    pk: int
    name: str
    level: str
    municipality: int | None
    place: str | None
    waiting: int = 0
    late: int = 0
    oldest: datetime | None = None
    asked: int = 0
    decisions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(deciding.DECISIONS, 0))
    median: float | None = None
    checked: int = 0
    reopened: int = 0
    own: Measures = field(default_factory=Measures)

    @property
    def said(self) -> str:
        """An authority is called by its municipality."""
        return self.place or self.name

    @property
    def confirmed(self) -> int:
        return self.checked - self.reopened

    @property
    def scope(self) -> dict[str, object]:
        """Of the own rate: a municipality's schools; for the department, the authorities."""
        if self.level == Level.DEPARTMENT:
            return {"level": Level.MUNICIPAL.value}
        return {"municipality": self.municipality, "level": Level.SCHOOL.value}

    def longest(self, day: date) -> int | None:
        """Working days that the oldest report has waited."""
        return working_days_between(timezone.localdate(self.oldest), day) if self.oldest else None


class Reviewers:
    """The page: its rows, in the order asked for."""

    def __init__(self, sight: Sight, asked: QueryDict, resolution: int | None) -> None:
        self.sight, self.resolution = sight, resolution
        self.sort = asked.get("sort", "")

    @cached_property
    def grid(self) -> Grid:
        return Grid(
            name="reviewers",
            heads=reviewing.heads(),
            columns=reviewing.columns(),
            lines=[self._line(row) for row in self._rows],
            sort=self.sort,
            kept=self.sight.asked,
        )

    @property
    def opening(self) -> list[SafeString]:
        rows = self._rows
        only = {"reviewer": rows[0].pk} if len(rows) == 1 else {}
        return opening.of_reviewers(rows, self._whole | only | self.sight.asked, self.sight.day)

    @cached_property
    def _rows(self) -> list[Reviewer]:
        return read(self.sight, self.resolution)

    @property
    def _whole(self) -> dict[str, object]:
        return {"resolution": self.resolution} if self.resolution else {}

    def _line(self, row: Reviewer) -> Line:
        whole = self._whole
        figures = self.sight.figures(row.own, **whole, **row.scope)
        address = self.sight.address(reverse("organization-detail", args=[row.pk]))
        head = format_html('<a href="{}" title="{}">{}</a>', address, row.name, row.said)
        links = whole | {"reviewer": row.pk} | self.sight.asked
        return Line(
            head, (row.said, row.name), reviewing.cells(row, figures, links, self.sight.day)
        )


def read(sight: Sight, resolution: int | None) -> list[Reviewer]:
    """The reviewing bodies one may see, the department first. Six questions."""
    rows = {pk: Reviewer(pk, *rest) for pk, *rest in _who(sight)}
    _read_waiting(rows, sight)
    scope = (tuple(rows), resolution, sight.day)
    for pk, *counts in _decisions(*scope):
        rows[pk].decisions = dict(zip(deciding.DECISIONS, counts, strict=True))
    days: dict[int, list[tuple[date, date, int]]] = {}
    for pk, *decided in _days(*scope):
        days.setdefault(pk, []).append(tuple(decided))
    for pk, decided in days.items():
        rows[pk].median = deciding.median_days(decided)
    for pk, checked, reopened in _checks(*scope):
        rows[pk].checked, rows[pk].reopened = checked, reopened
    _read_own(list(rows.values()), sight)
    return list(rows.values())


def _read_waiting(rows: dict[int, Reviewer], sight: Sight) -> None:
    """A row with two requests at one body is one row that waits for it."""
    for reviewer, extends, exempts, count, late, oldest in _waiting(sight):
        for pk in {extends, exempts} & rows.keys():
            rows[pk].asked += count
        if row := rows.get(reviewer):
            row.waiting += count
            row.late += late
            row.oldest = min(filter(None, (row.oldest, oldest)))


def _read_own(rows: list[Reviewer], sight: Sight) -> None:
    found = {tuple(key): counts for *key, counts in measured(sight, BY_PLACE, None)}
    authorities = [
        Measures.of(COUNTED, counts)
        for (_place, level), counts in found.items()
        if level == Level.MUNICIPAL
    ]
    for row in rows:
        if row.level == Level.DEPARTMENT:
            row.own = Measures.sum(authorities)
        elif counts := found.get((row.municipality, Level.SCHOOL)):
            row.own = Measures.of(COUNTED, counts)


def _bodies(sight: Sight) -> QuerySet[Organization]:
    """The department and the region's authorities; of them, those this person sees."""
    # One look-up each: joined by OR they would read every body of a country.
    department = Organization.objects.at(Level.DEPARTMENT).order_by().values("pk")
    authorities = region.authorities().order_by().values("pk")
    reviews = Q(pk__in=department.union(authorities, all=True))
    if not sight.view.everything:
        reviews &= Q(pk__in=sight.view.oversees, level=Level.MUNICIPAL)
    return bodies_of(sight).filter(reviews)


@written
def _who(sight: Sight) -> QuerySet:
    above = Case(When(level=Level.DEPARTMENT, then=0), default=1)
    rows = _bodies(sight).annotate(above=above).order_by("above", "municipality__sort_key", "pk")
    return rows.values_list("pk", "name", "level", "municipality", "municipality__short_name")


@written
def _waiting(sight: Sight) -> QuerySet:
    """Rows that wait, by the bodies they wait for: a report's, and those of both requests."""
    sent = Q(status=Status.SUBMITTED)
    rows = sight.counted.filter(sent | conditions.waiting_request(sight.day)).order_by()
    waits_for = rows.annotate(waits_for=Case(When(sent, then=F("reviewer"))))
    return waits_for.values_list("waits_for", "extension_awaits", "exemption_awaits").annotate(
        how_many=Count("pk"),
        late=Count("pk", filter=conditions.review_overdue(sight.day)),
        oldest=Min("submitted_at", filter=sent),
    )


@written
def _decisions(bodies: tuple[int, ...], resolution: int | None, day: date) -> QuerySet:
    return deciding.decisions_of(bodies, resolution, day)


@written
def _days(bodies: tuple[int, ...], resolution: int | None, day: date) -> QuerySet:
    return deciding.days_of_decisions(bodies, resolution, day)


@written
def _checks(bodies: tuple[int, ...], resolution: int | None, day: date) -> QuerySet:
    return deciding.checks_of(bodies, resolution, day)
