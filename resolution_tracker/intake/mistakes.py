"""Rows with errors as a person mends them: what is wrong, and the cells to write anew."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from organizations.models import SchoolList, SchoolListColumn, SchoolListProblem, SchoolListRow

# Cells offered where it is the row as a whole that cannot be taken: they say which school it is.
TELLING = ["municipality", "short_name", "full_name", "inn_kpp", "inn", "kpp", "ogrn"]
NUMBERS = ["inn_kpp", "inn", "kpp", "ogrn"]


@dataclass
class Cell:
    """An input: the name of its field says which cell it is."""

    row: int
    index: int
    heading: str
    value: str
    messages: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"cell-{self.row}-{self.index}"


@dataclass
class BadRow:
    """A row that cannot be taken as it is."""

    number: int
    label: str
    place: str
    cells: list[Cell] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # of the row as a whole


def bad_rows(school_list: SchoolList, numbers: Iterable[int]) -> list[BadRow]:
    """The rows with these numbers, each with everything that is wrong in it."""
    numbers = list(numbers)
    columns = list(school_list.columns.all())
    staged = _staged(school_list, numbers)
    problems: dict[int, list[SchoolListProblem]] = defaultdict(list)
    for problem in school_list.problems.filter(is_error=True, row__in=numbers):
        problems[problem.row].append(problem)
    return [_bad_row(number, problems[number], staged.get(number), columns) for number in numbers]


def _staged(school_list: SchoolList, numbers: list[int]) -> dict[int, SchoolListRow]:
    rows = school_list.rows.select_related("municipality")
    found = {row.number: row for row in rows.filter(number__in=numbers)}
    missing = [number for number in numbers if number not in found]
    if missing:  # further rows of a school that stands on several
        for row in rows.filter(more_rows__overlap=missing):
            found |= {number: row for number in row.more_rows if number in missing}
    return found


def _bad_row(
    number: int,
    problems: list[SchoolListProblem],
    staged: SchoolListRow | None,
    columns: list[SchoolListColumn],
) -> BadRow:
    headings = {column.index: column.heading for column in columns}
    place = str(staged.municipality) if staged and staged.municipality else ""
    row = BadRow(number, str(staged) if staged else "", place)
    by_index: dict[int, Cell] = {}
    for problem in problems:
        if problem.index is None:
            row.remarks.append(problem.message)
            continue
        cell = by_index.setdefault(
            problem.index,
            Cell(number, problem.index, headings.get(problem.index, ""), problem.value),
        )
        cell.messages.append(problem.message)
    if row.remarks and staged and staged.number == number:
        for cell in cells_of(staged, columns, TELLING):
            by_index.setdefault(cell.index, cell)
    row.cells = [by_index[index] for index in sorted(by_index)]
    return row


def cells_of(
    staged: SchoolListRow, columns: Iterable[SchoolListColumn], fields: list[str]
) -> list[Cell]:
    """Inputs for the columns that hold these fields, with what was read there."""
    return [
        Cell(staged.number, column.index, column.heading, _read(staged, column.field))
        for column in columns
        if column.field in fields
    ]


def _read(staged: SchoolListRow, name: str) -> str:
    if name == "municipality":
        return str(staged.municipality or "")
    if name == "inn_kpp":
        return "/".join(filter(None, (staged.inn, staged.kpp)))
    if name == "short_name":
        return staged.name
    if name == "full_name":
        return staged.full_name or staged.name
    return getattr(staged, name)
