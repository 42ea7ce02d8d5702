"""School lists on their way in: one with mistakes to mend, one that waits to be applied."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter
from django.core.files import File

from organizations.models import Municipality, Organization, SchoolList
from organizations.school_list.checking import check
from organizations.school_list.resource import COLUMNS, SchoolResource, schools_at_work
from resolution_tracker import reference
from resolution_tracker.demo.moments import day_of
from resolution_tracker.demo.people import DEMO_MUNICIPALITY, Cast
from resolution_tracker.intake.receiving import receive

CONFIRMED_BY = "Десногорск"
PLACES = {column.name: index for index, column in enumerate(COLUMNS)}


def send_all(cast: Cast, now: datetime) -> None:
    """The demo's municipality sends a messy list, its neighbour a clean one and stands by it."""
    words = reference.read("demo/lists.json")
    place = Municipality.objects.get(short_name=DEMO_MUNICIPALITY)
    messy = _spoilt(_rows(place, now), words["spoilt"])
    _send(place, messy, words, cast, now - timedelta(hours=22))
    place = Municipality.objects.get(short_name=CONFIRMED_BY)
    clean = _rows(place, now)
    clean[0][PLACES["pupils"]] += 12
    confirmed_at = now - timedelta(hours=3)
    school_list = _send(place, clean, words, cast, now - timedelta(hours=4))
    school_list.state = SchoolList.State.CONFIRMED
    school_list.confirmed_at, school_list.confirmed_by = confirmed_at, school_list.uploaded_by
    school_list.save(update_fields=["state", "confirmed_at", "confirmed_by"])


def _rows(place: Municipality, now: datetime) -> list[list]:
    schools = Organization.objects.filter(municipality=place)
    return list(SchoolResource().rows(schools_at_work(schools, day_of(now))))


def _spoilt(rows: list[list], words: dict) -> list[list]:
    """As lists come: a typing mistake, a shortened number, a word for a number, one forgotten."""
    rows = [row for row in rows if row[PLACES["branch"]] != words["branch"]]
    rows[2][PLACES["ogrn"]] = rows[2][PLACES["ogrn"]][:-1] + str(
        (int(rows[2][PLACES["ogrn"]][-1]) + 1) % 10
    )
    rows[4][PLACES["inn"]] = words["shortened"]
    rows[6][PLACES["pupils"]] = words["many"]
    rows[8][PLACES["short_name"]] = rows[8][PLACES["full_name"]] = words["renamed"]
    rows[1][PLACES["phone"]] = words["phone"]
    del rows[-1]
    return rows


def _send(
    place: Municipality, rows: list[list], words: dict, cast: Cast, at: datetime
) -> SchoolList:
    authority = Organization.objects.get(municipality=place, level="municipal")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / words["file"]
        _write(path, place, rows, words)
        with path.open("rb") as file:
            school_list = receive(
                File(file), name=words["file"], at=at, municipality=place,
                by=cast.coordinators[authority.pk],
            )  # fmt: skip
    return check(school_list, at=at)


def _write(path: Path, place: Municipality, rows: list[list], words: dict) -> None:
    """Titles above the header, a row of column numbers under it, a total and a signature below."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet(words["sheet"])
        bold = book.add_format({"bold": True, "text_wrap": True})
        sheet.write(0, 0, words["title"], bold)
        sheet.write(1, 0, place.name)
        sheet.write_row(3, 0, [column.heading for column in COLUMNS], bold)
        sheet.write_row(4, 0, range(1, len(COLUMNS) + 1))
        for number, row in enumerate(rows, start=5):
            sheet.write_row(number, 0, row)
        last = len(rows) + 5
        total = [row[PLACES["pupils"]] for row in rows]
        sheet.write(last, 0, words["total"])
        sheet.write(last, PLACES["pupils"], sum(n for n in total if isinstance(n, int)))
        sheet.write(last + 2, 0, words["signature"])
        for index, column in enumerate(COLUMNS):
            sheet.set_column(index, index, column.width)
