"""An empty list to be filled in: the same columns, with lists to choose from and hints."""

from typing import IO

from django.utils.translation import gettext as _
from xlsxwriter.workbook import Workbook

from organizations.models import Municipality
from organizations.school_list.layout import add_school_sheet, add_validation, open_workbook
from organizations.school_list.resource import COLUMNS, SchoolResource

HOW = "Как заполнить"


def write_template(output: IO[bytes], municipality: Municipality | None = None) -> None:
    """Write an .xlsx with a header and no rows; of one municipality, only it can be chosen.

    What belongs into a column is said in the heading's comment and on a sheet of its own: an
    example among the rows would be read as a school.
    """
    municipalities = Municipality.objects.all()
    title = _("Schools")
    if municipality is not None:
        municipalities = municipalities.filter(pk=municipality.pk)
        title = f"{title}: {municipality.short_name}"
    with open_workbook(output, title) as book:
        sheet = add_school_sheet(book, title=title, last_row=1)
        for index, column in enumerate(COLUMNS):
            sheet.write_comment(0, index, str(column.hint), {"author": "", "x_scale": 2})
        _say_how(book)
        add_validation(book, sheet, SchoolResource().choices(municipalities))
        sheet.activate()


def _say_how(book: Workbook) -> None:
    how = book.add_worksheet(HOW)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    how.set_column(0, 0, 30, bold)
    how.set_column(1, 1, 90, wrap)
    for row, line in enumerate(
        [
            _("One school in a row, from the second row down. Leave the headings as they are."),
            _("An empty cell changes nothing of what the system already knows."),
            _("Write numbers with all their digits: the columns are text, zeros are not lost."),
        ]
    ):
        how.write_string(row, 1, line, wrap)
    for row, column in enumerate(COLUMNS, start=4):
        how.write_string(row, 0, column.heading, bold)
        how.write_string(row, 1, str(column.hint), wrap)
