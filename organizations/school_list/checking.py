"""From a kept file to its staged rows, problems and figures. Changes no school."""

import gc
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import transaction
from django.utils import timezone

from organizations.models import Municipality, SchoolList
from organizations.school_list import limits
from organizations.school_list.comparing import compare, count
from organizations.school_list.duplicates import merge_duplicates
from organizations.school_list.entries import read_entries
from organizations.school_list.entry import Reading
from organizations.school_list.header import Header
from organizations.school_list.known import Schools
from organizations.school_list.names import MunicipalityIndex
from organizations.school_list.reader import (
    SENTENCES,
    Book,
    Row,
    SchoolListError,
    SheetHead,
    open_book,
)
from organizations.school_list.region import Region
from organizations.school_list.staging import Stager, stage_rows, stage_the_rest
from organizations.school_list.understanding import NO_NAMES, understand

State = SchoolList.State
NAMES = {"full_name", "short_name"}


class LongList(Exception):  # noqa: N818 - not an error: a job does it
    """The list is longer than was allowed here; nothing was done."""


@contextmanager
def local_path(school_list: SchoolList) -> Iterator[Path]:
    """The kept file on this machine's disk, wherever files are kept."""
    try:
        yield Path(school_list.file.path)
    except NotImplementedError:  # a store without paths
        with NamedTemporaryFile() as copy, school_list.file.open() as file:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)


@transaction.atomic
def check(school_list: SchoolList, *, at: datetime, rows_at_most: int | None = None) -> SchoolList:
    """Read the kept file and say what it would do.

    SchoolListError where the file as a whole is refused, LongList where it has more than
    `rows_at_most` rows; nothing is changed then.
    """
    school_list = SchoolList.objects.select_for_update(of=("self",)).get(pk=school_list.pk)
    if not (school_list.is_editable or school_list.state == SchoolList.State.CHECKING):
        return school_list
    for staged in (school_list.rows, school_list.problems, school_list.drops):
        staged.all().delete()
    with local_path(school_list) as path, open_book(path) as book:
        head, header = understand(school_list, book.sheets)
        if head.height > limits.ROWS:
            raise SchoolListError(SENTENCES["long"])  # before a worker is asked to find it out
        if rows_at_most is not None and head.height > rows_at_most:
            raise LongList
        with _uncollected():
            reading = _read(school_list, book, head, header)
    if reading is not None:
        with _uncollected():
            _stage(school_list, reading, timezone.localtime(at).date())
    if school_list.state == SchoolList.State.CHECKING:
        is_confirmed = school_list.confirmed_at is not None
        school_list.state = State.CONFIRMED if is_confirmed else State.CHECKED
    school_list.checked_at = at
    count(school_list)
    school_list.save()
    return school_list


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing read here holds itself: to look for that all the while takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(school_list: SchoolList, book: Book, head: SheetHead, header: Header) -> Reading | None:
    """The schools of the sheet; None where it is not yet known what its columns hold."""
    school_list.refusal = ""
    if not header.fields & NAMES:
        school_list.refusal = str(NO_NAMES)
        return None
    corrections = {(row.row, row.index): row.text for row in school_list.corrections.all()}
    chosen = school_list.places.filter(is_chosen=True).select_related("municipality")
    rows: Iterator[Row] = itertools.chain.from_iterable(book.rows(head.name))
    try:
        reading = read_entries(
            rows,
            header,
            MunicipalityIndex(Municipality.objects.all()),
            scope=school_list.municipality,
            corrections=corrections,
            spellings={place.spelling: place.municipality for place in chosen},
            merged=head.merged,
        )
    except SchoolListError as error:
        # Of columns, not of the file: a person may still say what they hold.
        school_list.refusal = str(error)
        return None
    _merge(school_list, reading)
    return reading


def _merge(school_list: SchoolList, reading: Reading) -> None:
    """Rows of one school become one; a row left out says nothing of any other."""
    decided = school_list.decisions.filter(leave_out=True)
    left_out = set(decided.values_list("number", flat=True))
    aside = [entry for entry in reading.entries if entry.row in left_out] if left_out else []
    if aside:
        reading.entries = [entry for entry in reading.entries if entry.row not in left_out]
    merge_duplicates(reading)
    reading.entries += aside


def _stage(school_list: SchoolList, reading: Reading, today) -> None:
    stager = Stager(school_list, reading, Schools(), Region.load(), today)
    stage_rows(school_list, stager.rows())
    stage_the_rest(school_list, reading)
    compare(school_list, today)
