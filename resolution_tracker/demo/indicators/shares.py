"""Plausible numbers: a trend for the region, a shift for a municipality and one for a school."""

import random
from dataclasses import dataclass, field

from indicators.models import Direction, Indicator
from organizations.models import Organization
from resolution_tracker.demo.fates import EXEMPLARY, FAR_BEHIND
from resolution_tracker.demo.indicators.passports import Passports
from resolution_tracker.demo.indicators.rounds import Round
from resolution_tracker.demo.moments import chance

Number = tuple[int | None, int | None]  # numerator and denominator
_PLACES = {EXEMPLARY: 0.06, FAR_BEHIND: -0.12}
_AMONG_PLACES, _AMONG_SCHOOLS, _FROM_TIME_TO_TIME = 0.035, 0.038, 0.008


@dataclass
class Shares:
    """The number of any indicator of any body in any round: told twice, the same."""

    passports: Passports
    trends: dict[str, dict]
    # Of a body, an indicator's code and a school year: the last numerator.
    told: dict[tuple[int, str, int], int] = field(default_factory=dict)
    _shifts: dict[tuple[str, str], float] = field(default_factory=dict)
    _chances: dict[tuple[int, int], random.Random] = field(default_factory=dict)

    def number(self, body: Organization, indicator: Indicator, when: Round) -> Number:
        """Rounds of one body come in the order of time, indicators in that of the catalogue."""
        if indicator.is_count:
            found = self._count(body, indicator, when), None
        else:
            of = self.denominator(body, indicator, when)
            share = self.share(body, indicator, when)
            found = (min(of, round(share * of)) if of else None), of
        self.told[body.pk, indicator.code, when.school_year] = found[0] or 0
        return found

    def _count(self, body: Organization, indicator: Indicator, when: Round) -> int:
        middle = self._middle(indicator, when)
        return round(middle) + self._chance(body, indicator).randint(0, 1)

    def denominator(self, body: Organization, indicator: Indicator, when: Round) -> int:
        """A number, a quantity of the passport or what another indicator counted this year."""
        trend = self.trends[indicator.code]
        of = trend.get("of", indicator.quantity and indicator.quantity.code)
        if isinstance(of, int):
            return of
        if of in self.trends:
            return self.told.get((body.pk, of, when.school_year), 0)
        known = self.passports.of(body, when.school_year)
        return round(known.get(of, 0) * trend.get("times", 1))

    def _middle(self, indicator: Indicator, when: Round) -> float:
        trend = self.trends[indicator.code]
        return trend["from"] + (trend["to"] - trend["from"]) * when.place

    def share(self, body: Organization, indicator: Indicator, when: Round) -> float:
        middle = self._middle(indicator, when)
        rng = self._chance(body, indicator)
        shift = self._shift(body, indicator) + rng.gauss(0, _FROM_TIME_TO_TIME)
        # Near the ends of the scale there is little room to differ.
        room = max(0.15, 4 * middle * (1 - middle))
        sign = -1 if indicator.direction == Direction.DOWN else 1
        return min(1.0, max(0.0, middle + sign * shift * room))

    def _chance(self, body: Organization, indicator: Indicator) -> random.Random:
        key = body.pk, indicator.pk
        if key not in self._chances:
            place = body.municipality.oktmo if body.municipality_id else body.level
            self._chances[key] = chance("indicator", place, body.ogrn, indicator.code)
        return self._chances[key]

    def _shift(self, body: Organization, indicator: Indicator) -> float:
        own = f"school {body.ogrn or body.name}", indicator.code
        if own not in self._shifts:
            self._shifts[own] = chance(*own).gauss(0, _AMONG_SCHOOLS)
        if not body.municipality_id:
            return self._shifts[own]
        place = body.municipality.short_name, indicator.code
        if place not in self._shifts:
            known = _PLACES.get(place[0], 0)
            self._shifts[place] = known + chance(*place).gauss(0, _AMONG_PLACES)
        return self._shifts[own] + self._shifts[place]
