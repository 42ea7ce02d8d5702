"""What the indicators say about an item: of whom, against which target, and how they stand.

Of each indicator the last collection speaks whose period has ended and that has a value that
counts, open or not. An accepted value counts; of a single school's own, one that was sent as well.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Q, QuerySet, Sum, Value, When

from directives.models import Assignment, Directive, ReportingPeriod
from directives.written import planned, planned_objects, together
from indicators.asking import applies
from indicators.closed_figures import is_kept
from indicators.disclosure import Outlook
from indicators.models import Asked, Indicator, IndicatorReport
from indicators.periods import over
from indicators.roll_up import is_counted
from indicators.shares import Figure, Standing, standing
from indicators.targets import Targets
from organizations import region
from organizations.access import Viewpoint
from organizations.models import Level, Organization


@dataclass(frozen=True)
class Scope:
    """Whose figures: the region's, those of a territory, or one body's."""

    municipality: int | None = None
    organization: Organization | None = None  # whose name and targets count

    @classmethod
    def of(cls, body: Organization) -> "Scope":
        """A school speaks for itself, an authority for its territory, others for the region."""
        if body.level == Level.SCHOOL:
            return cls(organization=body)
        if body.level == Level.MUNICIPAL:
            return cls(municipality=body.municipality_id, organization=body)
        return cls()

    @property
    def is_region(self) -> bool:
        return self.organization is None

    @property
    def is_own(self) -> bool:
        """Of a single body: what it has sent is its own to read, accepted or not."""
        return self.organization is not None and self.municipality is None

    @property
    def reports(self) -> Q:
        """Whose values are added up."""
        if self.municipality is not None:
            return Q(municipality=self.municipality)
        return region.stands_in() if self.is_region else Q(organization=self.organization.pk)


@dataclass(frozen=True, slots=True)
class Point:
    """A value of one collection. `asked` comes with its definition and period."""

    asked: Asked
    figure: Figure

    @property
    def period(self) -> ReportingPeriod:
        return self.asked.collection.period


@dataclass(frozen=True)
class Note:
    """What one indicator says."""

    indicator: Indicator
    points: tuple[Point, ...] = ()  # the oldest first
    target: Decimal | None = None
    baseline: Decimal | None = None
    is_hidden: bool = False  # of few, for those who stand outside

    @property
    def last(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def figure(self) -> Figure | None:
        return self.last.figure if self.last else None

    @property
    def before(self) -> Decimal | None:
        """The value of the collection before, or the baseline where there was none."""
        return self.points[-2].figure.value if self.points[1:] else self.baseline

    @property
    def is_rated(self) -> bool:
        """Of few there is no mark and no colour."""
        return not (self.figure and self.figure.is_small)

    @property
    def standing(self) -> Standing:
        if self.last is None:
            return Standing.NO_DATA
        direction = self.last.asked.definition.direction
        return standing(self.figure.value, self.target, self.before, direction)


def notes(
    indicators: Iterable[Indicator],
    scope: Scope,
    today: date,
    outlook: Outlook | None = None,
    as_of: date | None = None,
) -> list[Note]:
    """One for each indicator, in their order; a fixed number of queries."""
    indicators = list(indicators)
    found = series(indicators, scope, today, as_of)
    years = {rows[-1].period.school_year for rows in found.values()}
    targets = Targets.of_years(years, indicators)
    where = {"municipality": scope.municipality, "organization": _body(scope)}
    made = []
    for indicator in indicators:
        rows = found.get(indicator.pk, [])
        if outlook:  # an earlier figure of few would be told by how far it moved
            rows = [row for row in rows[:-1] if not outlook.hides(row.figure, **where)] + rows[-1:]
        target = _target(targets, indicator, rows[-1].period, scope) if rows else None
        made.append(
            Note(
                indicator,
                tuple(rows),
                target.value if target else None,
                target.baseline if target else None,
                bool(rows and outlook and outlook.hides(rows[-1].figure, **where)),
            )
        )
    return made


def _body(scope: Scope) -> Organization | None:
    return scope.organization if scope.municipality is None else None


def _target(targets: dict[int, Targets], indicator: Indicator, period, scope: Scope):
    there = targets[period.school_year]
    if scope.is_region:
        return there.general(indicator.pk)
    return there.of_body(indicator.pk, scope.organization)


def series(
    indicators: Iterable[Indicator], scope: Scope, today: date, as_of: date | None = None
) -> dict[int, list[Point]]:
    """Key of an indicator → its values by collection, the oldest first. Two queries."""
    keys = tuple(sorted({row.pk for row in indicators}))
    added, asked = together(
        _added.asking(keys, scope, today, as_of), _asked.asking(keys, today, as_of)
    )
    sums = {key: (top, bottom or 0) for key, top, bottom in added}
    found: dict[int, list[Point]] = defaultdict(list)
    for row in asked:
        if scope.is_region and row.is_kept and row.closed_figure.bodies_in:
            sums[row.pk] = (row.closed_figure.numerator, row.closed_figure.denominator)
        if row.pk not in sums:
            continue
        numerator, denominator = sums[row.pk]
        found[row.indicator_id].append(
            Point(row, Figure.of(row.definition, numerator, denominator))
        )
    return dict(found)


def _asking(indicators: tuple[int, ...], today: date, as_of: date | None) -> QuerySet[Asked]:
    return Asked.objects.filter(over(today, as_of), indicator__in=indicators)


@planned_objects(Asked)
def _asked(indicators: tuple[int, ...], today: date, as_of: date | None) -> QuerySet[Asked]:
    """Each with its definition, its period and the figure kept when it was closed."""
    rows = _asking(indicators, today, as_of)
    rows = rows.select_related("definition", "collection__period", "closed_figure")
    kept = Case(When(is_kept(as_of), then=Value(True)), default=Value(False))
    return rows.annotate(is_kept=kept).order_by("collection__period__starts_on", "pk")


@planned
def _added(indicators: tuple[int, ...], scope: Scope, today: date, as_of: date | None) -> QuerySet:
    """Of the region the figures kept are not added up anew."""
    asked = _asking(indicators, today, as_of)
    if scope.is_region:
        asked = asked.exclude(is_kept(as_of))
    basis = "submitted" if scope.is_own else "accepted"
    return added_up(Q(values__asked__in=asked) & scope.reports, basis, as_of)


def added_up(where: Q, basis: str = "accepted", as_of: date | None = None) -> QuerySet:
    """Sums of values by `Asked`, as the roll-up makes them. `where`: of the report."""
    sums = {"top": Sum("values__numerator"), "bottom": Sum("values__denominator")}
    rows = IndicatorReport.objects.as_of(as_of).counted(basis).filter(where, is_counted("values__"))
    return rows.order_by().values_list("values__asked_id").annotate(**sums)


@dataclass(frozen=True)
class Spoken:
    """What stands on a page: notes of one body or territory, and the region's beside them."""

    scope: Scope
    notes: list[Note]
    beside: dict[int, Note]  # key of an indicator → the region's; empty where that is the scope

    @property
    def rows(self) -> list[tuple[Note, Note | None]]:
        return [(note, self.beside.get(note.indicator.pk)) for note in self.notes]


def notes_of_assignment(
    assignment: Assignment, user, today: date, as_of: date | None = None
) -> Spoken | None:
    """Of the body of an assignment; None where nothing is to say.

    A school's own values are only for those who see the school.
    """
    outlook, body = Outlook.of(user), assignment.organization
    if body.level == Level.SCHOOL and not outlook.sees(organization=body):
        return None
    return _spoken(assignment.directive, Scope.of(body), outlook, today, as_of)


def notes_of_directive(
    directive: Directive, user, today: date, as_of: date | None = None
) -> Spoken | None:
    """Of the region for those who see it, else of one's own territory or school.

    None for those without a role, and where no indicator speaks for the item.
    """
    view = Viewpoint.of(user)
    if not (view.own or view.everything):
        return None
    scope = Scope() if view.everything else _own(view)
    return _spoken(directive, scope, Outlook.of(user), today, as_of)


def _own(view: Viewpoint) -> Scope:
    bodies = {body.pk: body for body in Organization.objects.filter(pk__in=view.own)}
    order = [Level.DEPARTMENT, Level.INSTITUTE, Level.MUNICIPAL, Level.SCHOOL]
    first = min(bodies.values(), key=lambda body: (order.index(body.level), body.pk))
    return Scope.of(first)


def _spoken(
    directive: Directive, scope: Scope, outlook: Outlook, today: date, as_of: date | None
) -> Spoken | None:
    own = [row for row in _speaking_for(directive.pk) if _concerns(row, scope)]
    if not own:
        return None
    region = [] if scope.is_region else notes(own, Scope(), today, outlook, as_of)
    beside = {row.indicator.pk: row for row in region}
    return Spoken(scope, notes(own, scope, today, outlook, as_of), beside)


@planned_objects(Indicator)
def _speaking_for(directive: int) -> QuerySet[Indicator]:
    return Indicator.objects.in_use().speaking_for(directive)


def _concerns(indicator: Indicator, scope: Scope) -> bool:
    """Whether there can be such a value: nothing of the institute stands in a territory."""
    if scope.is_region:
        return True
    if scope.municipality is None:
        return applies(indicator, scope.organization)
    return indicator.level in (Level.SCHOOL, Level.MUNICIPAL)
