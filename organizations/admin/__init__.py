"""The admin of bodies, territories and people."""

from organizations.admin.bodies import MunicipalityAdmin, OrganizationAdmin
from organizations.admin.people import MembershipAdmin, UserAdmin

__all__ = ["MembershipAdmin", "MunicipalityAdmin", "OrganizationAdmin", "UserAdmin"]
