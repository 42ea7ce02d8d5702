"""From a file to what it would do: read, understand, check, compare. Changes nothing."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from organizations.models import Municipality
from organizations.school_list.diff import Diff, Region, compare
from organizations.school_list.duplicates import merge_duplicates
from organizations.school_list.entries import read_entries
from organizations.school_list.entry import Problem
from organizations.school_list.header import Header, find_header
from organizations.school_list.matching import known_schools
from organizations.school_list.names import MunicipalityIndex
from organizations.school_list.reader import read_book


@dataclass
class Plan:
    """What a list would do, and what stands in its way."""

    sheet: str
    header: Header
    diff: Diff
    dropped: dict[str, int]  # rows that are not schools, by reason

    @property
    def errors(self) -> list[Problem]:
        return self.diff.errors

    @property
    def warnings(self) -> list[Problem]:
        return self.diff.warnings

    @property
    def error_rows(self) -> set[int]:
        """Rows that a person may mend or leave out."""
        return {problem.row for problem in self.errors if problem.row is not None}

    def as_dict(self) -> dict[str, Any]:
        """For programs: counts, and every message with the sheet's own row and column."""
        return {
            "header_row": self.header.row,
            "columns": self.header.as_dict(),
            "new": len(self.diff.new),
            "changed": len(self.diff.changed),
            "unchanged": len(self.diff.unchanged),
            "missing": len(self.diff.missing),
            "dropped": sum(self.dropped.values()),
            "errors": [problem.as_dict() for problem in self.errors],
            "warnings": [problem.as_dict() for problem in self.warnings],
        }


def make_plan(path: Path, *, today: date, scope: Municipality | None = None) -> Plan:
    """What the file would do within one municipality or everywhere; SchoolListError if nothing."""
    sheet, header = find_header(read_book(path))
    municipalities = MunicipalityIndex(Municipality.objects.all())
    reading = read_entries(sheet.rows, header, municipalities, scope=scope)
    merge_duplicates(reading)
    diff = compare(reading, known_schools(), region=Region.load(), scope=scope, today=today)
    for problems in (diff.errors, diff.warnings):
        problems.sort(key=lambda problem: problem.row or 0)
    return Plan(sheet.name, header, diff, dict(reading.dropped))
