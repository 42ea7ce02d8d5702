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
    with path.open("rb") as file:
        return receive(File(file), name=name, at=at or make.moment(), **options)
