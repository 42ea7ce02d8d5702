"""What the page of an item reads: the item itself, its counts and its rows. Each is one query."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from directives import completion
from directives.completion import RATIOS
from directives.conditions import LEFT_OUT
from directives.models import (
    Assignment,
    Checkpoint,
    Directive,
    DirectiveCheckpoint,
    DirectiveTheme,
    Kind,
    ReportingPeriod,
    StatusUpdate,
)
from directives.models.as_of import end_of
from directives.models.assignment import AssignmentQuerySet
from directives.written import planned, planned_objects
from resolution_tracker.dashboard.margins import COUNTED
from resolution_tracker.dashboard.sight import Sight

# More bodies than this are one click away, in the list.
BODIES_SHOWN = 60
# What the page counts by: place, then what is taught there.
PARTS = (
    "municipality_id",
    "municipality__sort_key",
    "municipality__short_name",
    "organization__education_levels",
)
# All that the page says of its rows.
NAMES = tuple(
    dict.fromkeys(
        [
            *COUNTED,
            *("submitted", "overdue", "extended", "left_out"),
            *(name for pair in RATIOS.values() for name in pair),
            *("not_reported", "on_behalf", "review_overdue"),
        ]
    )
)
# Of an assignment that is listed by its body.
_SHOWN = (
    "status", "due_on", "original_due_on", "rework_due_on", "first_submitted_on", "accepted_at",
    "checkpoints_done", "checkpoints_applicable", "extensions_count", "period", "directive",
    "organization__name",
)  # fmt: skip
_REASONED = [Kind.EXEMPTION_REQUESTED, Kind.WAIVED, Kind.CANCELLED]


@dataclass(frozen=True)
class Mine:
    """Which rows an item's page speaks of: an argument of `planned` queries."""

    sight: Sight
    directive: int
    period: int | None

    @property
    def rows(self) -> AssignmentQuerySet:
        """A reader's rows are counted and never listed."""
        sight = self.sight
        seen = Assignment.objects.as_of(sight.as_of) if sight.only_totals else sight.rows
        return seen.filter(directive=self.directive, period=self.period)


@planned
def counts(mine: Mine) -> QuerySet:
    return completion.counts_by(mine.rows, mine.sight.day, *PARTS, names=NAMES)


@planned
def marks(mine: Mine) -> QuerySet:
    return completion.checkpoint_marks(mine.rows.showing("applicable", mine.sight.day))


@planned_objects(Assignment)
def bodies(mine: Mine) -> QuerySet[Assignment]:
    rows = mine.rows.select_related("organization").only(*_SHOWN)
    return rows.order_by("organization__sort_key", "pk")[:BODIES_SHOWN]


@planned_objects(Assignment)
def left_out(mine: Mine) -> QuerySet[Assignment]:
    reasons = StatusUpdate.objects.filter(assignment=OuterRef("pk"), kind__in=_REASONED)
    if mine.sight.as_of:
        reasons = reasons.filter(recorded_at__lt=end_of(mine.sight.as_of))
    return (
        mine.rows.filter(status__in=LEFT_OUT)
        .select_related("organization")
        .only(*_SHOWN)
        .annotate(reason=Subquery(reasons.order_by("-number").values("text")[:1]))
        .order_by("status", "organization__sort_key", "pk")[:BODIES_SHOWN]
    )


def checkpoints_of(directive: Directive) -> list[Checkpoint]:
    """Of an item that `item_of` has read, in their order."""
    return [Checkpoint(**row) for row in directive.points]


def periods_of(directive: Directive) -> list[ReportingPeriod]:
    """Opened ones of an item that `item_of` has read, each with its `due_on`, the latest first."""
    found = []
    for said in directive.opened if directive.is_periodic else []:
        due_on = date.fromisoformat(said.pop("due_on"))
        period = ReportingPeriod(**said)
        period.due_on = due_on
        found.append(period)
    return found


def item_of(pk: int, sight: Sight) -> Directive | None:
    """The item, with its checkpoints and opened periods, the names of its themes and of the bodies
    that help with it. One query."""
    return next(iter(_items(pk, sight.day, sight.as_of)), None)


@planned_objects(Directive)
def _items(pk: int, day: date, as_of: date | None) -> QuerySet[Directive]:
    points = DirectiveCheckpoint.objects.filter(directive=OuterRef("pk"))
    point = JSONObject(
        id="checkpoint_id",
        title="checkpoint__title",
        education_levels="checkpoint__education_levels",
    )
    period = JSONObject(
        id="pk", name="name", school_year="school_year", due_on="due_dates__due_on"
    )  # fmt: skip
    themes = DirectiveTheme.objects.filter(directive=OuterRef("pk"))
    supporters = Directive.supported_by.through.objects.filter(directive=OuterRef("pk"))
    return Directive.objects.filter(pk=pk).annotate(
        points=ArraySubquery(points.values(said=point)),
        opened=ArraySubquery(_opened(day, as_of).values(said=period)),
        theme_names=ArraySubquery(
            themes.order_by("-is_primary", "theme__code").values("theme__short_name")
        ),
        supporters=ArraySubquery(
            supporters.order_by("organization__sort_key").values("organization__name")
        ),
    )


def _opened(day: date, as_of: date | None) -> QuerySet[ReportingPeriod]:
    """Of the item's frequency, with the date of its level, as of the day."""
    opened = ReportingPeriod.objects.filter(
        kind=OuterRef("frequency"),
        due_dates__level=OuterRef("level"),
        opened_at__isnull=False,
        starts_on__lte=day,
    )
    if as_of:
        opened = opened.filter(opened_at__lt=end_of(as_of))
    return opened.order_by("-starts_on")
