"""Marks bad cells in somebody's .xlsx; run by `marking.py` in a process of its own.

openpyxl believes whatever a file says, so the process first gives up memory, time and large files.
What it keeps of the workbook is text, numbers and looks: formulas become the values last computed,
links, macros, connections, pictures and names go. It exits with 0 only where the marked workbook is
whole. Standard input is what `marking.Marks.as_dict()` gives.
"""

import json
import re
import resource
import sys
import warnings
import zipfile
from pathlib import Path

# A list of 5,000 schools has 7 MB: 2 seconds and 75 MB of memory.
UNPACKED_BYTES = 20 * 1024 * 1024
ENTRIES = 1_000
ADDRESS_SPACE_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
WRITTEN_BYTES = 64 * 1024 * 1024
SHADES = {True: "FFFFC9CF", False: "FFFFF1C9"}  # error, warning
AUTHOR = "проверка списка"
# Excel becomes slow with more; the column says all of it anyway.
COMMENTS = 1_000
WIDTH = 60
PLAIN_TYPES = {"n", "s", "b", "d"}
# Ranges and words in quotes: whatever else a rule of a cell may hold is a formula.
_LIST = re.compile(
    r"""=?(('[^'\[\]]+'|[\w.]+)!)?\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?|"[^"]*\""""
)
_BOUND = re.compile(r"-?\d+([.,]\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def limit() -> None:
    """Give up what marking a list does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_BYTES, WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def fits(path: Path) -> bool:
    """Whether openpyxl may be let near it."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        return (
            len(entries) <= ENTRIES
            and sum(entry.file_size for entry in entries) <= UNPACKED_BYTES
            and "xl/workbook.xml" in archive.namelist()
        )


def disarm(book) -> None:
    """Nothing that computes, calls out or runs is left."""
    book.template = False
    book.defined_names.clear()
    book.custom_doc_props.props.clear()
    if b"<!" in (book.loaded_theme or b""):  # copied as it stands; a theme declares nothing
        book.loaded_theme = None
    for sheet in book.chartsheets:
        book.remove(sheet)
    for sheet in book.worksheets:
        sheet.defined_names.clear()
        sheet.tables.clear()
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.scenarios.scenario = []
        for kept in (sheet._charts, sheet._images, sheet._pivots):
            kept.clear()
        rules = sheet.data_validations
        rules.dataValidation = [rule for rule in rules.dataValidation if is_plain(rule)]
        for cell in sheet._cells.values():
            disarm_cell(cell)


def disarm_cell(cell) -> None:
    """A cell may call itself a formula or an error and hold any text."""
    if cell.data_type not in PLAIN_TYPES and cell.value is not None:
        write_text(cell, str(cell.value))
    if cell.hyperlink:
        cell.hyperlink = None


def write_text(cell, text: str) -> None:
    """Text whatever it begins with."""
    cell.value = _CONTROL.sub("", text)
    cell.data_type = "s"


def is_plain(rule) -> bool:
    """A list of words or of cells, or numbers to stay between."""
    pattern = _LIST if rule.type == "list" else _BOUND
    formulas = [rule.formula1, rule.formula2]
    return rule.type not in (None, "custom") and all(
        pattern.fullmatch(formula) for formula in formulas if formula
    )


class Marker:
    """One sheet, the marks for it and the column that says what to mend."""

    def __init__(self, sheet, told: dict) -> None:
        from openpyxl import comments, styles, utils  # noqa: PLC0415 - only after the limits are set

        self.sheet = sheet
        self.header_row, self.last_row = told["header_row"], told["last_row"]
        self.heading = told["heading"]
        self.rows, self.cells, self.written = told["rows"], told["cells"], told["written"]
        self.fills = {
            key: styles.PatternFill("solid", fgColor=shade) for key, shade in SHADES.items()
        }
        self.blank = styles.PatternFill()
        self.wrapped = styles.Alignment(wrap_text=True, vertical="top")
        self.bold = styles.Font(bold=True)
        self.comment = comments.Comment
        self.bounds = utils.range_boundaries
        self.values: dict[int, dict[int, object]] = {}
        for cell in sheet._cells.values():
            if cell.value not in (None, ""):
                self.values.setdefault(cell.row, {})[cell.column] = cell.value
        self.header = self.values.get(self.header_row, {})
        before = [column for column, value in self.header.items() if value == self.heading]
        self.marked_before = bool(before)
        self.column = min(before) if before else 1 + max(map(max, self.values.values()), default=0)

    def mark(self) -> None:
        self._clear_old_marks()
        self._write_mended()
        self._name_column()
        for row, text, is_error, is_whole in self.rows:
            if is_whole:
                for column in range(1, self.column):
                    self._fill(row, column, is_error)
            self._say(row, text, is_error)
            if row in self.sheet.row_dimensions:
                self.sheet.row_dimensions[row].hidden = False
        for number, (row, index, text, is_error) in enumerate(self.cells):
            cell = self._fill(row, index + 1, is_error)
            if number < COMMENTS:
                cell.comment = self.comment(_CONTROL.sub("", text), AUTHOR, height=110, width=320)
        self._show_first()

    def _write_mended(self) -> None:
        """What a person wrote on the way; the lower cells of a merged one hold nothing."""
        for row, index, text in self.written:
            cell = self.sheet.cell(row, index + 1)
            if type(cell).__name__ != "MergedCell":
                write_text(cell, text)

    def _clear_old_marks(self) -> None:
        """What was mended must not stay red; cells of the column are written anew."""
        if not self.marked_before:
            return
        for cell in self.sheet._cells.values():
            if cell.column == self.column and cell.row > self.last_row:
                cell.value = None
            if cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.has_style and cell.fill.fgColor.rgb in SHADES.values():
                cell.fill = self.blank

    def _name_column(self) -> None:
        """A header repeated further down stays a repeated header only where it is the same."""
        for row, values in self.values.items():
            if row == self.header_row or (row > self.last_row and values == self.header):
                cell = self.sheet.cell(row, self.column)
                write_text(cell, self.heading)
                cell.font, cell.alignment, cell.fill = self.bold, self.wrapped, self.fills[True]
        self._widen()
        self._filter()

    def _widen(self) -> None:
        """Columns may be described by the hundred: overlapping descriptions spoil the file."""
        dimensions = self.sheet.column_dimensions
        for known in dimensions.values():
            if known.min is not None and known.min < self.column <= known.max:
                known.max = self.column - 1
        letter = self.sheet.cell(self.header_row, self.column).column_letter
        dimensions.pop(letter, None)
        dimensions[letter].width = WIDTH

    def _filter(self) -> None:
        """A filter of the last column is a filter of this one too."""
        if not self.sheet.auto_filter.ref:
            return
        left, top, right, bottom = self.bounds(self.sheet.auto_filter.ref)
        if top <= self.last_row and right == self.column - 1:
            end = self.sheet.cell(top, self.column).column_letter
            start = self.sheet.cell(top, left).column_letter
            self.sheet.auto_filter.ref = f"{start}{top}:{end}{bottom}"

    def _fill(self, row: int, column: int, is_error: bool):
        cell = self.sheet.cell(row, column)
        if type(cell).__name__ == "MergedCell":
            merged = next(
                area
                for area in self.sheet.merged_cells.ranges
                if area.__contains__(cell.coordinate)
            )
            cell = self.sheet.cell(merged.min_row, merged.min_col)
        cell.fill = self.fills[is_error]
        return cell

    def _say(self, row: int, text: str, is_error: bool) -> None:
        cell = self._fill(row, self.column, is_error)
        write_text(cell, text)
        cell.alignment = self.wrapped

    def _show_first(self) -> None:
        """The workbook opens at the first error."""
        errors = [row for row, _text, is_error, _whole in self.rows if is_error]
        if not errors:
            return
        view, first = self.sheet.sheet_view, min(errors)
        columns = [index for row, index, _text, is_error in self.cells if row == first and is_error]
        where = self.sheet.cell(first, min(columns, default=0) + 1).coordinate
        for selection in view.selection:
            if view.pane is None or selection.pane == view.pane.activePane:
                selection.activeCell = selection.sqref = where
        top = max(first - 3, self.last_row + 1)
        if view.pane is None:
            view.topLeftCell = f"A{max(first - 10, 1)}"
        elif view.pane.ySplit and view.pane.topLeftCell:
            letters = re.sub(r"\d", "", view.pane.topLeftCell)
            view.pane.topLeftCell = f"{letters}{top}"


def main() -> int:
    source, target = Path(sys.argv[1]), sys.argv[2]
    limit()
    warnings.simplefilter("ignore")
    told = json.load(sys.stdin)
    if not fits(source):
        return 3
    from openpyxl import load_workbook  # noqa: PLC0415 - only after the limits are set

    with source.open("rb") as file:  # by content: the name may say .xls
        book = load_workbook(file, data_only=True, keep_links=False, keep_vba=False)
    disarm(book)
    sheet = book[told["sheet"]]
    Marker(sheet, told).mark()
    book.active = book.index(sheet)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.save(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
