"""School passports: pupils by grade that sum to the pupils of the school, classes, teachers."""

import math
from collections.abc import Iterable
from datetime import date, datetime

from indicators.models import Origin, Passport, PassportValue, Quantity
from indicators.quantities import taught
from organizations.models import Level, Organization
from resolution_tracker.demo.indicators.copying import copy_in
from resolution_tracker.demo.moments import chance, moment
from resolution_tracker.demo.people import Cast

Numbers = dict[str, int]  # code of a quantity → number
GIVEN = 0.96  # share of schools that have filled it in this year
_UNKNOWN = 60  # pupils of a school whose list does not say
_CLASS = 25
_GRADES = {f"pupils-{grade}" for grade in range(1, 12)}


class Passports:
    """What every school counts, year by year; nearly all have said it."""

    def __init__(self, bodies: Iterable[Organization], years: list[int]) -> None:
        self.schools = [body for body in bodies if body.level == Level.SCHOOL]
        self.years = years
        self.quantities = list(Quantity.objects.prefetch_related("parts"))
        self.numbers: dict[tuple[int, int], Numbers] = {}
        for school in self.schools:
            for year in years:
                self.numbers[school.pk, year] = self._of(school, year)
        self._sums: dict[tuple[int | None, int], Numbers] = {}

    def of(self, body: Organization, year: int) -> Numbers:
        """Of a school its own numbers, of others the sums over their schools."""
        if body.level == Level.SCHOOL:
            return self.numbers[body.pk, year]
        key = (body.municipality_id, year)
        if key not in self._sums:
            self._sums[key] = self._added(*key)
        return self._sums[key]

    def _added(self, municipality: int | None, year: int) -> Numbers:
        inside = [row for row in self.schools if municipality in (None, row.municipality_id)]
        found: Numbers = {"schools": len(inside)}
        for school in inside:
            if is_given(school, year, self.years[-1]):
                for code, number in self.numbers[school.pk, year].items():
                    found[code] = found.get(code, 0) + number
        return found | {"municipalities": len({row.municipality_id for row in self.schools})}

    def _of(self, school: Organization, year: int) -> Numbers:
        rng = chance("passport", school.ogrn or school.name)
        codes = [row.code for row in self.quantities if self._is_asked(row, school)]
        grades = [code for code in codes if code in _GRADES]
        pupils = _UNKNOWN if school.pupils is None else school.pupils
        # A school was a little smaller or larger a year before; the same every time it is told.
        pupils = round(pupils * (1 + rng.uniform(-0.02, 0.03) * (self.years[-1] - year)))
        found = _dealt(pupils, grades, [rng.uniform(0.8, 1.2) for _ in grades])
        classes = sum(math.ceil(found[code] / _CLASS) for code in grades)
        teachers = max(6, round(pupils / 14) + rng.randint(2, 5))
        found |= {"classes": classes, "class-teachers": classes, "teachers": teachers}
        found["fgos-team"] = min(teachers, 3 + teachers // 5)
        found = {code: found[code] for code in codes}
        return found | self._derived(school, found)

    @staticmethod
    def _is_asked(quantity: Quantity, school: Organization) -> bool:
        levels = set(school.education_levels)
        return quantity.origin == Origin.PASSPORT and taught(quantity, levels)

    def _derived(self, school: Organization, found: Numbers) -> Numbers:
        levels = set(school.education_levels)
        return {
            row.code: sum(found.get(part.code, 0) for part in row.parts.all())
            for row in self.quantities
            if row.origin == Origin.SUM and taught(row, levels)
        }

    def write(self, cast: Cast, now: datetime) -> None:
        """On 20 September of each year, or by now."""
        rows = []
        for year in self.years:
            at = min(moment(date(year, 9, 20), 12), now)
            rows += [
                Passport(
                    organization=school, school_year=year, updated_at=at,
                    updated_by=cast.reporters[school.pk],
                )
                for school in self.schools
                if is_given(school, year, self.years[-1])
            ]  # fmt: skip
        Passport.objects.bulk_create(rows)
        codes = {row.code: row.pk for row in self.quantities if row.origin == Origin.PASSPORT}
        copy_in(
            PassportValue,
            ["passport", "quantity", "number"],
            (
                (row.pk, codes[code], number)
                for row in rows
                for code, number in self.numbers[row.organization_id, row.school_year].items()
                if code in codes
            ),
        )


def is_given(school: Organization, year: int, last: int) -> bool:
    """In years past by everybody; this year a few have not got round to it."""
    rng = chance("passport given", school.ogrn or school.name)
    return year < last or (school.pupils or 0) > 200 or rng.random() < GIVEN


def _dealt(pupils: int, grades: list[str], weights: list[float]) -> Numbers:
    """Whole pupils by grade; what rounding leaves over goes to the first grades."""
    if not grades:
        return {}
    whole = sum(weights)
    found = {
        grade: int(pupils * weight / whole) for grade, weight in zip(grades, weights, strict=True)
    }
    for grade in grades[: pupils - sum(found.values())]:
        found[grade] += 1
    return found
