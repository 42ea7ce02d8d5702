"""What both pages ask the database; the text of each question is written once."""

from django.db.models import Count, Q, QuerySet

from directives import completion, deciding
from directives.models import Resolution
from directives.models.assignment import AssignmentQuerySet
from directives.written import written
from organizations.models import Municipality, Organization
from resolution_tracker.dashboard.discipline.access import bodies_of
from resolution_tracker.dashboard.sight import Sight

COUNTED = (
    *("applicable", "come_due", "executed", "on_time", "on_time_original", "accepted"),
    *("first_pass", "reported", "substantiated", "extended", "not_applicable"),
)
BY_BODY = ("organization_id",)
BY_PLACE = ("municipality_id", "directive__level")


def resolution_in_force() -> int | None:
    """The one whose assignments are counted: links to lists name it."""
    rows = _in_force()
    return rows[0][0] if rows else None


@written
def _in_force() -> QuerySet:
    return Resolution.objects.latest_in_force()


def _narrowed(sight: Sight, place: int | None) -> AssignmentQuerySet:
    rows = sight.counted
    if not sight.view.everything:
        rows = rows.filter(organization__in=bodies_of(sight).values("pk"))
    return rows if place is None else rows.filter(municipality=place)


@written
def measured(sight: Sight, by: tuple[str, ...], place: int | None) -> QuerySet:
    """Counts of the assignments of those one reads, by these fields."""
    return completion.counts_by(_narrowed(sight, place), sight.day, *by, names=COUNTED)


@written
def _endorsed(sight: Sight, by: tuple[str, ...], place: int | None) -> QuerySet:
    named = {
        f"count_{name}": Count("pk", filter=deciding.reviewing(name, sight.day))
        for name in ("extended_endorsed", "exempted_endorsed")
    }
    let_go = Q(extensions_count__gt=0) | Q(status="not_applicable")
    rows = _narrowed(sight, place).filter(let_go).order_by()
    return rows.values_list(*by).annotate(**named)


def supported(sight: Sight, by: tuple[str, ...], place: int | None) -> list[tuple]:
    """(values of the fields, the counts of `Granted`)."""
    return [(*row[: len(by)], row[len(by) :]) for row in _endorsed(sight, by, place)]


@written
def places_named(keys: tuple[int, ...]) -> QuerySet:
    return Municipality.objects.filter(pk__in=keys).values_list("pk", "short_name")


@written
def bodies_named(keys: tuple[int, ...]) -> QuerySet:
    rows = Organization.objects.filter(pk__in=keys).order_by("sort_key", "pk")
    return rows.values_list("pk", "name", "level")
