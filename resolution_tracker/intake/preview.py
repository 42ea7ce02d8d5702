"""What the page of a list shows: where the list is, what it says, and the one next step."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from organizations.models import Outcome, SchoolList, SchoolListMissing
from resolution_tracker.intake.access import may_edit

State = SchoolList.State
Fate = SchoolListMissing.Fate
BUSY = {State.CHECKING, State.QUEUED, State.UNDOING}
OVER = {State.REPLACED, State.DISCARDED}


class Show(TextChoices):
    """The parts of a list, in the order in which they wait for a person."""

    ERRORS = "errors", _("With errors")
    GUESSES = "guesses", _("Recognised by a guess")
    MISSING = "missing", _("Not in the file")
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("As they were")
    KEPT = "kept", _("Schools' own contacts")
    WARNINGS = "warnings", _("Remarks")
    LEFT_OUT = "left_out", _("Rows left out")
    DROPPED = "dropped", _("Not schools")


class Way(TextChoices):
    """Where a list is on its way."""

    FILE = "file", _("File")
    COLUMNS = "columns", _("Columns")
    CHECK = "check", _("Check")
    APPLY = "apply", _("Application")


@dataclass(frozen=True)
class Tab:
    """A count that is a link to its rows; `waits`: for a person."""

    name: str
    label: str
    count: int
    waits: bool
    is_current: bool


@dataclass
class Preview:
    """A list as one person sees it."""

    school_list: SchoolList
    user: object
    asked: str = ""
    counts: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        said = self.school_list
        answers = Count("pk", filter=Q(fate__in=[Fate.CLOSED, Fate.JOINED]))
        found = said.absent.order_by().aggregate(
            unanswered=Count("pk", filter=Q(fate="")), closing=answers
        )
        found |= said.rows.order_by().aggregate(
            guessed=Count("pk", filter=~Q(guess="") & ~Q(outcome=Outcome.UNCHANGED)),
            kept=Count("pk", filter=~Q(kept=[])),
        )
        found |= said.decisions.order_by().aggregate(
            taken=Count("pk", filter=Q(take_contacts=True)),
            another=Count("pk", filter=Q(is_same=False, leave_out=False)),
        )
        found |= said.places.order_by().aggregate(
            unknown=Count("pk", filter=Q(municipality=None)),
            unsure=Count("pk", filter=Q(is_sure=False, is_chosen=False, municipality__gt=0)),
        )
        self.counts = found

    @cached_property
    def is_busy(self) -> bool:
        return self.school_list.state in BUSY

    @cached_property
    def is_over(self) -> bool:
        """Given up: rows are gone, figures stay."""
        return self.school_list.state in OVER

    @cached_property
    def may_edit(self) -> bool:
        return may_edit(self.user, self.school_list)

    @cached_property
    def step(self) -> str:
        """Name of what is to be done next, by whomever."""
        said = self.school_list
        if self.is_busy:
            return "busy"
        if not said.is_editable:
            return said.state
        for waits, name in (
            (said.refusal or said.header_row is None, "columns"),
            (said.error_rows, "errors"),
            (said.undecided, "guesses"),
            (self.counts["unanswered"], "missing"),
        ):
            if waits:
                return name
        if self.user.is_staff:
            return "apply"
        return "confirmed" if said.state == State.CONFIRMED else "confirm"

    @cached_property
    def changes_nothing(self) -> bool:
        return not (self.school_list.new or self.school_list.changed or self.counts["closing"])

    @property
    def way(self) -> list[tuple[Way, str]]:
        """Each step of the way: done, current or ahead."""
        at = self._stands_at
        order = list(Way)
        return [
            (way, "done" if number < at else "current" if number == at else "ahead")
            for number, way in enumerate(order)
        ]

    @property
    def _stands_at(self) -> int:
        said = self.school_list
        if said.state in (State.APPLIED, State.UNDOING, State.UNDONE):
            return len(Way)
        if said.state == State.QUEUED or self.step in ("apply", "confirm", "confirmed"):
            return 3
        return 1 if self.step == "columns" else 2

    @cached_property
    def show(self) -> Show | None:
        """The part to show: the one asked for, else the first that waits for a person."""
        if self.is_busy or self.is_over or self.step == "columns":
            return None
        if self.asked in Show.values:
            return Show(self.asked)
        if self.step in Show.values:
            return Show(self.step)
        first = [show for show in (Show.CHANGED, Show.NEW, Show.UNCHANGED) if self._count(show)]
        return first[0] if first else Show.CHANGED

    @property
    def tabs(self) -> list[Tab]:
        """Parts that have something in them, and the one that is open."""
        if self.show is None:
            return []
        waits = {Show.ERRORS, Show.GUESSES, Show.MISSING} if self.school_list.is_editable else set()
        return [
            Tab(show.value, show.label, count, show in waits and self._waiting(show), is_current)
            for show in Show
            if (count := self._count(show)) or (show == self.show)
            for is_current in [show == self.show]
        ]

    def _waiting(self, show: Show) -> bool:
        return bool(self.waiting.get(show))

    @cached_property
    def waiting(self) -> dict[Show, int]:
        """How many of each part still wait for a person."""
        said = self.school_list
        return {
            Show.ERRORS: said.error_rows,
            Show.GUESSES: said.undecided,
            Show.MISSING: self.counts["unanswered"],
        }

    def _count(self, show: Show) -> int:
        said, counts = self.school_list, self.counts
        return {
            Show.ERRORS: said.error_rows,
            Show.GUESSES: counts["guessed"] + counts["another"],
            Show.MISSING: said.missing,
            Show.NEW: said.new,
            Show.CHANGED: said.changed,
            Show.UNCHANGED: said.unchanged,
            Show.KEPT: counts["kept"] + counts["taken"],
            Show.WARNINGS: said.warnings,
            Show.LEFT_OUT: said.left_out,
            Show.DROPPED: said.dropped,
        }[show]
