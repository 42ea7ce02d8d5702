"""The admin of what is asked, and a window on what was recorded."""

from directives.admin.items import CheckpointAdmin, DirectiveAdmin
from directives.admin.periods import ReportingPeriodAdmin
from directives.admin.record import AssignmentAdmin, EvidenceAdmin, StatusUpdateAdmin
from directives.admin.resolutions import ResolutionAdmin, ThemeAdmin

__all__ = [
    "AssignmentAdmin",
    "CheckpointAdmin",
    "DirectiveAdmin",
    "EvidenceAdmin",
    "ReportingPeriodAdmin",
    "ResolutionAdmin",
    "StatusUpdateAdmin",
    "ThemeAdmin",
]
