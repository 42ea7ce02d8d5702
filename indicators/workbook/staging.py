"""An uploaded workbook is kept, read and shown; a refused one leaves nothing behind."""

import hashlib
from datetime import datetime

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import ValueList, ValueListProblem, ValueListRow
from indicators.workbook.another_period import collection_meant
from indicators.workbook.examining import Examined, examine
from indicators.workbook.ground import Ground
from indicators.workbook.reading import Table, read_table
from indicators.workbook.scope import Scope
from organizations.school_list import limits
from organizations.school_list.checking import local_path
from organizations.school_list.reader import SENTENCES, SchoolListError

State = ValueList.State
CLOSED = _("The period is closed: its figures are frozen.")
NO_ROWS = _("There is no row with a code of an indicator below the header.")
_ANOTHER = _("It looks like a workbook of another period: %(period)s. Choose that period.")
_BATCH = 2_000


def receive(file: File, *, name: str, scope: Scope, by, at: datetime) -> ValueList:
    """Keep the file and say what it would do; SchoolListError where it is refused.

    An older workbook of the same person and for the same body that waits is put away.
    """
    if file.size > limits.FILE_BYTES:
        raise SchoolListError(SENTENCES["large"])
    if not scope.collection.is_open:
        raise SchoolListError(CLOSED)
    value_list = ValueList(
        collection=scope.collection,
        purpose=scope.purpose,
        organization=scope.organization,
        name=name[-255:],
        sha256=_sha256(file),
        uploaded_by=by,
        uploaded_at=at,
    )
    try:
        with transaction.atomic():
            value_list.file.save("workbook", file, save=True)
            table, examined = look_into(value_list, by=by, at=at)
            if not examined.rows:
                raise SchoolListError(NO_ROWS)
            if other := collection_meant(scope, examined.rows):
                raise SchoolListError(_ANOTHER % {"period": other.period.full_name})
            value_list.sheet, value_list.header_row = table.sheet[:100], table.header_row
            value_list.save(update_fields=["sheet", "header_row"])
            _put_older_away(value_list)
            stage(value_list, examined)
    except BaseException:
        if value_list.file:
            default_storage.delete(value_list.file.name)
        raise
    return value_list


def _sha256(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def look_into(value_list: ValueList, *, by, at: datetime) -> tuple[Table, Examined]:
    """What the kept file would do now, if this person takes it in."""
    with local_path(value_list) as path:
        table = read_table(path)
    scope = Scope.of(value_list)
    bodies = scope.bodies(by, timezone.localdate(at))
    return table, examine(table, Ground.of(value_list.collection, scope.source, bodies))


def stage(value_list: ValueList, examined: Examined) -> None:
    """Rows and problems in place of those that were there."""
    let_go(value_list)
    for row in examined.rows:
        row.value_list = value_list
    for problem in examined.problems:
        problem.value_list = value_list
    ValueListRow.objects.bulk_create(examined.rows, batch_size=_BATCH)
    ValueListProblem.objects.bulk_create(examined.problems, batch_size=_BATCH)


def let_go(value_list: ValueList) -> None:
    """What was said of it; the file and its place in the history stay."""
    value_list.rows.all().delete()
    value_list.problems.all().delete()


def _put_older_away(value_list: ValueList) -> None:
    older = ValueList.objects.filter(
        collection=value_list.collection_id,
        purpose=value_list.purpose,
        organization=value_list.organization_id,
        uploaded_by=value_list.uploaded_by_id,
        state=State.CHECKED,
    ).exclude(pk=value_list.pk)
    for old in older.select_for_update(of=("self",)).order_by("pk"):
        discard(old)


def discard(value_list: ValueList) -> None:
    """Nothing of it is taken in any more. The list is locked and still waits."""
    let_go(value_list)
    value_list.state = State.DISCARDED
    value_list.save(update_fields=["state"])


def same_file_before(value_list: ValueList) -> ValueList | None:
    """The same content for the same body, uploaded before and not put away."""
    return (
        ValueList.objects.filter(
            collection=value_list.collection_id,
            purpose=value_list.purpose,
            organization=value_list.organization_id,
            sha256=value_list.sha256,
            pk__lt=value_list.pk,
        )
        .exclude(state=State.DISCARDED)
        .order_by("-pk")
        .first()
    )
