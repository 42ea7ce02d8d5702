"""One indicator from every side: by territory, over periods, by school, and who is in."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directives.figures import spaced
from indicators import words
from indicators.disclosure import Outlook
from indicators.drawing import Box, Caption, Dot, Point, line, strip
from indicators.models import Asked, Definition, Indicator
from indicators.pictures.choice import Choice
from indicators.pictures.own import Own, own_bodies, own_figures
from indicators.pictures.readings import Reading
from indicators.pictures.schools import (
    Out,
    Spread,
    given_by,
    has_schools,
    left_out,
    spread_of,
    visible_bodies,
)
from indicators.pictures.series import (
    Goals,
    Moment,
    Series,
    asked_until,
    region_series,
)
from indicators.pictures.territories import Bars, by_group, by_municipality, whole
from indicators.roll_up import roll_up
from organizations import region
from organizations.models import Level


@dataclass(frozen=True)
class Change:
    """A wording, and from which period on it was used."""

    definition: Definition
    since: Moment


@dataclass
class Page:
    """What the page shows; `series` of None: it was never asked."""

    indicator: Indicator
    choice: Choice
    series: Series | None = None
    territories: Bars | None = None
    settlements: Bars | None = None
    kinds: Bars | None = None
    spread: Spread | None = None
    outs: list[Out] | None = None
    own: list[Own] | None = None

    @property
    def reading(self) -> Reading:
        return self.series.last if self.series else Reading(self.indicator)

    @property
    def asked(self) -> Asked | None:
        return self.reading.asked

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self.series.moments if self.series else ()

    @property
    def wording(self):
        return self.reading.wording

    @cached_property
    def changes(self) -> list[Change]:
        """Wordings of the periods shown, where there are several."""
        found: list[Change] = []
        for moment in self.moments:
            if not found or found[-1].definition != moment.asked.definition:
                found.append(Change(moment.asked.definition, moment))
        return found if len(found) > 1 else []

    @property
    def last_change(self) -> Change:
        return self.changes[-1]

    @property
    def baseline_said(self) -> str:
        target = self.reading.target
        if target is None or target.baseline is None:
            return ""
        return words.value_said(target.baseline, self.wording.is_count)

    @property
    def query(self) -> str:
        """The list of the same period and basis."""
        return self.choice.query

    @property
    def how_counted(self) -> str:
        """«12 345 ÷ 14 800 = 83,4 %…»; empty where nothing may be said."""
        reading = self.reading
        if reading.value is None:
            return ""
        numbers = {
            "numerator": spaced(reading.rolled.numerator),
            "denominator": spaced(reading.rolled.denominator),
            "value": reading.said,
            "n": spaced(reading.rolled.bodies_in),
        }
        if self.wording.is_count:
            return _("the sum of %(n)s values, %(value)s.") % numbers
        text = _(
            "%(numerator)s ÷ %(denominator)s = %(value)s: the sum of numerators divided by the "
            "sum of denominators of the %(n)s bodies counted, not a mean of their shares."
        )
        return text % numbers

    @property
    def is_older(self) -> bool:
        """Whether the figures are of an earlier period than the one chosen."""
        return bool(self.asked and self.choice.period not in (None, self.asked.collection.period))

    def _tick_said(self, value: Decimal) -> str:
        text = spaced(int(value)) if value == int(value) else words.value_said(value, True)
        return text if self.wording.is_count else f"{text}{words.NO_BREAK}%"

    @property
    def _within(self) -> tuple[int, int] | None:
        return None if self.wording.is_count else (0, 100)

    @cached_property
    def line(self) -> SafeString:
        """Over periods; empty where no period has a value."""
        if not any(row.value is not None for row in self.moments):
            return SafeString("")
        caption = Caption(
            "over-periods",
            _("%(name)s: over periods") % {"name": self.wording.name},
            "; ".join(f"{row.period.full_name}: {row.reading.said}" for row in self.moments),
            "over-periods-table",
        )
        points = [
            Point(row.name, row.year, row.value, row.target, row.said) for row in self.moments
        ]
        return line(points, caption, tick_said=self._tick_said, within=self._within)

    @cached_property
    def strip(self) -> SafeString:
        """How schools are spread; empty where one sees none and there are no quarters."""
        if self.spread is None or not (self.spread.schools or self.spread.box):
            return SafeString("")
        caption = Caption(
            "spread",
            _("%(name)s: how schools are spread") % {"name": self.wording.name},
            self.spread_said,
            "spread-table",
        )
        box = self.spread.box
        target = self.reading.target
        return strip(
            [
                Dot(
                    row.figure.value,
                    f"{row.organization.name}: {words.said(row.figure)}",
                    row.is_own,
                )
                for row in self.spread.schools
            ],
            caption,
            tick_said=self._tick_said,
            box=Box(box.least, box.lower, box.middle, box.upper, box.most) if box else None,
            target=target.value if target else None,
            within=self._within,
        )

    @cached_property
    def quarters(self) -> dict[str, str]:
        """The numbers of the box, said; empty where there is none."""
        box = self.spread.box if self.spread else None
        if box is None:
            return {}
        is_count = self.wording.is_count
        return {
            name: words.value_said(getattr(box, name), is_count)
            for name in ("least", "lower", "middle", "upper", "most")
        }

    @property
    def spread_said(self) -> str:
        if not self.quarters:
            return _("Too few schools for a median and quarters.")
        text = _("Median %(middle)s; the middle half of schools from %(lower)s to %(upper)s.")
        return text % self.quarters


def read(indicator: Indicator, user, choice: Choice) -> Page:
    """All that the page shows, in a fixed number of queries."""
    rows = asked_until([indicator], choice.asked).get(indicator.pk, [])
    if not rows:
        return Page(indicator, choice)
    places = region.places()
    goals, outlook = Goals([indicator]), Outlook.of(user)
    scope = {"basis": choice.basis, "municipalities": places, "as_of": choice.as_of}
    table = roll_up(rows, **scope)
    sums = {row.pk: whole(table[row.pk]) for row in rows}
    if choice.period is None:
        there = [number for number, row in enumerate(rows, 1) if sums[row.pk].bodies_in]
        rows = rows[: there[-1]] if there else rows
    now = rows[-1]
    page = Page(indicator, choice, region_series(rows, sums, goals, outlook))
    mine = own_bodies(user)
    page.own = own_figures(mine, [now], table, choice.as_of)[now.pk]
    given = given_by(now, choice.basis, places, choice.as_of)
    bodies = visible_bodies(now, user, given, choice.as_of)
    page.outs = left_out(now, bodies, given)
    if indicator.level in (Level.SCHOOL, Level.MUNICIPAL):
        page.territories = by_municipality(
            rows, table, goals, outlook, {body.municipality_id for body in mine}
        )
    if indicator.level == Level.SCHOOL:
        parts = {by: roll_up([now], by=by, **scope)[now.pk] for by in ("settlement", "school_kind")}
        unknown = _("not known")
        page.settlements = by_group(now, parts["settlement"], "settlement", outlook, unknown)
        page.kinds = by_group(now, parts["school_kind"], "school_kind", outlook, unknown)
    if has_schools(now):
        page.spread = spread_of(bodies, given, user)
    return page
