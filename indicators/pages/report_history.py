"""What has happened to a report: entries, the latest first, with the values that were sent back."""

from collections import defaultdict
from dataclasses import dataclass, field

from indicators.models import (
    EntryValue,
    IndicatorReport,
    ReportEntry,
    ReportStep,
)

# Steps that tell how it went, but decide nothing.
_QUIET = {ReportStep.STARTED, ReportStep.LOOKED, ReportStep.GIVEN}


@dataclass
class Entry:
    """One step and the remarks made in it."""

    step: ReportEntry
    remarks: list[EntryValue] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        return self.step.kind in _QUIET


def history(report: IndicatorReport) -> list[Entry]:
    """Two queries."""
    remarks = defaultdict(list)
    values = EntryValue.objects.filter(entry__report=report).exclude(remark="")
    for value in values.select_related("asked__indicator", "asked__definition"):
        remarks[value.entry_id].append(value)
    steps = report.entries.select_related("author", "acting_organization").order_by("-number")
    return [Entry(step, remarks[step.pk]) for step in steps]
