"""What is known of a body without asking: its passport, sums, the schools of its territory."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, F, Q, Sum

from indicators.models import IndicatorReport, Origin, PassportValue, Quantity
from organizations import region
from organizations.models import Level, Organization

Known = dict[int, int]
# Passport values of what the school teaches: numbers of a level it gave up stay and say nothing.
TAUGHT = (
    Q(quantity__education_levels=[])
    | Q(passport__organization__education_levels=[])
    | Q(quantity__education_levels__overlap=F("passport__organization__education_levels"))
)


def known_to(report: IndicatorReport) -> Known:
    """Key of a quantity → the number this report's denominators start from."""
    period = report.collection.period
    return known_of([report.organization], period.school_year, period.ends_on).get(
        report.organization_id, {}
    )


def known_of(bodies: Iterable[Organization], school_year: int, on: date) -> Mapping[int, Known]:
    """For each body's key what is known of it; a fixed number of queries for any number of bodies.

    A sum is known when all its parts that the school teaches are. For an authority and for the
    region a quantity of passports is the sum over their schools' passports, as far as given.
    """
    bodies = list(bodies)
    all_quantities = list(Quantity.objects.prefetch_related("parts"))
    found: dict[int, Known] = {body.pk: {} for body in bodies}
    _from_passports(found, bodies, school_year)
    _counted(found, bodies, all_quantities, on)
    levels = {body.pk: set(body.education_levels) for body in bodies}
    for quantity in all_quantities:
        if quantity.origin == Origin.SUM:
            for pk, known in found.items():
                _sum(known, quantity, levels[pk])
    return found


def taught(quantity: Quantity, levels: set[str]) -> bool:
    """Whether a school of these levels has this quantity; all, where its levels are not known."""
    wanted = set(quantity.education_levels)
    return not wanted or not levels or bool(wanted & levels)


def passport_quantities(organization: Organization) -> list[Quantity]:
    """What the passport of this school asks, in order."""
    rows = Quantity.objects.filter(origin=Origin.PASSPORT)
    levels = set(organization.education_levels)
    return [row for row in rows if taught(row, levels)]


def _sum(known: Known, quantity: Quantity, levels: set[str]) -> None:
    parts = [part for part in quantity.parts.all() if taught(part, levels)]
    if parts and all(part.pk in known for part in parts):
        known[quantity.pk] = sum(known[part.pk] for part in parts)


def _from_passports(found: dict[int, Known], bodies: list[Organization], year: int) -> None:
    given = PassportValue.objects.filter(
        TAUGHT, passport__school_year=year, passport__organization__voided_at__isnull=True
    )
    schools = [body.pk for body in bodies if body.level == Level.SCHOOL]
    rows = given.filter(passport__organization__in=schools) if schools else given.none()
    for body, quantity, number in rows.values_list("passport__organization", "quantity", "number"):
        found[body][quantity] = number
    authorities = {
        body.municipality_id: body.pk for body in bodies if body.level == Level.MUNICIPAL
    }
    if authorities:
        below = given.filter(passport__organization__municipality__in=authorities)
        for municipality, quantity, number in below.values_list(
            "passport__organization__municipality", "quantity"
        ).annotate(Sum("number")):
            found[authorities[municipality]][quantity] = number
    above = [body.pk for body in bodies if body.municipality_id is None]
    if above:
        places = region.municipalities().order_by().values("pk")
        inside = given.filter(passport__organization__municipality__in=places)
        whole = dict(inside.values_list("quantity").annotate(Sum("number")))
        for body in above:
            found[body].update(whole)


def _counted(
    found: dict[int, Known], bodies: list[Organization], rows: list[Quantity], on: date
) -> None:
    """Schools of the territory and municipalities of the region, as they stand on a day."""
    for quantity in rows:
        if quantity.origin == Origin.SCHOOLS:
            counts = dict(
                Organization.objects.at(Level.SCHOOL)
                .active(on)
                .filter(municipality__in={body.municipality_id for body in bodies})
                .order_by()
                .values_list("municipality")
                .annotate(Count("pk"))
            )
            for body in bodies:
                if body.level == Level.MUNICIPAL:
                    found[body.pk][quantity.pk] = counts.get(body.municipality_id, 0)
        elif quantity.origin == Origin.MUNICIPALITIES:
            there = region.authorities().active(on)
            count = there.aggregate(count=Count("municipality", distinct=True))["count"]
            for body in bodies:
                if body.municipality_id is None:
                    found[body.pk][quantity.pk] = count
