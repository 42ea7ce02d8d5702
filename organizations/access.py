"""Who may see, report for and review whom: the one place that knows.

Everything else asks a queryset: `visible_to`, `reportable_by`, `reviewable_by`.
"""

from dataclasses import dataclass
from functools import cached_property

_REPORTS = {"reporter", "coordinator"}
_OVERSEES = {"coordinator", "viewer"}
_READS = "reader"


@dataclass(frozen=True)
class Role:
    """One membership, as access needs it."""

    organization: int
    level: str
    role: str


@dataclass(frozen=True)
class Viewpoint:
    """Where a person stands: their roles, read once a request."""

    roles: tuple[Role, ...] = ()
    is_staff: bool = False
    is_reader: bool = False  # of totals and approved documents; no role of theirs opens anything

    @classmethod
    def of(cls, user) -> "Viewpoint":
        """The viewpoint of a signed-in user; of an anonymous one, an empty viewpoint.

        Of a viewpoint, itself: scopes that take a user take it as well.
        """
        if isinstance(user, cls):
            return user
        if not user.is_authenticated:
            return cls()
        # getattr: `request.user` is a lazy wrapper whose own __dict__ never holds it.
        if (view := getattr(user, "_viewpoint", None)) is None:
            rows = user.memberships.order_by("pk").values_list(
                "organization_id", "organization__level", "role"
            )
            roles = [Role(*row) for row in rows]
            works = tuple(row for row in roles if row.role != _READS)
            view = user._viewpoint = cls(works, user.is_staff, len(works) < len(roles))
        return view

    @property
    def only_reads(self) -> bool:
        """A reader who takes no part in the work: sees totals, opens no rows behind them."""
        return self.is_reader and not (self.roles or self.is_staff)

    def _organizations(self, roles: set[str]) -> frozenset[int]:
        return frozenset(row.organization for row in self.roles if row.role in roles)

    @cached_property
    def own(self) -> frozenset[int]:
        """Bodies this person belongs to in any role."""
        return frozenset(row.organization for row in self.roles)

    @cached_property
    def reports(self) -> frozenset[int]:
        """Bodies this person reports for."""
        return self._organizations(_REPORTS)

    @cached_property
    def coordinates(self) -> frozenset[int]:
        """Bodies whose subordinates this person reviews."""
        return self._organizations({"coordinator"})

    @cached_property
    def oversees(self) -> frozenset[int]:
        """Bodies all below which this person sees."""
        return self._organizations(_OVERSEES)

    @cached_property
    def everything(self) -> bool:
        """Staff, and those who oversee at the department, see every body."""
        return self.is_staff or any(
            row.level == "department" and row.role in _OVERSEES for row in self.roles
        )

    def has(self, level: str, *roles: str) -> bool:
        """Whether this person has one of the roles (any, if none named) at this level."""
        return any(row.level == level and (not roles or row.role in roles) for row in self.roles)
