"""How a sheet of schools looks in Excel: header, widths, text columns, lists to choose from."""

from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from organizations.school_list import limits
from organizations.school_list.resource import COLUMNS, SheetColumn
from organizations.school_list.values import LARGEST_SCHOOL

SHEET = "Школы"
LISTS = "Списки"
# Text stays text whatever it begins with; rows go to the disk as they are written.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
# Excel's own limits for the words beside a cell.
_TITLE, _MESSAGE = 32, 255


def open_workbook(output: IO[bytes], title: str) -> Workbook:
    """A workbook in which nothing can become a formula."""
    book = xlsxwriter.Workbook(output, OPTIONS)
    book.set_properties({"title": title})
    return book


def add_school_sheet(book: Workbook, *, title: str, last_row: int) -> Worksheet:
    """The sheet with its header; columns of numbers are text down to the end of the sheet."""
    sheet = book.add_worksheet(SHEET)
    heading = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EDF3"}
    )
    text = book.add_format({"num_format": "@"})
    count = book.add_format({"num_format": "0"})
    for index, column in enumerate(COLUMNS):
        # «Excel-General» would turn a number typed into an empty cell into 6.7E+09.
        sheet.set_column(index, index, column.width, count if column.is_count else text)
    sheet.set_row(0, 32)
    sheet.write_row(0, 0, [column.heading for column in COLUMNS], heading)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last_row, 1), len(COLUMNS) - 1)
    # Numbers kept as text are what we want: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{limits.ROWS}"})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if title:
        sheet.set_header("&L" + title.replace("&", "&&")[:200])
    return sheet


def add_validation(book: Workbook, sheet: Worksheet, choices: dict[str, list[str]]) -> None:
    """Lists to choose from, kept on a hidden sheet; numbers of so many digits; whole counts."""
    lists = book.add_worksheet(LISTS)
    names = list(choices)
    for row in range(max(map(len, choices.values()))):
        for position, name in enumerate(names):
            if row < len(choices[name]):
                lists.write_string(row, position, choices[name][row])
    lists.very_hidden()
    for index, column in enumerate(COLUMNS):
        if rule := _rule(column, names, choices):
            wrong = {"error_title": column.heading[:_TITLE], "error_message": rule.pop("said")}
            sheet.data_validation(1, index, limits.ROWS - 1, index, rule | wrong)


def _rule(column: SheetColumn, names: list[str], choices: dict[str, list[str]]) -> dict:
    if column.digits:
        return {
            "validate": "length",
            "criteria": "==",
            "value": column.digits,
            "said": _("%(name)s has %(count)d digits.")
            % {"name": column.heading, "count": column.digits},
        }
    if column.is_count:
        said = _("A whole number from 0 to %(most)d.") % {"most": LARGEST_SCHOOL}
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": LARGEST_SCHOOL,
            "said": said,
        }
    if choices.get(column.name):
        letter = chr(ord("A") + names.index(column.name))
        rows = len(choices[column.name])
        return {
            "validate": "list",
            "source": f"='{LISTS}'!${letter}$1:${letter}${rows}",
            "said": _("Choose from the list."),
        }
    return {}
