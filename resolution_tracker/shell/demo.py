"""The demo's users, one click each. Filled by `manage.py fill_demo`, shown only with DEMO=1."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Role, User

# By it the demo's people are told from those of a working system who have the same login.
MAIL_DOMAIN = "demo.example"
# Login → who it is and what they may do, in the order of the sign-in page.
USERS = {
    "department": (
        _("Department"),
        _("sees the whole region, places items on control, reviews the municipalities"),
    ),
    "department2": (
        _("Department, second coordinator"),
        _("the second pair of eyes: accepts what the department itself has done"),
    ),
    "municipality": (
        _("Municipal authority"),
        _("reviews the schools of its district and reports for its own body"),
    ),
    "soiro": (
        _("SOIRO"),
        _("reports on the institute's two items, reads the items it supports"),
    ),
    "school": (_("School"), _("reports for one school")),
    "village": (_("Village school of nine years"), _("reports for a small school")),
    "governor": (
        _("Governor's office"),
        _("reads totals and approved documents: no drafts, no rows, no persons"),
    ),
    "staff": (_("Administrator"), _("keeps lists, accounts and reference tables")),
}


@dataclass(frozen=True)
class Choice:
    """One button of the demo's sign-in page."""

    username: str
    who: str
    name: str
    body: str
    may: str


def people() -> QuerySet[User]:
    """Those of them that are there. Their password is known to everybody."""
    return User.objects.filter(username__in=USERS, email__endswith=f"@{MAIL_DOMAIN}")


def choices() -> list[Choice]:
    """Those of them that are there, with the body each speaks for."""
    known = people().filter(is_active=True).prefetch_related("memberships__organization")
    found = {user.username: user for user in known}
    return [
        Choice(
            username,
            who,
            found[username].short_name,
            _bodies(found[username]),
            may,
        )
        for username, (who, may) in USERS.items()
        if username in found
    ]


def _bodies(user: User) -> str:
    """The bodies they speak for; a reader reads at the department and speaks for nobody there."""
    works = [row for row in user.memberships.all() if row.role != Role.READER]
    return ", ".join(row.organization.name for row in works)
