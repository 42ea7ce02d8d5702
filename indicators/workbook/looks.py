"""How the workbook looks and what its cells allow."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from indicators.models import LARGEST, Absence
from indicators.workbook.columns import HOW, SheetColumn

HEADER_ROW = 3  # counted from zero: three title rows stand above
_TOP = {"valign": "top", "border": 1, "border_color": "#C9CED6"}
_FIXED = _TOP | {"bg_color": "#F1F3F5", "font_color": "#3C4450"}
_INPUT = _TOP | {"bg_color": "#FFF9DB", "locked": False}
# Excel's own limits for the words beside a cell.
_TITLE, _MESSAGE = 32, 255


class Looks:
    """Formats of the sheet, made once."""

    def __init__(self, book: Workbook) -> None:
        add = book.add_format
        self.title = add({"bold": True, "font_size": 14})
        self.plain = add({})
        self.quiet = add({"font_color": "#545D6B"})
        self.heading = add(_TOP | {"bold": True, "text_wrap": True, "bg_color": "#E8EDF3"})
        self.words = add(_TOP | {"text_wrap": True})
        self.share = add(_TOP | {"num_format": "0.0%"})
        self.number = add(_TOP | {"num_format": "0.##"})
        self.inputs = {
            "number": add(_INPUT | {"num_format": "0"}),
            "words": add(_INPUT | {"num_format": "@", "text_wrap": True}),
        }
        self.fixed = {
            "number": add(_FIXED | {"num_format": "0"}),
            "words": add(_FIXED | {"num_format": "@", "text_wrap": True}),
        }
        # A count or a yes or no has no denominator to fill in.
        self.none = add(_FIXED | {"bg_color": "#E3E6EA"})

    def cell(self, kind: str, *, is_open: bool):
        return (self.inputs if is_open else self.fixed)[kind]


def lay_out(sheet: Worksheet, columns: list[SheetColumn], looks: Looks, last_row: int) -> None:
    """Widths, the header, what stays in view and on paper; everything locked but the inputs."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.set_row(HEADER_ROW, 32)
    sheet.write_row(HEADER_ROW, 0, [column.heading for column in columns], looks.heading)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.autofilter(HEADER_ROW, 0, max(last_row, HEADER_ROW + 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    allowed = ("format_columns", "format_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))


def allow(sheet: Worksheet, column: int, kind: str, rows: Iterable[int]) -> None:
    """What may be typed into these rows of a column: `kind` is number, yes_no or absence."""
    if areas := [[top, column, bottom, column] for top, bottom in _runs(rows)]:
        rule = _rule(kind) | {"other_cells": areas[1:]}
        sheet.data_validation(*areas[0], rule)


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring rows together."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _rule(kind: str) -> dict:
    if kind == "absence":
        return {
            "validate": "list",
            "source": [str(label) for label in Absence.labels],
            "error_title": _("Why there is no number")[:_TITLE],
            "error_message": _("Choose from the list.")[:_MESSAGE],
        }
    is_yes_no = kind == "yes_no"
    words = (
        _("Answer 1 (yes) or 0 (no).")
        if is_yes_no
        else _("A whole number, 0 or more. If there is none, leave the cell empty and say why.")
    )
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": 0,
        "maximum": 1 if is_yes_no else LARGEST,
        "error_title": _("Whole number")[:_TITLE],
        "error_message": words[:_MESSAGE],
    }


def say_how(book: Workbook) -> None:
    """The second sheet."""
    how = book.add_worksheet(HOW)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    how.set_column(0, 0, 4, bold)
    how.set_column(1, 1, 100, wrap)
    lines = [
        _("Fill in the yellow cells: the numerator, the denominator, or why there is no number."),
        _("Empty is not zero. An empty row changes nothing of what is kept already."),
        _("A denominator of 0 means that there was nobody to count: “not applicable”."),
        _("Denominators that the school passport gives are filled in. Correct them if need be."),
        _("A number that differs much from the last period asks for a sentence of explanation."),
        _("Grey rows belong to reports that are sent or accepted: they cannot be changed here."),
        _("Leave the codes, OGRN and headings as they are: rows are recognised by them."),
        _("Upload the file where you downloaded it. You will see what it changes before it does."),
    ]
    for row, line in enumerate(lines):
        how.write_number(row, 0, row + 1, bold)
        how.write_string(row, 1, line, wrap)
