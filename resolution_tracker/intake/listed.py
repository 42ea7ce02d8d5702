"""The rows of each part of a list, a page at a time, with what the page says of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.paginator import Page
from django.db.models import Q, QuerySet

from organizations.models import (
    Guess,
    Organization,
    Outcome,
    RowDecision,
    SchoolList,
    SchoolListColumn,
    SchoolListRow,
)
from organizations.school_list.comparing import CONTACTS
from resolution_tracker.dashboard.paging import ForgivingPaginator
from resolution_tracker.intake.differences import (
    APPLIED,
    Difference,
    differences,
    known_before,
)
from resolution_tracker.intake.mistakes import NUMBERS, Cell, bad_rows, cells_of
from resolution_tracker.intake.preview import Show

PER_PAGE = 50
# The school was recognised by its ОГРН or ИНН: another one would need another number.
BY_NUMBER = {Guess.RENAMED, Guess.MOVED}


def page_of(school_list: SchoolList, show: Show, number: str | int) -> Page:
    """One page of a part."""
    rows, dress = _PARTS[show]
    page = ForgivingPaginator(rows(school_list), PER_PAGE).get_page(number)
    page.object_list = dress(school_list, list(page.object_list))
    return page


def numbers_with_errors(school_list: SchoolList) -> QuerySet:
    """The sheet's numbers of rows with errors that nobody has left out."""
    errors = school_list.problems.filter(is_error=True, row__isnull=False)
    return errors.exclude(row__in=_left_out(school_list)).order_by("row").values_list(
        "row", flat=True
    ).distinct()  # fmt: skip


def _left_out(school_list: SchoolList) -> QuerySet:
    return school_list.decisions.filter(leave_out=True).order_by().values("number")


def _rows(school_list: SchoolList) -> QuerySet:
    return school_list.rows.select_related("municipality", "parent")


def _with_school(rows: QuerySet) -> QuerySet:
    return rows.select_related("organization__municipality", "organization__parent")


def _new(school_list: SchoolList) -> QuerySet:
    return _rows(school_list).filter(outcome=Outcome.NEW)


def _unchanged(school_list: SchoolList) -> QuerySet:
    return _with_school(_rows(school_list).filter(outcome=Outcome.UNCHANGED))


@dataclass
class ChangedRow:
    row: SchoolListRow
    differences: list[Difference]


def _changed(school_list: SchoolList) -> QuerySet:
    return _with_school(_rows(school_list).filter(outcome=Outcome.CHANGED))


def _dress_changed(school_list: SchoolList, rows: list[SchoolListRow]) -> list[ChangedRow]:
    before = known_before(school_list, rows)
    return [
        ChangedRow(
            row,
            differences(row, before[row.organization_id], row.fields)
            if row.organization_id in before
            else [],
        )
        for row in rows
    ]


@dataclass
class GuessedRow:
    """`answer`: same, another, leave_out or nothing yet; `cells` where a number may be wrong."""

    row: SchoolListRow
    answer: str
    by_number: bool
    cells: list[Cell] = field(default_factory=list)


def guessed(school_list: SchoolList) -> QuerySet:
    """Undecided ones first, then those whose decision may still be changed."""
    another = school_list.decisions.filter(is_same=False, leave_out=False).order_by()
    guesses = ~Q(guess="") & ~Q(outcome=Outcome.UNCHANGED)
    return _with_school(_rows(school_list)).filter(
        guesses | Q(number__in=another.values("number"))
    ).order_by("is_decided", "number")  # fmt: skip


def _dress_guessed(school_list: SchoolList, rows: list[SchoolListRow]) -> list[GuessedRow]:
    decisions = _decisions(school_list, rows)
    columns = list(school_list.columns.all())
    return [_guessed(row, decisions.get(row.number), columns) for row in rows]


def _guessed(
    row: SchoolListRow, decision: RowDecision | None, columns: list[SchoolListColumn]
) -> GuessedRow:
    answer = ""
    if decision and decision.is_same is not None:
        answer = "same" if decision.is_same else "another"
    by_number = row.guess in BY_NUMBER
    return GuessedRow(row, answer, by_number, cells_of(row, columns, NUMBERS) if by_number else [])


def _decisions(school_list: SchoolList, rows: list[SchoolListRow]) -> dict[int, RowDecision]:
    said = school_list.decisions.filter(number__in=[row.number for row in rows])
    return {decision.number: decision for decision in said}


def absent(school_list: SchoolList) -> QuerySet:
    """Unanswered ones first."""
    return school_list.absent.select_related(
        "organization__municipality", "successor"
    ).order_by("fate", "organization__sort_key", "pk")  # fmt: skip


@dataclass
class KeptRow:
    row: SchoolListRow
    differences: list[Difference]
    is_taken: bool


def _kept(school_list: SchoolList) -> QuerySet:
    taken = school_list.decisions.filter(take_contacts=True).order_by().values("number")
    return _with_school(_rows(school_list)).filter(~Q(kept=[]) | Q(number__in=taken))


def _dress_kept(school_list: SchoolList, rows: list[SchoolListRow]) -> list[KeptRow]:
    if school_list.state in APPLIED:
        before = known_before(school_list, rows)
        for row in rows:
            row.organization = before.get(row.organization_id, row.organization)
    decisions = _decisions(school_list, rows)
    found = []
    for row in rows:
        decision = decisions.get(row.number)
        own = row.organization.own_contacts
        names = row.kept or [name for name in CONTACTS if name in row.fields and name in own]
        taken = bool(decision and decision.take_contacts)
        found.append(KeptRow(row, differences(row, row.organization, names), taken))
    return found


def _dress_errors(school_list: SchoolList, numbers: list[int]):
    return bad_rows(school_list, numbers)


def _as_they_are(school_list: SchoolList, rows: list) -> list:
    return rows


def _rows_left_out(school_list: SchoolList) -> QuerySet:
    return school_list.decisions.filter(leave_out=True).order_by("number")


@dataclass
class LeftOutRow:
    number: int
    label: str
    place: str
    messages: list[str]


def _dress_left_out(school_list: SchoolList, decisions: list[RowDecision]) -> list[LeftOutRow]:
    rows = bad_rows(school_list, [decision.number for decision in decisions])
    return [
        LeftOutRow(
            row.number,
            row.label,
            row.place,
            [*row.remarks, *(message for cell in row.cells for message in cell.messages)],
        )
        for row in rows
    ]


def _warnings(school_list: SchoolList) -> QuerySet:
    return school_list.problems.filter(is_error=False)


def _dropped(school_list: SchoolList) -> QuerySet:
    return school_list.drops.all()


def schools_of(places: set[int]) -> dict[int, list[Organization]]:
    """Schools at work that another one can be joined to, by municipality."""
    schools = Organization.objects.at("school").filter(
        municipality__in=places, closed_on=None, voided_at=None
    )
    found: dict[int, list[Organization]] = {place: [] for place in places}
    for school in schools.only("pk", "name", "municipality_id", "sort_key"):
        found[school.municipality_id].append(school)
    return found


_PARTS: dict[Show, tuple[Callable, Callable]] = {
    Show.ERRORS: (numbers_with_errors, _dress_errors),
    Show.GUESSES: (guessed, _dress_guessed),
    Show.MISSING: (absent, _as_they_are),
    Show.NEW: (_new, _as_they_are),
    Show.CHANGED: (_changed, _dress_changed),
    Show.UNCHANGED: (_unchanged, _as_they_are),
    Show.KEPT: (_kept, _dress_kept),
    Show.WARNINGS: (_warnings, _as_they_are),
    Show.LEFT_OUT: (_rows_left_out, _dress_left_out),
    Show.DROPPED: (_dropped, _as_they_are),
}
