"""Resolutions, what they ask, and how far it is."""

from directives.models.assignment import Assignment, State, Status
from directives.models.checkpoint import Checkpoint, DirectiveCheckpoint
from directives.models.directive import Control, Directive, DirectiveTheme
from directives.models.draft import Draft, DraftMark
from directives.models.evidence import Evidence
from directives.models.period import Frequency, PeriodDueDate, ReportingPeriod
from directives.models.resolution import Addressee, Resolution, Theme
from directives.models.timeline import (
    CheckpointMark,
    Kind,
    Mark,
    MarkState,
    StatusUpdate,
)
from directives.models.week import WeekFigure

__all__ = [
    "Addressee",
    "Assignment",
    "Checkpoint",
    "CheckpointMark",
    "Control",
    "Directive",
    "DirectiveCheckpoint",
    "DirectiveTheme",
    "Draft",
    "DraftMark",
    "Evidence",
    "Frequency",
    "Kind",
    "Mark",
    "MarkState",
    "PeriodDueDate",
    "ReportingPeriod",
    "Resolution",
    "State",
    "Status",
    "StatusUpdate",
    "Theme",
    "WeekFigure",
]
