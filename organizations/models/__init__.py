"""Bodies, territories and people."""

from organizations.models.municipality import Municipality
from organizations.models.organization import (
    EducationLevel,
    Level,
    Organization,
    SchoolKind,
    Settlement,
)
from organizations.models.people import Membership, Role, User

__all__ = [
    "EducationLevel",
    "Level",
    "Membership",
    "Municipality",
    "Organization",
    "Role",
    "SchoolKind",
    "Settlement",
    "User",
]
