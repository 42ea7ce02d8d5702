"""Which target counts: of the body itself, else of its level, else of everybody."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from directives.written import planned_objects
from indicators.models import Indicator, Target
from organizations.models import Organization


@planned_objects(Target)
def _of_years(school_years: tuple[int, ...], indicators: tuple[int, ...]) -> QuerySet[Target]:
    return Target.objects.filter(school_year__in=school_years, indicator__in=indicators)


@dataclass(frozen=True)
class Targets:
    """The targets of one school year, read once a page."""

    rows: dict[tuple[int, str, int | None], Target]

    @classmethod
    def of(cls, school_year: int, indicators: Iterable[Indicator] | None = None) -> "Targets":
        found = Target.objects.filter(school_year=school_year)
        if indicators is not None:
            found = found.filter(indicator__in=indicators)
        return cls({(row.indicator_id, row.level, row.organization_id): row for row in found})

    @classmethod
    def of_years(
        cls, school_years: Iterable[int], indicators: Iterable[Indicator]
    ) -> dict[int, "Targets"]:
        """Those of several years, each year's apart. One query."""
        years = {year: cls({}) for year in school_years}
        keys = tuple(sorted({row.pk for row in indicators}))
        for row in _of_years(tuple(sorted(years)), keys):
            key = (row.indicator_id, row.level, row.organization_id)
            years[row.school_year].rows[key] = row
        return years

    def general(self, indicator: int) -> Target | None:
        """What the region as a whole is to reach. `indicator` is its key."""
        return self.rows.get((indicator, "", None))

    def of_level(self, indicator: int, level: str) -> Target | None:
        return self.rows.get((indicator, level, None)) or self.general(indicator)

    def of_body(self, indicator: int, organization: Organization) -> Target | None:
        """The nearest one: of the body, of its level, of everybody."""
        own = self.rows.get((indicator, "", organization.pk))
        return own or self.of_level(indicator, organization.level)
