"""The reader's own figures beside the region's: of their territories and of their schools."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from directives.models import Status
from indicators import words
from indicators.models import Asked, IndicatorReport
from indicators.roll_up import NOTHING, Table
from indicators.shares import Figure
from organizations.access import Viewpoint
from organizations.models import Level, Organization

# A person of more bodies sees the first ones; each has a page of its own.
MOST = 3


@dataclass(frozen=True)
class Own:
    """A figure of the reader's: of one school, or the roll-up of a territory."""

    name: str
    figure: Figure
    said: str
    note: str = ""  # what keeps it out of the roll-up


def own_bodies(user) -> list[Organization]:
    """Schools and authorities this person belongs to. At most one query."""
    keys = Viewpoint.of(user).own
    if not keys:
        return []
    rows = Organization.objects.filter(pk__in=keys, level__in=[Level.MUNICIPAL, Level.SCHOOL])
    return list(rows.select_related("municipality").order_by("sort_key", "pk")[:MOST])


def have_places(bodies: list[Organization]) -> bool:
    """Whether the roll-up of a territory is among the reader's own figures."""
    return any(body.level == Level.MUNICIPAL for body in bodies)


def own_figures(
    bodies: list[Organization], asked: Iterable[Asked], table: Table, as_of: date | None = None
) -> dict[int, list[Own]]:
    """Key of each `Asked` → the reader's figures of it. One query at most.

    `table` is the roll-up by municipality, where `have_places`.
    """
    asked = list(asked)
    found: dict[int, list[Own]] = defaultdict(list)
    authorities = [body for body in bodies if body.level == Level.MUNICIPAL]
    for row in asked:
        for body in authorities:
            rolled = table[row.pk].get(body.municipality_id, NOTHING)
            if rolled.expected or rolled.bodies_in:
                figure = rolled.figure(row)
                said = words.said(figure, row.definition)
                found[row.pk].append(Own(str(body.municipality), figure, said))
    schools = {body.pk: body for body in bodies if body.level == Level.SCHOOL}
    if schools:
        _add_schools(found, schools, asked, as_of)
    return found


def _add_schools(
    found: dict[int, list[Own]],
    schools: dict[int, Organization],
    asked: list[Asked],
    as_of: date | None,
) -> None:
    """What a school has typed is its own to see, accepted or not; as of a day, what it had sent."""
    reports = IndicatorReport.objects.as_of(as_of).filter(organization__in=schools)
    if as_of:
        reports = reports.counted("submitted")
    rows = reports.filter(values__asked__in=asked).values_list(
        "values__asked_id", "organization_id", "status", "values__numerator", "values__denominator"
    )
    wordings = {row.pk: row.definition for row in asked}
    for key, body, status, top, bottom in rows.order_by("pk", "values__pk"):
        wording = wordings[key]
        figure = Figure.of(wording, top, bottom)
        note = "" if status == Status.ACCEPTED else str(Status(status).label)
        found[key].append(Own(schools[body].name, figure, words.said(figure, wording), note))
