"""The questions a grid asks the database. Each is written once (`directives.written`).

Whatever the number of schools: items, opened periods, territories, and the counts in one query.
"""

from datetime import date

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from directives import completion, conditions
from directives.models import Directive, ReportingPeriod, Resolution
from directives.models.as_of import end_of
from directives.models.assignment import AssignmentQuerySet
from directives.written import written
from organizations import region
from organizations.models import Municipality, Organization
from resolution_tracker.dashboard.sight import Sight

Narrowed = tuple[int | None, ...] | None
_PLACE = ("pk", "short_name", "name_in", "grid_col", "grid_row")


@written
def opened_periods(day: date) -> QuerySet:
    """As `choice.Period`, the earliest first: the last of a kind is the current one, as lists
    understand it (`completion.current_periods`)."""
    opened = ReportingPeriod.objects.filter(opened_at__lt=end_of(day), starts_on__lte=day)
    return opened.order_by("starts_on").values_list("pk", "kind", "name", "school_year")


@written
def items(day: date) -> QuerySet:
    """Items of the resolution in force that stood on control by the end of the day."""
    in_force = Resolution.objects.latest_in_force()
    placed = Directive.objects.filter(resolution__in=in_force, published_at__lt=end_of(day))
    return placed.order_by("sort_key").values_list("pk", "number", "level", "text")


@written
def places() -> QuerySet:
    """The region's territories, in the order of their names."""
    return region.municipalities().values_list(*_PLACE)


@written
def places_named(keys: tuple[int, ...]) -> QuerySet:
    """Territories outside the region's own that have assignments none the less."""
    return Municipality.objects.filter(pk__in=keys).values_list(*_PLACE)


def _counted(sight: Sight, narrowed: Narrowed) -> AssignmentQuerySet:
    rows = sight.counted
    if narrowed is None:
        return rows
    chosen = Q(period__in=[pk for pk in narrowed if pk is not None])
    return rows.filter(chosen | Q(period__isnull=True) if None in narrowed else chosen)


@written
def by_item(sight: Sight, narrowed: Narrowed, names: tuple[str, ...]) -> QuerySet:
    """(municipality, item, counts)"""
    fields = ("municipality_id", "directive_id")
    return completion.counts_by(_counted(sight, narrowed), sight.day, *fields, names=names)


@written
def by_place(sight: Sight, narrowed: Narrowed, names: tuple[str, ...]) -> QuerySet:
    """(municipality, counts)"""
    rows = _counted(sight, narrowed)
    return completion.counts_by(rows, sight.day, "municipality_id", names=names)


@written
def by_body(sight: Sight, municipality: int, narrowed: Narrowed, names: tuple) -> QuerySet:
    """(body, counts) in one municipality"""
    rows = _counted(sight, narrowed).filter(municipality=municipality)
    return completion.counts_by(rows, sight.day, "organization_id", names=names)


@written
def states(sight: Sight, municipality: int, narrowed: Narrowed) -> QuerySet:
    """(body, item, status, whether overdue) of each assignment, periods in their order."""
    late = Case(
        When(conditions.overdue(sight.day), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = _counted(sight, narrowed).filter(municipality=municipality)
    return rows.order_by("period__starts_on").values_list(
        "organization_id", "directive_id", "status", late
    )


@written
def bodies(sight: Sight, municipality: int) -> QuerySet:
    """(key, name, level) of those one sees there: the authority first, then by name."""
    seen = Organization.objects.visible_to(sight.view)
    there = seen.filter(municipality=municipality).active(sight.day)
    return there.order_by("level", "sort_key").values_list("pk", "name", "level")


@written
def bodies_named(keys: tuple[int, ...]) -> QuerySet:
    """The same of bodies that have assignments there: closed since, or read by an institute."""
    named = Organization.objects.filter(pk__in=keys)
    return named.order_by("level", "sort_key").values_list("pk", "name", "level")
