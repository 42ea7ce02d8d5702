"""A list taken in from a file in one go: the command line and the demo, by the browser's path."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from organizations.models import Municipality, SchoolList, SchoolListMissing
from organizations.school_list.applying import refuse_unready
from organizations.school_list.checking import check
from organizations.school_list.reader import SENTENCES, SchoolListError
from organizations.school_list.summary import as_dict
from resolution_tracker.intake import deciding, progress
from resolution_tracker.intake.receiving import receive, take_over
from resolution_tracker.intake.scope import scope_told_by
from resolution_tracker.intake.take_in import apply_at_once


@dataclass(frozen=True)
class TakenIn:
    """What the list said; `refusal` is the sentence of what stands in the way, if anything."""

    school_list: SchoolList
    told: dict[str, Any]  # summary.as_dict
    refusal: str = ""
    is_applied: bool = False


def take_in_file(
    path: Path,
    *,
    at: datetime,
    municipality: Municipality | None = None,
    leave_out_errors: bool = False,
    accept_guesses: bool = False,
    dry_run: bool = False,
) -> TakenIn:
    """Receive, decide as the options say, and apply; schools the list does not name stay.

    Where no municipality is said, the list itself tells whose it is, as an upload does.

    SchoolListError where the whole file is refused. A trial, and a list in whose way something
    stands, leave nothing behind.
    """
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise SchoolListError(SENTENCES["missing"]) from error
    with file, transaction.atomic():
        school_list = receive(
            File(file), name=_name_of(path), at=at, municipality=municipality, rows_at_once=None
        )
        if municipality is None and (told_by_list := scope_told_by(school_list)):
            school_list.municipality = told_by_list
            school_list.save(update_fields=["municipality"])
            take_over(school_list)
            school_list = check(school_list, at=at)
        if leave_out_errors or accept_guesses:
            school_list = _decide(school_list, at, leave_out_errors, accept_guesses)
        school_list.absent.update(fate=SchoolListMissing.Fate.STAYS)
        told, refusal = as_dict(school_list), _refusal(school_list)
        if dry_run or refusal:
            default_storage.delete(school_list.file.name)
            transaction.set_rollback(True)
            return TakenIn(school_list, told, refusal)
        progress.begin(school_list)
    school_list = apply_at_once(school_list, by=None, at=at)
    return TakenIn(
        school_list, told, school_list.not_applied, is_applied=not school_list.not_applied
    )


def _name_of(path: Path) -> str:
    """The file's name; bytes that are no text, as old archives leave them, are marked as such."""
    return os.fsencode(path.name).decode(errors="replace")


def _refusal(school_list: SchoolList) -> str:
    try:
        refuse_unready(school_list)
    except SchoolListError as error:
        return str(error)
    return ""


def _decide(
    school_list: SchoolList, at: datetime, leave_out_errors: bool, accept_guesses: bool
) -> SchoolList:
    """The same answer for every row that waits, then another check."""
    if accept_guesses:
        deciding.all_are_the_same(school_list)
    if leave_out_errors:
        deciding.leave_out_all_with_errors(school_list)
    return check(school_list, at=at)
