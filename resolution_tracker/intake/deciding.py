"""What a person decides of a list before it is applied. The caller checks the list again."""

from collections.abc import Iterable

from organizations.models import CellCorrection, RowDecision, SchoolList, SchoolListMissing
from resolution_tracker.intake.listed import numbers_with_errors
from resolution_tracker.intake.mistakes import Cell

SAID = {
    "same": {"is_same": True, "leave_out": False},
    "another": {"is_same": False, "leave_out": False},
    "leave_out": {"leave_out": True},
}


def decide(school_list: SchoolList, numbers: Iterable[int], **said) -> int:
    """Note a decision for each of the rows; what was decided otherwise of them stays."""
    decisions = [RowDecision(school_list=school_list, number=number, **said) for number in numbers]
    RowDecision.objects.bulk_create(
        decisions,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["school_list", "number"],
        update_fields=list(said),
    )
    return len(decisions)


def all_are_the_same(school_list: SchoolList) -> int:
    """Every guess that waits is right."""
    waiting = school_list.rows.filter(is_decided=False).values_list("number", flat=True)
    return decide(school_list, list(waiting), **SAID["same"])


def leave_out_all_with_errors(school_list: SchoolList) -> int:
    """Rows with errors take no part."""
    return decide(school_list, list(numbers_with_errors(school_list)), leave_out=True)


def mend(school_list: SchoolList, cells: Iterable[tuple[Cell, str]]) -> int:
    """Write the cells whose text is another now; returns how many were."""
    written = [
        CellCorrection(school_list=school_list, row=cell.row, index=cell.index, text=text)
        for cell, text in cells
        if text != cell.value.strip()  # as a long cell was shown, cut: nobody touched it
    ]
    CellCorrection.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["school_list", "row", "index"],
        update_fields=["text"],
    )
    return len(written)


def the_rest_stays(school_list: SchoolList) -> int:
    """Schools of which nothing was said were only forgotten in the list."""
    return school_list.absent.filter(fate="").update(fate=SchoolListMissing.Fate.STAYS)
