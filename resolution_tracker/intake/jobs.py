"""What the worker does with lists of schools. Each looks at the state first: it may run twice."""

from django.utils import timezone

from organizations.models import SchoolList
from organizations.school_list.checking import check
from organizations.school_list.reader import SENTENCES, SchoolListError
from resolution_tracker.intake.progress import Progress
from resolution_tracker.intake.take_back import give_up_undoing, undo_list
from resolution_tracker.intake.take_in import apply_list, give_up_applying
from resolution_tracker.jobs import job, when_given_up


@job()
def check_list(*, list_id: int) -> None:
    """Check a list too long to be checked while somebody waits."""
    school_list = SchoolList.objects.get(pk=list_id)
    with Progress(school_list) as progress:
        progress.step("checking")
        try:
            check(school_list, at=timezone.now())
        except SchoolListError as error:
            _discard(list_id, str(error))
        progress.step("done")


@job()
def apply_school_list(*, list_id: int) -> None:
    """Apply a queued list."""
    apply_list(list_id, at=timezone.now())


@job()
def undo_school_list(*, list_id: int) -> None:
    """Take back a list that is to be undone."""
    undo_list(list_id, at=timezone.now())


def give_up_checking(list_id: int) -> None:
    """Of a list that killed the workers who read it."""
    _discard(list_id, str(SENTENCES["memory"]))


def _discard(list_id: int, sentence: str) -> None:
    waiting = SchoolList.objects.filter(pk=list_id, state=SchoolList.State.CHECKING)
    waiting.update(state=SchoolList.State.DISCARDED, not_applied=sentence[:500])


# Otherwise a list would be busy for ever, and nobody could do anything about it.
when_given_up |= {
    check_list.name: give_up_checking,
    apply_school_list.name: give_up_applying,
    undo_school_list.name: give_up_undoing,
}
