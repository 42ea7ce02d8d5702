"""What the chains are made of: themes and their items, counts by item, and what holds them back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from directives import completion
from directives.completion import Measures
from directives.conditions import CONDITIONS, SUBMITTED
from directives.models import Directive, DirectiveTheme, Resolution, Theme
from directives.written import written, written_objects
from organizations.models import Organization
from resolution_tracker.dashboard.sight import Sight

COUNTED = (
    "all", "applicable", "come_due", "not_due", "executed", "reported", "accepted",
    "substantiated", "overdue", "submitted", "returned", "review_overdue",
)  # fmt: skip
_HELD = ("all", "come_due", "review_overdue")


@dataclass(frozen=True)
class Held:
    """Assignments of an item that are not executed: their status, and who has to decide on them.

    `waiting` are all of them, `late` those whose date has come, `review_overdue` those on which
    the reviewer is late.
    """

    directive: int
    status: str
    reviewer: int | None
    waiting: int
    late: int
    review_overdue: int


@dataclass(frozen=True)
class Body:
    """A reviewer, as a sentence names it."""

    level: str
    name: str
    place: str  # «в Вяземском округе»; empty for a body of the whole region


@dataclass
class Read:
    """All that the page needs, in five queries."""

    resolution: int
    themes: list[Theme]
    items: dict[int, list[tuple[Directive, bool]]]  # by theme: the item, and whether it is primary
    measures: dict[int, Measures]  # by item
    held: list[Held]
    bodies: dict[int, Body]


def read(sight: Sight) -> Read | None:
    """The themes as this person sees them on that day; None while there is no resolution."""
    items = {row.pk: row for row in _items()}
    if not items:
        return None
    links = _theme_links()
    by_theme: dict[int, list[tuple[Directive, bool]]] = {}
    for theme, item, is_primary in links:
        by_theme.setdefault(theme, []).append((items[item], is_primary))
    held = [Held(*row[:3], *row[3]) for row in _held(sight)]
    reviewers = sorted({row.reviewer for row in held if row.reviewer and row.status == SUBMITTED})
    return Read(
        resolution=next(iter(items.values())).resolution_id,
        themes=_themes(),
        items=by_theme,
        measures={item: Measures.of(COUNTED, counts) for item, counts in _counts(sight)},
        held=held,
        bodies=_bodies(reviewers),
    )


@written_objects(Directive)
def _items() -> QuerySet[Directive]:
    return Directive.objects.filter(resolution__in=Resolution.objects.latest_in_force()).order_by(
        "sort_key"
    )


@written_objects(Theme)
def _themes() -> QuerySet[Theme]:
    return Theme.objects.order_by("code")


@written
def _theme_links() -> QuerySet:
    rows = DirectiveTheme.objects.filter(
        directive__resolution__in=Resolution.objects.latest_in_force()
    )
    return rows.order_by("directive__sort_key").values_list("theme", "directive", "is_primary")


@written
def _counts(sight: Sight) -> QuerySet:
    return completion.counts_by(sight.counted, sight.day, "directive_id", names=COUNTED)


@written
def _held(sight: Sight) -> QuerySet:
    """Not executed though the date has come, or waiting for review."""
    rows = sight.counted.filter(_not_executed(sight.day) | Q(status=SUBMITTED))
    by = ("directive_id", "status", "reviewer_id")
    return completion.counts_by(rows, sight.day, *by, names=_HELD)


def _not_executed(day: date) -> Q:
    return CONDITIONS["not_executed"](day)


def _bodies(pks: Iterable[int]) -> dict[int, Body]:
    rows = Organization.objects.filter(pk__in=pks).order_by()
    found = rows.values_list("pk", "level", "name", "municipality__name_in")
    return {pk: Body(level, name, place or "") for pk, level, name, place in found}
