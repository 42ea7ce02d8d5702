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
    """`entry` of None: not sent yet."""

    entry: ReportEntry | None
    lines: list[Line]

    @property
    def differing(self) -> int:
        return sum(line.differs for line in self.lines)


def of_report(report: IndicatorReport) -> Attached | None:
    """What went up with the last submission; None of a body without a roll-up. Five queries."""
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
    return Attached(entry, lines)
