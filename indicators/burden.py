"""What a collection costs those who report: fields, those already filled, minutes, hours.

A number that the passport or a register gives is there when the report opens and costs nothing;
every other one costs the minutes its indicator names (DOMAIN, burden).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from indicators.asking import applies, askable, reporting_bodies
from indicators.models import Indicator, Origin, Quantity, Source
from indicators.quantities import taught
from organizations.models import EducationLevel, Level, Organization

# A grid of the passport is copied from one sheet: half a minute a number.
PASSPORT_MINUTES = Decimal("0.5")
# How often a period of each kind comes in a school year.
TIMES = {"quarter": 4, "half_year": 2, "year": 1}


@dataclass
class Load:
    """Fields of some bodies, how many of them are filled beforehand, and the minutes of the rest.

    `bodies` are those that report, `asked` those of them with a field of their own: an authority
    may have nothing but its schools' roll-up.
    """

    bodies: int = 0
    asked: int = 0
    fields: int = 0
    filled: int = 0
    minutes: Decimal = Decimal(0)

    @property
    def typed(self) -> int:
        return self.fields - self.filled

    @property
    def hours(self) -> Decimal:
        return self.minutes / 60

    @property
    def minutes_each(self) -> Decimal:
        """Of one body that has fields, on the average; 0 where none has."""
        return self.minutes / self.asked if self.asked else Decimal(0)

    def __add__(self, other: "Load") -> "Load":
        return Load(*(getattr(self, name) + getattr(other, name) for name in _PARTS))

    def times(self, count: int) -> "Load":
        """The same bodies so many times over."""
        return Load(
            self.bodies, self.asked, self.fields * count, self.filled * count, self.minutes * count
        )


_PARTS = ("bodies", "asked", "fields", "filled", "minutes")


@dataclass
class Burden:
    """Of one collection: by level, and of one school of each usual sort."""

    levels: dict[str, Load] = field(default_factory=dict)
    nine_year: Load = field(default_factory=Load)
    eleven_year: Load = field(default_factory=Load)

    @property
    def by_level(self) -> list[tuple[str, Load]]:
        """Name of a level and its load, the schools first: theirs is the most."""
        order = [Level.SCHOOL, Level.MUNICIPAL, Level.INSTITUTE, Level.DEPARTMENT]
        return [(level.label, self.levels[level]) for level in order if level in self.levels]

    @property
    def total(self) -> Load:
        return sum(self.levels.values(), Load())


def of_kind(kind: str, today: date) -> Burden:
    """What opening a period of this kind would ask of those who are there today."""
    return of(list(Indicator.objects.asked(kind).select_related("quantity")), today)


def of(indicators: list[Indicator], today: date) -> Burden:
    """What asking these indicators costs; a fixed number of queries for any number of bodies."""
    asked = reporting_bodies(indicators, today)
    cost = {row.pk: _of_indicator(row) for row in indicators}
    levels = {level: Load() for level in Level}
    of_body = dict(Organization.objects.filter(pk__in=asked).values_list("pk", "level"))
    for body, mine in asked.items():
        load = levels[of_body[body]]
        load.bodies += 1
        load.asked += bool(mine)
        for row in mine:
            fields, filled, minutes = cost[row.pk]
            load.fields += fields
            load.filled += filled
            load.minutes += minutes
    return Burden(
        levels={level: load for level, load in levels.items() if load.bodies},
        nine_year=_typical(indicators, [EducationLevel.NOO, EducationLevel.OOO]),
        eleven_year=_typical(indicators, list(EducationLevel)),
    )


def of_passports(today: date) -> Burden:
    """What the yearly passports cost all schools, and one of each usual sort."""
    rows = list(Quantity.objects.filter(origin=Origin.PASSPORT))
    schools = Load()
    for levels in askable(Level.SCHOOL, today).values_list("education_levels", flat=True):
        schools += _of_passport(rows, set(levels))
    return Burden(
        levels={Level.SCHOOL: schools} if rows else {},
        nine_year=_of_passport(rows, {EducationLevel.NOO, EducationLevel.OOO}),
        eleven_year=_of_passport(rows, set(EducationLevel)),
    )


def is_filled(indicator: Indicator) -> bool:
    """Whether the denominator is known without asking: see `quantities.known_of`."""
    if indicator.quantity is None:
        return False
    return {
        Origin.TYPED: False,
        Origin.SCHOOLS: indicator.level == Level.MUNICIPAL,
        Origin.MUNICIPALITIES: indicator.level in (Level.DEPARTMENT, Level.INSTITUTE),
    }.get(indicator.quantity.origin, True)


def _of_indicator(indicator: Indicator) -> tuple[int, int, Decimal]:
    """Fields, filled ones and minutes of one indicator in one report."""
    fields = 2 if indicator.is_share else 1
    filled = int(indicator.is_share and is_filled(indicator))
    return fields, filled, (fields - filled) * indicator.minutes


def _typical(indicators: Iterable[Indicator], levels: list[str]) -> Load:
    school = Organization(level=Level.SCHOOL, education_levels=levels)
    load = Load(bodies=1, asked=1)
    for row in indicators:
        if row.source == Source.REPORTED and applies(row, school):
            fields, filled, minutes = _of_indicator(row)
            load += Load(fields=fields, filled=filled, minutes=minutes)
    return load


def _of_passport(rows: list[Quantity], levels: set[str]) -> Load:
    count = sum(taught(row, levels) for row in rows)
    return Load(bodies=1, asked=1, fields=count, minutes=count * PASSPORT_MINUTES)
