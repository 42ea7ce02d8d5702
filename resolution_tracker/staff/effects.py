"""What a change of a body does to its assignments and to its reports on indicators."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from directives import distribution
from indicators import following
from organizations.models import Organization

# A change of these moves open assignments; of those, it may bring new ones.
MOVES = {"municipality", "answers_to"}
BRINGS_NEW = {"education_levels", "is_addressee"}
# A report counts where its body stands until it is accepted.
PLACE = {"settlement", "kind"}


@dataclass(frozen=True)
class Effects:
    dealt: int
    moved: int
    reports: following.Followed

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
        return [*said, *of_reports(self.reports)]


def of_reports(done: following.Followed) -> list[str]:
    """What happened to reports on indicators, as sentences."""
    said = []
    if done.dealt:
        text = ngettext(
            "%(n)s report on indicators dealt out.",
            "%(n)s reports on indicators dealt out.",
            done.dealt,
        )
        said.append(text % {"n": done.dealt})
    if done.moved:
        text = ngettext(
            "%(n)s report on indicators moved.", "%(n)s reports on indicators moved.", done.moved
        )
        said.append(text % {"n": done.moved})
    if done.cancelled:
        text = ngettext(
            "%(n)s report on indicators cancelled.",
            "%(n)s reports on indicators cancelled.",
            done.cancelled,
        )
        said.append(text % {"n": done.cancelled})
    return said


def settle(
    organization: Organization, changed: set[str], *, is_new: bool, by, at: datetime
) -> Effects:
    """Deal out and move as the change asks; call in the transaction that saved the body."""
    moved = dealt = 0
    reports = following.Followed()
    if not is_new and changed & MOVES:
        moved = distribution.move_body(organization=organization, by=by, at=at)
    if is_new or changed & BRINGS_NEW:
        dealt = distribution.deal_out_to_new_bodies(organizations=[organization], by=by, at=at)
    if is_new or changed & (MOVES | BRINGS_NEW | PLACE):
        reports = following.follow(organizations=[organization.pk], by=by, at=at)
    return Effects(dealt, moved, reports)
