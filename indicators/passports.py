"""The yearly school passport: who changes it, what it asks, how it is written."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directives.calendar import school_year_of, year_name
from directives.workflow.refusal import Refused
from indicators.models import Origin, Passport, PassportValue, Quantity
from indicators.quantities import TAUGHT, passport_quantities
from organizations.access import Viewpoint
from organizations.models import Level, Organization
from organizations.models.organization import OrganizationQuerySet

# The resolution begins on 1 September 2022: nothing older is asked for.
FIRST_YEAR = 2022


class Overtaken(Exception):  # noqa: N818 -- an answer, like Refused
    """Somebody has saved other numbers since the page was opened; nothing was written."""

    def __init__(self, passport: Passport) -> None:
        super().__init__()
        self.passport = passport


def changeable_years(today: date) -> tuple[int, int]:
    """This school year and the one before."""
    current = school_year_of(today)
    return current, current - 1


def may_fill(organization: Organization, user) -> bool:
    """Those who report for the school, and the coordinator of the body right above it."""
    view = Viewpoint.of(user)
    return organization.pk in view.reports or organization.parent_id in view.coordinates


def may_change(organization: Organization, school_year: int, user, today: date) -> bool:
    """Of this school year and the one before, while the school is at work."""
    return (
        school_year in changeable_years(today)
        and organization.is_at_work(today)
        and may_fill(organization, user)
    )


def oversees_schools(view: Viewpoint) -> bool:
    """Those who see the schools of an authority or of the region."""
    return view.everything or view.has("municipal", "coordinator", "viewer")


def years_of(organization: Organization, school_year: int, today: date) -> list[tuple[int, str]]:
    """School years to choose from, newest first: the changeable ones, those given, the one open."""
    given = Passport.objects.filter(organization=organization).values_list("school_year", flat=True)
    years = sorted({*changeable_years(today), school_year, *given}, reverse=True)
    return [(year, year_name(year)) for year in years]


def passport_of(organization: Organization, school_year: int) -> Passport | None:
    rows = Passport.objects.select_related("updated_by")
    return rows.filter(organization=organization, school_year=school_year).first()


def numbers_of(passport: Passport | None) -> dict[int, int]:
    """Key of a quantity → its number; nothing of what is not given."""
    return dict(passport.values.values_list("quantity", "number")) if passport else {}


def version_of(passport: Passport | None) -> str:
    """What a page carries to notice that somebody saved after it was opened."""
    return passport.updated_at.isoformat() if passport else ""


@transaction.atomic
def save_passport(*, organization: Organization, school_year: int,
                  numbers: Mapping[Quantity, int | None], by, at: datetime,
                  seen: str | None = None) -> bool:  # fmt: skip
    """Write the numbers given; None takes one back, a quantity not named stays.

    Returns whether anything changed: saving the same again leaves the passport as it was.
    `seen` is the version the page was opened with: Overtaken where somebody has saved since.
    """
    # The school's row: a passport that is not there yet can not be locked.
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    _require(organization, school_year, numbers, by, at)
    passport = passport_of(organization, school_year)
    stored = numbers_of(passport)
    changed = {row: number for row, number in numbers.items() if stored.get(row.pk) != number}
    if not changed:
        return False
    if passport and seen is not None and seen != version_of(passport):
        raise Overtaken(passport)
    if passport is None:
        passport = Passport(organization=organization, school_year=school_year)
    passport.updated_at, passport.updated_by = at, by
    passport.save()
    _write(passport, stored, changed)
    return True


def _require(organization: Organization, school_year: int, numbers, by, at: datetime) -> None:
    if by is not None and not may_fill(organization, by):
        raise Refused("not_allowed", _("This action is not yours to take."))
    if organization.level != Level.SCHOOL:
        raise Refused("not_applicable", _("Only a school has a passport."))
    today = timezone.localdate(at)
    if school_year not in changeable_years(today) or not organization.is_at_work(today):
        raise Refused("bad_date", _("The passport of this year can no longer be changed."))
    if {row.pk for row in numbers} - {row.pk for row in passport_quantities(organization)}:
        raise Refused("not_applicable", _("The passport of this school has no such number."))


def _write(passport: Passport, stored: Mapping[int, int], changed: Mapping[Quantity, int | None]):
    values = {row.quantity_id: row for row in passport.values.all()}
    for quantity, number in changed.items():
        if number is None:
            values[quantity.pk].delete()
        elif quantity.pk in stored:
            values[quantity.pk].number = number
            values[quantity.pk].save(update_fields=["number"])
        else:
            PassportValue.objects.create(passport=passport, quantity=quantity, number=number)


def with_completeness(schools: OrganizationQuerySet, school_year: int) -> OrganizationQuerySet:
    """Annotated with `expected` and `given`: numbers of the year's passport asked and filled in.

    Only what the school teaches is asked and counted, so that given is never above expected.
    """
    asked = Quantity.objects.filter(origin=Origin.PASSPORT)
    taught = asked.filter(
        Q(education_levels=[]) | Q(education_levels__overlap=OuterRef("education_levels"))
    )
    given = PassportValue.objects.filter(
        TAUGHT,
        passport__school_year=school_year,
        passport__organization=OuterRef("pk"),
        quantity__origin=Origin.PASSPORT,
    )
    return schools.annotate(
        expected=Case(When(education_levels=[], then=Value(asked.count())), default=_count(taught)),
        given=_count(given),
    )


def _count(rows) -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
