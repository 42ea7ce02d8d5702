"""The list of schools with how far each has filled in its passport, as its address describes it."""

from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from directives.calendar import school_year_of, year_name
from indicators import passports
from organizations.models import Municipality, Organization
from organizations.models.organization import OrganizationQuerySet

PER_PAGE = 50
COMPLETE, PARTLY, NONE = "complete", "partly", "none"
STATES = {COMPLETE: _("filled in"), PARTLY: _("not fully"), NONE: _("not begun")}
_CONDITIONS = {
    COMPLETE: Q(given__gte=F("expected")),
    PARTLY: Q(given__gt=0, given__lt=F("expected")),
    NONE: Q(given=0, expected__gt=0),
}


class PassportList:
    """Schools one may see; a condition that means nothing is left out."""

    def __init__(self, data: QueryDict, schools: OrganizationQuerySet, today: date,
                 names_places: bool) -> None:  # fmt: skip
        self.names_places = names_places
        self.current = school_year_of(today)
        self.years = [
            (year, year_name(year)) for year in range(self.current, passports.FIRST_YEAR - 1, -1)
        ]
        chosen = data.get("year", "")
        known = {str(year): year for year, _name in self.years}
        self.school_year = known.get(chosen, self.current)
        self.state = data.get("state", "") if data.get("state") in STATES else ""
        self.places = _places(schools) if names_places else []
        place = data.get("municipality", "")
        self.place = place if place in {str(pk) for pk, _name in self.places} else ""
        self._page = data.get("page", "1")
        within = schools.filter(municipality=self.place) if self.place else schools
        self._schools = passports.with_completeness(within, self.school_year)

    @property
    def year(self) -> str:
        return year_name(self.school_year)

    @property
    def states(self) -> list[tuple[str, str]]:
        return list(STATES.items())

    @cached_property
    def counts(self) -> dict[str, int]:
        """Schools in each state, and how many there are."""
        counted = {state: Count("pk", filter=which) for state, which in _CONDITIONS.items()}
        return self._schools.aggregate(schools=Count("pk"), **counted)

    @property
    def rows(self) -> OrganizationQuerySet:
        """All pages, in their order."""
        rows = self._schools.select_related("municipality")
        return rows.filter(_CONDITIONS[self.state]) if self.state else rows

    @cached_property
    def page(self) -> Page:
        page = Paginator(self.rows, PER_PAGE).get_page(self._page)
        for school in page:
            school.state = state_of(school)
            school.state_name = STATES[school.state]
        return page

    @property
    def total(self) -> int:
        return self.page.paginator.count


def state_of(school: Organization) -> str:
    if school.given >= school.expected:
        return COMPLETE
    return PARTLY if school.given else NONE


def _places(schools: OrganizationQuerySet) -> list[tuple[int, str]]:
    rows = Municipality.objects.filter(organizations__in=schools.values("pk")).distinct()
    return list(rows.order_by("short_name").values_list("pk", "short_name"))
