"""The roll-up that goes up with an authority's report, frozen as it stood."""

from indicators.models import AttachedRollUp, ReportEntry
from indicators.roll_up import of_schools_below


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
