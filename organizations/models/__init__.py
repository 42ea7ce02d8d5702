"""Bodies, territories and people; school lists on their way in."""

from organizations.models.municipality import Municipality
from organizations.models.organization import (
    EducationLevel,
    Level,
    Organization,
    SchoolKind,
    Settlement,
)
from organizations.models.people import Membership, Role, User
from organizations.models.school_list import (
    ListField,
    RememberedColumn,
    SchoolList,
    SchoolListColumn,
    SchoolListProgress,
    territories_of,
)
from organizations.models.school_list_rows import (
    CellCorrection,
    Guess,
    Outcome,
    RowDecision,
    SchoolListDrop,
    SchoolListMissing,
    SchoolListPlace,
    SchoolListProblem,
    SchoolListRow,
)

__all__ = [
    "CellCorrection",
    "EducationLevel",
    "Guess",
    "Level",
    "ListField",
    "Membership",
    "Municipality",
    "Organization",
    "Outcome",
    "RememberedColumn",
    "Role",
    "RowDecision",
    "SchoolKind",
    "SchoolList",
    "SchoolListColumn",
    "SchoolListDrop",
    "SchoolListMissing",
    "SchoolListPlace",
    "SchoolListProblem",
    "SchoolListProgress",
    "SchoolListRow",
    "Settlement",
    "User",
    "territories_of",
]
