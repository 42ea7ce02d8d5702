"""The roll-up that goes up with an authority's report, frozen as it stood."""

from directives.models import Status
from indicators.models import AttachedRollUp, IndicatorReport, ReportEntry
from indicators.roll_up import of_schools_below
from organizations.models import Level


def schools_below(report: IndicatorReport):
    """Reports of the schools an authority reviews that go into its roll-up; none for others."""
    rows = IndicatorReport.objects.expected()
    if report.organization.level != Level.MUNICIPAL:
        return rows.none()
    return rows.filter(
        collection=report.collection_id,
        organization__parent=report.organization_id,
        organization__level=Level.SCHOOL,
    )


def left_out(report: IndicatorReport) -> int:
    """How many of them are not accepted: the roll-up goes without them."""
    return schools_below(report).exclude(status=Status.ACCEPTED).count()


def attach_roll_up(entry: ReportEntry) -> list[AttachedRollUp]:
    """One line for each indicator of schools, over the reports the authority has accepted."""
    rolled = of_schools_below(entry)
    counts = set(
        entry.report.collection.asked.filter(definition__measure="count").values_list(
            "pk", flat=True
        )
    )
    return AttachedRollUp.objects.bulk_create(
        AttachedRollUp(
            entry=entry,
            asked_id=key,
            numerator=line.numerator,
            denominator=None if key in counts else line.denominator,
            bodies_in=line.bodies_in,
            bodies_out=line.bodies_out,
        )
        for key, line in rolled.items()
    )
