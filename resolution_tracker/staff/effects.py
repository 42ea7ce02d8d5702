"""What a change of a body does to its assignments."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from directives import distribution
from organizations.models import Organization

# A change of these moves open assignments; of those, it may bring new ones.
MOVES = {"municipality", "answers_to"}
BRINGS_NEW = {"education_levels", "is_addressee"}


@dataclass(frozen=True)
class Effects:
    dealt: int = 0
    moved: int = 0

    def sentences(self) -> list[str]:
        """What to tell the person who saved."""
        said = []
        if self.dealt:
            text = ngettext(
                "%(n)s assignment dealt out.", "%(n)s assignments dealt out.", self.dealt
            )
            said.append(text % {"n": self.dealt})
        if self.moved:
            text = ngettext(
                "%(n)s open assignment moved.", "%(n)s open assignments moved.", self.moved
            )
            said.append(text % {"n": self.moved})
        return said


def settle(
    organization: Organization, changed: set[str], *, is_new: bool, by, at: datetime
) -> Effects:
    """Deal out and move as the change asks; call in the transaction that saved the body."""
    moved = dealt = 0
    if not is_new and changed & MOVES:
        moved = distribution.move_body(organization=organization, by=by, at=at)
    if is_new or changed & BRINGS_NEW:
        dealt = distribution.deal_out_to_new_bodies(organizations=[organization], by=by, at=at)
    return Effects(dealt, moved)
