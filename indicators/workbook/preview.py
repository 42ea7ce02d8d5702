"""What the page of a workbook shows: what it would do or did, and where it is wrong."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from indicators import rules
from indicators.models import (
    TO_DO,
    Absence,
    IndicatorReport,
    Purpose,
    Source,
    ValueList,
    ValueListProblem,
    ValueListRow,
)
from indicators.workbook.ground import Ground
from indicators.workbook.scope import Scope

PER_PAGE = 50
Outcome = ValueListRow.Outcome


class Show(TextChoices):
    """Parts of the workbook, in the order in which they want to be looked at."""

    REFUSED = "refused", _("Refused")
    REMARKS = "remarks", _("With remarks")
    CHANGED = "changed", _("Changed values")
    NEW = "new", _("New values")
    SAME = "same", _("As they were")
    BLANK = "blank", _("Left empty")


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int
    waits: bool
    is_current: bool


@dataclass(frozen=True)
class Standing:
    """A report after the workbook, and how many things still stand in its way."""

    report: IndicatorReport
    blank: int
    hindering: int

    @property
    def is_ready(self) -> bool:
        return not (self.blank or self.hindering)


@dataclass
class Preview:
    """A workbook as one person sees it."""

    value_list: ValueList
    user: object
    asked: str = ""
    counts: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        rows = self.value_list.rows.order_by().values_list("outcome").annotate(Count("pk"))
        self.counts = dict.fromkeys(Outcome.values, 0) | dict(rows)
        self.counts["remarks"] = self._remarks().count()

    @cached_property
    def may_change(self) -> bool:
        return Scope.of(self.value_list).is_of(self.user)

    @property
    def may_take_in(self) -> bool:
        is_waiting = self.value_list.state == ValueList.State.CHECKED
        return self.may_change and is_waiting and self.value_list.collection.is_open

    @property
    def may_undo(self) -> bool:
        is_in = self.value_list.state == ValueList.State.APPLIED
        return self.may_change and is_in and self.value_list.collection.is_open and self.taken > 0

    @property
    def taken(self) -> int:
        """How many values it brings, or brought."""
        return self.counts[Outcome.NEW] + self.counts[Outcome.CHANGED]

    @property
    def is_of_the_region(self) -> bool:
        return self.value_list.purpose == Purpose.REGION

    @property
    def has_rows(self) -> bool:
        return self.value_list.state != ValueList.State.DISCARDED

    @cached_property
    def has_marks(self) -> bool:
        return bool(self.counts[Outcome.REFUSED] or self.counts["remarks"])

    @cached_property
    def show(self) -> str:
        if self.asked in Show.values:
            return self.asked
        return next((part for part in Show.values if self.counts[part]), Show.NEW)

    @property
    def tabs(self) -> list[Tab]:
        return [
            Tab(part.value, part.label, self.counts[part], part == Show.REFUSED, is_current)
            for part in Show
            if self.counts[part] or part == self.show
            for is_current in [part == self.show]
        ]

    def _remarks(self) -> QuerySet[ValueListRow]:
        """Rows that are taken, or stay as they are, and of which something is to be said."""
        said = ValueListProblem.objects.filter(
            value_list=self.value_list, row=OuterRef("row"), is_error=False
        )
        return self.value_list.rows.filter(Exists(said)).exclude(outcome=Outcome.REFUSED)

    def page(self, number: str | None) -> Page:
        """Rows of the part shown, each with what is said of it as `row.said`."""
        rows = self._remarks() if self.show == Show.REMARKS else self._of_outcome()
        rows = rows.select_related(
            "organization__municipality", "asked__indicator", "asked__definition"
        )
        page = Paginator(rows.order_by("row"), PER_PAGE).get_page(number)
        page.object_list = list(page.object_list)
        said = defaultdict(list)
        numbers = [row.row for row in page.object_list]
        for problem in self.value_list.problems.filter(row__in=numbers):
            said[problem.row].append(problem)
        for row in page.object_list:
            row.said = said[row.row]
            row.reason, row.old_reason = _label(row.absence), _label(row.old_absence)
        return page

    def _of_outcome(self) -> QuerySet[ValueListRow]:
        return self.value_list.rows.filter(outcome=self.show)


def _label(absence: str) -> str:
    return Absence(absence).label if absence else ""


def standings(value_list: ValueList, user) -> list[Standing]:
    """Reports that the workbook was for and that wait to be sent. A fixed number of queries."""
    touched = value_list.rows.filter(organization__isnull=False).values("organization")
    reports = (
        IndicatorReport.objects.reportable_by(user)
        .filter(collection=value_list.collection_id, organization__in=touched, status__in=TO_DO)
        .select_related("organization__municipality")
        .order_by("organization__sort_key")
    )
    reports = list(reports)
    bodies = [report.organization for report in reports]
    ground = Ground.of(value_list.collection, Source.REPORTED, bodies)
    return [_standing(report, ground) for report in reports]


def _standing(report: IndicatorReport, ground: Ground) -> Standing:
    hindering = [p for p in rules.check(ground.lines(report.organization)) if p.hinders]
    blank = sum(problem.code == "blank" for problem in hindering)
    return Standing(report, blank, len(hindering) - blank)
