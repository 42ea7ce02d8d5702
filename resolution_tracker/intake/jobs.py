"""What the worker does with lists of schools. Each looks at the state first: it may run twice."""

from django.utils import timezone

from organizations.models import SchoolList
from organizations.school_list.checking import check
from organizations.school_list.reader import SchoolListError
from resolution_tracker.intake.progress import Progress
from resolution_tracker.intake.take_back import undo_list
from resolution_tracker.intake.take_in import apply_list
from resolution_tracker.jobs import job


@job()
def check_list(*, list_id: int) -> None:
    """Check a list too long to be checked while somebody waits."""
    school_list = SchoolList.objects.get(pk=list_id)
    with Progress(school_list) as progress:
        progress.step("checking")
        try:
            check(school_list, at=timezone.now())
        except SchoolListError as error:
            SchoolList.objects.filter(pk=list_id).update(
                state=SchoolList.State.DISCARDED, not_applied=str(error)[:500]
            )
        progress.step("done")


@job()
def apply_school_list(*, list_id: int) -> None:
    """Apply a queued list."""
    apply_list(list_id, at=timezone.now())


@job()
def undo_school_list(*, list_id: int) -> None:
    """Take back a list that is to be undone."""
    undo_list(list_id, at=timezone.now())
