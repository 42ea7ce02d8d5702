"""Makers of uploaded lists: a small real workbook, received as the browser does it."""

from pathlib import Path

from django.core.files import File

from organizations.models import SchoolList
from resolution_tracker.intake.receiving import receive
from tests import make
from tests.school_list.sheets import HEADINGS, write_book


def school_row(n: int, place: str = "Вяземский округ", **more) -> list:
    """One school of a list with the usual headings; its numbers are valid and nobody's."""
    return [
        place,
        more.get("name", f"МБОУ СОШ № {n} г. Вязьмы"),
        more.get("inn", make.inn(n)),
        more.get("ogrn", make.ogrn(n)),
        more.get("pupils", 100),
        *more.get("more", []),
    ]


def make_list(
    folder: Path, rows: list[list], *, headings: list[str] = HEADINGS, titles: list[list] = (),
    name: str = "list.xlsx", at=None, **options,
) -> SchoolList:  # fmt: skip
    """A received list; `options` are those of `receive`: municipality, by, replaces."""
    path = write_book(folder / name, [*titles, headings, *rows])
    return receive_file(path, at=at or make.moment(), **options)


def receive_file(path: Path, **options) -> SchoolList:
    """A file as it stands, received."""
    with path.open("rb") as file:
        return receive(File(file), name=path.name, **{"at": make.moment()} | options)


def problems_of(school_list: SchoolList, *, is_error: bool = True) -> list[tuple]:
    """(row, heading, sentence) of each mistake."""
    found = school_list.problems.filter(is_error=is_error)
    return list(found.values_list("row", "column", "message"))
