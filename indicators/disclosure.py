"""Who may see a figure of few: those who belong to the bodies behind it or oversee them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from indicators.shares import Figure
from organizations.access import Viewpoint
from organizations.models import Level, Organization


def beside_hidden(counted: Sequence[int], hidden: Sequence[bool]) -> int | None:
    """Which part of a whole to hide as well: the whole less the others tells the only hidden one.

    By place, the one of fewest bodies; None where several are hidden, or none.
    """
    if sum(hidden) != 1:
        return None
    parts = enumerate(zip(counted, hidden, strict=True))
    seen = [(number, at) for at, (number, is_hidden) in parts if number and not is_hidden]
    return min(seen)[1] if seen else None


@dataclass(frozen=True)
class Outlook:
    """Where a person stands towards small figures. Read once a page, at most one query."""

    everything: bool = False
    own: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()  # bodies all directly below which this person sees
    municipalities: frozenset[int] = frozenset()

    @classmethod
    def of(cls, user) -> "Outlook":
        """Of an authority's people: its municipality, their own bodies, schools they oversee."""
        view = Viewpoint.of(user)
        if view.everything:
            return cls(everything=True)
        rows = (
            Organization.objects.at(Level.MUNICIPAL)
            .filter(Q(pk__in=view.own) | Q(parent__in=view.oversees))
            .values_list("pk", "parent_id", "municipality_id")
            if view.own
            else []
        )
        overseen = view.oversees
        below = {pk for pk, parent, _place in rows if parent in overseen}
        places = frozenset(place for _pk, _parent, place in rows)
        return cls(False, view.own, overseen | below, places)

    def sees(
        self, *, municipality: int | None = None, organization: Organization | None = None
    ) -> bool:
        """Whether the bodies behind a figure are this person's: of one body, of a municipality,
        or, with neither, of the region."""
        if self.everything:
            return True
        if organization is not None:
            return organization.pk in self.own or organization.parent_id in self.above
        return municipality is not None and municipality in self.municipalities

    def hides(
        self,
        figure: Figure,
        *,
        municipality: int | None = None,
        organization: Organization | None = None,
    ) -> bool:
        """A figure of fewer than ten is not for those outside."""
        return figure.is_small and not self.sees(
            municipality=municipality, organization=organization
        )
