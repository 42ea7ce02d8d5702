"""Writes the prefilled workbook: a row for each body and indicator asked of it."""

from collections import defaultdict
from typing import IO

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from indicators.models import TO_DO, Absence, Asked, Purpose, Source
from indicators.rules import Line
from indicators.shares import Figure
from indicators.targets import Targets
from indicators.workbook.columns import COLUMNS, OF_THE_REGION, SHEET, SheetColumn
from indicators.workbook.ground import Ground
from indicators.workbook.looks import HEADER_ROW, Looks, allow, lay_out, say_how
from organizations.models import Organization
from organizations.reference.formats import CONTROL

# Text stays text whatever it begins with; rows go to the disk as they are written.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_workbook(
    output: IO[bytes], ground: Ground, *, purpose: str, title: str, whose: str
) -> int:
    """Write an .xlsx for all bodies of the ground; returns how many rows there are to fill in."""
    columns = OF_THE_REGION if purpose == Purpose.REGION else COLUMNS
    with xlsxwriter.Workbook(output, OPTIONS) as book:
        book.set_properties({"title": title})
        sheet = _Sheet(book, ground, columns)
        sheet.write_titles(title, whose)
        rows = [(body, asked) for body in ground.bodies.values() for asked in ground.asked_of(body)]
        lay_out(sheet.sheet, columns, sheet.looks, HEADER_ROW + len(rows))
        for number, (body, asked) in enumerate(rows, start=HEADER_ROW + 1):
            sheet.write(number, body, asked)
        sheet.add_rules()
        say_how(book)
    return len(rows)


class _Sheet:
    def __init__(self, book: Workbook, ground: Ground, columns: list[SheetColumn]) -> None:
        self.sheet = book.add_worksheet(SHEET)
        self.looks = Looks(book)
        self.ground, self.columns = ground, columns
        self.at = {column.field: index for index, column in enumerate(columns)}
        self.targets = Targets.of(ground.collection.period.school_year)
        # (column, kind of rule) → rows it stands in.
        self.open: dict[tuple[int, str], list[int]] = defaultdict(list)

    def write_titles(self, title: str, whose: str) -> None:
        """What it is, of which period and until when; then the header, then rows."""
        period = self.ground.collection.period
        self.sheet.write_string(0, 0, CONTROL.sub("", f"{title}: {whose}"), self.looks.title)
        said = [period.full_name]
        if days := sorted({report.acts_by for report in self.ground.reports.values()} - {None}):
            text = _("due %(day)s") % {"day": date_format(days[0], "j E Y г.")}
            said.append(text)
        self.sheet.write_string(1, 0, " · ".join(said), self.looks.plain)
        text = _("Fill in the yellow cells. How: see the second sheet.")
        self.sheet.write_string(2, 0, text, self.looks.quiet)

    def write(self, row: int, body: Organization, asked: Asked) -> None:
        line = self.ground.line(body, asked)
        is_open = self._is_open(body)
        wording = asked.definition
        words = {
            "body": body.name,
            "municipality": body.municipality.short_name if body.municipality else "",
            "ogrn": body.ogrn,
            "code": asked.indicator.code,
            "name": wording.name,
            "top": wording.numerator,
            "bottom": wording.denominator,
        }
        for field, text in words.items():
            if field in self.at:
                self._string(row, field, text, self.looks.words)
        self._number(row, "numerator", line.numerator, is_open)
        self._denominator(row, line, is_open)
        self._string(row, "absence", _label(line.absence), self._look("words", is_open))
        self._string(row, "explanation", line.explanation, self._look("words", is_open))
        self._share(row, line)
        self._value(row, "before", line.before)
        target = self.targets.of_body(asked.indicator_id, body)
        self._target(row, wording.is_count, target and target.value)
        if is_open:
            kind = "yes_no" if wording.is_yes_no else "number"
            self.open[self.at["numerator"], kind].append(row)
            self.open[self.at["absence"], "absence"].append(row)
            if wording.is_share:
                self.open[self.at["denominator"], "number"].append(row)

    def add_rules(self) -> None:
        for (column, kind), rows in self.open.items():
            allow(self.sheet, column, kind, rows)

    def _is_open(self, body: Organization) -> bool:
        report = self.ground.reports.get(body.pk)
        if not self.ground.collection.is_open:
            return False
        return report is None or report.source != Source.REPORTED or report.status in TO_DO

    def _look(self, kind: str, is_open: bool):
        return self.looks.cell(kind, is_open=is_open)

    def _string(self, row: int, field: str, text: str, look) -> None:
        if text:
            self.sheet.write_string(row, self.at[field], CONTROL.sub("", text), look)
        else:
            self.sheet.write_blank(row, self.at[field], None, look)

    def _number(self, row: int, field: str, number: int | None, is_open: bool) -> None:
        look = self._look("number", is_open)
        if number is None:
            self.sheet.write_blank(row, self.at[field], None, look)
        else:
            self.sheet.write_number(row, self.at[field], number, look)

    def _denominator(self, row: int, line: Line, is_open: bool) -> None:
        if line.asked.definition.is_share:
            self._number(row, "denominator", line.denominator, is_open)
        else:
            self.sheet.write_blank(row, self.at["denominator"], None, self.looks.none)

    def _share(self, row: int, line: Line) -> None:
        """The only formula: what has been typed, seen at once."""
        place = self.at["share"]
        if not line.asked.definition.is_share:
            self.sheet.write_blank(row, place, None, self.looks.share)
            return
        top, bottom = (xl_rowcol_to_cell(row, self.at[n]) for n in ("numerator", "denominator"))
        value = line.numerator / line.denominator if line.numerator and line.denominator else ""
        if line.numerator == 0 and line.denominator:
            value = 0
        formula = f'=IF(OR({top}="",{bottom}="",{bottom}=0),"",{top}/{bottom})'
        self.sheet.write_formula(row, place, formula, self.looks.share, value)

    def _value(self, row: int, field: str, figure: Figure | None) -> None:
        if figure is None or figure.value is None:
            self.sheet.write_blank(row, self.at[field], None, self.looks.number)
        elif figure.is_count:
            self.sheet.write_number(row, self.at[field], figure.numerator, self.looks.number)
        else:
            share = float(figure.value) / 100
            self.sheet.write_number(row, self.at[field], share, self.looks.share)

    def _target(self, row: int, is_count: bool, value) -> None:
        if value is None:
            self.sheet.write_blank(row, self.at["target"], None, self.looks.number)
            return
        number, look = float(value), self.looks.number
        if not is_count:
            number, look = number / 100, self.looks.share
        self.sheet.write_number(row, self.at["target"], number, look)


def _label(absence: str) -> str:
    return str(Absence(absence).label) if absence else ""
