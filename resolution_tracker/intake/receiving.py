"""An uploaded file becomes a list on its way; a refused one leaves nothing behind."""

import hashlib
from datetime import datetime

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from organizations.models import Municipality, SchoolList, SchoolListMissing, SchoolListPlace, User
from organizations.school_list import limits
from organizations.school_list.checking import LongList, check
from organizations.school_list.reader import SENTENCES, SchoolListError
from resolution_tracker.intake import jobs, progress

# A list of this many rows is checked while the person waits; a longer one by the worker.
ROWS_AT_ONCE = 2_000


def receive(
    file: File,
    *,
    name: str,
    at: datetime,
    by: User | None = None,
    municipality: Municipality | None = None,
    replaces: SchoolList | None = None,
    rows_at_once: int | None = ROWS_AT_ONCE,
) -> SchoolList:
    """Keep the file and check it; SchoolListError where it is refused, and nothing is kept then."""
    if file.size > limits.FILE_BYTES:
        raise SchoolListError(SENTENCES["large"])
    school_list = SchoolList(
        municipality=municipality,
        file_name=name[-255:],
        sha256=_sha256(file),
        size=file.size,
        uploaded_at=at,
        uploaded_by=by,
        replaces=replaces,
    )
    try:
        with transaction.atomic():
            school_list.file.save("list", file, save=True)
            take_over(school_list)
            return _check(school_list, at, rows_at_once)
    except BaseException:
        if school_list.file:
            default_storage.delete(school_list.file.name)
        raise


def _sha256(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _check(school_list: SchoolList, at: datetime, rows_at_once: int | None) -> SchoolList:
    try:
        return check(school_list, at=at, rows_at_most=rows_at_once)
    except LongList:
        progress.begin(school_list)
        jobs.check_list.defer(list_id=school_list.pk)
        return school_list


def take_over(school_list: SchoolList) -> None:
    """A newer file takes the place of the one that waited, with what was said of its schools."""
    older = SchoolList.objects.filter(pk=school_list.replaces_id)
    list(older.select_for_update(of=("self",)))
    if school_list.municipality_id:
        # Of two that come at once the second waits here, and then sees the first.
        places = Municipality.objects.filter(pk=school_list.municipality_id)
        list(places.select_for_update(no_key=True))
        older = older | SchoolList.objects.filter(municipality=school_list.municipality_id)
    waiting = older.filter(state__in=["checking", "checked", "confirmed"]).exclude(
        pk=school_list.pk
    )
    for old in waiting.select_for_update(of=("self",)).order_by("pk"):
        SchoolListPlace.objects.bulk_create(
            (
                SchoolListPlace(
                    school_list=school_list,
                    spelling=place.spelling,
                    municipality=place.municipality,
                    is_chosen=True,
                    rows=place.rows,
                )
                for place in old.places.filter(is_chosen=True)
            ),
            ignore_conflicts=True,
        )
        SchoolListMissing.objects.bulk_create(
            (
                SchoolListMissing(
                    school_list=school_list,
                    organization_id=row.organization_id,
                    fate=row.fate,
                    closed_on=row.closed_on,
                    successor_id=row.successor_id,
                )
                for row in old.absent.exclude(fate="")
            ),
            ignore_conflicts=True,
        )
        give_up(old, SchoolList.State.REPLACED)
        if school_list.replaces_id is None:  # said by nobody, yet both pages lead to each other
            school_list.replaces = old
            school_list.save(update_fields=["replaces"])


def give_up(school_list: SchoolList, state: SchoolList.State) -> None:
    """The file and its figures stay for the history, its rows are let go."""
    for staged in (
        school_list.rows,
        school_list.problems,
        school_list.absent,
        school_list.decisions,
        school_list.corrections,
    ):
        staged.all().delete()
    school_list.state = state
    school_list.save(update_fields=["state"])


def same_file_before(school_list: SchoolList) -> SchoolList | None:
    """The list with the very same content that was uploaded last before this one."""
    gone = [SchoolList.State.REPLACED, SchoolList.State.DISCARDED]
    same = SchoolList.objects.filter(sha256=school_list.sha256, pk__lt=school_list.pk)
    return same.exclude(state__in=gone).order_by("-pk").first()
