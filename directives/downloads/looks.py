"""How a workbook looks: number formats, the colours of a grid's steps, sheets fit for paper."""

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from directives.downloads.table import Column, Form

NUMBERS = {
    Form.TEXT: "@",
    Form.NUMBER: "#,##0",
    Form.DECIMAL: "#,##0.0",
    Form.SHARE: "0.0%",
    Form.DAY: "dd.mm.yyyy",
    Form.MOMENT: "dd.mm.yyyy hh:mm",
}
# Light enough for black figures on paper; the worst are bold too, so that grey print tells them.
STEPS = {1: "#F3B7B0", 2: "#F8D9C4", 3: "#FBEFC9", 4: "#DCEBCB", 5: "#B5DABA"}
_WRAPPED = 30  # a column of texts this wide runs over several lines


class Looks:
    """Formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple, Format] = {}
        edge = {"bottom": 1, "bottom_color": "#85898F", "bg_color": "#F3F1EA"}
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "num_format": "@"} | edge
        )
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.name = book.add_format({"font_color": "#545D6B", "valign": "top", "text_wrap": True})
        self.words = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})

    def cell(self, column: Column, form: Form, step: int = 0, *, is_total: bool = False) -> Format:
        wraps = form == Form.TEXT and column.width >= _WRAPPED
        key = (form, step, wraps, is_total)
        if key not in self._made:
            self._made[key] = self._book.add_format(_properties(*key))
        return self._made[key]


def _properties(form: Form, step: int, wraps: bool, is_total: bool) -> dict:
    found: dict = {"num_format": NUMBERS[form], "valign": "top"}
    if wraps:
        found["text_wrap"] = True
    if step in STEPS:
        found["bg_color"] = STEPS[step]
    if is_total or step == 1:
        found["bold"] = True
    if is_total:
        found |= {"top": 1, "top_color": "#85898F"}
    return found


def fit_paper(sheet: Worksheet) -> None:
    """A4 across, all columns on a page's width, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
