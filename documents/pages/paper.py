"""A document as a page: the form's three tables, and what each sentence rests on."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from directives.downloads.table import Column, Form, Table
from documents import tables
from documents.docx.cells import said
from documents.models import Document, DocumentItem, Ground, Sentence, Standing, SummaryRow
from documents.pages.grounds import Mark, mark_of, missing_numbers

# The word of the status stands beside a shape that says the same.
SHAPES = {
    Standing.EXECUTED: "accepted", Standing.IN_WORK: "in_progress", Standing.OVERDUE: "overdue",
    Standing.NOT_DUE: "not_started", Standing.LEFT_OUT: "waived",
}  # fmt: skip
_AT_ONCE = 3
_NUMERIC = {Form.NUMBER, Form.DECIMAL, Form.SHARE}


@dataclass(frozen=True)
class Line:
    """A sentence with its grounds; `lost`: numbers an edited sentence no longer says."""

    sentence: Sentence
    marks: list[Mark]
    lost: list[str]

    @property
    def is_many(self) -> bool:
        """More grounds than a line can bear: they are folded."""
        return len(self.marks) > _AT_ONCE

    @property
    def warning(self) -> str:
        if not self.lost:
            return ""
        numbers = ", ".join(self.lost)
        return _("It no longer says what it rests on: %(numbers)s.") % {"numbers": numbers}


@dataclass(frozen=True)
class Row:
    """One item of the form; `cells` are those of its table."""

    item: DocumentItem
    cells: list[object]
    lines: list[Line]
    removed: int

    @property
    def has_grounds(self) -> bool:
        return any(line.marks for line in self.lines)

    @property
    def shape(self) -> str:
        return SHAPES[self.item.standing]


@dataclass(frozen=True)
class Cell:
    """A cell of an annex as text."""

    text: str
    is_number: bool


@dataclass(frozen=True)
class Annex:
    """A table drawn cell by cell, its first column the head of the row."""

    table: Table

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return [(str(column.label), column.form in _NUMERIC) for column in self.table.columns]

    @property
    def numbers(self) -> list[int]:
        return list(range(1, len(self.table.columns) + 1))

    @property
    def rows(self) -> list[list[Cell]]:
        return [_cells(self.table.columns, row) for row in self.table.rows]

    @property
    def totals(self) -> list[list[Cell]]:
        return [_cells(self.table.columns, row) for row in self.table.totals]


def _cells(columns, row) -> list[Cell]:
    return [_cell(column, value) for column, value in zip(columns, row, strict=True)]


def _cell(column: Column, value: object) -> Cell:
    return Cell(said(value, column.form) or "—" * (value is None), column.form in _NUMERIC)


@dataclass
class Paper:
    """The document for one person. Five queries besides the document itself."""

    document: Document
    only_totals: bool = False  # a reader from outside: no persons, no way to the rows

    @cached_property
    def items(self) -> list[DocumentItem]:
        return list(self.document.items.prefetch_related(sentences_with_grounds()))

    @cached_property
    def information(self) -> Table:
        return tables.information(self.items)

    @cached_property
    def rows(self) -> list[Row]:
        pairs = zip(self.items, self.information.rows, strict=True)
        return [self._row(item, cells) for item, cells in pairs]

    def _row(self, item: DocumentItem, cells: list[object]) -> Row:
        there = item.said
        lines = [line_of(row, self.only_totals) for row in there]
        return Row(item, cells, lines, len(item.sentences.all()) - len(there))

    @cached_property
    def executors(self) -> list[SummaryRow]:
        return list(self.document.summary.all())

    @cached_property
    def summary(self) -> Annex:
        return Annex(tables.summary(self.executors))

    @cached_property
    def indicators(self) -> Annex:
        rows = list(self.document.indicators.all())
        return Annex(tables.indicators(rows, for_outside=self.only_totals))

    def table(self, name: str) -> Table:
        """The one asked for by its name, the form itself unless told."""
        if name == "summary":
            return self.summary.table
        return self.indicators.table if name == "indicators" else self.information

    @cached_property
    def honest(self) -> str:
        """The three honest numbers under the percentages of the summary."""
        return tables.honest(self.executors)

    @property
    def warnings(self) -> int:
        """How many edited sentences no longer say their number."""
        return sum(bool(line.lost) for row in self.rows for line in row.lines)


def sentences_with_grounds() -> Prefetch:
    grounds = Ground.objects.select_related(
        "update__assignment__organization__municipality", "source__item__document"
    )
    rows: QuerySet[Sentence] = Sentence.objects.prefetch_related(Prefetch("grounds", grounds))
    return Prefetch("sentences", rows.order_by("position", "pk"))


def line_of(sentence: Sentence, only_totals: bool = False) -> Line:
    marks = [mark_of(row, only_totals) for row in sentence.grounds.all()]
    return Line(sentence, marks, missing_numbers(sentence))
