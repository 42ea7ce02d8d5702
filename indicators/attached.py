"""An authority's roll-up as it went up, beside the roll-up as it is now."""

from dataclasses import dataclass

from django.db.models import Count, Q

from directives.models import Status
from indicators.models import (
    Asked,
    AttachedRollUp,
    IndicatorReport,
    ReportEntry,
    ReportStep,
)
from indicators.roll_up import NOTHING, Rolled, of_schools_below
from indicators.shares import Figure
from indicators.workflow.attaching import schools_below
from organizations.models import Level


@dataclass(frozen=True)
class Side:
    """One line of a roll-up: its figure, with how many bodies in and out."""

    figure: Figure
    bodies_in: int
    bodies_out: int

    @classmethod
    def of(cls, asked: Asked, rolled: Rolled) -> "Side":
        return cls(rolled.figure(asked), rolled.bodies_in, rolled.bodies_out)

    @classmethod
    def kept(cls, asked: Asked, line: AttachedRollUp) -> "Side":
        """Of what was sent; without a single body it said nothing."""
        rolled = Rolled(line.numerator, line.denominator or 0, line.bodies_in)
        return cls(rolled.figure(asked), line.bodies_in, line.bodies_out)

    def is_same(self, other: "Side") -> bool:
        """In its numbers. Not applicable and not known are one and the same in a roll-up sent."""
        mine, theirs = self.figure, other.figure
        if mine.numerator is None and theirs.numerator is None:
            return self.bodies_out == other.bodies_out
        return (mine, self.bodies_in, self.bodies_out) == (
            theirs,
            other.bodies_in,
            other.bodies_out,
        )


@dataclass(frozen=True)
class Line:
    """One indicator: what was sent (none before sending), and what it is now."""

    asked: Asked
    sent: Side | None
    now: Side

    @property
    def differs(self) -> bool:
        return self.sent is not None and not self.sent.is_same(self.now)


@dataclass(frozen=True)
class Attached:
    """`entry` of None: not sent yet. `elsewhere`: schools of the territory that answer to another
    body; the roll-up page, by territory, holds them too.
    """

    entry: ReportEntry | None
    lines: list[Line]
    period: int
    elsewhere: int = 0

    @property
    def differing(self) -> int:
        return sum(line.differs for line in self.lines)


def of_report(report: IndicatorReport) -> Attached | None:
    """What went up with the last submission; None of a body without a roll-up. Six queries."""
    if report.organization.level != Level.MUNICIPAL:
        return None
    entry = report.entries.filter(kind=ReportStep.SUBMITTED).order_by("-number").first()
    sent = {row.asked_id: row for row in entry.roll_up.all()} if entry else {}
    return _beside(report, entry, sent)


def to_send(report: IndicatorReport) -> Attached | None:
    """What would go up now."""
    if report.organization.level != Level.MUNICIPAL:
        return None
    return _beside(report, None, {})


@dataclass(frozen=True)
class Schools:
    """How many of an authority's schools the roll-up holds."""

    expected: int
    accepted: int

    @property
    def left_out(self) -> int:
        return self.expected - self.accepted


def schools_of(report: IndicatorReport) -> Schools:
    """One query."""
    counts = schools_below(report).aggregate(
        expected=Count("pk"), accepted=Count("pk", filter=Q(status=Status.ACCEPTED))
    )
    return Schools(**counts)


def schools_of_each(reports: list[IndicatorReport]) -> dict[int, Schools]:
    """Key of each authority's report, of one collection → the same. One query, none of no such."""
    mine = {
        row.organization_id: row.pk for row in reports if row.organization.level == Level.MUNICIPAL
    }
    if not mine:
        return {}
    counts = (
        _of_schools(reports[0].collection_id)
        .filter(organization__parent__in=mine)
        .order_by()
        .values_list("organization__parent")
        .annotate(expected=Count("pk"), accepted=Count("pk", filter=Q(status=Status.ACCEPTED)))
    )
    return {mine[body]: Schools(expected, accepted) for body, expected, accepted in counts}


def _of_schools(collection: int):
    rows = IndicatorReport.objects.expected()
    return rows.filter(collection=collection, organization__level=Level.SCHOOL)


def _elsewhere(report: IndicatorReport) -> int:
    there = _of_schools(report.collection_id).filter(municipality=report.municipality_id)
    return there.exclude(organization__parent=report.organization_id).count()


def _beside(
    report: IndicatorReport, entry: ReportEntry | None, sent: dict[int, AttachedRollUp]
) -> Attached:
    now = of_schools_below(report)
    asked = (
        Asked.objects.filter(pk__in=now.keys() | sent.keys())
        .select_related("indicator", "definition")
        .order_by("indicator__position", "indicator__code")
    )
    lines = [
        Line(
            asked=row,
            sent=Side.kept(row, sent[row.pk]) if row.pk in sent else None,
            now=Side.of(row, now.get(row.pk, NOTHING)),
        )
        for row in asked
    ]
    return Attached(entry, lines, report.collection.period_id, _elsewhere(report))
