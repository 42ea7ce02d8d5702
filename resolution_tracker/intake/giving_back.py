"""A list given back to its sender: the workbook with the errors marked, and the letter."""

from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

from organizations.models import Outcome, SchoolList
from organizations.school_list.checking import local_path
from organizations.school_list.header import Column, Header
from organizations.school_list.letter import MOST, MOST_WARNINGS, covering_letter
from organizations.school_list.marking import OWN_BYTES, mark_errors


def marked_name(school_list: SchoolList) -> str:
    """The sender's own name of the file, so that they know what it is."""
    return _("%(name)s — to be mended.xlsx") % {"name": PurePath(school_list.file_name).stem}


def write_marked(school_list: SchoolList, output: IO[bytes]) -> None:
    """The workbook as .xlsx, with the cells that were mended in the browser as they are now."""
    columns = [
        Column(row.index, row.heading, row.field or None, row.certainty)
        for row in school_list.columns.all()
    ]
    header = Header(school_list.header_row, school_list.header_last_row, columns)
    with local_path(school_list) as path:
        mark_errors(
            path,
            school_list.problems.all(),
            output,
            sheet=school_list.sheet,
            header=header,
            written={(cell.row, cell.index): cell.text for cell in school_list.corrections.all()},
        )


def letter_for(school_list: SchoolList) -> str:
    """What to write to the sender."""
    # Of a long list every cell may be wrong; a letter says a few.
    errors = school_list.problems.filter(is_error=True)
    warnings = school_list.problems.filter(is_error=False)
    said = list(errors[:MOST]), list(warnings[:MOST_WARNINGS])
    taken = school_list.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED])
    is_own = school_list.size <= OWN_BYTES and school_list.file_name.lower().endswith(".xlsx")
    return covering_letter(
        file_name=school_list.file_name,
        taken=taken.count(),
        bad=errors.order_by().values("row").distinct().count(),
        problems=[*said[0], *said[1]],
        unsaid=(errors.count() - len(said[0]), warnings.count() - len(said[1])),
        municipality=str(school_list.municipality or ""),
        is_own=is_own,
    )
