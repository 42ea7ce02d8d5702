"""The catalogue, its targets, collections, reports and their values."""

from indicators.models.closed_figure import ClosedFigure
from indicators.models.collection import Asked, Collection, CollectionEntry, CollectionStep
from indicators.models.indicator import (
    Definition,
    Direction,
    Indicator,
    Measure,
    Mechanism,
    Source,
    Wording,
)
from indicators.models.quantity import LARGEST, Origin, Passport, PassportValue, Quantity
from indicators.models.report import (
    IN,
    REPORT_NEEDS_REASON,
    TO_DO,
    IndicatorReport,
    ReportEntry,
    ReportState,
    ReportStep,
)
from indicators.models.target import Target
from indicators.models.value import Absence, AttachedRollUp, EntryValue, Given, IndicatorValue
from indicators.models.value_list import Purpose, ValueList, ValueListProblem, ValueListRow

__all__ = [
    "IN",
    "LARGEST",
    "REPORT_NEEDS_REASON",
    "TO_DO",
    "Absence",
    "Asked",
    "AttachedRollUp",
    "ClosedFigure",
    "Collection",
    "CollectionEntry",
    "CollectionStep",
    "Definition",
    "Direction",
    "EntryValue",
    "Given",
    "Indicator",
    "IndicatorReport",
    "IndicatorValue",
    "Measure",
    "Mechanism",
    "Origin",
    "Passport",
    "PassportValue",
    "Purpose",
    "Quantity",
    "ReportEntry",
    "ReportState",
    "ReportStep",
    "Source",
    "Target",
    "ValueList",
    "ValueListProblem",
    "ValueListRow",
    "Wording",
]
