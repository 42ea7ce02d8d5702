"""The spread of an indicator over the schools, and who of those asked is in the roll-up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from directives.models import Status
from indicators.asking import applies
from indicators.models import Absence, Asked, IndicatorReport, Source
from indicators.shares import Figure
from indicators.spread import Quartiles, quartiles
from organizations.access import Viewpoint
from organizations.models import Level, Organization

# Quarters of fewer schools would tell of single ones.
ENOUGH = 10


@dataclass(frozen=True)
class School:
    """A school one may see, and its value."""

    organization: Organization
    figure: Figure
    is_own: bool = False

    @property
    def place(self) -> str:
        return str(self.organization.municipality or "")


@dataclass(frozen=True)
class Spread:
    """Schools this person sees, the least value first; quarters of all that have a value."""

    schools: list[School]
    box: Quartiles | None
    counted: int  # schools the quarters are of

    @property
    def own(self) -> list[School]:
        return [row for row in self.schools if row.is_own]


@dataclass(frozen=True)
class Given:
    """What counts of one body."""

    figure: Figure
    absence: str = ""
    explanation: str = ""


def given_by(
    asked: Asked, basis: str, places: list[int | None], as_of: date | None = None
) -> dict[int, Given]:
    """Key of each body → what it gave that counts, in the region. One query."""
    reports = IndicatorReport.objects.as_of(as_of).filter(collection=asked.collection_id)
    rows = reports.counted(basis).filter(values__asked=asked).values_list(
        "organization_id", "municipality_id", "values__numerator", "values__denominator",
        "values__absence", "values__explanation",
    )  # fmt: skip
    inside = set(places)
    return {
        body: Given(Figure.of(asked.definition, top, bottom), absence, explanation)
        for body, place, top, bottom, absence, explanation in rows
        if place in inside
    }


_NEEDED = ("name", "sort_key", "level", "education_levels", "municipality__short_name")


def visible_bodies(
    asked: Asked, user, given: dict[int, Given], as_of: date | None = None
) -> list[tuple[Organization, str]]:
    """Bodies this person sees of which the indicator was asked, with where their report stands."""
    seen = IndicatorReport.objects.as_of(as_of).visible_to(user).expected()
    rows = (
        seen.filter(collection=asked.collection_id, organization__level=asked.indicator.level)
        .select_related("organization__municipality")
        .only("status", *(f"organization__{name}" for name in _NEEDED))
        .order_by("municipality__sort_key", "organization__sort_key", "organization_id")
    )
    return [
        (row.organization, row.status)
        for row in rows
        if row.organization_id in given or applies(asked.indicator, row.organization)
    ]


def spread_of(bodies: list[tuple[Organization, str]], given: dict[int, Given], user) -> Spread:
    """Schools of few are shown to those who see them, and stay out of the quarters."""
    own = Viewpoint.of(user).own
    schools = [
        School(body, given[body.pk].figure, body.pk in own)
        for body, _status in bodies
        if body.pk in given and given[body.pk].figure.value is not None
    ]
    figures = [row.figure for row in given.values()]
    values = [row.value for row in figures if row.value is not None and not row.is_small]
    box = quartiles(values) if len(values) >= ENOUGH else None
    schools.sort(key=lambda row: (row.figure.value, row.organization.sort_key))
    return Spread(schools, box, len(values))


_WAITS: dict[str, Promise] = {
    Status.SUBMITTED: _("waiting for review"),
    Status.RETURNED: _("being reworked"),
}


@dataclass(frozen=True)
class Out:
    """Bodies that are not in the roll-up for one reason."""

    reason: str
    bodies: list[tuple[Organization, str]]  # with what the body said itself

    @cached_property
    def count(self) -> int:
        return len(self.bodies)


def left_out(
    asked: Asked, bodies: list[tuple[Organization, str]], given: dict[int, Given]
) -> list[Out]:
    """Who of the bodies one sees is not in, by reason; the longest list first."""
    found: dict[str, list[tuple[Organization, str]]] = defaultdict(list)
    for body, status in bodies:
        there = given.get(body.pk)
        if there is None:
            found[_reason(asked, status)].append((body, ""))
        elif there.figure.is_not_applicable and not there.absence:
            found[str(_("nobody to count"))].append((body, there.explanation))
        elif there.figure.value is None:
            reason = Absence(there.absence).label if there.absence else _("no value")
            found[str(reason)].append((body, there.explanation))
    outs = [Out(reason, rows) for reason, rows in found.items()]
    return sorted(outs, key=lambda row: (-row.count, row.reason))


def _reason(asked: Asked, status: str) -> str:
    if asked.indicator.source != Source.REPORTED:
        return str(_("no figure of the region"))
    return str(_WAITS.get(status, _("have not reported")))


def has_schools(asked: Asked) -> bool:
    """Whether there is a spread to speak of; a yes or no has none."""
    return asked.indicator.level == Level.SCHOOL and not asked.definition.is_yes_no
