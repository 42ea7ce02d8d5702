"""A theme as a chain of links, and the link that holds the others back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from directives.completion import Measures
from directives.conditions import RETURNED, SUBMITTED
from directives.figures import Figures
from directives.models import Directive, Theme
from organizations.models import Level
from resolution_tracker.dashboard.sight import Sight
from resolution_tracker.dashboard.themes.reading import COUNTED, Body, Held, Read

# A theme goes from those who set it to those who carry it out.
ORDER = (Level.DEPARTMENT, Level.INSTITUTE, Level.MUNICIPAL, Level.SCHOOL)

# What holds an assignment back: its own body has not reported, reworks, or it waits for review.
NOT_REPORTED, REWORK, REVIEW = "not_reported", "rework", "review"


@dataclass(frozen=True)
class Waiting:
    """Reports that wait at one reviewer: how many, and how many of them too long."""

    body: Body
    count: int
    overdue: int


@dataclass
class Link:
    """One level of a theme: the items that carry it, and how far they are."""

    level: str
    primary: list[Directive]
    secondary: list[Directive]
    figures: Figures
    held: list[Held]
    bodies: dict[int, Body]

    @property
    def measures(self) -> Measures:
        return self.figures.measures

    @property
    def items(self) -> list[Directive]:
        return [*self.primary, *self.secondary]

    @property
    def is_empty(self) -> bool:
        """No item of the resolution carries the theme here."""
        return not self.items

    @property
    def is_due(self) -> bool:
        return self.measures.come_due > 0

    @cached_property
    def waiting(self) -> list[Waiting]:
        """Who has reports of this link to decide on, the one with the most first."""
        sums: dict[int, list[int]] = {}
        for row in self.held:
            if row.status == SUBMITTED and row.reviewer in self.bodies:
                one = sums.setdefault(row.reviewer, [0, 0])
                one[0] += row.waiting
                one[1] += row.review_overdue
        found = [Waiting(self.bodies[pk], *counts) for pk, counts in sums.items()]
        return sorted(found, key=lambda row: (-row.count, row.body.name))

    @property
    def late_reviewers(self) -> frozenset[str]:
        """Levels at which reports whose date has come wait for review."""
        late = (row for row in self.held if row.status == SUBMITTED and row.late)
        return frozenset(self.bodies[row.reviewer].level for row in late)

    @cached_property
    def holds(self) -> dict[str, int]:
        """What has come due and is not executed, by what holds it; the three add up to all."""
        found = {NOT_REPORTED: 0, REWORK: 0, REVIEW: 0}
        for row in self.held:
            name = {RETURNED: REWORK, SUBMITTED: REVIEW}.get(row.status, NOT_REPORTED)
            found[name] += row.late
        return found


@dataclass(frozen=True)
class Stuck:
    """Where a theme is stuck: the link, what holds it, and the level that has to act."""

    link: Link
    cause: str
    acts: frozenset[str]


@dataclass
class Chain:
    """A theme and its four links."""

    theme: Theme
    links: list[Link]

    @cached_property
    def stuck(self) -> Stuck | None:
        return stuck_at(self.links)

    @property
    def empty(self) -> list[Link]:
        """Links the resolution has left out."""
        return [link for link in self.links if link.is_empty]

    @property
    def late_rework(self) -> int:
        """Returned before the date came, and not sent again in time."""
        return sum(link.measures.overdue for link in self.links)

    @property
    def is_done(self) -> bool:
        """All that has come due is executed, and something has."""
        return self.stuck is None and any(link.is_due for link in self.links)

    def is_held_by(self, link: Link) -> bool:
        """Whether this link has to act for the chain to move."""
        return self.stuck is not None and link.level in self.stuck.acts


def stuck_at(links: Sequence[Link]) -> Stuck | None:
    """The link of a chain that holds the next ones back, and what holds it there.

    1. It is the link with the lowest share executed of what has come due, if that is below 100 %;
       of equal shares the upper link. A link of which nothing has come due is not stuck, and
       neither is one that no item carries.
    2. What holds it is the largest part of what is not executed there: not reported, on rework,
       or waiting for review; of equal parts in this order.
    3. Who has to act is the link itself, but for what waits for review: that stands at the levels
       of the reviewers, so that a slow reviewer never makes a school look late.
    """
    behind = [link for link in links if link.measures.executed < link.measures.come_due]
    if not behind:
        return None
    link = min(behind, key=lambda link: link.measures.execution.share)  # the first of equals
    cause = max(link.holds, key=link.holds.get)
    if cause != REVIEW:
        return Stuck(link, cause, frozenset([link.level]))
    return Stuck(link, cause, link.late_reviewers)


def chains(read: Read, sight: Sight) -> list[Chain]:
    """A chain for each theme that any item of the resolution carries, in the order of codes."""
    return [
        Chain(theme, [_link(read, sight, theme, level) for level in ORDER])
        for theme in read.themes
        if theme.pk in read.items
    ]


def _link(read: Read, sight: Sight, theme: Theme, level: str) -> Link:
    here = [pair for pair in read.items[theme.pk] if pair[0].level == level]
    numbers = {item.pk for item, _is_primary in here}
    nothing = Measures.of(COUNTED, [0] * len(COUNTED))
    measures = Measures.sum([nothing, *(read.measures.get(pk, nothing) for pk in numbers)])
    scope = {"resolution": read.resolution, "theme": theme.pk, "level": level}
    return Link(
        level=level,
        primary=[item for item, is_primary in here if is_primary],
        secondary=[item for item, is_primary in here if not is_primary],
        figures=sight.figures(measures, **scope),
        held=[row for row in read.held if row.directive in numbers],
        bodies=read.bodies,
    )
